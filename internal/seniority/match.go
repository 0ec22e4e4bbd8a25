package seniority

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// match is a term found in a text.
type match struct {
	*term

	start, end int
	// segment counts the separators before the match.
	segment int
}

// findTerms lists the terms in the text, left to right, the longest at each place, without overlaps. On a tie own wins.
func (s *scratch) findTerms(own, english *lexicon) {
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

// evidence quotes a match from the text.
func (s *scratch) evidence(m match) Evidence {
	start, end := s.text.origin[m.start], s.text.origin[m.end]
	quote := strings.TrimRightFunc(s.text.original[start:end], func(char rune) bool { return !wordRune(char) })
	return Evidence{Text: quote, From: FromTitle, Offset: start, Level: m.level, Rule: m.rule}
}

// hyphenated reports whether a hyphen follows right behind, as in "Head-Technology".
func (s *scratch) hyphenated(m *match) bool {
	end := s.text.origin[m.end]
	return m.end < len(s.text.folded) && s.text.original[end] == '-'
}

// joined reports whether two matches in one part stand for a title each: "SVP & Director", unlike "Vice President Global Head".
func (s *scratch) joined(first, second *match) bool {
	if first.start > second.start {
		first, second = second, first
	}
	between := s.text.folded[first.end:second.start]
	return first.segment == second.segment && (bytes.ContainsRune(between, joiner) || bytes.Contains(between, []byte(" and ")))
}

// endsSegment reports whether nothing but a separator follows.
func (s *scratch) endsSegment(m *match) bool {
	return m.end == len(s.text.folded) || s.text.folded[m.end] == separator
}

// standsAlone reports whether a match is a word that is a part by itself, as the level in "Lead Tester - Senior".
func (s *scratch) standsAlone(m *match) bool {
	oneWord := !bytes.ContainsRune(s.text.folded[m.start:m.end], space)
	return oneWord && m.start > 0 && s.text.folded[m.start-1] == separator && s.endsSegment(m)
}
