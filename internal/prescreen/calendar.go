package prescreen

import "strings"

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

// dotted reports a word that only a dot and a space divide from the one before: the dots of dates such as "2019. 03. 15.".
func (d *dater) dotted(place int32) bool {
	between := d.source[d.words[place-1].end:d.words[place].start]
	return between == ". " || between == "."
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

// gap is the byte before a word.
func (d *dater) gap(place int32) byte {
	if start := d.words[place].start; start > 0 {
		return d.source[start-1]
	}
	return 0
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

// eraYear reads the year of an era, such as 平成30年 or 民國108年; 元 is its first year.
func (d *dater) eraYear(before int, place int32) (point, bool) {
	if int(place) >= len(d.words) {
		return point{}, false
	}
	number := d.words[place].number
	if string(d.foldedWord(int(place))) == "元" {
		number = 1
	}
	if before == ownCalendar { // พ.ศ. 2562
		year, isYear := d.yearAt(place)
		return d.monthAfter(year, place+1), isYear
	}
	if before < 0 {
		return point{}, false // هـ stands after its year
	}
	if number < 1 || number > 130 {
		return point{}, false
	}
	dated := d.monthAfter(int32(before)+number, place+1)
	dated.era = int32(before)
	return dated, true
}

// shortEra reads H30 and R2 for 平成30 and 令和2, in Japanese texts only.
func (d *dater) shortEra(place int32) (int32, bool) {
	folded := d.foldedWord(int(place))
	if d.language != "ja" || len(folded) < 2 || len(folded) > 3 {
		return 0, false
	}
	number := numberIn(folded[1:])
	switch {
	case number < 1:
		return 0, false
	case folded[0] == 'r':
		return 2018 + number, true
	case folded[0] == 'h':
		return 1988 + number, true
	case folded[0] == 's':
		return 1925 + number, true
	}
	return 0, false
}

// Concepts of eras that are no offset of years.
const (
	ownCalendar   = -1 // years that are told from ours by their size
	hijriCalendar = -2 // years of twelve moons
)

// The Hijri calendar: months 101 to 112 in the data, years of a career, and how its months lie on ours. A moon is 0.970224 of a month, and
// the calendar began in the middle of 622.
const (
	hijriMonths    = 100
	firstHijriYear = 1370
	lastHijriYear  = 1500
	moonLength     = 970_224
	hijriStart     = 7_470_500_000
	million        = 1_000_000
)

// hijri is the month of our calendar in which a Hijri month begins, give or take one.
func hijri(year, inYear, next int32) point {
	moons := int64(year-1)*12 + int64(inYear-1)
	months := int32((moons*moonLength + hijriStart) / million)
	return point{year: months / 12, month: months%12 + 1, next: next}
}

// hijriNumber reads the year of a Hijri date and skips the sign after it. Without a month's name before it, the sign must be there.
func (d *dater) hijriNumber(place int32, named bool) (year, next int32, ok bool) {
	if int(place) >= len(d.words) || d.words[place].number < firstHijriYear || d.words[place].number > lastHijriYear {
		return 0, 0, false
	}
	next = place + 1
	if found, isEra := d.hit(kindEra, next); isEra && d.lexicon.concept(found).value == hijriCalendar {
		return d.words[place].number, found.last + 1, true
	}
	return d.words[place].number, next, named
}

// hijriMonth reads the year after the name of a Hijri month, with or without a sign.
func (d *dater) hijriMonth(inYear int, place int32) (point, bool) {
	year, next, ok := d.hijriNumber(place, true)
	if !ok {
		return point{}, false
	}
	return hijri(year, int32(inYear-hijriMonths), next), true
}

// hijriYear reads a Hijri year that stands alone: its middle.
func (d *dater) hijriYear(place int32) (point, bool) {
	year, next, ok := d.hijriNumber(place, false)
	if !ok {
		return point{}, false
	}
	middle := hijri(year, midYear, next)
	return point{year: middle.year, next: next}, true
}
