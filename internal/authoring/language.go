package authoring

import (
	"strings"
	"unicode"

	"golang.org/x/text/language"

	"greenroom/internal/lang"
)

const (
	// leastOwnScript is the share of letters that must be in the language's own script: a Japanese text about software is half Latin names.
	leastOwnScript = 0.3
	// mostEnglish is the share of words that may be English function words in another language: some languages have a word that looks alike.
	mostEnglish = 0.04
	// fewEnglish different ones are a coincidence.
	fewEnglish = 2
)

// longVowel is the mark that lengthens a vowel in katakana, which Unicode counts to no script.
//
//nolint:gochecknoglobals // A constant that Go can't spell.
var longVowel = &unicode.RangeTable{R16: []unicode.Range16{{Lo: 'ー', Hi: 'ー', Stride: 1}}}

// scripts are those that the languages are written in, by their ISO 15924 code.
func scripts(code string) []*unicode.RangeTable {
	return map[string][]*unicode.RangeTable{
		"Arab": {unicode.Arabic}, "Cyrl": {unicode.Cyrillic}, "Deva": {unicode.Devanagari}, "Grek": {unicode.Greek}, "Hans": {unicode.Han},
		"Jpan": {unicode.Han, unicode.Hiragana, unicode.Katakana, longVowel}, "Kore": {unicode.Hangul, unicode.Han}, "Latn": {unicode.Latin},
		"Taml": {unicode.Tamil}, "Thai": {unicode.Thai},
	}[code]
}

// isWrittenIn says whether a text is in the language, as far as script and English words tell. It doesn't tell Czech from Slovak.
func isWrittenIn(code lang.Code, text string) bool {
	script, _ := language.Make(code.Tag()).Script()
	own, letters := 0, 0
	for _, char := range text {
		// Marks belong to the letters of Devanagari, Tamil and Thai.
		if unicode.IsLetter(char) {
			letters++
			if unicode.In(char, scripts(script.String())...) {
				own++
			}
		}
	}
	if float64(own) < leastOwnScript*float64(letters) {
		return false
	}
	return code == lang.English || !isEnglish(text)
}

// isEnglish counts words that every English text is full of and that no other of the languages has.
func isEnglish(text string) bool {
	words := strings.FieldsFunc(strings.ToLower(text), func(char rune) bool { return !unicode.IsLetter(char) && char != '\'' })
	english, different := 0, map[string]bool{}
	for _, word := range words {
		switch word {
		case "the", "and", "your", "you", "with", "this", "that", "our", "would", "how", "which":
			english++
			different[word] = true
		}
	}
	return len(different) > fewEnglish && float64(english) > mostEnglish*float64(len(words))
}
