package prescreen

import (
	"fmt"
	"strings"
)

// education scores the highest degree of the résumé against the least one the position asks for.
func (a *assessor) education() Criterion {
	criterion := newCriterion(criterionEducation, a.policy.Weights.Education)
	var quote hit
	for _, found := range a.resume.hits {
		if found.kind != kindDegree || a.studying(found) {
			continue
		}
		if level := a.lexicon.degreeOf(a.resume, found); level.Rank() > a.result.Facts.Education.Rank() {
			a.result.Facts.Education, quote = level, found
		}
	}
	held, wanted := a.result.Facts.Education, a.wantedEducation()
	if held != "" {
		a.quote(&criterion, quote.first, quote.last)
	}
	switch {
	case wanted == "":
		criterion.Explanation = "The position asks for no degree."
	case held == "":
		criterion.Explanation = fmt.Sprintf("The position asks for %s; the résumé names no degree.", wanted)
	default:
		criterion.set([]float64{1, 0.5, 0.2, 0, 0}[max(0, wanted.Rank()-held.Rank())])
		criterion.Explanation = fmt.Sprintf("The position asks for %s, the résumé shows %s.", wanted, held)
	}
	return criterion
}

// weakDegree marks degrees whose short names are also other things (MA, MS): they count under a heading or before "in" only.
const weakDegree = "weak_"

// degreeOf is the level that a degree's hit stands for, empty when it is a weak one in the wrong place.
func (l *lexicon) degreeOf(r *reading, found hit) EducationLevel {
	name, weak := strings.CutPrefix(l.concept(found).name, weakDegree)
	if weak && r.sections[r.words[found.first].line] != sectionEducation && !r.followedByIn(found.last) {
		return ""
	}
	if level := EducationLevel(name); level.Rank() > 0 {
		return level
	}
	return "" // a school, not a degree
}

func (r *reading) followedByIn(last int32) bool {
	return int(last)+1 < len(r.words) && string(r.foldedWord(int(last)+1)) == "in" && r.words[last+1].marks&markBreak == 0
}

// studying leaves out degrees that somebody teaches or helps others to, as in "taught bachelor students".
func (a *assessor) studying(found hit) bool {
	number := a.resume.words[found.first].line
	return a.resume.sections[number] == sectionWork && a.resume.isProse(int(number))
}

// wantedEducation is the least degree that the advertisement asks for: of several in one line the lowest, of several lines the highest.
func (a *assessor) wantedEducation() EducationLevel {
	d := a.posting.description
	wanted := EducationLevel("")
	for _, current := range a.posting.clauses {
		if !current.asks() {
			continue
		}
		least := EducationLevel("")
		for _, found := range current.hits {
			if found.kind != kindDegree {
				continue
			}
			if level := a.lexicon.degreeOf(d, found); level != "" && (least == "" || level.Rank() < least.Rank()) {
				least = level
			}
		}
		if least.Rank() > wanted.Rank() {
			wanted = least
		}
	}
	return wanted
}
