package seniority

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

func asciiWord(char byte) bool {
	return 'a' <= char && char <= 'z' || 'A' <= char && char <= 'Z' || '0' <= char && char <= '9'
}

func asciiLower(char byte) byte {
	if 'A' <= char && char <= 'Z' {
		return char + 'a' - 'A'
	}
	return char
}

// markFollows reports whether a mark may join the character before offset; most bytes of a title rule it out at once.
func markFollows(original string, offset int) bool {
	if offset >= len(original) || original[offset] < utf8.RuneSelf {
		return false
	}
	char, _ := utf8.DecodeRuneInString(original[offset:])
	return unicode.Is(unicode.M, char)
}

func wordRune(char rune) bool {
	return char != utf8.RuneError && (unicode.IsLetter(char) || unicode.IsDigit(char) || unicode.Is(unicode.M, char))
}

// ignored reports whether a character carries nothing: format characters, Arabic vowel signs and the line that stretches Arabic words.
func ignored(char rune) bool {
	return unicode.Is(unicode.Cf, char) || char == 'ـ' || 'ً' <= char && char <= 'ْ' || char == '̇'
}

// foldRune folds case, and spellings that titles mix: the Turkish dotless i (capitals don't say which i is meant), the final sigma, the
// Greek diaeresis, which capitals keep while they drop the accent, and the Arabic letters that are often written without hamza or dots.
func foldRune(char rune) rune {
	switch char {
	case 'ı', 'İ':
		return 'i'
	case 'ς':
		return 'σ'
	case 'ϊ', 'Ϊ':
		return 'ι'
	case 'ΐ':
		return 'ί'
	case 'أ', 'إ', 'آ', 'ٱ':
		return 'ا'
	case 'ى':
		return 'ي'
	case 'ة':
		return 'ه'
	case 'ё', 'Ё':
		return 'е'
	}
	return unicode.ToLower(char)
}

// withoutAccents drops the accents of Latin and Greek letters. In other scripts the marks are letters of their own.
func withoutAccents(folded string) string {
	plain := make([]rune, 0, len(folded))
	var base rune
	for _, char := range norm.NFD.String(folded) {
		if unicode.Is(unicode.Mn, char) && unicode.In(base, unicode.Latin, unicode.Greek) {
			continue
		}
		if !unicode.Is(unicode.Mn, char) {
			base = char
		}
		plain = append(plain, bare(char))
	}
	return norm.NFC.String(string(plain))
}

// bare maps the Latin letters whose stroke isn't a mark.
func bare(char rune) rune {
	switch char {
	case 'ł':
		return 'l'
	case 'đ':
		return 'd'
	case 'ø':
		return 'o'
	}
	return char
}
