package seniority

import (
	"strings"
	"sync"
	"unicode/utf8"

	"greenroom/internal/lang"
)

// EngineVersion changes whenever the same title may get another answer.
const EngineVersion = "seniority-3"

const (
	// maxTitle bounds the work on a title in bytes. The contract allows 300 characters; what is longer is no title but is no error here.
	maxTitle = 2 << 10
	// maxDescription bounds the work on a description; what it asks for stands near its start or is found often enough.
	maxDescription = 16 << 10
)

// Where a piece of evidence was found.
const (
	FromTitle       = "title"
	FromDescription = "description"
)

// Detection is what a title and its description say about a position's seniority. It is stored as it is.
type Detection struct {
	Level Level `json:"level"`
	// Confidence is the share of such answers that are right, by the measurements in docs/decisions/0101.
	Confidence float64    `json:"confidence"`
	Evidence   []Evidence `json:"evidence"`
	// Convention names which of the shapes that people read differently was decided by convention; empty for the other titles.
	Convention string `json:"convention"`
	// Default is set when nothing told a level and the platform's default was taken.
	Default bool `json:"default"`
}

// Evidence is one piece of the input that speaks for the level.
type Evidence struct {
	// Text is verbatim.
	Text string `json:"text"`
	// From is FromTitle or FromDescription, Offset the place of Text there in bytes.
	From   string `json:"from"`
	Offset int    `json:"offset"`
	// Level is what this piece says by itself.
	Level Level `json:"level"`
	// Rule names the entry of the data files that found it.
	Rule string `json:"rule"`
}

// match is a term found in a text.
type match struct {
	*term

	start, end int
	// segment counts the separators before the match.
	segment int
}

// scratch is what one detection works in.
type scratch struct {
	text    text
	matches []match
	// role holds the title's words while the text is the description.
	role []byte
}

//nolint:gochecknoglobals // A pool of buffers holds no state that an answer depends on.
var scratches = sync.Pool{New: func() any { return new(scratch) }}

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
		work.readDescription(&answer, &knows.years, description, knows.endings)
	}
	return answer
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

func (l *lexicon) longest(folded []byte, offset int) (*term, int) {
	index, end := none, offset
	from := l.inner
	if wordStarts(folded, offset) {
		index, end = l.anchored.longest(folded, offset)
	}
	if inner, innerEnd := from.longest(folded, offset); innerEnd > end {
		index, end = inner, innerEnd
	}
	if index == none {
		return nil, offset
	}
	return &l.terms[index], end
}

// wordEnd gives the end of the word that offset is in or behind; in scripts without spaces, offset itself.
func wordEnd(folded []byte, offset int) int {
	for offset < len(folded) && !wordEnds(folded, offset) {
		last, _ := utf8.DecodeLastRune(folded[:offset])
		if unspaced(last) {
			return offset
		}
		offset++
	}
	return offset
}

// evidence quotes a match from the title.
func (s *scratch) evidence(m match) Evidence {
	start, end := s.text.origin[m.start], s.text.origin[m.end]
	quote := strings.TrimRightFunc(s.text.original[start:end], func(char rune) bool { return !wordRune(char) })
	return Evidence{Text: quote, From: FromTitle, Offset: start, Level: m.level, Rule: m.rule}
}
