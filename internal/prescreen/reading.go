package prescreen

import (
	"math/bits"
	"slices"
	"unicode"
	"unicode/utf8"
)

// kindSet is a set of kinds.
type kindSet uint32

func (s kindSet) has(k kind) bool { return s&(1<<k) != 0 }

// reading is a document with everything the lexicon knows about it.
type reading struct {
	*text
	hits []hit
	// covered tells for each word which kinds of terms it is part of.
	covered []kindSet
	// lineHits is, for each line, the index of its first hit; one more entry ends the last line.
	lineHits []int32
	// sections is, for each line, which section it belongs to; heads marks the headings themselves.
	sections []section
	heads    []bool
	// prose remembers, for each line, whether it says something or enumerates; 0 is not yet known.
	prose []int8
	// language is the code of the language most of the document is written in, as far as the lists of empty words tell.
	language string
}

// section is a part of a résumé or of a job advertisement.
type section uint8

const (
	sectionNone section = iota
	sectionEducation
	sectionLanguages
	sectionOffer
	sectionOther
	sectionPersonal
	sectionPreferred
	sectionProjects
	sectionRequired
	sectionSkills
	sectionSummary
	sectionTasks
	sectionWork
)

// sectionNamed is the section that the data files call by a name.
func sectionNamed(name string) section {
	switch name {
	case "education":
		return sectionEducation
	case "languages":
		return sectionLanguages
	case "offer":
		return sectionOffer
	case "other":
		return sectionOther
	case "personal":
		return sectionPersonal
	case "preferred":
		return sectionPreferred
	case "projects":
		return sectionProjects
	case "required":
		return sectionRequired
	case "skills":
		return sectionSkills
	case "summary":
		return sectionSummary
	case "tasks":
		return sectionTasks
	case "work":
		return sectionWork
	}
	return sectionNone
}

// read cuts a document and looks all its words up. Expected is the language it is probably in; empty when nothing is known.
func (l *lexicon) read(source, expected string) *reading {
	r := &reading{text: cut(source)}
	r.hits = l.scan(r.text)
	r.covered = make([]kindSet, len(r.words))
	r.language = r.guessLanguage(l, expected)
	r.dropForeign(l)
	r.splitColumns()
	r.splitLines(l)
	r.findSections(l)
	return r
}

// ownLanguageOnly are the kinds whose short terms mean other things in other languages: "licence" is a degree in French only.
const ownLanguageOnly kindSet = 1<<kindCue | 1<<kindDegree | 1<<kindIdle | 1<<kindJoined | 1<<kindLeft | 1<<kindLevel | 1<<kindProfession |
	1<<kindSkill | 1<<kindStop | 1<<kindWork

// countedOnce are the kinds that a term stands for once, however many files know it.
const countedOnce kindSet = 1<<kindProfession | 1<<kindSkill

// dropForeign drops terms of other languages than the document's; English ones are understood everywhere.
func (r *reading) dropForeign(l *lexicon) {
	kept := r.hits[:0]
	own := max(0, slices.Index(l.languages, r.language))
	understood := noLanguage | 1<<own | 1<<slices.Index(l.languages, "en")
	for _, found := range r.hits {
		if own == 0 || found.languages&understood != 0 || !ownLanguageOnly.has(found.kind) {
			kept = append(kept, found)
		}
	}
	r.hits = keepLongest(kept)
	for _, found := range r.hits {
		for place := found.first; place <= found.last; place++ {
			r.covered[place] |= 1 << found.kind
		}
	}
	r.indexLines()
}

// keepLongest keeps, of each kind, the longest terms at each place and none inside another.
func keepLongest(hits []hit) []hit {
	kept := hits[:0]
	var free [kindCount]int32 // the first word that no kept term covers yet
	for start := 0; start < len(hits); {
		end := start
		var longest [kindCount]int32
		for ; end < len(hits) && hits[end].first == hits[start].first; end++ {
			longest[hits[end].kind] = max(longest[hits[end].kind], hits[end].last+1)
		}
		first := hits[start].first
		for _, found := range hits[start:end] {
			isLongest := found.last+1 == longest[found.kind] && first >= free[found.kind]
			if isLongest && (!countedOnce.has(found.kind) || !isRepeated(kept, found)) {
				kept = append(kept, found)
			}
		}
		for k := range free {
			if first >= free[k] {
				free[k] = max(free[k], longest[k])
			}
		}
		start = end
	}
	return kept
}

// isRepeated reports a term that another file gave already.
func isRepeated(kept []hit, found hit) bool {
	for place := len(kept) - 1; place >= 0 && kept[place].first == found.first; place-- {
		if kept[place].kind == found.kind && kept[place].concept == found.concept && kept[place].last == found.last {
			return true
		}
	}
	return false
}

// indexLines finds each line's first hit.
func (r *reading) indexLines() {
	r.lineHits, r.prose = make([]int32, 0, len(r.lines)+1), make([]int8, len(r.lines))
	next := 0
	for _, current := range r.lines {
		for next < len(r.hits) && r.hits[next].first < current.first {
			next++
		}
		r.lineHits = append(r.lineHits, int32(next))
	}
	r.lineHits = append(r.lineHits, int32(len(r.hits)))
}

// hitsAround is the hits of one line that lie within some words of another one.
func (r *reading) hitsAround(found hit, words int32) []hit {
	bounds := r.lines[r.words[found.first].line]
	return r.hits[r.firstHit(max(bounds.first, found.first-words)):r.firstHit(min(bounds.last, found.last+words+1))]
}

// hitsOf is the hits of one line.
func (r *reading) hitsOf(number int) []hit { return r.hits[r.lineHits[number]:r.lineHits[number+1]] }

// guessLanguage counts the terms of each language; that is plenty for telling languages apart. Where the expected language is nearly as
// frequent as the most frequent one, it is the expected one: related languages share many words.
func (r *reading) guessLanguage(l *lexicon, expected string) string {
	var counts [64]int
	best := 0
	for _, found := range r.hits {
		if found.kind == kindHostile {
			continue
		}
		for left := found.languages &^ noLanguage; left != 0; left &= left - 1 {
			place := bits.TrailingZeros64(uint64(left))
			counts[place]++
			if counts[place] > counts[best] {
				best = place
			}
		}
	}
	if hint := slices.Index(l.languages, expected); hint > 0 && 10*counts[hint] >= 7*counts[best] && counts[hint] > 0 {
		return expected
	}
	return l.languages[best]
}

// unbrokenLine is how many words make a line that may be a whole document which lost its line breaks.
const unbrokenLine = 60

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

// isLower reports a word of letters that could have begun with a capital, or of a script without capitals.
func (r *reading) isLower(place int32) bool {
	return r.words[place].marks&(markCapital|markUnspaced) == 0 && r.words[place].number < 0
}

// hasCase reports a word of a script that has capitals.
func (r *reading) hasCase(place int32) bool {
	first, _ := utf8.DecodeRuneInString(r.source[r.words[place].start:])
	return unicode.IsLower(first) || unicode.IsUpper(first)
}

// gapBefore is what stands between a word and the one before it.
func (r *reading) gapBefore(place int32) string {
	return r.source[r.words[place-1].end:r.words[place].start]
}

// maxHeadingWords is the longest heading: "work experience and internships".
const maxHeadingWords = 6

// findSections reads headings: short lines that are a known heading, and lines that begin with one and a colon.
func (r *reading) findSections(l *lexicon) {
	r.sections = make([]section, len(r.lines))
	r.heads = make([]bool, len(r.lines))
	var current [2]section // of the left and of the right column
	rightOpen := false     // the right column has a section of its own
	for number, bounds := range r.lines {
		own, column := sectionNone, 0
		for _, found := range r.hitsOf(number) {
			if found.kind != kindSection || found.first != bounds.first {
				continue
			}
			whole := found.last+1 == bounds.last || bounds.last-bounds.first <= maxHeadingWords && r.startsHeading(found, bounds)
			offers := l.sectionOf(found) == sectionOffer // "We offer a company car" is no heading, and offers all the same
			if whole || offers || r.colonAfter(int(found.last)) {
				if own == sectionNone { // when a heading means two things, the first one listed stays
					own = l.sectionOf(found)
				}
				r.heads[number] = r.heads[number] || whole
			}
		}
		rightOpen = rightOpen || bounds.right && r.heads[number]
		if bounds.right && rightOpen {
			column = 1
		}
		if r.heads[number] {
			current[column] = own
		}
		r.sections[number] = current[column]
		if own != sectionNone {
			r.sections[number] = own
		}
	}
}

// sectionOf is the section that a heading opens.
func (l *lexicon) sectionOf(heading hit) section { return sectionNamed(l.concept(heading).name) }

// startsHeading accepts a heading with a few more words, such as "Skills and tools", when the line has the look of one.
func (r *reading) startsHeading(found hit, bounds line) bool {
	end := r.words[bounds.last-1].end
	rest := r.source[end:bounds.end]
	capital := r.words[bounds.first].marks&markCapital != 0 || r.words[bounds.first].marks&markUnspaced != 0
	for place := found.first + 1; place < bounds.last; place++ {
		if r.words[place].marks&markBreak != 0 || r.words[place].number >= 0 {
			return false
		}
	}
	return capital && (rest == "" || rest[0] == ':') && found.last-found.first+1 >= (bounds.last-bounds.first+1)/2
}

func (r *reading) colonAfter(place int) bool {
	end := int(r.words[place].end)
	return end < len(r.source) && (r.source[end] == ':' || len(r.source) >= end+3 && r.source[end:end+3] == "：")
}
