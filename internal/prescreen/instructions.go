package prescreen

import "slices"

// flagInstructions finds passages that talk to the reader. The whole passage is struck: what else it says was said to persuade.
func (g *guard) flagInstructions() {
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
			current.add(g.said(g.lexicon.says(found), found, bounds), found, g.reading)
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
	// The words after the latest that mean something only beside another one.
	greeted, concluded, screened int32
}

// add notes a word, and what it means together with the one before.
func (t *talk) add(word hostileSet, found hit, r *reading) {
	t.set |= word
	switch {
	case word.any(sayMachine) && r.adjoins(t.greeted, found.first) && r.endsSoon(found.last+1):
		t.set |= sayAddress
	case word.any(sayScreening) && r.adjoins(t.concluded, found.first), word.any(sayOutcome) && r.adjoins(t.screened, found.first):
		t.set |= sayResult
	}
	if word.any(sayGreet) {
		t.greeted = found.last + 1
	}
	if word.any(sayOutcome) {
		t.concluded = found.last + 1
	}
	if word.any(sayScreening) {
		t.screened = found.last + 1
	}
}

// adjoins reports that a word stands at most a few words behind another one's end, in the same phrase.
func (r *reading) adjoins(end, place int32) bool {
	return end > 0 && place >= end && place-end < besideWords && !r.breaksWithin(end, place+1)
}

// endsSoon reports that a phrase ends a few words further at most: whoever is addressed is named in few words. Some scripts have no signs.
func (r *reading) endsSoon(place int32) bool {
	return int(place+besideWords) > len(r.words) || r.words[place-1].marks&markUnspaced != 0 || r.breaksWithin(place, place+besideWords)
}

// besideWords is how near words stand that are one expression: a greeting and whom it greets, a result and of what.
const besideWords = 3

func (r *reading) breaksWithin(from, until int32) bool {
	return slices.ContainsFunc(r.words[from:until], func(w word) bool { return w.marks&markBreak != 0 })
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
	if word.any(sayVerdict | sayAbout | sayExtreme | sayScreening | sayFits) {
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
	if set.has(sayMatch) || set.has(sayVerdict|sayTitle) || set.has(sayMine|sayFits) {
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
