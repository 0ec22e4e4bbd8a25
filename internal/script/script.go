// Package script tells properties of characters that depend on the script they belong to, and where they begin, for all readers of
// multilingual text alike.
package script

import (
	"unicode"
	"unicode/utf8"
)

// Unspaced reports whether a character belongs to a script that puts no spaces between words, or, as Korean, glues particles to them: a
// word may begin and end anywhere in it.
func Unspaced(char rune) bool {
	if char < firstUnspaced {
		return false
	}
	return char == longVowel || unicode.In(char,
		unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Thai, unicode.Lao, unicode.Khmer)
}

const (
	// firstUnspaced is where the first block of these scripts begins, Thai: most text is told without a look at the tables.
	firstUnspaced = '\u0e00'
	// longVowel is a part of Japanese words that Unicode gives to no script, because Hiragana and Katakana share it.
	longVowel = 'ー'
)

// Digit gives the value of a decimal digit of any script.
func Digit(char rune) (int, bool) {
	if char < utf8.RuneSelf {
		return int(char - '0'), '0' <= char && char <= '9'
	}
	for _, digits := range unicode.Nd.R16 {
		if rune(digits.Lo) <= char && char <= rune(digits.Hi) {
			return int(char-rune(digits.Lo)) % setSize, true
		}
	}
	for _, digits := range unicode.Nd.R32 {
		if rune(digits.Lo) <= char && char <= rune(digits.Hi) {
			return int(char-rune(digits.Lo)) % setSize, true
		}
	}
	return 0, false
}

// setSize is how many digits a set has. Unicode encodes each in a row from zero on; a range of its tables may hold several sets, such as
// the mathematical ones, one right behind the other.
const setSize = 10

// Beginning cuts a text before the character that would exceed the limit.
func Beginning(whole string, limit int) string {
	if len(whole) <= limit {
		return whole
	}
	for limit > 0 && !utf8.RuneStart(whole[limit]) {
		limit--
	}
	return whole[:limit]
}
