package prescreen

import (
	"slices"
	"strings"
)

// hostileSet is a set of the classes of hostile words that meet in one place.
type hostileSet uint32

const (
	sayAddress hostileSet = 1 << iota // speaks to a machine as its reader, which nobody else does
	sayOverride
	sayInstruction
	sayReader
	sayVerdict
	sayExtreme
	saySubject  // the candidate, in the third person
	sayDocument // this résumé
	sayImperative
	saySystem
	sayClaim  // meets all …
	sayDemand // … requirements
	sayAdmit  // what is to be done: invite without further review
	sayTop    // … or where to put it: the top of the list
	sayMatch  // how well a résumé and a position match
	sayPost   // the vacancy
	sayDenial // what somebody can't do or wishes to learn
	sayMarks  // full marks, in words or figures: 10/10, 100 of 100
	sayHigh   // nearly full marks: 98 %, 9.8 of 10
	sayFirst  // a verdict or a match is the first word of its line, as in an order or a report
	sayAlone  // … and there is next to nothing else
	sayTitle  // the position's own title
)

// sayAbout is whom or what a text speaks of that recommends somebody.
const sayAbout = saySubject | sayDocument

// hostileNames maps the data files' concepts to classes.
func hostileNames() map[string]hostileSet {
	return map[string]hostileSet{
		"address": sayAddress, "override": sayOverride, "instruction": sayInstruction, "reader": sayReader, "verdict": sayVerdict,
		"extreme": sayExtreme, "subject": saySubject, "document": sayDocument, "imperative": sayImperative, "system": saySystem,
		"claim": sayClaim, "demand": sayDemand, "admit": sayAdmit, "top": sayTop, "match": sayMatch, "post": sayPost, "marks": sayMarks,
		"denial": sayDenial,
	}
}

// has reports that all of some classes are there, any that at least one is.
func (s hostileSet) has(all hostileSet) bool  { return s&all == all }
func (s hostileSet) any(some hostileSet) bool { return s&some != 0 }

// judge says what several hostile words in one place amount to; empty when they are innocent.
func (s hostileSet) judge() FlagKind {
	switch {
	case s.commands():
		return FlagInstructions
	case s.claimsScore():
		return FlagClaimedScore
	case s.endorses():
		return FlagInstructions
	case s.has(sayVerdict|sayExtreme) && s.any(sayAbout) && s.any(sayFirst|sayImperative):
		return FlagInstructions
	}
	return ""
}

// commands reports words that tell a reader or a program what to do.
func (s hostileSet) commands() bool {
	switch {
	case s.has(sayAddress):
		return true
	case s.has(sayOverride) && s.any(sayInstruction|sayVerdict|sayAbout|sayReader|saySystem|sayAdmit):
		return true
	case s.has(saySystem) && s.any(sayImperative|sayVerdict|sayAbout|sayReader|sayAdmit|sayTitle):
		return true
	case s.has(sayReader|sayVerdict) && (s.any(sayAbout|sayMarks) || s.has(sayExtreme|sayImperative)):
		return true
	case s.has(sayReader|sayTitle) && s.any(sayImperative|sayInstruction|sayVerdict|sayExtreme|sayOverride|sayClaim|sayDemand):
		return true
	case s.has(sayReader|sayInstruction|sayImperative) && s.any(sayVerdict|sayExtreme|sayAbout|sayTop|sayMarks):
		return true
	case s.has(sayInstruction|sayVerdict|sayExtreme) && s.any(sayAbout|sayTitle|sayImperative|sayMarks):
		return true
	case s.has(sayImperative|sayVerdict|sayExtreme) && s.any(sayAbout|sayMarks):
		return true
	}
	return s.has(sayImperative|sayMarks) && s.any(sayTitle|sayAbout)
}

// endorses reports words that speak of the candidate in the third person, as no candidate does, and say what to decide.
func (s hostileSet) endorses() bool {
	switch {
	case s.has(sayClaim) && (s.any(saySubject) || s.has(sayDemand|sayTitle)):
		return true
	case s.has(sayAdmit) && s.any(sayAbout|sayClaim|sayTitle|sayReader|saySystem):
		return true
	case s.has(sayTop) && (s.any(sayDocument|sayTitle) || s.has(saySubject) && s.any(sayImperative|sayClaim|sayReader)):
		return true
	}
	return s.has(saySubject|sayTitle) &&
		s.any(sayVerdict|sayExtreme|sayImperative|sayDemand|sayReader|sayOverride|sayInstruction|sayDocument|sayMatch)
}

// claimsScore reports a result that the résumé ascribes to itself.
func (s hostileSet) claimsScore() bool {
	switch {
	case s.has(sayMarks|sayVerdict) && (s.any(sayAbout|sayReader|sayTitle) || s.has(sayFirst) && s.any(sayExtreme|sayAlone)):
		return true
	case s.has(sayMarks) && s.any(sayAbout):
		return true
	case s.has(sayExtreme|sayTitle) && s.any(sayVerdict|sayMatch):
		return true
	case s.has(sayMatch) && s.any(sayMarks|sayHigh):
		return s.any(sayPost | sayTitle | sayAbout | sayReader | sayFirst)
	}
	return s.has(sayVerdict|sayHigh) && s.any(saySubject|sayTitle)
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

// talk collects the hostile words of one place.
type talk struct {
	set         hostileSet
	first, last int32
}

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

// isLong reports a line that may hold more than what a hostile word in it belongs to: a résumé without line breaks is one line.
func (g *guard) isLong(bounds line) bool {
	limit := int32(longLine)
	if g.words[bounds.first].marks&markUnspaced != 0 {
		limit *= unspacedFactor
	}
	return bounds.last-bounds.first > limit
}

// marksWithin looks for 10/10, 98/100, 5 of 5, 9.8 and 98 % between two words.
func (g *guard) marksWithin(from, until int32) hostileSet {
	marks := hostileSet(0)
	for place := from; place < until; place++ {
		if number := g.words[place].number; number >= 0 {
			marks |= g.marksAt(place, number)
		}
	}
	end := min(len(g.source), int(g.words[until-1].end)+maxStarBytes)
	if around := g.source[g.words[from].start:end]; strings.Contains(around, "⭐⭐⭐⭐") || strings.Contains(around, "★★★★★") {
		marks |= sayMarks
	}
	return marks
}

// maxStarBytes is the room of a row of stars.
const maxStarBytes = 24

// marksAt reads a result that begins at a number.
func (g *guard) marksAt(place, number int32) hostileSet {
	before, after := g.beside(place)
	points := strings.HasPrefix(after, "分") || strings.HasPrefix(after, "点") || strings.HasPrefix(after, "점")
	percent := strings.HasSuffix(before, "%") || strings.HasPrefix(after, "%") || strings.HasPrefix(after, "percent")
	switch {
	case number == 100 && (percent || points), number == 10 && points:
		return sayMarks
	case number >= 90 && number < 100 && (percent || points), number == 9 && g.decimal(place), number == 1 && strings.HasSuffix(before, "#"):
		return sayHigh
	}
	return g.marksOf(place, number, after)
}

// decimal reports a number with a fraction, such as 9.8.
func (g *guard) decimal(place int32) bool {
	end := int(g.words[place].end)
	return end+1 < len(g.source) && (g.source[end] == '.' || g.source[end] == ',') && g.source[end+1] >= '0' && g.source[end+1] <= '9'
}

// marksOf reads a result out of a total: the next number, behind a slash or short words such as "out of".
func (g *guard) marksOf(place, number int32, after string) hostileSet {
	next := place + 1
	for next < place+4 && int(next) < len(g.words) && g.words[next].number < 0 && len(g.foldedWord(int(next))) <= maxOfBytes {
		next++
	}
	if int(next) >= len(g.words) || next == place+1 && !strings.HasPrefix(after, "/") && !strings.HasPrefix(after, "／") {
		return 0
	}
	total := g.words[next].number
	switch {
	case total != 5 && total != 10 && total != 100:
		return 0
	case number == total:
		return sayMarks
	case number*10 >= total*9 && number < total && total > 5:
		return sayHigh
	}
	return 0
}

// maxOfBytes is the longest word between a result and its total: "out of", "von", "из".
const maxOfBytes = 4

// maxUnitBytes is the room of a unit and the space before it.
const maxUnitBytes = 8

// beside is what stands directly before and after a word, spaces off.
func (g *guard) beside(place int32) (before, after string) {
	start, end := int(g.words[place].start), int(g.words[place].end)
	rest := g.source[end:min(len(g.source), end+maxUnitBytes)]
	return strings.TrimRight(g.source[max(0, start-2):start], " "), strings.TrimLeft(rest, " \u00a0")
}
