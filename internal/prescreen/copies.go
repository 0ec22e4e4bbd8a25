package prescreen

// flagCopies finds stretches of the position's own text, and where there are some, the scraps of it besides.
func (g *guard) flagCopies() {
	lines := g.strikeSharedLines(lineWords, lineUnspaced)
	if stretches := g.strikeShared(copiedWords, copiedUnspaced); !lines && !stretches && !g.flagVocabulary() {
		return
	}
	g.strikeShared(scrapWords, scrapUnspaced)
	g.strikeSharedLines(scrapLine, scrapUnspaced/2)
	g.strikeAmong()
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

// strikeSharedLines flags lines that begin with a whole line of the position's text of at least so many words: what follows may comment on
// it ("… : yes").
func (g *guard) strikeSharedLines(words, unspaced int32) bool {
	asked, lines, openings := g.posting.description, map[uint64]bool{}, &sieve{}
	for _, bounds := range asked.lines {
		lines[asked.hashOf(bounds.first, bounds.last)] = true
		openings.add(asked.words[bounds.first].key)
	}
	found := false
	for _, bounds := range g.lines {
		least := words
		if g.words[bounds.first].marks&markUnspaced != 0 {
			least = unspaced
		}
		if openings.has(g.words[bounds.first].key) && g.opensWith(lines, bounds, least) && !g.masked(bounds.first, bounds.first) {
			g.flag(FlagCopiedPosition, bounds.first, bounds.last-1)
			found = true
		}
	}
	return found
}

// opensWith reports a line that begins with at least so many words whose hash is among some.
func (g *guard) opensWith(hashes map[uint64]bool, bounds line, least int32) bool {
	hash := uint64(fnvOffset)
	for place := bounds.first; place < bounds.last; place++ {
		hash = (hash ^ g.words[place].key) * fnvPrime
		if place-bounds.first+1 >= least && hashes[hash] {
			return true
		}
	}
	return false
}

// strikeAmong strikes lines beside copied ones that hold mostly the position's words: what stands among copies was copied.
func (g *guard) strikeAmong() {
	known := map[uint64]bool{}
	for place := range g.posting.description.words {
		known[g.posting.description.vocabularyKey(int32(place))] = true
	}
	for number := 1; number < len(g.lines); number++ {
		g.strikeBeside(g.lines[number], g.lines[number-1], known)
	}
	for number := len(g.lines) - 2; number >= 0; number-- {
		g.strikeBeside(g.lines[number], g.lines[number+1], known)
	}
}

func (g *guard) strikeBeside(bounds, beside line, known map[uint64]bool) {
	if g.masked(bounds.first, bounds.first) || !g.masked(beside.first, beside.first) {
		return
	}
	words, shared := 0, 0
	for place := bounds.first; place < bounds.last; place++ {
		if key := g.vocabularyKey(place); key != 0 && g.words[place].marks&markMasked == 0 {
			words++
			if known[key] {
				shared++
			}
		}
	}
	if float64(shared) >= scrapShare*float64(words) {
		g.strike(bounds.first, bounds.last-1)
	}
}

// scrapShare is how much of a line among copies is the position's if it was copied too.
const scrapShare = 0.5
