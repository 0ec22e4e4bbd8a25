package seniority

import (
	"unicode/utf8"

	"greenroom/internal/script"
)

// find gives the most years of experience that the text asks for.
func (w *descriptionWords) find(t *text) (asked, bool) {
	var most asked
	found := false
	folded := t.folded
	for offset := 0; offset < len(folded); {
		if !wordStarts(folded, offset) || isBreak(folded[offset]) {
			offset++
			continue
		}
		years, end := w.number(folded, offset)
		if end == offset {
			offset++
			continue
		}
		until, counted := w.years(folded, end)
		if !counted {
			offset = end
			continue
		}
		if years <= maxYears && years >= most.years && w.nearExperience(folded, offset, until) && !decimals(t, offset) {
			most, found = asked{years: years, start: offset, end: until}, true
		}
		offset = until
	}
	return most, found
}

// asked is the experience that a description asks for.
type asked struct {
	years      int
	start, end int
}

const (
	// maxYears bounds what a candidate is asked for; larger numbers are a company's age.
	maxYears = 15
	// entryYears and seniorYears bound the intermediate level: experience below and from which a position is another level.
	entryYears  = 1
	seniorYears = 5
	// experienceReach is how far from the years their experience may be, in bytes.
	experienceReach = 90
)

// number reads digits of any script, or a number word.
func (w *descriptionWords) number(folded []byte, offset int) (value, end int) {
	end = offset
	for end < len(folded) {
		char, size := utf8.DecodeRune(folded[end:])
		digit, ok := script.Digit(char)
		if !ok || value > maxYears*maxYears {
			break
		}
		value = value*10 + digit
		end += size
	}
	if end > offset {
		return value, end
	}
	if index, wordEnd := w.longest(folded, offset); w.is(index, kindNumber) {
		return w.values[index], wordEnd
	}
	return 0, offset
}

// years gives the offset behind the counted word, which may follow a second number ("3 to 5 years").
func (w *descriptionWords) years(folded []byte, offset int) (int, bool) {
	for range 3 {
		for offset < len(folded) && isBreak(folded[offset]) {
			offset++
		}
		if index, end := w.longest(folded, offset); w.is(index, kindYear) {
			return end, true
		}
		_, end := w.number(folded, offset)
		if end == offset {
			end = shortWord(folded, offset)
		}
		if end == offset {
			return offset, false
		}
		offset = end
	}
	return offset, false
}

// shortWord skips a word such as "to" or "bis" between two numbers, or "full" before the years.
func shortWord(folded []byte, offset int) int {
	const longest = 6
	for end := offset; end < len(folded) && end <= offset+longest; end++ {
		if isBreak(folded[end]) {
			return end
		}
	}
	return offset
}

// nearExperience tells years of experience from a company's years or a candidate's age.
func (w *descriptionWords) nearExperience(folded []byte, start, end int) bool {
	for offset := max(0, start-experienceReach); offset < min(len(folded), end+experienceReach); offset++ {
		if isBreak(folded[offset]) || !wordStarts(folded, offset) {
			continue
		}
		if index, _ := w.longest(folded, offset); w.is(index, kindExperience) {
			return true
		}
	}
	return false
}

// decimals reports whether the number at offset is behind a decimal point.
func decimals(t *text, offset int) bool {
	at := t.origin[offset]
	return at >= 2 && (t.original[at-1] == '.' || t.original[at-1] == ',') && '0' <= t.original[at-2] && t.original[at-2] <= '9'
}

// levelOfYears is the level whose positions ask for so many years.
func levelOfYears(years int) Level {
	switch {
	case years <= entryYears:
		return EntryLevel
	case years < seniorYears:
		return Intermediate
	}
	return Senior
}
