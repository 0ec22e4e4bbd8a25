package prescreen

import (
	"strings"
	"time"
	"unicode/utf8"
)

// month counts months since the year 0, so that periods are plain intervals.
type month int32

func monthOf(year, inYear int32) month { return month(year*12 + inYear - 1) }

// point is a place in time that a text names: a year, perhaps with a month.
type point struct {
	year, month int32 // month 0: only the year is known
	next        int32 // the word after it
	era         int32 // the year before the era's first, for a date that names its era
}

// period is a stretch of time in a résumé; end is exclusive.
type period struct {
	start, end  month
	open        bool // goes on today
	first, last int32
}

// The years that a career can touch. Anything else is a number of something.
const (
	firstYear      = 1950
	lastYear       = 2650 // of the Buddhist calendar
	buddhistOffset = 543
	// midYear stands for the unknown month of a year, so that "2018 – 2020" is two years and an error has no direction.
	midYear = 7
	// minMonths is what a period within one year counts when its months are unknown.
	minMonths = 6
	maxYears  = 60
)

// dater reads dates out of a text.
type dater struct {
	*reading
	lexicon *lexicon
	asOf    time.Time
	// hitAt is, for each word, the index of the first hit that begins there or later.
	hitAt []int32
}

func (l *lexicon) newDater(r *reading, asOf time.Time) *dater {
	d := &dater{reading: r, lexicon: l, asOf: asOf, hitAt: make([]int32, len(r.words)+1)}
	next := 0
	for place := range d.hitAt {
		for next < len(r.hits) && int(r.hits[next].first) < place {
			next++
		}
		d.hitAt[place] = int32(next)
	}
	return d
}

// hit finds a term of a kind that begins at a word.
func (d *dater) hit(k kind, place int32) (hit, bool) {
	if int(place) >= len(d.words) {
		return hit{}, false
	}
	for next := d.hitAt[place]; int(next) < len(d.hits) && d.hits[next].first == place; next++ {
		if d.hits[next].kind == k {
			return d.hits[next], true
		}
	}
	return hit{}, false
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
	return found
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
		degree = degree || found.kind == kindDegree && d.lexicon.degreeOf(d.reading, found) != ""
	}
	return degree
}

// idle reports a period that the text says was without work: beside it on its line or, where that has nothing else, on the next.
func (d *dater) idle(read period) bool {
	bounds := d.lines[d.words[read.last].line]
	until := min(bounds.last, read.last+maxTitleWords)
	if read.last+1 == bounds.last {
		until = min(int32(len(d.words)), until+maxTitleWords/2)
	}
	for place := read.last + 1; place < until && d.words[place].number < firstYear; place++ {
		if d.covered[place].has(kindIdle) {
			return true
		}
	}
	from := max(d.lines[d.words[read.first].line].first, read.first-maxTitleWords)
	for place := read.first - 1; place >= from && d.words[place].number < firstYear; place-- {
		if d.covered[place].has(kindIdle) {
			return true
		}
	}
	return false
}

// periodFrom reads what follows a first point: an end, "present", or nothing after a "since".
func (d *dater) periodFrom(place int32, start point) (period, bool) {
	next, joined, open := d.join(start.next)
	since := d.sinceBefore(place)
	if ended, isOpen := d.presentAt(next); isOpen && (joined || since || open || next == start.next && d.words[next].marks&markBreak == 0) {
		return d.openPeriod(start, place, ended)
	}
	if joined {
		if end, ok := d.point(next); ok {
			return d.closedPeriod(start, end, place)
		}
		if end, ok := d.eraYear(int(start.era), next); ok && start.era > 0 {
			return d.closedPeriod(start, end, place) // the second date of a period often leaves the era out
		}
		if end, ok := d.shortYear(start, next); ok {
			return d.closedPeriod(start, end, place)
		}
	}
	if since || open || joined && (d.lineEnds(start.next-1) || d.dashToNothing(start.next)) {
		return d.openPeriod(start, place, start.next-1)
	}
	return period{}, false
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

// dashes are the signs that stand between the ends of a period.
const dashes = "-–—−‐‑‒―~〜～→ー"

func (d *dater) lineEnds(place int32) bool {
	return int(place)+1 >= len(d.words) || d.words[place+1].line != d.words[place].line
}

// sinceBefore looks for a "since" right before a date. Behind a number it belongs to the date: "27 de setembro de 1991".
func (d *dater) sinceBefore(place int32) bool {
	for back := int32(1); back <= 2 && place-back >= 0; back++ {
		if found, ok := d.hit(kindSince, place-back); ok && found.last >= place-back && found.last < place {
			return place-back == 0 || d.words[place-back-1].number < 0 || d.words[place-back].marks&markBreak != 0
		}
	}
	return false
}

func (d *dater) presentAt(place int32) (last int32, ok bool) {
	if int(place) >= len(d.words) {
		return 0, false
	}
	found, ok := d.hit(kindPresent, place)
	return found.last, ok
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

func (p point) asMonth() month {
	if p.month == 0 {
		return monthOf(p.year, midYear)
	}
	return monthOf(p.year, p.month)
}

// shortYear reads the end of "2018–20".
func (d *dater) shortYear(start point, place int32) (point, bool) {
	if int(place) >= len(d.words) || d.words[place].end-d.words[place].start != 2 || start.month != 0 {
		return point{}, false
	}
	year := start.year/100*100 + d.words[place].number
	return point{year: year, next: place + 1}, d.words[place].number > start.year%100
}

// point reads a date at a word, in any of the forms that résumés use.
func (d *dater) point(place int32) (point, bool) {
	if int(place) >= len(d.words) {
		return point{}, false
	}
	if found, isMonth := d.hit(kindMonth, place); isMonth {
		return d.namedMonth(d.lexicon.concept(found).value, found.last+1)
	}
	if found, isEra := d.hit(kindEra, place); isEra {
		return d.eraYear(d.lexicon.concept(found).value, found.last+1)
	}
	if year, isEra := d.shortEra(place); isEra {
		return d.monthAfter(year, place+1), true
	}
	if d.words[place].number < 0 {
		return point{}, false
	}
	if year, isYear := d.yearAt(place); isYear {
		return d.monthAfter(year, place+1), true
	}
	if dated, isHijri := d.hijriYear(place); isHijri {
		return dated, true
	}
	return d.numericDate(place)
}

// yearAt reads a four-digit year; years of the Buddhist calendar are beyond any career's, so they need no other sign.
func (d *dater) yearAt(place int32) (int32, bool) {
	if int(place) >= len(d.words) {
		return 0, false
	}
	w := d.words[place]
	year := w.number
	if year >= firstYear+buddhistOffset && year <= int32(d.asOf.Year())+buddhistOffset+10 {
		year -= buddhistOffset
	}
	return year, year >= firstYear && year <= int32(d.asOf.Year())+10 && w.foldedEnd-w.foldedStart == 4
}

// namedMonth reads the year after a month's name: "March 2019", "March 5, 2019", "Mar '19", "mars de 2019". A month of 0 is the word
// "month", before its number or its name.
func (d *dater) namedMonth(inYear int, place int32) (point, bool) {
	if inYear > hijriMonths {
		return d.hijriMonth(inYear, place)
	}
	value := int32(inYear)
	if found, isMonth := d.hit(kindMonth, place); isMonth && value == 0 {
		return d.namedMonth(d.lexicon.concept(found).value, found.last+1)
	}
	if value == 0 {
		if int(place) >= len(d.words) || d.words[place].number < 1 || d.words[place].number > 12 {
			return point{}, false
		}
		value = d.words[place].number
		place++
	}
	for skipped := 0; skipped < 3 && int(place) < len(d.words); skipped++ {
		if year, isYear := d.yearAt(place); isYear {
			return point{year: year, month: value, next: d.yearSign(place + 1)}, true
		}
		if year, isShort := d.apostropheYear(place); isShort {
			return point{year: year, month: value, next: place + 1}, true
		}
		if year, isShort := d.shortThaiYear(place); isShort && skipped == 0 {
			return point{year: year, month: value, next: place + 1}, true
		}
		if d.words[place].end-d.words[place].start > 8 || d.words[place].number > 31 {
			break
		}
		place++
	}
	return point{}, false
}

// apostropheYear reads "'19" and the year of "Mar-19".
func (d *dater) apostropheYear(place int32) (int32, bool) {
	w := d.words[place]
	if w.number < 0 || w.foldedEnd-w.foldedStart != 2 || w.start == 0 {
		return 0, false
	}
	before, _ := utf8.DecodeLastRuneInString(d.source[:w.start])
	if before != '\'' && before != '’' && before != '-' && before != '/' {
		return 0, false
	}
	return d.fullYear(w.number), true
}

// shortThaiYear reads the 62 of ม.ค. 62: 2562 of the Buddhist calendar.
func (d *dater) shortThaiYear(place int32) (int32, bool) {
	w := d.words[place]
	year := 2500 - buddhistOffset + w.number
	return year, d.language == "th" && w.foldedEnd-w.foldedStart == 2 && year >= firstYear && year <= int32(d.asOf.Year())
}

// fullYear takes a two-digit year as the latest one that isn't in the future.
func (d *dater) fullYear(short int32) int32 {
	if 2000+short <= int32(d.asOf.Year()) {
		return 2000 + short
	}
	return 1900 + short
}

// yearSign skips the sign or word for "year" after a year, as in 2019年 and 2019 г.
func (d *dater) yearSign(place int32) int32 {
	if int(place) < len(d.words) {
		if found, isYears := d.hit(kindYears, place); isYears && d.words[place].marks&markBreak == 0 {
			return found.last + 1
		}
	}
	return place
}
