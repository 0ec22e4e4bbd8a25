package seniority

import (
	"unicode/utf8"

	"greenroom/internal/script"
)

// yearsAskedFor gives the level whose positions ask for as many years of experience as the text does at most.
func (w *descriptionWords) yearsAskedFor(t *text) (statedLevel, bool) {
	var stated statedLevel
	most := -1
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
		until, counted := w.yearsEnd(folded, end)
		if !counted {
			offset = end
			continue
		}
		if years <= maxYears && years >= most && w.nearExperience(folded, offset, until) && !behindPoint(t, offset) {
			most, stated = years, statedLevel{level: levelOfYears(years), start: offset, end: until}
		}
		offset = until
	}
	return stated, most >= 0
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
	if index, wordEnd := w.longest(folded, offset); w.hasKind(index, kindNumber) {
		return w.values[index], wordEnd
	}
	return 0, offset
}

// yearsEnd gives the offset behind the counted word, which may follow a second number ("3 to 5 years").
func (w *descriptionWords) yearsEnd(folded []byte, offset int) (int, bool) {
	for range 3 {
		for offset < len(folded) && isBreak(folded[offset]) {
			offset++
		}
		if index, end := w.longest(folded, offset); w.hasKind(index, kindYear) {
			return end, true
		}
		_, end := w.number(folded, offset)
		if end == offset {
			end = skipShortWord(folded, offset)
		}
		if end == offset {
			return offset, false
		}
		offset = end
	}
	return offset, false
}

// skipShortWord skips a word such as "to" or "bis" between two numbers, or "full" before the years.
func skipShortWord(folded []byte, offset int) int {
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
		if index, _ := w.longest(folded, offset); w.hasKind(index, kindExperience) {
			return true
		}
	}
	return false
}

// behindPoint reports whether the number at offset is behind a decimal point.
func behindPoint(t *text, offset int) bool {
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
