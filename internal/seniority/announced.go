package seniority

// announce finds a level that a description asks for by name, though not beside the title's words: "we are looking for a junior",
// "Seniority: mid". A second level shortly behind makes it a range, which says nothing.
func (w *descriptionWords) announce(folded []byte) (restated, bool) {
	for offset := 0; offset < len(folded); offset++ {
		if isBreak(folded[offset]) || !wordStarts(folded, offset) {
			continue
		}
		index, end := w.longest(folded, offset)
		if !w.is(index, kindSeeks) {
			continue
		}
		if level, until := w.following(folded, end); level != "" && !w.continues(folded, until) {
			return restated{level: level, start: offset, end: until}, true
		}
	}
	return restated{}, false
}

const (
	// announcedWords is how many words may stand between the words that announce a level and the level: "looking for an experienced senior".
	announcedWords = 2
	// maxArticle is the longest of these words in bytes, unless it is one of experience; longer ones name somebody else.
	maxArticle = 5
)

// following gives the level that one of the next words is, and where it ends.
func (w *descriptionWords) following(folded []byte, offset int) (Level, int) {
	for range announcedWords + 1 {
		start, end := wordBehind(folded, offset)
		if level, is := w.levelAt(folded, start, end); is {
			return level, end
		}
		index, until := w.longest(folded, start)
		if experience := until <= end && w.is(index, kindExperience); !experience && end-start > maxArticle {
			return "", offset
		}
		offset = end
	}
	return "", offset
}

// continues reports whether one of the two words behind offset is a level as well.
func (w *descriptionWords) continues(folded []byte, offset int) bool {
	for range 2 {
		start, end := wordBehind(folded, offset)
		if _, is := w.levelAt(folded, start, end); is {
			return true
		}
		offset = end
	}
	return false
}

// wordBehind gives the word behind the breaks at offset.
func wordBehind(folded []byte, offset int) (start, end int) {
	for offset < len(folded) && isBreak(folded[offset]) {
		offset++
	}
	start = offset
	for offset < len(folded) && !isBreak(folded[offset]) {
		offset++
	}
	return start, offset
}
