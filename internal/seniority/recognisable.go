package seniority

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"greenroom/internal/lang"
)

// recognisable picks the terms that say the same in whichever language they occur, and are too long to occur by chance. English ones are
// left out, since English is always tried.
func recognisable(entries []entry) []entry {
	meanings := map[string]map[meaning]bool{}
	for _, entry := range entries {
		if meanings[entry.term] == nil {
			meanings[entry.term] = map[meaning]bool{}
		}
		meanings[entry.term][entry.means] = true
	}
	return slices.DeleteFunc(slices.Clone(entries), func(entry entry) bool {
		length := utf8.RuneCountInString(strings.Trim(entry.term, "*"))
		return entry.code == lang.English || length < minRecognisableRunes(entry.term) || len(meanings[entry.term]) > 1
	})
}

// minRecognisableRunes is the length from which a term is taken for what it is in an unannounced language. Scripts other than Latin are
// shared by few languages, and the end of a compound says more than a word of the same length.
func minRecognisableRunes(term string) int {
	const foreignScript, compound, word = 2, 5, 6
	first, _ := utf8.DecodeRuneInString(strings.Trim(term, "*"))
	switch {
	case first >= utf8.RuneSelf && !unicode.Is(unicode.Latin, first):
		return foreignScript
	case strings.HasPrefix(term, "*"):
		return compound
	}
	return word
}
