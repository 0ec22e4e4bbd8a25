package seniority

import (
	"slices"
	"unicode/utf8"
)

// lexicon is what one language knows, compiled.
type lexicon struct {
	terms []term
	// anchored holds the terms that start with a word, inner the ones that may start inside one.
	anchored, inner *trie
	// foreign is set where the terms are those of other languages than announced.
	foreign bool
}

// maxInflection is how many characters a foreign term may go on by. More are the second half of a compound, which only the title's own
// language can tell: Polish "minister*" doesn't know what a Danish "ministersekretær" is.
const maxInflection = 3

// longest gives the longest term at offset, nil where there is none, and the offset behind it.
func (l *lexicon) longest(folded []byte, offset int) (*term, int) {
	index, end := none, offset
	if wordStarts(folded, offset) {
		index, end = l.anchored.longest(folded, offset)
	}
	if inner, innerEnd := l.inner.longest(folded, offset); innerEnd > end {
		index, end = inner, innerEnd
	}
	if index == none || l.foreign && utf8.RuneCount(folded[end:wordEnd(folded, end)]) > maxInflection {
		return nil, offset
	}
	if l.terms[index].leads() {
		index, end = l.lastPart(folded, index, end)
	}
	return &l.terms[index], end
}

// lastPart gives the term that a compound ends in, since that is what it names: a "vorstandsassistentin" assists. Without one it stays at
// the term found, which ends at end.
func (l *lexicon) lastPart(folded []byte, index, end int) (int, int) {
	whole := wordEnd(folded, end)
	for start := end; start < whole; start++ {
		if part, partEnd := l.inner.longest(folded, start); part != none && partEnd == whole {
			return part, partEnd
		}
	}
	return index, end
}

// newLexicon compiles the entries. A foreign lexicon holds other languages than announced, where only the exact spelling counts.
func newLexicon(entries []entry, foreign bool) *lexicon {
	built := &lexicon{terms: make([]term, 0, len(entries)), foreign: foreign}
	var spelt []spelling
	for index, entry := range entries {
		level, _ := levelOf(entry.means)
		built.terms = append(built.terms, term{means: entry.means, level: level, rule: string(entry.code) + " " + entry.term})
		spelt = append(spelt, spellings(entry, index, foreign)...)
	}
	// As written comes before without accents, so that a real word wins against another's plain spelling.
	slices.SortStableFunc(spelt, func(a, b spelling) int { return a.fallback - b.fallback })
	var anchored, inner []pattern
	for _, spelling := range spelt {
		if spelling.inner {
			inner = append(inner, spelling.pattern)
		} else {
			anchored = append(anchored, spelling.pattern)
		}
	}
	built.anchored, built.inner = newTrie(anchored), newTrie(inner)
	return built
}
