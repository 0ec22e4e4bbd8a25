package prescreen

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// levelDistance is how many words may lie between a language and its level.
const levelDistance = 5

// lineReach is how far around a language its line is looked at for the order of languages and levels.
const lineReach = 24

// proficiency is a language with a level, as a résumé claims or a position wants it.
type proficiency struct {
	language string
	level    LanguageLevel
	hit      hit // the language's name and, where given, its level
	// preferred: nice to have.
	preferred bool
	// instead: an alternative to the language before, as in "German or English".
	instead bool
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

// follows reports a level right behind what was read so far, as in "(active, native)". Of two such levels the higher one counts.
func (r *reading) follows(read, other hit) bool {
	return read.last+1 == other.first && strings.ContainsAny(r.gapBefore(other.first), ",/(")
}

// scoredTest marks a level that a test's score decides: the scores from which each level is reached follow.
const scoredTest = "test:"

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

// claimedLanguages are the languages of a résumé: those under a heading, and elsewhere those with a level beside them.
func (a *assessor) claimedLanguages() []proficiency {
	var claimed []proficiency
	for _, found := range a.resume.hits {
		number := a.resume.words[found.first].line
		if found.kind != kindLanguage || a.resume.heads[number] || a.resume.insideLevel(found) {
			continue
		}
		read := a.lexicon.languageAt(a.resume, found)
		inSection := a.resume.sections[number] == sectionLanguages
		if !inSection && read.level == "" {
			continue
		}
		claimed = addProficiency(claimed, read)
	}
	return claimed
}

// insideLevel reports the word "language" or a language's name inside a longer term for a level, as in "bahasa ibunda".
func (r *reading) insideLevel(named hit) bool {
	return slices.ContainsFunc(r.hitsAround(named, levelDistance), func(other hit) bool {
		inside := other.first <= named.first && other.last >= named.last
		return inside && other.kind == kindLevel && other.last-other.first > named.last-named.first
	})
}

// addProficiency keeps one entry per language, with the highest level.
func addProficiency(list []proficiency, read proficiency) []proficiency {
	for place := range list {
		if list[place].language == read.language {
			if read.level.Rank() > list[place].level.Rank() {
				list[place] = read
			}
			return list
		}
	}
	return append(list, read)
}

// wantedLanguages are the languages an advertisement asks for.
func (a *assessor) wantedLanguages() []proficiency {
	var wanted []proficiency
	add := func(r *reading, clauses []clause) {
		for _, current := range clauses {
			for _, found := range current.hits {
				if found.kind != kindLanguage || current.factor <= offerFactor {
					continue
				}
				read := a.lexicon.languageAt(r, found)
				read.preferred = current.preferred
				read.instead = a.lexicon.alternative(r, found)
				wanted = addProficiency(wanted, read)
			}
		}
	}
	add(a.posting.title, a.posting.title.clauses(a.lexicon))
	add(a.posting.description, a.posting.clauses)
	return wanted
}

// alternative reports an "or" right before a language's name.
func (l *lexicon) alternative(r *reading, named hit) bool {
	for _, other := range r.hitsAround(named, 2) {
		if l.isCue(other, cueOr) && other.last < named.first {
			return true
		}
	}
	return false
}

// spokenUnknown reports that the position is described in a language which the résumé is neither written in nor claims.
func (a *assessor) spokenUnknown(claimed []proficiency) bool {
	spoken := a.posting.language()
	if spoken == "" || a.resume.language == "" || a.resume.language == spoken {
		return false
	}
	return !slices.ContainsFunc(claimed, func(held proficiency) bool { return held.language == spoken })
}

// languages scores each wanted language by its level, and averages.
func (a *assessor) languages() Criterion {
	criterion := newCriterion(criterionLanguages, a.policy.Weights.Languages)
	claimed := a.claimedLanguages()
	for _, read := range claimed {
		quote := a.evidence(read.hit.first, read.hit.last)
		a.result.Facts.Languages = append(a.result.Facts.Languages, LanguageFact{read.language, read.level, quote.Quote, quote.Offset})
	}
	wanted := a.wantedLanguages()
	a.unknownLanguage = a.spokenUnknown(claimed)
	if len(wanted) == 0 {
		criterion.Explanation = "The position asks for no particular language."
		return criterion
	}
	a.rateLanguages(&criterion, wanted, claimed)
	return criterion
}

// rateLanguages averages what each wanted language is worth. Of alternatives the best one counts, as one language.
func (a *assessor) rateLanguages(criterion *Criterion, wanted, claimed []proficiency) {
	var mean weighted
	notes := make([]string, 0, len(wanted))
	counted := 0.0 // the share of the language before, or of the best of its alternatives
	for place, asked := range wanted {
		share, note, known := a.rateLanguage(asked, claimed, criterion)
		notes = append(notes, note)
		weight := 1.0
		if asked.preferred {
			weight = preferredFactor
			share = max(share, preferredFactor) // lacking what is nice to have isn't a fault
		}
		switch {
		case asked.instead && place > 0 && known:
			mean.sum += weight * max(0, share-counted)
			counted = max(share, counted)
		case known:
			mean.add(share, weight)
			counted = share
		default:
			counted = share
		}
	}
	if mean.weight > 0 {
		criterion.set(mean.sum / mean.weight)
	}
	criterion.Explanation = strings.Join(notes, "; ") + "."
}

// languageLabel is a language's English name.
func (l *lexicon) languageLabel(code string) string {
	if place, known := l.byName[kindLanguage][code]; known {
		return l.concepts[kindLanguage][place].label
	}
	return code
}

// What a language is worth when its level isn't said.
const (
	unstatedLevel = 0.8 // the résumé names the language
	writtenLevel  = 0.9 // the résumé is written in it
)

func (a *assessor) rateLanguage(asked proficiency, claimed []proficiency, criterion *Criterion) (share float64, note string, known bool) {
	wanted := a.lexicon.languageLabel(asked.language)
	if asked.level != "" {
		wanted += " at " + string(asked.level)
	}
	for _, held := range claimed {
		if held.language != asked.language {
			continue
		}
		criterion.Evidence = append(criterion.Evidence, a.evidence(held.hit.first, held.hit.last))
		if held.level == "" {
			return unstatedLevel, wanted + " wanted, claimed without a level", true
		}
		level := asked.level
		if level == "" {
			level = LanguageB2 // what working in a language takes, where the advertisement doesn't say
		}
		missing := max(0, level.Rank()-held.level.Rank())
		return []float64{1, 0.6, 0.3, 0, 0, 0}[missing], fmt.Sprintf("%s wanted, %s claimed", wanted, held.level), true
	}
	if a.resume.language == asked.language {
		return writtenLevel, wanted + " wanted, the résumé is written in it", true
	}
	if len(claimed) > 0 {
		return 0, wanted + " wanted, not among the languages claimed", true
	}
	return 0, wanted + " wanted, the résumé says nothing about languages", false
}

// isoLanguage takes the contract's own codes back to ISO 639.
func isoLanguage(code string) string {
	switch code {
	case "br":
		return "pt"
	case "nb", "nn":
		return "no"
	case "tl":
		return "fil"
	}
	return code
}
