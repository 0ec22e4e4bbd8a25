package seniority

import (
	"strings"
	"unicode/utf8"

	"greenroom/internal/lang"
	"greenroom/internal/script"
)

// spelling is a spelling of a term with the trie it belongs to.
type spelling struct {
	pattern

	inner    bool
	fallback int
}

// spellings gives a term as written, and as written by someone without its accents or umlauts.
func spellings(entry entry, index int, foreign bool) []spelling {
	word := strings.Trim(entry.term, "*")
	first, _ := utf8.DecodeRuneInString(word)
	glued := script.Unspaced(first)
	inner := glued || strings.HasPrefix(entry.term, "*")
	open := glued || strings.HasSuffix(entry.term, "*")
	var folded text
	folded.fold(word, nil)
	written := string(folded.folded)
	found := []spelling{{pattern: pattern{spelling: written, open: open, term: index}, inner: inner}}
	for _, other := range []string{withoutAccents(written), transliterated(written)} {
		if other != written && isDistinct(entry.code, other) && !foreign {
			found = append(found, spelling{pattern: pattern{spelling: other, open: open, term: index}, inner: inner, fallback: 1})
		}
	}
	return found
}

// isDistinct reports whether a word without its accents can still be told from others. In Vietnamese a single word can't.
func isDistinct(code lang.Code, plain string) bool {
	if code == "vi" {
		return strings.Contains(plain, " ")
	}
	return utf8.RuneCountInString(plain) >= minPlainRunes
}

// minPlainRunes is the shortest such word; two letters without their accents are an abbreviation of something else.
const minPlainRunes = 3

// transliterated spells umlauts out, as people do who have no key for them.
func transliterated(folded string) string {
	return strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "å", "aa", "ø", "oe", "æ", "ae").Replace(folded)
}
