package prescreen

import (
	"slices"
	"strings"
)

// statedYears reads "8 years of experience" between two words. For a résumé the largest claim counts, for an advertisement the least
// number of years that a line asks for.
func (d *dater) statedYears(from, until int32, largest bool) (float64, hit) {
	years, at := 0.0, hit{}
	for _, found := range d.hits[d.hitAt[from]:d.hitAt[until]] {
		if found.kind != kindYears || !d.aboutWork(found) {
			continue
		}
		first, number := d.numberBefore(found.first, !largest)
		if number < 1 || number > 50 || float64(number) <= years {
			continue
		}
		years, at = float64(number), hit{first: first, last: found.last}
	}
	return years, at
}

// numberBefore is the number in front of "years"; of a span such as 3–5 the lower one when least is wanted.
func (d *dater) numberBefore(place int32, least bool) (first, number int32) {
	if place == 0 || d.words[place-1].number > 50 {
		return 0, -1
	}
	if d.words[place-1].number < 0 {
		return d.writtenNumber(place - 1)
	}
	first, number = place-1, d.words[place-1].number
	if place >= 2 && least && d.words[place-2].number > 0 && d.words[place-2].number < number &&
		d.words[place-1].start-d.words[place-2].end <= 5 {
		return place - 2, d.words[place-2].number
	}
	return first, number
}

// writtenNumber is the number in words that a word is part of: its first word, and what it is.
func (d *dater) writtenNumber(place int32) (first, number int32) {
	for first = place; first >= max(0, place-maxNumberWords+1); first-- {
		if found, isNumber := d.hit(kindNumber, first); isNumber && found.last >= place {
			return first, int32(d.lexicon.concept(found).value)
		}
	}
	return 0, -1
}

// maxNumberWords is the longest number in words; characters of scripts without spaces are words.
const maxNumberWords = 8

// workDistance is how many words may lie between "years" and "experience".
const workDistance = 9

// aboutWork tells years of experience from ages and from the employer's history.
func (d *dater) aboutWork(found hit) bool {
	work, reach := false, int32(workDistance)
	if d.words[found.first].marks&markUnspaced != 0 {
		reach *= charactersPerWord
	}
	for _, other := range d.hitsAround(found, reach) {
		if other.kind == kindPersonal && other.first <= found.last+1 && other.last >= found.first-2 {
			return false
		}
		work = work || other.kind == kindWork
	}
	return work || d.plusBefore(found.first) && d.namesWorkBehind(found.last)
}

// plusBefore reports a plus at the number before a word, as in "5+ years".
func (d *dater) plusBefore(place int32) bool {
	return place > 0 && d.words[place-1].number >= 0 && strings.HasPrefix(d.gapBefore(place), "+")
}

// namesWorkBehind reports an occupation or a skill right behind a word: "5+ years as Go developer", "5+ years of Java".
func (d *dater) namesWorkBehind(place int32) bool {
	until := min(d.lines[d.words[place].line].last, place+1+besideDates)
	return slices.ContainsFunc(d.hits[d.firstHit(place+1):d.firstHit(until)], func(found hit) bool {
		return found.kind == kindProfession || found.kind == kindSkill
	})
}
