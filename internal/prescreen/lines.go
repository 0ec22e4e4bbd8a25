package prescreen

import "slices"

// splitLines gives long lines back the breaks around their headings.
func (r *reading) splitLines(l *lexicon) {
	if !slices.ContainsFunc(r.lines, line.isUnbroken) {
		return
	}
	split := make([]line, 0, len(r.lines)+16)
	for number, bounds := range r.lines {
		if bounds.isUnbroken() {
			split = l.splitLine(split, r, bounds, r.hitsOf(number))
			continue
		}
		split = append(split, bounds)
	}
	r.setLines(split)
}

// unbrokenLine is how many words make a line that may be a whole document which lost its line breaks.
const unbrokenLine = 60

func (l line) isUnbroken() bool { return l.last-l.first > unbrokenLine }

// splitLine appends the parts of one line: each heading is a line of its own.
func (l *lexicon) splitLine(split []line, r *reading, rest line, hits []hit) []line {
	for place, found := range hits {
		if found.kind != kindSection || found.first < rest.first || !r.headingWithin(found, rest) || isCut(hits, place) {
			continue
		}
		named := l.sectionOf(found)
		if minor := named == sectionPersonal || named == sectionOther; minor && !r.standsOut(found) {
			continue
		}
		borders := []int32{found.first, found.last + 1}
		if r.covered[found.first].has(kindLevel) {
			borders = borders[:1] // "mother tongue: Greek" is one
		}
		for _, border := range borders {
			if border > rest.first && border < rest.last {
				at := r.words[border].start
				split = append(split, line{first: rest.first, last: border, start: rest.start, end: at, right: rest.right})
				rest.first, rest.start = border, at
			}
		}
	}
	return append(split, rest)
}

// isCut reports a heading that is only the beginning of a longer term, as in "Bahasa Indonesia" and "Sijil Pelajaran Malaysia".
func isCut(hits []hit, place int) bool {
	return slices.ContainsFunc(hits[max(0, place-4):min(len(hits), place+12)], func(other hit) bool {
		longer := other.kind == kindLanguage || other.kind == kindDegree || other.kind == kindProfession || other.kind == kindSkill
		return longer && other.first == hits[place].first && other.last > hits[place].last
	})
}

// standsOut reports a heading that is more than a word like any other: several words, capitals only, or a colon behind it.
func (r *reading) standsOut(found hit) bool {
	return found.last > found.first || r.words[found.first].marks&markUpper != 0 || r.colonAfter(int(found.last))
}

// headingWithin tells a heading in the middle of a line from the same word in a sentence: it begins with a capital, and what follows is a
// colon, a number or another capital. Before it stands neither an empty word nor a number of years. Scripts without capitals show headings
// by a colon, or by being more than one word.
func (r *reading) headingWithin(found hit, within line) bool {
	const partOfSentence = 1<<kindStop | 1<<kindYears | 1<<kindHead
	first, next := found.first, found.last+1
	if first > within.first && r.words[first].marks&markBreak == 0 {
		if r.isLower(first-1) && r.covered[first-1]&partOfSentence != 0 || r.gapBefore(first) == "" {
			return false
		}
	}
	if next >= within.last || r.colonAfter(int(found.last)) {
		return !r.isLower(first) || r.words[first].marks&markCapital != 0
	}
	if r.words[first].marks&markUnspaced != 0 {
		return r.gapBefore(next) != ""
	}
	const firstOfList = 1<<kindSince | 1<<kindMonth | 1<<kindLanguage | 1<<kindDegree
	if r.words[first].marks&markCapital == 0 {
		w := r.words[next]
		opens := w.marks&markBreak != 0 || w.number >= firstYear || r.covered[next]&firstOfList != 0
		return !r.hasCase(first) && (found.last > first || opens)
	}
	opens := !r.isLower(next) || r.words[next].marks&markBreak != 0 || r.covered[next]&firstOfList != 0
	return r.gapBefore(next) != "" && (opens || r.words[first].marks&markUpper != 0)
}

// setLines replaces the lines, which must hold all words.
func (r *reading) setLines(lines []line) {
	r.lines = lines
	for number, bounds := range lines {
		for place := bounds.first; place < bounds.last; place++ {
			r.words[place].line = int32(number)
		}
	}
	r.indexLines()
}
