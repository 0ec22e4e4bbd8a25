package seniority

import (
	"bytes"
	"unicode/utf8"

	"greenroom/internal/script"
)

func isBreak(char byte) bool { return char == space || char == joiner || char == separator }

// wordStarts reports whether a word starts at offset.
func wordStarts(folded []byte, offset int) bool {
	if offset == 0 || isBreak(folded[offset-1]) {
		return true
	}
	if folded[offset-1] < utf8.RuneSelf {
		return false
	}
	char, _ := utf8.DecodeLastRune(folded[:offset])
	return script.Unspaced(char)
}

// wordEnds reports whether no word goes on at offset. A change to a script without spaces ends a word too, as in "senior営業".
func wordEnds(folded []byte, offset int) bool {
	if offset >= len(folded) || isBreak(folded[offset]) {
		return true
	}
	if folded[offset] < utf8.RuneSelf {
		return false
	}
	char, _ := utf8.DecodeRune(folded[offset:])
	return script.Unspaced(char)
}

// wordEnd gives the end of the word that offset is in or behind; in scripts without spaces, offset itself.
func wordEnd(folded []byte, offset int) int {
	for offset < len(folded) && !wordEnds(folded, offset) {
		last, _ := utf8.DecodeLastRune(folded[:offset])
		if script.Unspaced(last) {
			return offset
		}
		offset++
	}
	return offset
}

// wordBehind gives the word behind the breaks at offset.
func wordBehind(folded []byte, offset int) (start, end int) {
	for offset < len(folded) && isBreak(folded[offset]) {
		offset++
	}
	start = offset
	for offset < len(folded) && !isBreak(folded[offset]) {
		offset++
	}
	return start, offset
}

// wordBefore gives the start of the word that ends before the break in front of start.
func wordBefore(folded []byte, start int) int {
	before := start - 1
	for before > 0 && !isBreak(folded[before-1]) {
		before--
	}
	return before
}

// hasWord reports whether a text has the word.
func hasWord(folded, word []byte) bool {
	for len(folded) > 0 && len(word) > 0 {
		end := bytes.IndexAny(folded, " /,")
		if end < 0 {
			return bytes.Equal(folded, word)
		}
		if bytes.Equal(folded[:end], word) {
			return true
		}
		folded = folded[end+1:]
	}
	return false
}
