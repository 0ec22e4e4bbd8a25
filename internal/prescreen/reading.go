package prescreen

import (
	"math/bits"
	"slices"
	"unicode"
	"unicode/utf8"
)

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

// kindSet is a set of kinds.
type kindSet uint32

func (s kindSet) has(k kind) bool { return s&(1<<k) != 0 }

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

// ownLanguageOnly are the kinds whose short terms mean other things in other languages: "licence" is a degree in French only.
const ownLanguageOnly kindSet = 1<<kindCue | 1<<kindDegree | 1<<kindIdle | 1<<kindJoined | 1<<kindLeft | 1<<kindLevel | 1<<kindNumber |
	1<<kindProfession | 1<<kindSkill | 1<<kindStop | 1<<kindWork

// countedOnce are the kinds that a term stands for once, however many files know it.
const countedOnce kindSet = 1<<kindProfession | 1<<kindSkill

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

// guessLanguage counts the terms of each language; that is plenty for telling languages apart. Where the expected language is nearly as
// frequent as the most frequent one, it is the expected one: related languages share many words.
func (r *reading) guessLanguage(l *lexicon, expected string) string {
	var counts [maxLanguages]int
	best := 0
	for _, found := range r.hits {
		if found.kind == kindHostile || found.kind == kindNumber {
			continue // short words, that are others in other languages
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

// hitsOf is the hits of one line.
func (r *reading) hitsOf(number int) []hit { return r.hits[r.lineHits[number]:r.lineHits[number+1]] }

// hitsAround is the hits of one line that lie within some words of another one.
func (r *reading) hitsAround(found hit, words int32) []hit {
	bounds := r.lines[r.words[found.first].line]
	return r.hits[r.firstHit(max(bounds.first, found.first-words)):r.firstHit(min(bounds.last, found.last+words+1))]
}

// hitsOver is the hits that a word is part of, no longer than some words.
func (r *reading) hitsOver(place, longest int32) []hit {
	var found []hit
	for _, near := range r.hits[r.firstHit(place-longest+1):r.firstHit(place+1)] {
		if near.last >= place {
			found = append(found, near)
		}
	}
	return found
}

// firstHit is the index of the first hit at or after a word.
func (r *reading) firstHit(place int32) int {
	found, _ := slices.BinarySearchFunc(r.hits, place, func(h hit, place int32) int { return int(h.first - place) })
	return found
}

func (r *reading) masked(first, last int32) bool {
	for place := first; place <= last; place++ {
		if r.words[place].marks&(markMasked|markMixed) != 0 {
			return true
		}
	}
	return false
}

// phrase is the words around a hit up to the next border or number: a whole title instead of its core.
func (r *reading) phrase(found hit) (first, last int32) {
	bounds := r.lines[r.words[found.first].line]
	first, last = found.first, found.last
	for first > bounds.first && r.words[first].marks&markBreak == 0 && r.words[first-1].number < 0 && found.first-first < maxHeadingWords {
		first--
	}
	for last+1 < bounds.last && r.words[last+1].marks&markBreak == 0 && r.words[last+1].number < 0 && last-found.last < maxHeadingWords {
		last++
	}
	return first, last
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

func (r *reading) colonAfter(place int) bool {
	end := int(r.words[place].end)
	return end < len(r.source) && (r.source[end] == ':' || len(r.source) >= end+3 && r.source[end:end+3] == "：")
}

// isProse tells a line that says something from an enumeration.
func (r *reading) isProse(number int) bool {
	if r.prose[number] == 0 {
		r.prose[number] = 1
		if r.readsAsProse(number) {
			r.prose[number] = 2
		}
	}
	return r.prose[number] == 2
}

func (r *reading) readsAsProse(number int) bool {
	if r.sections[number] == sectionSkills || r.sections[number] == sectionEducation {
		return false
	}
	bounds := r.lines[number]
	ofDegree := func(covered kindSet) bool { return covered.has(kindDegree) }
	if bounds.last-bounds.first <= maxTitleWords && slices.ContainsFunc(r.covered[bounds.first:bounds.last], ofDegree) {
		return false
	}
	return r.says(number)
}

// says reports a line with more words than skills, and enough of them to say something.
func (r *reading) says(number int) bool {
	plain, skills := 0, 0
	for place := r.lines[number].first; place < r.lines[number].last; place++ {
		switch covered := r.covered[place]; {
		case covered.has(kindSkill):
			skills++
		case r.words[place].number < 0 && !covered.has(kindMonth): // a date says nothing; nor may a year of graduation
			plain++
		}
	}
	return plain >= minProseWords && plain >= skills
}

// minProseWords is how many words a line needs around its terms to count as saying something about them.
const minProseWords = 5

// stemAt is what a word is compared by where no list knows it, and how many words that takes: in scripts without spaces a pair of
// characters. Zero for what can't be compared: numbers, single letters, a lone character.
func (r *reading) stemAt(place int) (stem uint64, length int) {
	w := &r.words[place]
	if w.marks&markUnspaced != 0 {
		if place+1 >= len(r.words) || r.words[place+1].marks&(markUnspaced|markBreak) != markUnspaced || isKanaOrMark(r.foldedWord(place)) ||
			r.covered[place].has(kindNumber) { // two characters of a number are in other words, too
			return 0, 1
		}
		return pairKey(w, &r.words[place+1]), 2
	}
	if w.number >= 0 || w.marks&(markMixed|markMasked) != 0 || utf8.RuneCount(r.foldedWord(place)) < 2 {
		return 0, 1
	}
	return w.stem, 1
}

// isKanaOrMark reports hiragana, which are grammar more than words.
func isKanaOrMark(folded []byte) bool {
	first, _ := utf8.DecodeRune(folded)
	return first >= 0x3040 && first < 0x30a0
}
