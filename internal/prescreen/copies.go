package prescreen

// flagCopies finds stretches of the position's own text, and where there are some, the scraps of it besides.
func (g *guard) flagCopies() {
	lines := g.strikeSharedLines(lineWords, lineUnspaced)
	if stretches := g.strikeShared(copiedWords, copiedUnspaced); !lines && !stretches && !g.flagVocabulary() {
		return
	}
	g.strikeShared(scrapWords, scrapUnspaced)
	g.strikeSharedLines(scrapLine, scrapUnspaced/2)
}

// Lengths from which equal text is no coincidence, in words and in characters of a script without spaces. A whole line that is equal says
// more than a stretch of one. Once something was copied, scraps are no coincidence either.
const (
	copiedWords    = 8
	copiedUnspaced = 32
	lineWords      = 6
	lineUnspaced   = 15
	scrapWords     = 4
	scrapUnspaced  = 12
	scrapLine      = 2
)

// strikeShared flags all stretches of at least so many words that the position's text has too.
func (g *guard) strikeShared(words, unspaced int32) bool {
	shingles := map[uint64]bool{}
	var starts sieve
	for _, source := range []*reading{g.posting.description, g.posting.title} {
		for place := range source.words {
			if hash, length := source.shingle(int32(place), words, unspaced); length > 0 {
				shingles[hash] = true
				starts.add(source.words[place].key)
			}
		}
	}
	if len(shingles) == 0 {
		return false
	}
	first, last, found := int32(-1), int32(-1), false
	for place := int32(0); int(place) <= len(g.words); place++ {
		if int(place) < len(g.words) && starts.has(g.words[place].key) {
			if hash, length := g.shingle(place, words, unspaced); length > 0 && shingles[hash] {
				if first < 0 {
					first = place
				}
				last = max(last, place+length-1)
				continue
			}
		}
		if first >= 0 && place > last {
			g.flag(FlagCopiedPosition, first, last)
			first, last, found = -1, -1, true
		}
	}
	return found
}

// sieve is a small Bloom filter with one bit for each key: most of a résumé's words aren't the position's, and need no look at a map.
type sieve [64]uint64

func (s *sieve) add(key uint64) { s[key>>58] |= 1 << (key >> 52 & 63) }

func (s *sieve) has(key uint64) bool { return s[key>>58]&(1<<(key>>52&63)) != 0 }

// shingle is a hash of the words from a place on; its length is zero near the end of the text.
func (r *reading) shingle(place, words, unspaced int32) (hash uint64, length int32) {
	length = words
	if r.words[place].marks&markUnspaced != 0 {
		length = unspaced
	}
	if int(place+length) > len(r.words) {
		return 0, 0
	}
	return r.hashOf(place, place+length), length
}

// strikeSharedLines flags lines of at least so many words that are lines of the position's text.
func (g *guard) strikeSharedLines(words, unspaced int32) bool {
	lines := map[uint64]bool{}
	for _, bounds := range g.posting.description.lines {
		lines[g.posting.description.hashOf(bounds.first, bounds.last)] = true
	}
	found := false
	for _, bounds := range g.lines {
		least := words
		if g.words[bounds.first].marks&markUnspaced != 0 {
			least = unspaced
		}
		if bounds.last-bounds.first >= least && lines[g.hashOf(bounds.first, bounds.last)] && !g.masked(bounds.first, bounds.first) {
			g.flag(FlagCopiedPosition, bounds.first, bounds.last-1)
			found = true
		}
	}
	return found
}
