package prescreen

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

// Concepts of eras that are no offset of years.
const (
	ownCalendar   = -1 // years that are told from ours by their size
	hijriCalendar = -2 // years of twelve moons
)

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

// shortThaiYear reads the 62 of ม.ค. 62: 2562 of the Buddhist calendar.
func (d *dater) shortThaiYear(place int32) (int32, bool) {
	w := d.words[place]
	year := 2500 - buddhistOffset + w.number
	return year, d.language == "th" && w.foldedEnd-w.foldedStart == 2 && year >= firstYear && year <= int32(d.asOf.Year())
}

// hijri is the month of our calendar in which a Hijri month begins, give or take one.
func hijri(year, inYear, next int32) point {
	moons := int64(year-1)*12 + int64(inYear-1)
	months := int32((moons*moonLength + hijriStart) / million)
	return point{year: months / 12, month: months%12 + 1, next: next}
}

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
