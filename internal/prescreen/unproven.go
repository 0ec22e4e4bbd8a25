package prescreen

import "slices"

// maskRepeats takes out lines that were there before: repeated pages and page furniture say nothing new. Titles do: many have held the same
// one twice.
func (g *guard) maskRepeats() {
	seen := make(map[uint64]bool, len(g.lines))
	for number, bounds := range g.lines {
		hash := g.hashOf(bounds.first, bounds.last)
		if seen[hash] && bounds.last-bounds.first > 1 && !g.isTitle(int32(number)) {
			g.mask(bounds.first, bounds.last-1)
		}
		seen[hash] = true
	}
}

// maskDenials takes out what the candidate says he can't do, or wishes to learn: from the denial to the end of its sentence, or the whole
// sentence in languages that deny at its end. It is listed with the hostile words so that it is found in the same pass.
func (g *guard) maskDenials() {
	for _, found := range g.hits {
		if !g.lexicon.says(found).any(sayDenial) {
			continue
		}
		first, last := g.sentence(found)
		if last-found.last >= deniedWords {
			first = found.first
		}
		g.mask(first, last)
	}
}

// deniedWords is how many words must follow a denial for it to be about them instead of about those before.
const deniedWords = 2

// sentence is the words around a hit up to the ends of its sentence or line.
func (g *guard) sentence(found hit) (first, last int32) {
	bounds := g.lines[g.words[found.first].line]
	first, last = found.first, found.last
	for first > bounds.first && !g.sentenceEnds(first) {
		first--
	}
	for last+1 < bounds.last && !g.sentenceEnds(last+1) {
		last++
	}
	return first, last
}

// maskAims takes the position's title out of sentences that aren't about a job: what somebody applies for, or is said to be good for, isn't
// what they were. Jobs have dates on their line or beside it, headlines are short, and people who say what they are say it first.
func (g *guard) maskAims() {
	title := g.posting.title.words
	length := int32(len(title))
	if length == 0 {
		return
	}
	for place := int32(0); int(place+length) <= len(g.words); place++ {
		if g.sameWords(place, title) && g.isAim(place, length) {
			g.mask(place, place+length-1)
		}
	}
}

// How a text speaks of the position instead of the candidate: it names the title in the middle of a sentence.
const (
	ownTitleWords = 4 // "I am a senior …": up to here a title is one's own
	jobTitleWords = 8 // "Worked at Acme in London as a senior …": up to here it is where dates stand beside
	aimWords      = 6 // a line with so few words besides the title is a headline
)

// isAim reports a title behind a label that says so, or in the middle of a sentence that is about no job.
func (g *guard) isAim(place, length int32) bool {
	number := g.words[place].line
	bounds := g.lines[number]
	if g.dated(bounds) {
		return false
	}
	if g.opensAsAim(number) {
		return true
	}
	first, _ := g.sentence(hit{first: place, last: place})
	factor := int32(1)
	if g.words[first].marks&markUnspaced != 0 {
		factor = unspacedFactor / 2
	}
	own := ownTitleWords
	if g.datedBeside(number) {
		own = jobTitleWords
	}
	return bounds.last-bounds.first > length+aimWords*factor && place-first > int32(own)*factor
}

// opensAsAim reports a line that begins with a label of what somebody applies for.
func (g *guard) opensAsAim(number int32) bool {
	first := g.lines[number].first
	return slices.ContainsFunc(g.hitsOf(int(number)), func(found hit) bool {
		return found.first == first && g.lexicon.says(found).any(sayAim) && g.breaksAt(int(found.last)+1)
	})
}

// datedBeside reports a date on the line before or after.
func (g *guard) datedBeside(number int32) bool {
	return number > 0 && g.dated(g.lines[number-1]) || int(number)+1 < len(g.lines) && g.dated(g.lines[number+1])
}
