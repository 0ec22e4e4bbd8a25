package seniority

// levelAskedFor finds a level that a description asks for by name, though not beside the title's words: "we are looking for a junior",
// "Seniority: mid". A second level shortly behind makes it a range, which says nothing.
func (w *descriptionWords) levelAskedFor(folded []byte) (statedLevel, bool) {
	for offset := 0; offset < len(folded); offset++ {
		if isBreak(folded[offset]) || !wordStarts(folded, offset) {
			continue
		}
		index, end := w.longest(folded, offset)
		if !w.hasKind(index, kindSeeks) {
			continue
		}
		if level, until := w.levelBehind(folded, end); level != "" && !w.rangeGoesOn(folded, until) {
			return statedLevel{level: level, start: offset, end: until}, true
		}
	}
	return statedLevel{}, false
}

const (
	// maxWordsBetween bounds the words between those that ask and the level asked for: "looking for an experienced senior".
	maxWordsBetween = 2
	// maxWordBetween is the longest of these words in bytes, unless it is one of experience; longer ones name somebody else.
	maxWordBetween = 5
)

// levelBehind gives the level that one of the next words names, and where it ends.
func (w *descriptionWords) levelBehind(folded []byte, offset int) (Level, int) {
	for range maxWordsBetween + 1 {
		start, end := wordBehind(folded, offset)
		if level, is := w.levelAt(folded, start, end); is {
			return level, end
		}
		index, until := w.longest(folded, start)
		if experience := until <= end && w.hasKind(index, kindExperience); !experience && end-start > maxWordBetween {
			return "", offset
		}
		offset = end
	}
	return "", offset
}

// rangeGoesOn reports whether one of the two words behind offset names a level as well.
func (w *descriptionWords) rangeGoesOn(folded []byte, offset int) bool {
	for range 2 {
		start, end := wordBehind(folded, offset)
		if _, is := w.levelAt(folded, start, end); is {
			return true
		}
		offset = end
	}
	return false
}
