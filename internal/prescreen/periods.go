package prescreen

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// period is a stretch of time in a résumé; end is exclusive.
type period struct {
	start, end  month
	open        bool // goes on today
	first, last int32
}

// periods finds all periods of a text, in its order.
func (d *dater) periods() []period {
	var found []period
	events := eventReader{dater: d}
	for place := int32(0); int(place) < len(d.words); place++ {
		start, ok := d.point(place)
		if !ok {
			continue
		}
		read, isPeriod := d.periodFrom(place, start)
		if !isPeriod {
			read, isPeriod = events.event(place, start)
			place = start.next - 1
		} else {
			place = read.last
		}
		if isPeriod && !d.idle(read) && !d.studied(read) {
			found = append(found, read)
		}
	}
	if read, isPeriod := events.unfinished(); isPeriod {
		found = append(found, read)
	}
	if read, isPeriod := d.newest(found); isPeriod {
		found = slices.Insert(found, 0, read)
	}
	if len(found) == 0 {
		return d.durations()
	}
	return found
}

// newest reads "2019 – Go developer" as a job that goes on, if it heads a list whose next job is "2015 – 2019 …": alone, it may as well be
// the year of an event.
func (d *dater) newest(found []period) (period, bool) {
	if len(found) == 0 || found[0].open || !d.opensLine(found[0].first) {
		return period{}, false
	}
	ended := int32(found[0].end) / 12
	for number := d.words[found[0].first].line - 1; number >= 0 && !d.heads[number]; number-- {
		bounds := d.lines[number]
		year, isYear := d.yearAt(bounds.first)
		if !isYear || bounds.first+1 == bounds.last || !d.dashBefore(bounds.first+1) {
			continue
		}
		if year != ended || !d.namesOccupation(bounds.first, min(bounds.last, bounds.first+1+besideDates)) {
			return period{}, false
		}
		return d.openPeriod(point{year: year, next: bounds.first + 1}, bounds.first, bounds.first)
	}
	return period{}, false
}

// opensLine reports the first word of a line.
func (d *dater) opensLine(place int32) bool { return d.lines[d.words[place].line].first == place }

// periodFrom reads what follows a first point: an end, "present", or nothing after a "since".
func (d *dater) periodFrom(place int32, start point) (period, bool) {
	next, joined, open := d.join(start.next)
	from, since := d.sinceBefore(place)
	if since {
		place = from // the word says what the date alone doesn't
	}
	if ended, isOpen := d.presentAt(next); isOpen && (joined || since || open || next == start.next && d.words[next].marks&markBreak == 0) {
		return d.openPeriod(start, place, ended)
	}
	if joined || d.slashed(start) {
		if end, ok := d.point(next); ok {
			return d.closedPeriod(start, end, place)
		}
		if end, ok := d.eraYear(int(start.era), next); ok && start.era > 0 {
			return d.closedPeriod(start, end, place) // the second date of a period often leaves the era out
		}
		if end, ok := d.shortYear(start, next); ok && joined {
			return d.closedPeriod(start, end, place)
		}
	}
	if since || open || joined && (d.lineEnds(start.next-1) || d.dashToNothing(start.next)) {
		return d.openPeriod(start, place, start.next-1)
	}
	return period{}, false
}

// slashed reports a slash between two dates: "2015/2018" and "2016-03 / 2018-04". On a line that says more, years with a slash are a season
// or a fiscal year.
func (d *dater) slashed(start point) bool {
	if int(start.next) >= len(d.words) || strings.TrimSpace(d.gapBefore(start.next)) != "/" {
		return false
	}
	bounds := d.lines[d.words[start.next].line]
	return start.month > 0 || bounds.last-bounds.first <= maxTitleWords
}

// join skips what stands between the two ends of a period. joined tells that something did, open that it was a "since".
func (d *dater) join(place int32) (next int32, joined, open bool) {
	joined = d.dashBefore(place)
	for steps := 0; steps < 3 && int(place) < len(d.words); steps++ {
		if _, isOpen := d.presentAt(place); isOpen {
			break // "until now" is one term in many languages, and holds the word for "until"
		}
		if found, isRange := d.hit(kindRange, place); isRange {
			place, joined = found.last+1, true
		} else if found, isSince := d.hit(kindSince, place); isSince && d.words[place].marks&markBreak == 0 {
			place, open = found.last+1, true
		} else {
			break
		}
		joined = joined || d.dashBefore(place)
	}
	return place, joined || open, open
}

func (d *dater) openPeriod(start point, first, last int32) (period, bool) {
	end := monthOf(int32(d.asOf.Year()), int32(d.asOf.Month()))
	from := start.asMonth()
	if from > end {
		return period{}, false
	}
	return period{start: from, end: max(end, from+1), open: true, first: first, last: max(last, start.next-1)}, true
}

func (d *dater) closedPeriod(start, end point, first int32) (period, bool) {
	from, to := start.asMonth(), end.asMonth()
	if end.month > 0 {
		to++ // a month that is named as the end was worked
	}
	to = min(to, monthOf(int32(d.asOf.Year()), int32(d.asOf.Month())))
	if from == to && start.month == 0 {
		to = from + minMonths
	}
	if from >= to || to-from > maxYears*12 {
		return period{}, false
	}
	return period{start: from, end: to, first: first, last: end.next - 1}, true
}

func (d *dater) presentAt(place int32) (last int32, ok bool) {
	if int(place) >= len(d.words) {
		return 0, false
	}
	found, ok := d.hit(kindPresent, place)
	return found.last, ok
}

// sinceBefore looks for a "since" right before a date, and tells where it begins. Behind a number it belongs to the date: "27 de setembro
// de 1991".
func (d *dater) sinceBefore(place int32) (first int32, ok bool) {
	for first = place - 1; first >= max(0, place-2); first-- {
		if found, isSince := d.hit(kindSince, first); isSince && found.last < place {
			return first, first == 0 || d.words[first-1].number < 0 || d.words[first].marks&markBreak != 0
		}
	}
	return place, false
}

// dashes are the signs that stand between the ends of a period.
const dashes = "-–—−‐‑‒―~〜～→ー"

// dashBefore looks for a dash or a wave in the gap before a word, or after the last one.
func (d *dater) dashBefore(place int32) bool {
	if place == 0 {
		return false
	}
	start, end := int(d.words[place-1].end), len(d.source)
	if int(place) < len(d.words) {
		end = int(d.words[place].start)
	}
	// More than a few bytes between the ends of a period is not a period.
	end = min(end, start+24)
	return strings.ContainsAny(d.source[start:end], dashes)
}

// dashToNothing reports a dash that belongs to the date before it alone, as in "1.6.2021– nurse" and "Aug. 2018 –    teacher".
func (d *dater) dashToNothing(place int32) bool {
	if int(place) >= len(d.words) {
		return false
	}
	between := d.source[d.words[place-1].end:d.words[place].start]
	dash, width := utf8.DecodeRuneInString(strings.TrimLeft(between, ". "))
	if !strings.ContainsRune(dashes, dash) {
		return false
	}
	rest := between[strings.IndexRune(between, dash)+width:]
	glued := strings.HasPrefix(strings.TrimPrefix(between, "."), string(dash)) && rest != ""
	return strings.TrimSpace(rest) == "" && (glued || len(rest) > 1)
}

func (d *dater) lineEnds(place int32) bool {
	return int(place)+1 >= len(d.words) || d.words[place+1].line != d.words[place].line
}

// studied reports a period of study that stands among the jobs: a degree on its line, and no occupation.
func (d *dater) studied(read period) bool {
	number := d.words[read.first].line
	if d.sections[number] != sectionWork || d.lines[number].isUnbroken() {
		return false
	}
	degree := false
	for _, found := range d.hitsOf(int(number)) {
		if found.kind == kindProfession {
			return false
		}
		degree = degree || found.kind == kindDegree && d.lexicon.degreeOf(found) != ""
	}
	return degree
}

// idle reports a period that the text says was without work: beside it on its line or, where that has nothing else, on the next. What
// stands behind an occupation is about that: "nurse (parental leave in spring)".
func (d *dater) idle(read period) bool {
	bounds := d.lines[d.words[read.last].line]
	until := min(bounds.last, read.last+maxTitleWords)
	if read.first == bounds.first && read.last+1 == bounds.last {
		until = min(int32(len(d.words)), until+maxTitleWords/2)
	}
	for place := read.last + 1; place < until && d.words[place].number < firstYear && !d.covered[place].has(kindProfession); place++ {
		if d.happensAt(place, withoutWork) {
			return true
		}
	}
	from := max(d.lines[d.words[read.first].line].first, read.first-maxTitleWords)
	for place := read.first - 1; place >= from && d.words[place].number < firstYear && !d.covered[place].has(kindProfession); place-- {
		if d.happensAt(place, withoutWork) {
			return true
		}
	}
	return false
}

// happensAt reports a term for what isn't a job that begins at a word.
func (d *dater) happensAt(place int32, what string) bool {
	found, isIdle := d.hit(kindIdle, place)
	return isIdle && d.lexicon.concept(found).name == what
}

// Concepts of what a career tells of besides jobs. Others only look like it: the job of somebody who stands in for another.
const (
	withoutWork = "idle"
	aProject    = "project"
)
