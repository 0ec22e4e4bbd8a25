package seniority

import (
	"fmt"
	"strconv"
)

// readDescription lets the description decide where the title says little: by a level that it gives the title's words, by one that it asks
// for, or by years of experience.
func (s *scratch) readDescription(answer *Detection, words *descriptionWords, description string, endings map[string]bool) {
	s.role = append(s.role[:0], role(s.text.folded)...)
	s.text.fold(beginning(description, maxDescription), endings)
	if said, ok := words.restate(s.text.folded, s.role); ok {
		s.conclude(answer, match{term: &term{level: said.level, rule: "level beside the title"}, start: said.start, end: said.end})
		return
	}
	if said, ok := words.announce(s.text.folded); ok {
		s.conclude(answer, match{term: &term{level: said.level, rule: "level asked for"}, start: said.start, end: said.end})
		return
	}
	if found, ok := words.find(&s.text); ok {
		s.conclude(answer, match{term: &term{level: levelOfYears(found.years), rule: "years of experience"}, start: found.start, end: found.end})
	}
}

// conclude takes the level of a match in the description.
func (s *scratch) conclude(answer *Detection, found match) {
	evidence := s.evidence(found)
	evidence.From = FromDescription
	answer.Level, answer.Confidence, answer.Default = found.level, confidenceDescription, false
	answer.Evidence = append(answer.Evidence, evidence)
}

// descriptionWords finds what a description says about a level: the levels that it asks for or puts beside the title's words, and years.
type descriptionWords struct {
	lexicon *lexicon
	// kinds and values are by term; a kind that is a meaning is a level word.
	kinds  []string
	values []int
}

// The kinds of words in years.tsv that are no levels.
const (
	kindExperience = "experience"
	kindNumber     = "number"
	kindSeeks      = "seeks"
	kindYear       = "year"
)

// newDescriptionWords compiles the rows of years.tsv: a kind, a word and, for a number, its value.
func newDescriptionWords(lines [][]string) (descriptionWords, error) {
	var words descriptionWords
	entries := make([]entry, 0, len(lines))
	for _, line := range lines {
		value := 0
		if line[0] == kindNumber {
			var err error
			if value, err = strconv.Atoi(line[len(line)-1]); err != nil {
				return words, fmt.Errorf("seniority data of years: %q: %w", line, err)
			}
		}
		entries = append(entries, entry{code: "years", term: line[1]})
		words.kinds = append(words.kinds, line[0])
		words.values = append(words.values, value)
	}
	words.lexicon = newLexicon(entries, false)
	return words, nil
}

// longest gives the longest word of the list at offset and the offset behind it. A unit may be glued to its number: "5years".
func (w *descriptionWords) longest(folded []byte, offset int) (index, end int) {
	index, end = w.lexicon.anchored.longest(folded, offset)
	if inner, innerEnd := w.lexicon.inner.longest(folded, offset); innerEnd > end {
		return inner, innerEnd
	}
	return index, end
}

// is reports whether a found word is of a kind.
func (w *descriptionWords) is(index int, kind string) bool {
	return index != none && w.kinds[index] == kind
}
