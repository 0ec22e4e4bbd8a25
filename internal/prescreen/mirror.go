package prescreen

import (
	"slices"
	"strings"
)

// flagMirror finds lists made from the position instead of from a career, and lists of everything.
func (g *guard) flagMirror() {
	wanted := 0
	for _, asked := range g.posting.skills {
		if asked.weight >= preferredFactor/2 {
			wanted++
		}
	}
	for _, bounds := range g.listings() {
		if g.dated(bounds) || !g.enumerates(bounds) {
			continue
		}
		named, foreign := map[int32]bool{}, map[int32]bool{}
		for _, found := range g.hits[g.firstHit(bounds.first):g.firstHit(bounds.last)] {
			if found.kind != kindSkill || g.masked(found.first, found.last) {
				continue
			}
			if _, asked := g.posting.byConcept[found.concept]; asked {
				named[found.concept] = true
			} else {
				foreign[found.concept] = true
			}
		}
		mirrored := len(named) >= mirrorSkills && float64(len(named)) >= mirrorShare*float64(wanted) && len(foreign) <= mirrorForeign
		if mirrored || len(named)+len(foreign) >= listSkills {
			g.flag(FlagKeywords, bounds.first, bounds.last-1)
		}
	}
}

// A list mirrors the position when it names nearly all of what the position asks for, at least so many, and next to nothing else.
const (
	mirrorSkills  = 6   // fewer are what an honest candidate may well have
	mirrorShare   = 0.8 // of all that are more than offered
	mirrorForeign = 1   // that the position doesn't ask for
	listSkills    = 60  // are a list of everything, whoever asks
)

// listings are the lines that may be lists; lines in a row that are hardly more than a skill each are one list, with a few others between.
func (g *guard) listings() []line {
	var found []line
	latest := -listGap // the latest line that was an item of a list
	for number, bounds := range g.lines {
		if !g.isItem(number) {
			found = append(found, bounds)
			if !g.isShard(bounds) || strings.Contains(g.source[bounds.start:bounds.end], ":") {
				latest = -listGap
			}
			continue
		}
		if apart := number - latest; apart < listGap {
			found = found[:len(found)-apart+1]
			list := &found[len(found)-1]
			list.last, list.end = bounds.last, bounds.end
		} else {
			found = append(found, bounds)
		}
		latest = number
	}
	return found
}

// listGap is how many lines further the next item of a list may be.
const listGap = 8

// isItem reports a line of a few words with a skill among them.
func (g *guard) isItem(number int) bool {
	return g.isShard(g.lines[number]) && !g.heads[number] &&
		slices.ContainsFunc(g.hitsOf(number), func(found hit) bool { return found.kind == kindSkill })
}

// enumerates reports a line that names skills and says hardly anything about them: empty words and the position's title say nothing.
func (g *guard) enumerates(bounds line) bool {
	telling, skills := 0, 0
	for place := bounds.first; place < bounds.last; place++ {
		switch covered := g.covered[place]; {
		case covered.has(kindSkill):
			skills++
		case covered.has(kindStop), covered.has(kindSection), g.words[place].number >= 0:
		default:
			if stem, _ := g.stemAt(int(place)); stem == 0 || !g.posting.namesInTitle(stem) {
				telling++
			}
		}
	}
	return telling < minProseWords || telling < skills
}

// dated reports a line with a year: a job in one line, which may well name all that the position asks for.
func (g *guard) dated(bounds line) bool {
	if g.isLong(bounds) {
		return false
	}
	for place := bounds.first; place < bounds.last; place++ {
		if year := g.words[place].number; year >= firstYear && year < lastYear {
			return true
		}
	}
	return false
}
