package prescreen

import (
	"strings"
	"time"
	"unicode/utf8"
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

// point is a place in time that a text names: a year, perhaps with a month.
type point struct {
	year, month int32 // month 0: only the year is known
	next        int32 // the word after it
	era         int32 // the year before the era's first, for a date that names its era
}

// month counts months since the year 0, so that periods are plain intervals.
type month int32

func monthOf(year, inYear int32) month { return month(year*12 + inYear - 1) }

func (p point) asMonth() month {
	if p.month == 0 {
		return monthOf(p.year, midYear)
	}
	return monthOf(p.year, p.month)
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
		return d.quarter(place)
	}
	if year, isYear := d.yearAt(place); isYear {
		return d.monthAfter(year, place+1), true
	}
	if dated, isHijri := d.hijriYear(place); isHijri {
		return dated, true
	}
	return d.numericDate(place)
}

// quarter reads Q3 2019 as its middle month.
func (d *dater) quarter(place int32) (point, bool) {
	folded := d.foldedWord(int(place))
	if len(folded) != 2 || folded[0] != 'q' || folded[1] < '1' || folded[1] > '4' {
		return point{}, false
	}
	year, isYear := d.yearAt(place + 1)
	return point{year: year, month: 3*int32(folded[1]-'0') - 1, next: place + 2}, isYear
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

// yearSign skips the sign or word for "year" after a year, as in 2019年 and 2019 г.
func (d *dater) yearSign(place int32) int32 {
	if int(place) < len(d.words) {
		if found, isYears := d.hit(kindYears, place); isYears && d.words[place].marks&markBreak == 0 {
			return found.last + 1
		}
	}
	return place
}

// fullYear takes a two-digit year as the latest one that isn't in the future.
func (d *dater) fullYear(short int32) int32 {
	if 2000+short <= int32(d.asOf.Year()) {
		return 2000 + short
	}
	return 1900 + short
}

// shortYear reads the end of "2018–20".
func (d *dater) shortYear(start point, place int32) (point, bool) {
	if int(place) >= len(d.words) || d.words[place].end-d.words[place].start != 2 || start.month != 0 {
		return point{}, false
	}
	year := start.year/100*100 + d.words[place].number
	return point{year: year, next: place + 1}, d.words[place].number > start.year%100
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

// monthAfter reads the month of 2019-04, 2019/4, 2019.04 and 2019年4月; without one the point is the year.
func (d *dater) monthAfter(year, place int32) point {
	signed := d.yearSign(place)
	whole := point{year: year, next: signed}
	if int(signed) >= len(d.words) {
		return whole
	}
	if month, next, isNamed := d.monthBehind(signed); isNamed {
		return point{year: year, month: month, next: next}
	}
	value, glued := d.words[signed].number, d.words[signed].start-d.words[signed-1].end <= 1
	if value < 1 || value > 12 || d.words[signed].line != d.words[signed-1].line {
		return whole
	}
	if signed == place && !d.dotted(signed) && (!glued || d.gap(signed) == ' ') {
		return whole
	}
	return point{year: year, month: value, next: d.dayAfter(signed + 1)}
}

// monthBehind reads the name of a month behind its year, as in "2019 január" and "2019. március". A month that has a year of its own
// behind it begins another date.
func (d *dater) monthBehind(place int32) (inYear, next int32, ok bool) {
	found, isMonth := d.hit(kindMonth, place)
	if !isMonth || d.dashBefore(place) || d.words[place].marks&markBreak != 0 && !d.dotted(place) {
		return 0, 0, false
	}
	named := d.lexicon.concept(found).value
	if _, another := d.yearAt(found.last + 1); another && !d.dashBefore(found.last+1) || named < 1 || named > 12 {
		return 0, 0, false
	}
	return int32(named), found.last + 1, true
}

// dayAfter skips the sign for "month" and a day: 月1日, or the last part of 2019-04-15.
func (d *dater) dayAfter(next int32) int32 {
	if int(next) >= len(d.words) {
		return next
	}
	if sign := string(d.foldedWord(int(next))); sign == "月" || sign == "월" {
		next++
		if int(next)+1 < len(d.words) && d.words[next].number > 0 {
			if sign = string(d.foldedWord(int(next) + 1)); sign == "日" || sign == "일" {
				return next + 2
			}
		}
		return next
	}
	isDay := d.words[next].number > 0 && d.words[next].number <= 31 && d.words[next].start-d.words[next-1].end == 1
	if isDay && d.gap(next) != ' ' && d.gap(next) == d.gap(next-1) {
		return next + 1
	}
	if isDay = d.words[next].number > 0 && d.words[next].number <= 31; isDay && d.dotted(next) && d.dotted(next-1) {
		next++
	}
	return next
}

// numericDate reads 04/2019, 04.2019, 15.04.2019, 4/15/2019 and 04/19.
func (d *dater) numericDate(place int32) (point, bool) {
	first := d.words[place].number
	if first < 1 || first > 31 || !d.glued(place+1) {
		return point{}, false
	}
	if year, isYear := d.yearAt(place + 1); isYear {
		return point{year: year, month: first, next: d.yearSign(place + 2)}, first <= 12
	}
	second := d.words[place+1].number
	if year, isYear := d.yearAt(place + 2); isYear && d.glued(place+2) && second >= 1 {
		inYear := second
		if second > 12 {
			inYear = first
		}
		return point{year: year, month: inYear, next: d.yearSign(place + 3)}, inYear <= 12
	}
	twoDigits := d.words[place].end-d.words[place].start == 2 && d.words[place+1].end-d.words[place+1].start == 2
	if d.gap(place+1) == '/' && twoDigits && first <= 12 && second >= 0 && !d.glued(place+2) {
		return point{year: d.fullYear(second), month: first, next: place + 2}, true
	}
	return point{}, false
}

// glued reports a number that is joined to the word before by a slash, a dot or a hyphen.
func (d *dater) glued(place int32) bool {
	if int(place) >= len(d.words) || d.words[place].number < 0 || d.words[place].start-d.words[place-1].end > 2 {
		return false
	}
	gap := strings.TrimSpace(d.source[d.words[place-1].end:d.words[place].start])
	return gap == "/" || gap == "." || gap == "-"
}

// dotted reports a word that only a dot and a space divide from the one before: the dots of dates such as "2019. 03. 15.".
func (d *dater) dotted(place int32) bool {
	between := d.source[d.words[place-1].end:d.words[place].start]
	return between == ". " || between == "."
}

// gap is the byte before a word.
func (d *dater) gap(place int32) byte {
	if start := d.words[place].start; start > 0 {
		return d.source[start-1]
	}
	return 0
}
