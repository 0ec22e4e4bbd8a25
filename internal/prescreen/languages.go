package prescreen

import (
	"fmt"
	"slices"
	"strings"

	"greenroom/internal/lang"
)

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
func (a *assessor) rateLanguages(criterion *Criterion, wanted []alternatives, claimed []proficiency) {
	var mean weighted
	var notes []string
	for _, group := range wanted {
		best, weight, known := 0.0, preferredFactor, false
		for _, asked := range group {
			share, note, told := a.rateLanguage(asked, claimed, criterion)
			notes = append(notes, note)
			if asked.preferred {
				share = max(share, preferredFactor) // lacking what is nice to have isn't a fault
			} else {
				weight = 1
			}
			if told {
				best, known = max(best, share), true
			}
		}
		if known {
			mean.add(best, weight)
		}
	}
	if mean.weight > 0 {
		criterion.set(mean.sum / mean.weight)
	}
	criterion.Explanation = strings.Join(notes, "; ") + "."
}

func (a *assessor) rateLanguage(asked proficiency, claimed []proficiency, criterion *Criterion) (share float64, note string, known bool) {
	wanted := a.lexicon.languageLabel(asked.language)
	if asked.level != "" {
		wanted += " at " + string(asked.level)
	}
	for _, held := range claimed {
		if held.language != asked.language {
			continue
		}
		a.quote(criterion, held.hit.first, held.hit.last)
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

// What a language is worth when its level isn't said.
const (
	unstatedLevel = 0.8 // the résumé names the language
	writtenLevel  = 0.9 // the résumé is written in it
)

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

// alternatives are languages of which one is enough.
type alternatives []proficiency

// wantedLanguages are the languages an advertisement asks for.
func (a *assessor) wantedLanguages() []alternatives {
	var wanted []alternatives
	add := func(r *reading, clauses []clause) {
		for _, current := range clauses {
			for _, found := range current.hits {
				if found.kind != kindLanguage || current.factor <= offerFactor {
					continue
				}
				asked := a.lexicon.languageAt(r, found)
				asked.preferred = current.preferred
				wanted = addDemand(wanted, asked, a.lexicon.alternative(r, found))
			}
		}
	}
	add(a.posting.title, a.posting.title.clauses(a.lexicon))
	add(a.posting.description, a.posting.clauses)
	return slices.DeleteFunc(wanted, func(group alternatives) bool { return len(group) == 0 })
}

// addDemand keeps one entry per language: what is required, whatever would be nice to have besides. Of two alike, the higher level counts.
// Instead says that the language is an alternative to the one before.
func addDemand(wanted []alternatives, asked proficiency, instead bool) []alternatives {
	same := func(known proficiency) bool { return known.language == asked.language }
	for place, group := range wanted {
		at := slices.IndexFunc(group, same)
		switch {
		case at < 0:
		case group[at].preferred && !asked.preferred:
			wanted[place] = slices.Delete(group, at, at+1)
		case group[at].preferred == asked.preferred && asked.level.Rank() > group[at].level.Rank():
			group[at] = asked
			return wanted
		default:
			return wanted
		}
	}
	if instead && len(wanted) > 0 {
		last := len(wanted) - 1
		wanted[last] = append(wanted[last], asked)
		return wanted
	}
	return append(wanted, alternatives{asked})
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

// languageLabel is a language's English name.
func (l *lexicon) languageLabel(code string) string {
	if place, known := l.byName[kindLanguage][code]; known {
		return l.concepts[kindLanguage][place].label
	}
	return code
}

// isoLanguage takes the contract's own codes back to ISO 639.
func isoLanguage(code string) string { return lang.Code(code).ISO() }
