package prescreen

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

// flagCopies finds stretches of the position's own text, and where there are some, the scraps of it besides.
func (g *guard) flagCopies() {
	lines := g.strikeSharedLines(lineWords, lineUnspaced)
	if stretches := g.strikeShared(copiedWords, copiedUnspaced); !lines && !stretches && !g.flagVocabulary() {
		return
	}
	g.strikeShared(scrapWords, scrapUnspaced)
	g.strikeSharedLines(scrapLine, scrapUnspaced/2)
}

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

// A stretch of so many words that are nearly all the position's, in whatever order, was made from it. Words of scripts without spaces are
// pairs of characters.
const (
	vocabularyWindow   = 24
	vocabularyUnspaced = 3    // times as many pairs
	vocabularyShare    = 0.85 // of the stretch is the position's: a few words are always put in
	vocabularyDistinct = 0.6  // … of it different words: a candidate repeats the few that the trade needs
)

// vocabulary counts the position's words in a moving window over the résumé.
type vocabulary struct {
	place    map[uint64]int32 // of each word in counts
	known    sieve            // of the words in place
	counts   []int32
	window   []int32 // places in counts, -1 for others' words
	hits     int
	distinct int
}

// flagVocabulary finds the position's text with its words in another order, or with some left out.
func (g *guard) flagVocabulary() bool {
	v := &vocabulary{place: map[uint64]int32{}}
	for _, source := range []*reading{g.posting.description, g.posting.title} {
		for place := range source.words {
			if key := source.vocabularyKey(int32(place)); key != 0 {
				if _, known := v.place[key]; !known {
					v.place[key] = int32(len(v.place))
					v.known.add(key)
				}
			}
		}
	}
	largest := vocabularyWindow
	if words := g.posting.description.words; len(words) > 0 && words[0].marks&markUnspaced != 0 {
		largest *= vocabularyUnspaced
	}
	size := min(largest, len(v.place)*2/3)
	if size < largest/2 {
		return false
	}
	v.window = make([]int32, size)
	v.counts = make([]int32, len(v.place))
	return g.slide(v)
}

// vocabularyKey is what a word is counted as; zero for the first character of a script without spaces, which is half of a pair.
func (r *reading) vocabularyKey(place int32) uint64 {
	w := &r.words[place]
	if w.marks&markUnspaced == 0 {
		return w.key
	}
	if int(place)+1 >= len(r.words) || r.words[place+1].marks&markUnspaced == 0 {
		return 0
	}
	return w.key*prefixSalt ^ r.words[place+1].key
}

// slide moves the window over the résumé and flags the stretches in which it holds hardly anything but the position's words.
func (g *guard) slide(v *vocabulary) bool {
	starts := make([]int32, len(v.window))
	size, first, last, found, seen := len(v.window), int32(-1), int32(-1), false, 0
	least := vocabularyShare * float64(size)
	for place := int32(0); int(place) < len(g.words); place++ {
		key := g.vocabularyKey(place)
		if key == 0 {
			continue
		}
		slot := seen % size
		v.replace(slot, key, seen >= size)
		starts[slot] = place
		seen++
		if seen < size || float64(v.hits) < least || float64(v.distinct) < vocabularyDistinct*float64(size) {
			continue
		}
		from := starts[seen%size]
		if first >= 0 && from > last {
			g.flag(FlagCopiedPosition, first, last)
			first = -1
		}
		if first < 0 {
			first, found = from, true
		}
		last = place
	}
	if first >= 0 {
		g.flag(FlagCopiedPosition, first, last)
	}
	return found
}

// replace puts a word in a slot of the window, for the one that was there.
func (v *vocabulary) replace(slot int, key uint64, full bool) {
	if old := v.window[slot]; full && old >= 0 {
		v.hits--
		if v.counts[old]--; v.counts[old] == 0 {
			v.distinct--
		}
	}
	v.window[slot] = -1
	if !v.known.has(key) {
		return
	}
	place, known := v.place[key]
	if !known {
		return
	}
	v.window[slot] = place
	v.hits++
	if v.counts[place]++; v.counts[place] == 1 {
		v.distinct++
	}
}
