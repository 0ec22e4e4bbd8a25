package seniority

import (
	"strings"
	"sync"
	"unicode/utf8"

	"greenroom/internal/lang"
)

// Detect decides a position's seniority. The language is a hint: English is always understood beside it, and a title that neither knows is
// tried in all languages. Nobody's title is refused; one that tells no level gets the default with Default set.
func Detect(title, description string, language lang.Code) Detection {
	work, _ := scratches.Get().(*scratch)
	defer scratches.Put(work)
	knows := known()
	work.text.fold(beginning(title, maxTitle), knows.endings)
	own, found := knows.lexicons[language]
	if !found {
		own = knows.any
	}
	work.find(own, knows.lexicons[lang.English])
	if len(work.matches) == 0 {
		work.find(knows.any, knows.any)
	}
	answer, silent := resolve(work)
	if silent && description != "" {
		work.readDescription(&answer, &knows.descriptions, description, knows.endings)
	}
	return answer
}

const (
	// maxTitle bounds the work on a title in bytes. The contract allows 300 characters; what is longer is no title but is no error here.
	maxTitle = 2 << 10
	// maxDescription bounds the work on a description; what it asks for stands near its start or is found often enough.
	maxDescription = 16 << 10
)

// scratch is what one detection works in.
type scratch struct {
	text    text
	matches []match
	// role holds the title's words while the text is the description.
	role []byte
}

//nolint:gochecknoglobals // A pool of buffers holds no state that an answer depends on.
var scratches = sync.Pool{New: func() any { return new(scratch) }}

// match is a term found in a text.
type match struct {
	*term

	start, end int
	// segment counts the separators before the match.
	segment int
}

// find lists the terms in the text, left to right, the longest at each place, without overlaps. On a tie own wins.
func (s *scratch) find(own, english *lexicon) {
	s.matches = s.matches[:0]
	folded := s.text.folded
	segment := 0
	for offset := 0; offset < len(folded); {
		if isBreak(folded[offset]) {
			if folded[offset] == separator {
				segment++
			}
			offset++
			continue
		}
		found, end := own.longest(folded, offset)
		if other, otherEnd := english.longest(folded, offset); otherEnd > end {
			found, end = other, otherEnd
		}
		if found == nil {
			_, size := utf8.DecodeRune(folded[offset:])
			offset += size
			continue
		}
		end = wordEnd(folded, end)
		s.matches = append(s.matches, match{term: found, start: offset, end: end, segment: segment})
		offset = end
	}
}

// evidence quotes a match from the title.
func (s *scratch) evidence(m match) Evidence {
	start, end := s.text.origin[m.start], s.text.origin[m.end]
	quote := strings.TrimRightFunc(s.text.original[start:end], func(char rune) bool { return !wordRune(char) })
	return Evidence{Text: quote, From: FromTitle, Offset: start, Level: m.level, Rule: m.rule}
}

// beginning cuts a text before the character that would exceed the limit.
func beginning(whole string, limit int) string {
	if len(whole) <= limit {
		return whole
	}
	for limit > 0 && !utf8.RuneStart(whole[limit]) {
		limit--
	}
	return whole[:limit]
}
