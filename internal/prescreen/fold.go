package prescreen

import (
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	scripts "greenroom/internal/script"
)

// foldTable holds, for each rune that differs from itself when compared, what it is compared as; and every rune's class.
// Pages without an entry mean that their runes stand for themselves.
type foldTable struct {
	texts   [pageCount]*[256]string
	classes [pageCount]*[256]runeClass
}

// pageCount covers every rune below U+20000, which is where folding has anything to do; above are rare Han characters and tags.
const pageCount = 0x200

// folds is built once, on first use: it is a pure function of the Unicode tables.
//
//nolint:gochecknoglobals // Written once, and the same in every process.
var folds = sync.OnceValue(buildFoldTable)

func buildFoldTable() *foldTable {
	table := &foldTable{}
	unspaced := &[256]runeClass{}
	for low := range unspaced {
		unspaced[low] = classUnspaced
	}
	for page := range pageCount {
		if page >= 0x4e && page < 0x9f || page >= 0xac && page < 0xd7 {
			table.classes[page] = unspaced // Han and Hangul: half of all runes, and each stands for itself
			continue
		}
		classes := &[256]runeClass{}
		var texts *[256]string
		for low := range 256 {
			r := rune(page<<8 | low)
			classes[low] = classify(r)
			if text := foldRune(r); text != string(r) && utf8.ValidRune(r) {
				if texts == nil {
					texts = &[256]string{}
				}
				texts[low] = text
			}
		}
		table.classes[page], table.texts[page] = classes, texts
	}
	return table
}

// class is the part that r plays in cutting.
func (t *foldTable) class(r rune) runeClass {
	if page := int(r >> 8); page < pageCount {
		return t.classes[page][r&0xff]
	}
	return classify(r)
}

// appendFolded appends what r is compared as.
func (t *foldTable) appendFolded(buffer []byte, r rune) []byte {
	if page := int(r >> 8); page < pageCount && t.texts[page] != nil {
		if text := t.texts[page][r&0xff]; text == dropped {
			return buffer
		} else if text != "" {
			return append(buffer, text...)
		}
	}
	return utf8.AppendRune(buffer, r)
}

// dropped marks runes that are compared as nothing, such as combining accents.
const dropped = "\x00"

// runeClass says what part a rune plays when text is cut into words.
type runeClass uint8

const (
	classOther     runeClass = iota // punctuation, symbols, emoji: a border between words
	classLetter                     // part of a word
	classUnspaced                   // a letter of a script without spaces: a word of its own, so that phrases match anywhere
	classDigit                      // a decimal digit of any script
	classSpace                      // white space within a line
	classLine                       // an end of line
	classInvisible                  // takes no room on a page: a border, and suspicious inside a word
	classSoft                       // invisible but innocent (soft hyphen, joiners, direction marks): skipped
	classStyled                     // a letter or digit of another style (mathematical bold, circled, struck through): never part of a match
)

func classify(r rune) runeClass {
	switch {
	case r == '\n' || r == '\r' || r == '\f' || r == '\v' || r == 0x85 || r == 0x2028 || r == 0x2029:
		return classLine
	case unicode.IsSpace(r):
		return classSpace
	case r == 0xad || r == 0x200c || r == 0x200d || r == 0x200e || r == 0x200f || r == 0x61c || r >= 0x202a && r <= 0x202d ||
		r >= 0x2066 && r <= 0x2069 || unicode.Is(unicode.Variation_Selector, r):
		return classSoft
	case r == 0x115f || r == 0x1160 || r == 0x3164 || r == 0xffa0 || unicode.Is(unicode.Cf, r) || (r < 0x20 || r == 0x7f):
		return classInvisible
	case r >= 0x334 && r <= 0x338 || r >= 0x20d0 && r <= 0x20e8 || r >= 0x1d00 && r <= 0x1d2b || // struck through, small capitals
		r >= 0x1d400 && r <= 0x1d7ff || r >= 0x2460 && r <= 0x24ff && unicode.IsLetter(foldedFirst(r)) || r >= 0x1f130 && r <= 0x1f189:
		return classStyled
	case unicode.IsDigit(r):
		return classDigit
	case scripts.Unspaced(r):
		return classUnspaced
	case unicode.IsLetter(r) || unicode.IsMark(r):
		return classLetter
	default:
		return classOther
	}
}

func foldedFirst(r rune) rune {
	first, _ := utf8.DecodeRuneInString(norm.NFKD.String(string(r)))
	return first
}

// foldRune is what a rune is compared as: lower case, compatibility forms resolved, accents off where scripts use them as decoration,
// digits of every script as ASCII.
func foldRune(r rune) string {
	if value, is := scripts.Digit(r); is {
		return string('0' + rune(value))
	}
	if unicode.Is(unicode.Hangul, r) || unicode.Is(unicode.Hiragana, r) || unicode.Is(unicode.Katakana, r) && r < 0xff00 {
		return string(r)
	}
	var folded []rune
	for _, part := range norm.NFKD.String(string(r)) {
		folded = append(folded, foldPart(part)...)
	}
	if len(folded) == 0 {
		return dropped
	}
	return string(folded)
}

func foldPart(r rune) []rune {
	r = unicode.ToLower(r)
	switch {
	case r >= 0x300 && r <= 0x36f, r >= 0x64b && r <= 0x65f, r == 0x670, r == 0x640, r == 0x93c:
		return nil
	}
	switch r {
	case 'ß':
		return []rune("ss")
	case 'æ':
		return []rune("ae")
	case 'œ':
		return []rune("oe")
	case 'ø':
		return []rune("o")
	case 'ł':
		return []rune("l")
	case 'đ', 'ð':
		return []rune("d")
	case 'ı':
		return []rune("i")
	case 'þ':
		return []rune("th")
	case 'ς':
		return []rune("σ")
	case 'ґ':
		return []rune("г")
	case 'ة':
		return []rune("ه")
	case 'ى':
		return []rune("ي")
	}
	return []rune{r}
}
