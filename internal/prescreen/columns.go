package prescreen

import "strings"

// splitColumns cuts lines at wide gaps, where a heading behind such a gap shows that the page has two columns with sections of their own.
// Tables, with dates on the left and jobs on the right, have no such headings and stay as they are.
func (r *reading) splitColumns() {
	if !r.hasColumns() {
		return
	}
	split := make([]line, 0, 2*len(r.lines))
	for _, bounds := range r.lines {
		border := r.columnBorder(bounds)
		if border == bounds.first {
			bounds.right = true
		}
		if border > bounds.first {
			at := r.words[border].start
			split = append(split, line{first: bounds.first, last: border, start: bounds.start, end: at})
			bounds = line{first: border, last: bounds.last, start: at, end: bounds.end, right: true}
		}
		split = append(split, bounds)
	}
	r.setLines(split)
}

// wideGap between two words may divide columns of a page that were read across.
const wideGap = "    "

// hasColumns looks for a heading that stands behind a wide gap, with nothing after it.
func (r *reading) hasColumns() bool {
	for number, bounds := range r.lines {
		border := r.columnBorder(bounds)
		if border <= bounds.first || bounds.last-border > maxHeadingWords {
			continue
		}
		for _, found := range r.hitsOf(number) {
			if found.kind == kindSection && found.first == border && found.last+1 == bounds.last && !r.isLower(border) {
				return true
			}
		}
	}
	return false
}

// columnBorder is the first word of a line's right column: that behind its first wide gap, or its very first word when the line is indented
// as far; -1 when there is none.
func (r *reading) columnBorder(bounds line) int32 {
	if r.isWide(bounds.start, r.words[bounds.first].start) {
		return bounds.first
	}
	for place := bounds.first + 1; place < bounds.last; place++ {
		if r.isWide(r.words[place-1].end, r.words[place].start) {
			return place
		}
	}
	return -1
}

// isWide reports a stretch without words that holds a wide gap.
func (r *reading) isWide(start, end int32) bool {
	return int(end-start) >= len(wideGap) && strings.Contains(r.source[start:end], wideGap)
}
