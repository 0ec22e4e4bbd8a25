package prescreen

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
// sentence in languages that deny at its end.
func (g *guard) maskDenials() {
	for _, found := range g.hits {
		if found.kind != kindHostile || !g.denies(found) {
			continue
		}
		first, last := g.sentence(found)
		if last-found.last >= deniedWords {
			first = found.first
		}
		g.mask(first, last)
	}
}

// denies reports a hostile word that is none: what somebody can't do is listed with them so that it is found in the same pass.
func (g *guard) denies(found hit) bool { return g.lexicon.concept(found).name == "denial" }

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
	aimWords      = 6 // a line with so few words besides the title is a headline
)

// isAim reports a title in the middle of a sentence that is about no job.
func (g *guard) isAim(place, length int32) bool {
	number := g.words[place].line
	for near := max(0, number-1); near <= number+1 && int(near) < len(g.lines); near++ {
		if g.dated(g.lines[near]) {
			return false
		}
	}
	bounds := g.lines[number]
	first, _ := g.sentence(hit{first: place, last: place})
	factor := int32(1)
	if g.words[first].marks&markUnspaced != 0 {
		factor = unspacedFactor / 2
	}
	return bounds.last-bounds.first > length+aimWords*factor && place-first > ownTitleWords*factor
}
