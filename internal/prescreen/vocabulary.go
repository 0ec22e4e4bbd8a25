package prescreen

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

// vocabularyKey is what a word is counted as; zero for the first character of a script without spaces, which is half of a pair.
func (r *reading) vocabularyKey(place int32) uint64 {
	w := &r.words[place]
	if w.marks&markUnspaced == 0 {
		return w.key
	}
	if int(place)+1 >= len(r.words) || r.words[place+1].marks&markUnspaced == 0 {
		return 0
	}
	return pairKey(w, &r.words[place+1])
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
