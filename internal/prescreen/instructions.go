package prescreen

import "slices"

// flagInstructions finds passages that talk to the reader. The whole passage is struck: what else it says was said to persuade.
func (g *guard) flagInstructions() {
	names := hostileNames()
	for _, bounds := range g.passages() {
		current := talk{first: -1}
		for _, found := range g.hits[g.firstHit(bounds.first):g.firstHit(bounds.last)] {
			if found.kind != kindHostile || g.masked(found.first, found.last) {
				continue
			}
			if current.first >= 0 && (found.first-current.last > hostileGap || found.last-current.first > hostileReach) {
				g.settle(current, bounds)
				current = talk{first: -1}
			}
			if current.first < 0 {
				current = talk{first: found.first, last: found.last}
			}
			current.last = max(current.last, found.last)
			current.set |= g.said(names[g.lexicon.concept(found).name], found, bounds)
		}
		if current.first >= 0 {
			g.settle(current, bounds)
		}
	}
}

// talk collects the hostile words of one place.
type talk struct {
	set         hostileSet
	first, last int32
}

// Reach of hostile words, by what sentences are like: a résumé without line breaks must not make one statement of its whole text.
const (
	hostileGap   = 14 // words between two that still belong together
	hostileReach = 45 // words that a group of them may stretch over
	marksGap     = 4  // words between a verdict and its figures
	aloneWords   = 4  // words of a line that is a verdict and next to nothing else
	longLine     = 90 // words from which only a part of a line is struck:
	reachBefore  = 15 // … so many before the hostile ones,
	reachAfter   = 40 // … and so many after, where what persuades stands
)

// said is what one hostile word says where it stands.
func (g *guard) said(word hostileSet, found hit, bounds line) hostileSet {
	if own := g.lines[g.words[found.first].line]; word.any(sayVerdict|sayMatch) && found.first == own.first {
		word |= sayFirst
		if own.last-own.first <= aloneWords+found.last-found.first {
			word |= sayAlone
		}
	}
	if word.any(sayVerdict | sayAbout | sayExtreme) {
		word |= g.marksWithin(max(bounds.first, found.first-marksGap), min(bounds.last, found.last+1+marksGap))
	}
	return word
}

// settle judges a group of hostile words, and flags its passage.
func (g *guard) settle(said talk, bounds line) {
	set := said.set
	from, until := max(bounds.first, said.first-hostileGap), min(bounds.last, said.last+1+hostileGap)
	if g.namesTitle(from, until) && !g.dated(bounds) { // a job in one line has a title too
		set |= sayTitle
	}
	if set.has(sayMatch) || set.has(sayVerdict|sayTitle) {
		set |= g.marksWithin(from, until)
	}
	kind := set.judge()
	if kind == "" {
		return
	}
	if !g.isLong(bounds) {
		g.flag(kind, bounds.first, bounds.last-1)
		return
	}
	g.flag(kind, max(bounds.first, said.first-reachBefore), min(bounds.last-1, said.last+reachAfter))
}

// isLong reports a line that may hold more than what a hostile word in it belongs to: a résumé without line breaks is one line.
func (g *guard) isLong(bounds line) bool {
	limit := int32(longLine)
	if g.words[bounds.first].marks&markUnspaced != 0 {
		limit *= unspacedFactor
	}
	return bounds.last-bounds.first > limit
}

// namesTitle reports that the telling words of the position's title all stand between two words of the résumé. It is no sign where the
// position is a recruiter's: they write about candidates and their positions every day.
func (g *guard) namesTitle(from, until int32) bool {
	wanted := g.posting.titleWords
	if len(wanted) == 0 || len(wanted) > int(until-from) || g.posting.recruits(g.lexicon) {
		return false
	}
	for _, asked := range wanted {
		found := false
		for place := from; place < until && !found; place++ {
			stem, _ := g.stemAt(int(place))
			found = stem == asked.stem
		}
		if !found {
			return false
		}
	}
	return true
}

// recruits reports a position of those who deal with candidates.
func (p *posting) recruits(l *lexicon) bool {
	return slices.ContainsFunc(p.professions, func(concept int32) bool {
		return l.concepts[kindProfession][concept].family == recruitingFamily
	})
}

// recruitingFamily is the family of occupations that choose people.
const recruitingFamily = "hr"
