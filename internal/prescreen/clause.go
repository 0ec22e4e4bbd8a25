package prescreen

import "strings"

// clause is a sentence or a line of a job advertisement, with what it is worth: what is required, nice to have, or only offered.
type clause struct {
	first, last int32 // words, last exclusive
	hits        []hit
	// factor is how much what the clause names is asked for.
	factor    float64
	preferred bool
}

// asks reports a clause whose demands are demands: neither nice to have nor what the employer offers.
func (c *clause) asks() bool { return !c.preferred && c.factor > offerFactor }

// clauses cuts an advertisement at its lines and at the ends of sentences: many are one paragraph, and a "preferred" at its end doesn't
// speak for its beginning.
func (r *reading) clauses(l *lexicon) []clause {
	var found []clause
	for number, bounds := range r.lines {
		first := bounds.first
		for place := bounds.first + 1; place <= bounds.last; place++ {
			if place < bounds.last && !r.sentenceEnds(place) {
				continue
			}
			current := clause{first: first, last: place, hits: r.hits[r.firstHit(first):r.firstHit(place)]}
			current.factor, current.preferred = l.worth(current.hits, first, r.sections[number])
			found = append(found, current)
			first = place
		}
	}
	return found
}

// sentenceEnds reports the end of a sentence between a word and the one before.
func (r *reading) sentenceEnds(place int32) bool {
	if r.words[place].marks&markBreak == 0 {
		return false
	}
	return strings.ContainsAny(r.source[r.words[place-1].end:r.words[place].start], ".;!?。；！？।")
}

// worth says how much what a clause names is asked for, by its section and its cues, and whether it is only nice to have.
func (l *lexicon) worth(hits []hit, first int32, within section) (factor float64, preferred bool) {
	factor, preferred = 1, within == sectionPreferred
	if within == sectionRequired {
		factor = requiredFactor
	}
	for _, found := range hits {
		switch found.kind {
		case kindSection:
			if found.first == first && l.sectionOf(found) == sectionOffer {
				return offerFactor, false
			}
		case kindCue:
			switch l.concept(found).name {
			case cueOffer:
				if found.first == first { // "our platform connects engineers"
					return offerFactor, false
				}
			case cuePreferred:
				preferred = true
			case cueRequired:
				factor = requiredFactor
			}
		default:
		}
	}
	if within == sectionOffer {
		return offerFactor, false
	}
	if preferred {
		factor = preferredFactor
	}
	return factor, preferred
}
