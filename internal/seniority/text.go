package seniority

import (
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// text is a title or description made comparable: NFKC, case folded, punctuation reduced to three kinds, gender endings after a slash
// dropped ("Leiter/in"). Every byte knows where in the original it came from.
type text struct {
	original string
	folded   []byte
	// origin holds an offset into original for each byte of folded, and one for its end.
	origin []int
	// normal is where a segment is normalised, kept for the next one.
	normal []byte
}

// What is left of punctuation in a folded text, from weak to strong: a space between words, a joiner between two halves ("Founder / CEO"),
// a separator between parts that stand for themselves ("Director, Sales").
const (
	space     = ' '
	joiner    = '/'
	separator = ','
)

// maxEnding is the longest gender ending in runes.
const maxEnding = 6

// fold makes original comparable, into buffers that are used again.
func (t *text) fold(original string, endings map[string]bool) {
	t.original, t.folded, t.origin = original, t.folded[:0], t.origin[:0]
	for offset := 0; offset < len(original); {
		char := original[offset]
		switch {
		case char >= utf8.RuneSelf || markFollows(original, offset+1):
			offset = t.foldSegment(offset)
		case asciiWord(char):
			t.put(offset, asciiLower(char))
			offset++
		default:
			if skip := t.genderEnding(offset, endings); skip > 0 {
				offset += skip
				continue
			}
			if !t.insideWord(offset) {
				t.putBreak(offset, t.breakAt(offset, 1, rune(char)))
			}
			offset++
		}
	}
	if last := len(t.folded) - 1; last >= 0 && isBreak(t.folded[last]) {
		t.folded, t.origin = t.folded[:last], t.origin[:last]
	}
	t.origin = append(t.origin, len(original))
}

// foldSegment folds one normalisation segment, a character with its marks, and gives the offset behind it.
func (t *text) foldSegment(offset int) int {
	rest := t.original[offset:]
	length := max(norm.NFKC.NextBoundaryInString(rest, true), 1)
	t.normal = norm.NFKC.AppendString(t.normal[:0], rest[:length])
	for normal := t.normal; len(normal) > 0; {
		char, size := utf8.DecodeRune(normal)
		normal = normal[size:]
		switch {
		case ignored(char):
		case !wordRune(char):
			t.putBreak(offset, t.breakAt(offset, length, char))
		case char == 'ß', char == 'ẞ':
			t.put(offset, 's', 's')
		default:
			start := len(t.folded)
			t.folded = utf8.AppendRune(t.folded, foldRune(char))
			for range len(t.folded) - start {
				t.origin = append(t.origin, offset)
			}
		}
	}
	return offset + length
}

func (t *text) put(offset int, chars ...byte) {
	for _, char := range chars {
		t.folded = append(t.folded, char)
		t.origin = append(t.origin, offset)
	}
}

// putBreak ends a word. Of several breaks in a row the strongest stays.
func (t *text) putBreak(offset int, kind byte) {
	last := len(t.folded) - 1
	switch {
	case last < 0:
	case !isBreak(t.folded[last]):
		t.put(offset, kind)
	case kind == separator, kind == joiner && t.folded[last] == space:
		t.folded[last] = kind
	}
}

// breakAt tells how strongly the punctuation at offset divides. A hyphen divides only with a space beside it.
func (t *text) breakAt(offset, size int, char rune) byte {
	switch char {
	case '/', '&', '+', '*', '、', '・', '،':
		return joiner
	case ',', ';', ':', '|', '(', ')', '[', ']', '{', '}', '@', '!', '?', '•', '>', '<', '=', '\n', '。', '【', '】', '「', '」', '«', '»', '؛':
		return separator
	case '-', '–', '—', '―', '~':
		if offset == 0 || t.original[offset-1] == ' ' || offset+size >= len(t.original) || t.original[offset+size] == ' ' {
			return separator
		}
	}
	return space
}

// genderEnding gives the length of an ending such as "/in", ":in", "(in)" or "/-a" right behind a word, 0 where there is none.
func (t *text) genderEnding(offset int, endings map[string]bool) int {
	switch t.original[offset] {
	case '/', ':', '*', '_', '(':
	default:
		return 0
	}
	if offset == 0 || len(t.folded) == 0 || isBreak(t.folded[len(t.folded)-1]) {
		return 0
	}
	start := offset + 1
	if start < len(t.original) && t.original[start] == '-' {
		start++
	}
	end := start
	for range maxEnding {
		char, size := utf8.DecodeRuneInString(t.original[end:])
		if !wordRune(char) || size == 0 {
			break
		}
		end += size
	}
	after, size := utf8.DecodeRuneInString(t.original[end:])
	if size > 0 && wordRune(after) || !endings[t.original[start:end]] {
		return 0
	}
	if after == ')' {
		end += size
	}
	return end - offset
}

// insideWord reports whether the bracket at offset closes an optional first part of a word, as in "(hoofd)docent".
func (t *text) insideWord(offset int) bool {
	if t.original[offset] != ')' || offset+1 >= len(t.original) {
		return false
	}
	next, _ := utf8.DecodeRuneInString(t.original[offset+1:])
	return wordRune(next)
}
