package prescreen

// flagRepetition finds places that name one skill or occupation over and over.
func (g *guard) flagRepetition() {
	recent := map[uint64]repeats{} // by spelling: four names of one skill in a row are a list, not a repetition
	for _, found := range g.hits {
		if found.kind != kindSkill && found.kind != kindProfession || g.masked(found.first, found.last) {
			continue
		}
		if found.kind == kindSkill && g.covered[found.first].has(kindProfession) {
			continue // the skill of an occupation's name
		}
		id := g.hashOf(found.first, found.last+1) ^ uint64(found.kind)
		seen := recent[id]
		item := g.item(found)
		another := item != 0 && seen.count > 0 && item != seen.item && seen.row < rowMentions-1
		if seen.item = item; another {
			recent[id] = seen
			continue
		}
		own := g.words[found.first].line
		if first, stuffed := seen.add(found, own, g.beginAlike(own, seen.line)); stuffed {
			g.flag(FlagKeywords, first, found.last)
			g.strikeAround(first, found.last)
			seen = repeats{stuffed: true, after: found.last + 1, line: own}
		}
		recent[id] = seen
	}
}

// repeats remembers the latest mentions of one skill or occupation.
type repeats struct {
	places          [stuffedMentions]int32 // a ring
	count, row      int
	rowFirst, after int32 // where the mentions in a row began, and the word after the latest
	line            int32 // of the latest mention
	stuffed         bool  // it was stuffing at the latest mention
	item            uint64
}

// add notes a mention and returns where the stuffing began, if this mention makes it one. Only mentions within one line add up, or within
// lines that are alike, and rows of a skill. An occupation is stuffed in rows only: a career names it in the headline and with each job,
// in some texts all in one line.
func (r *repeats) add(found hit, line int32, alike bool) (first int32, stuffed bool) {
	if line != r.line {
		if r.line = line; !alike {
			r.count = 0
		}
		if found.kind == kindProfession {
			r.row = 0
		}
	}
	if r.stuffed && found.first-r.after <= stuffedWindow {
		r.after = found.last + 1
		return found.first, true // what goes on
	}
	r.stuffed = false
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

// beginAlike reports that two lines begin with the same two words.
func (g *guard) beginAlike(one, other int32) bool {
	a, b := g.lines[one].first, g.lines[other].first
	return int(max(a, b))+1 < len(g.words) && g.words[a].key == g.words[b].key && g.words[a+1].key == g.words[b+1].key
}

// item tells a mention that is only a part of a list's item from others: AWS S3, Java 8, React JS and "vendas internas" are many products,
// versions and branches, and no repetition. Zero is a mention by itself.
func (g *guard) item(found hit) uint64 {
	first, next := found.first, int(found.last)+1
	for found.first-first < itemWords && first > 0 && g.words[first].marks&markBreak == 0 {
		first--
	}
	last := next
	for last-next < itemWords && !g.breaksAt(last) {
		last++
	}
	if start := g.words[first].start; start > 0 && g.source[start-1] == '#' {
		return 0 // a tag says the same, whatever is glued to it
	}
	alone := first == found.first && last == next
	whole := !alone && last-int(first) <= itemWords && g.words[first].marks&markBreak != 0 && g.breaksAt(last)
	switch {
	case whole:
		return g.hashOf(first, int32(last))
	case last > next && g.isNamed(next) && g.words[next].key != g.words[found.first].key:
		return g.words[next].key
	}
	return 0
}

// itemWords is the longest item of a list whose words belong together.
const itemWords = 4

func (r *reading) breaksAt(place int) bool {
	return place >= len(r.words) || r.words[place].marks&markBreak != 0
}

// isNamed reports a word that tells a product or a version from others of its kind.
func (r *reading) isNamed(place int) bool {
	return r.words[place].marks&markCapital != 0 || r.words[place].number >= 0
}

// strikeAround strikes the line that stuffing ends in; of a very long one, what is near.
func (g *guard) strikeAround(first, last int32) {
	bounds := g.lines[g.words[last].line]
	if !g.isLong(bounds) {
		g.strike(bounds.first, bounds.last-1)
		return
	}
	g.strike(max(bounds.first, first-reachBefore), min(bounds.last-1, last+stuffedWindow))
}

// flagPeriods finds words that are repeated over and over, whatever they are. A run that is long enough is met at every so many words.
func (g *guard) flagPeriods() {
	for period := int32(1); period <= longestPeriod; period++ {
		least := max((periodCopies-1)*period, periodWords-period)
		for place := period; int(place) < len(g.words); {
			if !g.repeats(place, period) {
				place += least
				continue
			}
			first, last := place, place
			for first > period && g.repeats(first-1, period) {
				first--
			}
			for int(last) < len(g.words) && g.repeats(last, period) {
				last++
			}
			if last-first >= least && !g.masked(first, first) {
				g.flag(FlagKeywords, first-period, last-1)
			}
			place = last + least
		}
	}
}

// A few words that are said so often one after another aren't said to inform.
const (
	longestPeriod = 8 // words that are said again and again
	periodCopies  = 4 // … so often,
	periodWords   = 6 // … and over so many words: one word alone is said six times
)

// repeats reports a word, not a number, that is the same as the one a period before.
func (g *guard) repeats(place, period int32) bool {
	return g.words[place].key == g.words[place-period].key && g.words[place].number < 0
}
