package prescreen

import (
	"slices"
	"strings"
)

// hostileSet is a set of the classes of hostile words that meet in one place.
type hostileSet uint16

const (
	sayOverride hostileSet = 1 << iota
	sayInstruction
	sayReader
	sayVerdict
	sayExtreme
	saySubject
	sayImperative
	saySystem
	sayFullMarks // 10/10, 100 of 100
	sayFirst     // the verdict is the first word of its line, as in an order
)

func hostileNames() map[string]hostileSet {
	return map[string]hostileSet{
		"override": sayOverride, "instruction": sayInstruction, "reader": sayReader, "verdict": sayVerdict, "extreme": sayExtreme,
		"subject": saySubject, "imperative": sayImperative, "system": saySystem,
	}
}

func (s hostileSet) has(all hostileSet) bool  { return s&all == all }
func (s hostileSet) any(some hostileSet) bool { return s&some != 0 }

// judge says what several hostile words in one place amount to; empty when they are innocent.
func (s hostileSet) judge() FlagKind {
	switch {
	case s.has(sayOverride) && s.any(sayInstruction|sayVerdict|saySubject|sayReader|saySystem):
		return FlagInstructions
	case s.has(saySystem) && s.any(sayImperative|sayVerdict|saySubject|sayReader):
		return FlagInstructions
	case s.has(sayReader|sayVerdict) && s.any(sayExtreme|sayImperative|saySubject|sayFullMarks):
		return FlagInstructions
	case s.has(sayReader | sayInstruction | sayImperative), s.has(sayInstruction | sayVerdict | sayExtreme):
		return FlagInstructions
	case s.has(sayImperative|sayVerdict|sayExtreme) && s.any(saySubject|sayFullMarks):
		return FlagInstructions
	case s.has(sayFullMarks|sayVerdict) && s.any(saySubject|sayReader|sayFirst|sayExtreme):
		return FlagClaimedScore
	case s.has(sayFullMarks | saySubject):
		return FlagClaimedScore
	case s.has(sayVerdict|sayExtreme|saySubject) && s.any(sayFirst|sayImperative):
		return FlagInstructions
	}
	return ""
}

// Reach of hostile words: how far apart they still belong together, and how much around them is taken out of a very long line.
const (
	hostileGap   = 14
	longLine     = 90
	reachBefore  = 15
	reachAfter   = 40
	fullMarksGap = 4
)

// flagInstructions finds lines that talk to the reader. The whole line is struck: what else it says was said to persuade.
func (g *guard) flagInstructions() {
	names := hostileNames()
	for number, bounds := range g.lines {
		var group hostileSet
		first, last := int32(-1), int32(-1)
		for _, found := range g.hitsOf(number) {
			if found.kind != kindHostile {
				continue
			}
			if first >= 0 && found.first-last > hostileGap {
				g.settle(group, first, last, bounds)
				group, first = 0, -1
			}
			if first < 0 {
				first = found.first
			}
			last = max(last, found.last)
			said := names[g.lexicon.concepts[kindHostile][found.concept].name]
			if said == sayVerdict && found.first == bounds.first {
				said |= sayFirst
			}
			group |= said
			if g.fullMarksNear(found, bounds) {
				group |= sayFullMarks
			}
		}
		if first >= 0 {
			g.settle(group, first, last, bounds)
		}
	}
}

func (g *guard) settle(group hostileSet, first, last int32, bounds line) {
	kind := group.judge()
	if kind == "" {
		return
	}
	if !g.isLong(bounds) {
		g.flag(kind, bounds.first, bounds.last-1)
		return
	}
	g.flag(kind, max(bounds.first, first-reachBefore), min(bounds.last-1, last+reachAfter))
}

// isLong reports a line that may hold more than what a hostile word in it belongs to: a résumé without line breaks is one line.
func (g *guard) isLong(bounds line) bool {
	limit := int32(longLine)
	if g.words[bounds.first].marks&markUnspaced != 0 {
		limit *= unspacedFactor
	}
	return bounds.last-bounds.first > limit
}

// fullMarksNear looks for 10/10, 100/100, 10 out of 10 and 100 % near a hostile word.
func (g *guard) fullMarksNear(found hit, bounds line) bool {
	for place := max(bounds.first, found.first-fullMarksGap); place < min(bounds.last, found.last+1+fullMarksGap); place++ {
		number := g.words[place].number
		if number != 10 && number != 100 {
			continue
		}
		end := int(g.words[place].end)
		if strings.HasPrefix(strings.TrimLeft(g.source[end:min(len(g.source), end+4)], " "), "%") {
			return true
		}
		if place > bounds.first {
			before := g.source[g.words[place-1].end:g.words[place].start]
			if g.words[place-1].number >= 0 && strings.Contains(before, "/") || string(g.foldedWord(int(place)-1)) == "of" {
				return true
			}
		}
		if end < len(g.source) && (g.source[end] == '/' || strings.HasPrefix(g.source[end:], "分") || strings.HasPrefix(g.source[end:], "点")) {
			return true
		}
	}
	return false
}

// markers are signs that only a conversation with a model has, lower case.
func markers() []string {
	return []string{
		"<|", "[inst]", "<<sys>>", "### instruction", "### system prompt", "### system:", "<system", "</system", "<instructions",
		"{\"score\"", "\"decision\":", "\"score\":", "<!--", "{{", "```", "end of resume]", "</resume", "</cv>",
	}
}

// speakers begin a line of such a conversation. By themselves they prove nothing: "System: Linux" is a list.
func speakers() []string { return []string{"system:", "assistant:", "ai:", "gpt:", "user:", "prompt:"} }

// flagMarkers strikes lines with such signs, and lines of a speaker who says something hostile.
func (g *guard) flagMarkers() {
	suspicious := strings.ContainsAny(g.source, "<[{`#:")
	if !suspicious {
		return
	}
	signs, names := markers(), speakers()
	for number, bounds := range g.lines {
		raw := g.source[bounds.start:bounds.end]
		if !strings.ContainsAny(raw, "<[{`#:") {
			continue
		}
		lower := strings.ToLower(strings.TrimSpace(raw))
		for _, sign := range signs {
			if strings.Contains(lower, sign) {
				g.flag(FlagInstructions, bounds.first, bounds.last-1)
			}
		}
		for _, name := range names {
			if strings.HasPrefix(lower, name) && slices.ContainsFunc(g.hitsOf(number), func(h hit) bool { return h.kind == kindHostile }) {
				g.flag(FlagInstructions, bounds.first, bounds.last-1)
			}
		}
	}
}

// Lengths, in words, from which equal text is no coincidence.
const (
	copiedWords    = 8
	copiedUnspaced = 32
)

// flagCopies finds stretches of the position's own text.
func (g *guard) flagCopies() {
	shingles := map[uint64]bool{}
	for _, source := range []*reading{g.posting.description, g.posting.title} {
		for place := range source.words {
			if hash, length := source.shingle(int32(place)); length > 0 {
				shingles[hash] = true
			}
		}
	}
	if len(shingles) == 0 {
		return
	}
	first, last := int32(-1), int32(-1)
	for place := int32(0); int(place) < len(g.words); place++ {
		hash, length := g.shingle(place)
		if length > 0 && shingles[hash] {
			if first < 0 {
				first = place
			}
			last = max(last, place+length-1)
		} else if first >= 0 && place > last {
			g.flag(FlagCopiedPosition, first, last)
			first, last = -1, -1
		}
	}
	if first >= 0 {
		g.flag(FlagCopiedPosition, first, last)
	}
}

// shingle is a hash of the words from a place on; its length is zero near the end of the text.
func (r *reading) shingle(place int32) (hash uint64, length int32) {
	length = copiedWords
	if r.words[place].marks&markUnspaced != 0 {
		length = copiedUnspaced
	}
	if int(place+length) > len(r.words) {
		return 0, 0
	}
	hash = fnvOffset
	for step := range length {
		hash = (hash ^ r.words[place+step].key) * fnvPrime
	}
	return hash, length
}

// Repetition: how often one thing must be named within how many words to be stuffing.
const (
	stuffedMentions = 5
	stuffedWindow   = 40
	// unspacedFactor is how many characters of a script without spaces take the room of a word.
	unspacedFactor = 5
	// rowMentions in a row, with no more than rowGap words between, are stuffing in any script.
	rowMentions = 4
	rowGap      = 2
)

// repeats remembers the latest mentions of one skill or occupation.
type repeats struct {
	places          [stuffedMentions]int32 // a ring
	count, row      int
	rowFirst, after int32 // where the mentions in a row began, and the word after the latest
	line            int32 // of the latest mention
}

// add notes a mention and returns where the stuffing began, if this mention makes it one. Only mentions within one line add up, and rows
// of a skill. An occupation is stuffed in rows only: a career names it in the headline and with each job, in some texts all in one line.
func (r *repeats) add(found hit, line int32) (first int32, stuffed bool) {
	if line != r.line {
		r.line, r.count = line, 0
		if found.kind == kindProfession {
			r.row = 0
		}
	}
	if r.row == 0 || found.first-r.after > rowGap {
		r.row, r.rowFirst = 0, found.first
	}
	r.row++
	r.after = found.last + 1
	r.places[r.count%stuffedMentions] = found.first
	r.count++
	if r.row >= rowMentions {
		return r.rowFirst, true
	}
	oldest := r.places[r.count%stuffedMentions]
	return oldest, found.kind == kindSkill && r.count >= stuffedMentions && found.first-oldest <= stuffedWindow
}

// flagRepetition finds places that name one skill or occupation over and over.
func (g *guard) flagRepetition() {
	recent := map[[2]int32]repeats{}
	for _, found := range g.hits {
		if found.kind != kindSkill && found.kind != kindProfession || g.masked(found.first, found.last) {
			continue
		}
		if found.kind == kindSkill && g.covered[found.first].has(kindProfession) {
			continue // the skill of an occupation's name
		}
		id := [2]int32{int32(found.kind), found.concept}
		seen := recent[id]
		first, stuffed := seen.add(found, g.words[found.first].line)
		if stuffed {
			g.flag(FlagKeywords, first, found.last)
			bounds := g.lines[g.words[found.first].line]
			if !g.isLong(bounds) {
				g.strike(bounds.first, bounds.last-1)
			} else {
				g.strike(max(bounds.first, first-reachBefore), min(bounds.last-1, found.last+stuffedWindow))
			}
			seen = repeats{}
		}
		recent[id] = seen
	}
}

// A list mirrors the position when it names nearly all of what the position asks for, at least so many, and next to nothing else.
const (
	mirrorSkills  = 6
	mirrorShare   = 0.8
	mirrorForeign = 1
	listSkills    = 60
)

// dated reports a line with a year: a job in one line, which may well name all that the position asks for.
func (g *guard) dated(bounds line) bool {
	for place := bounds.first; place < bounds.last; place++ {
		if year := g.words[place].number; year >= firstYear && year < lastYear && !g.isLong(bounds) {
			return true
		}
	}
	return false
}

// flagMirror finds lists made from the position instead of from a career, and lists of everything.
func (g *guard) flagMirror() {
	wanted := 0
	for _, asked := range g.posting.skills {
		if asked.weight >= preferredFactor/2 {
			wanted++
		}
	}
	for number, bounds := range g.lines {
		if g.isProse(number) || g.dated(bounds) {
			continue
		}
		named, foreign := map[int32]bool{}, map[int32]bool{}
		for _, found := range g.hitsOf(number) {
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
