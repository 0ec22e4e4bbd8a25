package prescreen

import "strings"

// durations reads jobs that are told by how long they took, as in "Cook, Inn (3 years 4 months)": one on each line that names an
// occupation. They follow one another in a time of their own, long before any dates, because nobody knows when they were. Together
// they are no longer than a life of work.
func (d *dater) durations() []period {
	var found []period
	reached := month(0)
	for number, bounds := range d.lines {
		read, onLine := period{}, 0
		for _, unit := range d.hitsOf(number) {
			if unit.kind != kindYears {
				continue
			}
			if length, isDuration := d.duration(unit); isDuration && d.namesOccupation(bounds.first, length.first) {
				read = length
				onLine++
			}
		}
		if onLine != 1 {
			continue // several are about skills
		}
		read.start, read.end = reached, min(reached+read.end, maxYears*12)
		reached = read.end
		found = append(found, read)
	}
	return found
}

// duration reads years in brackets, and the months behind them. Its end is its length.
func (d *dater) duration(unit hit) (period, bool) {
	first, years := d.numberBefore(unit.first, false)
	if years < 1 || first == 0 || !strings.HasSuffix(strings.TrimSpace(d.gapBefore(first)), "(") {
		return period{}, false
	}
	read := period{end: month(years * 12), first: first, last: unit.last}
	if next := unit.last + 1; int(next)+1 < len(d.words) && d.words[next].number > 0 && d.words[next].number < 12 {
		read.end += month(d.words[next].number)
		read.last = next + 1
	}
	return read, d.bracketCloses(read.last)
}

// bracketCloses reports a closing bracket right behind a word.
func (d *dater) bracketCloses(place int32) bool {
	return strings.HasPrefix(d.source[d.words[place].end:], ")")
}
