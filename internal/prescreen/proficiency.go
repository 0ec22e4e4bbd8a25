package prescreen

import (
	"strconv"
	"strings"
)

// proficiency is a language with a level, as a résumé claims or a position wants it.
type proficiency struct {
	language string
	level    LanguageLevel
	hit      hit // the language's name and, where given, its level
	// preferred: nice to have.
	preferred bool
}

// languageAt reads the level that belongs to a language's name. A line that begins with a level puts levels first ("fluent English, basic
// German"); any other puts them after ("English (C1), German: B2"). A language that has none before it takes the one after it.
func (l *lexicon) languageAt(r *reading, named hit) proficiency {
	levelsFirst := false
	for _, other := range r.hitsAround(named, lineReach) {
		if other.kind == kindLevel || other.kind == kindLanguage {
			levelsFirst = other.kind == kindLevel
			break
		}
	}
	levelsFirst = levelsFirst && !r.levelAttached(named)
	read := l.levelBeside(r, named, levelsFirst)
	if read.level == "" && levelsFirst {
		read = l.levelBeside(r, named, false)
	}
	return read
}

// lineReach is how far around a language its line is looked at for the order of languages and levels.
const lineReach = 24

// levelAttached reports a level that a sign ties to the language before it: "English (C1)", "English – C1", "English: C1".
func (r *reading) levelAttached(named hit) bool {
	next := named.last + 1
	if int(next) >= len(r.words) || !r.covered[next].has(kindLevel) {
		return false
	}
	return strings.ContainsAny(r.gapBefore(next), "(（:：=-–—")
}

// levelBeside takes the nearest level before or after a language's name, with no other language between.
func (l *lexicon) levelBeside(r *reading, named hit, before bool) proficiency {
	read := proficiency{language: l.concept(named).name, hit: named}
	distance := int32(levelDistance + 1)
	for _, other := range r.hitsAround(named, levelDistance) {
		gap := max(other.first-named.last, named.first-other.last)
		isTest := other.first == named.first // a test's name says which language it is about, too
		if other.kind != kindLevel || before != (other.first < named.first) || gap <= 0 && !isTest || r.languageBetween(named, other) {
			continue
		}
		level := l.levelOf(r, other)
		higher := r.follows(read.hit, other) && level.Rank() > read.level.Rank()
		if level == "" || gap >= distance && !higher {
			continue
		}
		distance = min(distance, gap)
		read.level = level
		read.hit.first, read.hit.last = min(named.first, other.first), max(named.last, other.last)
	}
	return read
}

// levelDistance is how many words may lie between a language and its level.
const levelDistance = 5

// follows reports a level right behind what was read so far, as in "(active, native)". Of two such levels the higher one counts.
func (r *reading) follows(read, other hit) bool {
	return read.last+1 == other.first && strings.ContainsAny(r.gapBefore(other.first), ",/(")
}

// levelOf is the level that a hit stands for; empty for a test without a score.
func (l *lexicon) levelOf(r *reading, found hit) LanguageLevel {
	name := l.concept(found).name
	steps, scored := strings.CutPrefix(name, scoredTest)
	if !scored {
		return LanguageLevel(name)
	}
	for place := found.last + 1; int(place) < len(r.words) && place <= found.last+levelDistance; place++ {
		if score := r.words[place].number; score >= 0 {
			return levelForScore(steps, score)
		}
	}
	return ""
}

// scoredTest marks a level that a test's score decides: the scores from which each level is reached follow.
const scoredTest = "test:"

// levelForScore is the highest of some levels whose least score is reached.
func levelForScore(steps string, score int32) LanguageLevel {
	reached := LanguageLevel("")
	for step := range strings.SplitSeq(steps, ",") {
		least, level, _ := strings.Cut(step, "=")
		if number, err := strconv.Atoi(least); err == nil && int(score) >= number {
			reached = LanguageLevel(level)
		}
	}
	return reached
}

func (r *reading) languageBetween(a, b hit) bool {
	for place := min(a.last, b.last) + 1; place < max(a.first, b.first); place++ {
		if r.covered[place].has(kindLanguage) {
			return true
		}
	}
	return false
}
