package seniority

import (
	"fmt"
	"strconv"
)

// descriptionWords are the words by which descriptions state a level, in all languages together.
type descriptionWords struct {
	lexicon *lexicon
	// kinds and values are by term.
	kinds  []wordKind
	values []int
}

// wordKind is what a word says in a description; the first column of description.tsv.
type wordKind string

const (
	kindEntry        wordKind = "entry"
	kindExperience   wordKind = "experience"
	kindIntermediate wordKind = "intermediate"
	kindNumber       wordKind = "number"
	kindSeeks        wordKind = "seeks"
	kindSenior       wordKind = "senior"
	kindYear         wordKind = "year"
)

// level is the level that words of a kind name, if they name one.
func (k wordKind) level() (Level, bool) {
	switch k {
	case kindEntry:
		return EntryLevel, true
	case kindIntermediate:
		return Intermediate, true
	case kindSenior:
		return Senior, true
	case kindExperience, kindNumber, kindSeeks, kindYear:
	}
	return "", false
}

// newDescriptionWords compiles the rows of description.tsv: a kind, a word and, for a number, its value.
func newDescriptionWords(lines [][]string) (descriptionWords, error) {
	var words descriptionWords
	entries := make([]entry, 0, len(lines))
	for _, line := range lines {
		kind, value := wordKind(line[0]), 0
		switch kind {
		case kindNumber:
			var err error
			if value, err = strconv.Atoi(line[len(line)-1]); err != nil {
				return words, fmt.Errorf("seniority data of descriptions: %q: %w", line, err)
			}
		case kindEntry, kindExperience, kindIntermediate, kindSeeks, kindSenior, kindYear:
		default:
			return words, fmt.Errorf("seniority data of descriptions: %q has an unknown kind", line)
		}
		entries = append(entries, entry{term: line[1]})
		words.kinds = append(words.kinds, kind)
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

// hasKind reports whether a found word is of a kind.
func (w *descriptionWords) hasKind(index int, kind wordKind) bool {
	return index != none && w.kinds[index] == kind
}

// levelAt gives the level that the word from start to end names.
func (w *descriptionWords) levelAt(folded []byte, start, end int) (Level, bool) {
	index, until := w.longest(folded, start)
	if index == none || until != end {
		return "", false
	}
	return w.kinds[index].level()
}
