package prescreen

import "unicode/utf8"

// hit is a term found in a text: words first up to last, last included.
type hit struct {
	kind        kind
	concept     int32
	first, last int32
	languages   languageSet
}

// concept is what a hit stands for.
func (l *lexicon) concept(found hit) *concept { return &l.concepts[found.kind][found.concept] }

// The names that the data files give to cues.
const (
	cueOffer     = "offer"     // about the employer, whatever it names
	cueOr        = "or"        // between alternatives
	cuePreferred = "preferred" // nice to have
	cueRemote    = "remote"
	cueRequired  = "required"
)

// isCue reports a cue of some name.
func (l *lexicon) isCue(found hit, name string) bool {
	return found.kind == kindCue && l.concept(found).name == name
}

// scanner finds the lexicon's terms in a text.
type scanner struct {
	*text
	lexicon *lexicon
	hits    []hit
	best    [kindCount]int // per kind, the last word of the longest match from this start; -1 for none
	free    [kindCount]int // per kind, the first word that no match covers yet
	found   []hit          // matches from this start
}

// scan finds all terms, of each kind the longest at each place and none inside another of its kind; of the kinds that count in their own
// language only, all. Hits come in the text's order.
func (l *lexicon) scan(t *text) []hit {
	s := &scanner{text: t, lexicon: l, hits: make([]hit, 0, len(t.words)+len(t.words)/2+8)}
	for start := range t.words {
		s.found = s.found[:0]
		s.walk(0, start, start)
		if len(s.found) == 0 {
			continue
		}
		for _, match := range s.found {
			// A longer term of another language must not hide one of the document's own; which that is isn't known yet.
			unsettled := match.languages&noLanguage == 0 && ownLanguageOnly.has(match.kind)
			if unsettled || int(match.last) == s.best[match.kind]-1 && start >= s.free[match.kind] {
				s.hits = append(s.hits, match)
			}
		}
		for _, match := range s.found {
			if start >= s.free[match.kind] {
				s.free[match.kind] = s.best[match.kind]
			}
			s.best[match.kind] = 0
		}
	}
	return s.hits
}

// walk follows all edges that the word at a place may take: the whole word, and each of its beginnings.
func (s *scanner) walk(node int32, start, place int) {
	if place >= len(s.words) || place > start && s.words[place].marks&markBreak != 0 || s.words[place].marks&markMixed != 0 {
		return
	}
	if next, known := s.lexicon.next(edgeOf(node, s.words[place].key)); known {
		s.reach(next, start, place)
	}
	if s.words[place].marks&markUnspaced != 0 {
		return
	}
	folded := s.foldedWord(place)
	hash := uint64(fnvOffset)
	for at := 0; at < len(folded); at++ {
		hash = (hash ^ uint64(folded[at])) * fnvPrime
		if at < 1 || at+1 < len(folded) && !utf8.RuneStart(folded[at+1]) {
			continue
		}
		if next, known := s.lexicon.next(edgeOf(node, hash*prefixSalt)); known {
			s.reach(next, start, place)
		}
	}
}

// reach notes what a node means, and goes on to longer terms.
func (s *scanner) reach(node int32, start, place int) {
	for _, meaning := range s.lexicon.terms[node] {
		if meaning.exact != "" && s.quote(start, place) != meaning.exact {
			continue
		}
		s.found = append(s.found, hit{meaning.kind, meaning.concept, int32(start), int32(place), meaning.languages})
		s.best[meaning.kind] = max(s.best[meaning.kind], place+1)
	}
	s.walk(node, start, place+1)
}
