package prescreen

import "strings"

// monthAfter reads the month of 2019-04, 2019/4, 2019.04 and 2019年4月; without one the point is the year.
func (d *dater) monthAfter(year, place int32) point {
	signed := d.yearSign(place)
	whole := point{year: year, next: signed}
	if int(signed) >= len(d.words) {
		return whole
	}
	if found, isMonth := d.hit(kindMonth, signed); isMonth && !d.dashBefore(signed) && d.words[signed].marks&markBreak == 0 {
		if named := d.lexicon.concepts[kindMonth][found.concept].value; named > 0 {
			return point{year: year, month: int32(named), next: found.last + 1} // 2019 január
		}
	}
	value, glued := d.words[signed].number, d.words[signed].start-d.words[signed-1].end <= 1
	if value < 1 || value > 12 || d.words[signed].line != d.words[signed-1].line {
		return whole
	}
	if signed == place && (!glued || d.gap(signed) == ' ') {
		return whole
	}
	return point{year: year, month: value, next: d.dayAfter(signed + 1)}
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
	if before < 0 { // an offset for the whole calendar: พ.ศ. 2562
		year, isYear := d.yearAt(place)
		return d.monthAfter(year, place+1), isYear
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
