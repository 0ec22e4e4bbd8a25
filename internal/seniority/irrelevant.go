package seniority

import "bytes"

// dropIrrelevant drops what doesn't speak of the position's level: what is ignored, a degree behind a name ("Surgeon, MD"), the leaders
// that an assistant, secretary or adviser works for, and the first half of a pair whose second half is no leader ("Chef / Cheffe de
// projet").
func (s *scratch) dropIrrelevant() {
	for index := range s.matches {
		for other := range s.matches {
			if s.serves(index, other) && s.matches[other].segment == s.matches[index].segment && s.matches[other].leads() {
				s.matches[other].term = &term{means: meansIgnored}
			}
		}
		if s.matches[index].means == meansOpening && s.matches[index].start > 0 {
			s.matches[index].term = &term{means: meansIgnored}
		}
		if index > 0 && s.matches[index].means == meansContributor && s.genderPair(&s.matches[index-1], &s.matches[index]) {
			s.matches[index-1].term = &term{means: meansIgnored}
		}
	}
	kept := s.matches[:0]
	for _, found := range s.matches {
		if found.means != meansIgnored {
			kept = append(kept, found)
		}
	}
	s.matches = kept
}

// genderPair reports whether two matches are the two genders of one word.
func (s *scratch) genderPair(first, second *match) bool {
	const stem = 3
	folded := s.text.folded
	return first.leads() && first.end+1 == second.start && folded[first.end] == joiner && first.end-first.start >= stem &&
		string(folded[first.start:first.start+stem]) == string(folded[second.start:second.start+stem])
}

// serves reports whether the match at index says that it works for the one at leader.
func (s *scratch) serves(index, leader int) bool {
	served, serving := &s.matches[leader], &s.matches[index]
	behind := leader == index-1 && served.end+1 == serving.start
	switch serving.means {
	case meansAide:
		return behind || leader > index && !bytes.ContainsRune(s.text.folded[serving.end:served.start], joiner)
	case meansAssistant:
		return behind
	case meansSecretary:
		return leader == index-1 && s.belongsTo(serving, served)
	case meansServesLeft:
		return leader < index
	case meansServesRight:
		return leader > index
	default:
		return false
	}
}

// belongsTo reports whether a match belongs to its owner right before it, as in "Chairman's Secretary".
func (s *scratch) belongsTo(owned, owner *match) bool {
	between := string(s.text.folded[owner.end:owned.start])
	return between == " " || between == " s "
}
