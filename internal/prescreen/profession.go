package prescreen

import (
	"slices"
	"strings"
)

// How close two occupations are. A family is written with dots, the wider one first: "it.data" and "it.software" share "it".
const (
	closenessSame   = 1.0
	closenessFamily = 0.65
	closenessWider  = 0.35
)

// closeness is how close an occupation is to the nearest of some others.
func (l *lexicon) closeness(wanted []int32, concept int32) float64 {
	best := 0.0
	for _, other := range wanted {
		best = max(best, l.relation(other, concept))
	}
	return best
}

func (l *lexicon) relation(a, b int32) float64 {
	if a == b {
		return closenessSame
	}
	first, second := l.concepts[kindProfession][a].family, l.concepts[kindProfession][b].family
	if first == "" || second == "" {
		return 0
	}
	if first == second {
		return closenessFamily
	}
	wider, _, nested := strings.Cut(first, ".")
	other, _, _ := strings.Cut(second, ".")
	if nested && wider == other {
		return closenessWider
	}
	return 0
}

// occupation is an occupation that a résumé names, at its best place.
type occupation struct {
	concept int32
	hit     hit
	// standing is how much the place says that it is the candidate's own: a title in a headline or of a job, or a word in passing.
	standing float64
}

// How much a place proves that an occupation is the candidate's own.
const (
	standingTitle   = 1.0  // the headline, or the title of the latest job
	standingEarlier = 0.85 // the title of an earlier job
	standingPassing = 0.5  // "worked with nurses"
	headlineLines   = 5
)

// occupations finds the occupations of a résumé, in the text's order.
func (a *assessor) occupations() []occupation {
	var found []occupation
	for _, named := range a.resume.hits {
		if named.kind != kindProfession {
			continue
		}
		standing := a.standing(named)
		place := slices.IndexFunc(found, func(known occupation) bool { return known.concept == named.concept })
		switch {
		case place < 0:
			found = append(found, occupation{named.concept, named, standing})
		case found[place].standing < standing:
			found[place].hit, found[place].standing = named, standing
		}
	}
	return found
}

func (a *assessor) standing(named hit) float64 {
	number := a.resume.words[named.first].line
	bounds := a.resume.lines[number]
	if number < headlineLines && bounds.last-bounds.first <= maxTitleWords {
		return standingTitle
	}
	for place, held := range a.career.jobs {
		if named.first < held.from || named.first >= min(held.until, held.last+maxTitleWords) {
			continue
		}
		// A title stands on the line of the dates or next to it.
		if distance := number - a.resume.words[held.first].line; distance < -1 || distance > 1 {
			continue
		}
		if place == 0 || held.open {
			return standingTitle
		}
		return standingEarlier
	}
	return standingPassing
}

// profession scores how close the résumé's occupations are to the position's title.
func (a *assessor) profession() Criterion {
	criterion := Criterion{Name: "profession", Weight: a.policy.Weights.Profession, Evidence: []Evidence{}}
	titleShare, titleMass := coverage(a.posting.titleWords, a.matching.titleWords)
	named := a.occupations()
	best, closest := 0.0, -1
	own := false
	for place, held := range named {
		own = own || held.standing > standingPassing
		if value := held.standing * a.lexicon.closeness(a.posting.professions, held.concept); value > best {
			best, closest = value, place
		}
		if held.standing > standingPassing {
			a.result.Facts.Professions = append(a.result.Facts.Professions, a.lexicon.concepts[kindProfession][held.concept].label)
		}
	}
	if own && len(a.posting.professions) > 0 {
		switching := best < closenessWider*standingTitle
		a.result.Facts.SwitchingProfession = &switching
	}
	a.rateProfession(&criterion, best, titleShare, titleMass, own)
	a.professionEvidence(&criterion, named, closest)
	return criterion
}

// Weights of the two ways to know an occupation: by the lexicon, and by the title's own words.
const (
	titleAlone   = 0.9 // the title's words say nearly as much as a known occupation
	titleForeign = 0.5 // … and less when the résumé's occupations are others
)

func (a *assessor) rateProfession(criterion *Criterion, best, titleShare, titleMass float64, own bool) {
	knownBoth := own && len(a.posting.professions) > 0
	switch {
	case knownBoth:
		factor := titleAlone
		if best < closenessWider {
			factor = titleForeign
		}
		criterion.set(max(best, factor*titleShare))
	case titleMass > 0 && (titleShare > 0 || best > 0 || a.comparable()):
		criterion.set(max(best, titleAlone*titleShare))
	default:
		criterion.Explanation = "The occupation could not be compared with the position's title."
		return
	}
	criterion.Explanation = "How close the résumé's occupations are to the position's title."
}

func (a *assessor) professionEvidence(criterion *Criterion, named []occupation, closest int) {
	if closest >= 0 {
		criterion.Evidence = append(criterion.Evidence, a.evidence(named[closest].hit.first, named[closest].hit.last))
		return
	}
	for place := range a.posting.titleWords {
		if found := a.matching.titleWords[place]; found.strength() > 0 && len(criterion.Evidence) < maxQuotes {
			criterion.Evidence = append(criterion.Evidence, a.evidence(found.first, found.last))
		}
	}
}
