package prescreen

import "fmt"

// education scores the highest degree of the résumé against the least one the position asks for.
func (a *assessor) education() Criterion {
	criterion := newCriterion(criterionEducation, a.policy.Weights.Education)
	var quote hit
	for _, found := range a.resume.hits {
		if found.kind != kindDegree || a.studying(found) {
			continue
		}
		if level := a.lexicon.degreeOf(found); level.Rank() > a.result.Facts.Education.Rank() {
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
		criterion.Explanation = fmt.Sprintf("The position asks for %s; the résumé names no degree.", wanted.phrase())
	default:
		criterion.set([]float64{1, 0.5, 0.2, 0, 0}[max(0, wanted.Rank()-held.Rank())])
		criterion.Explanation = fmt.Sprintf("The position asks for %s, the résumé shows %s.", wanted.phrase(), held.phrase())
	}
	return criterion
}

// degreeOf is the level that a degree's hit stands for; empty for schools, and for what only looks like a degree.
func (l *lexicon) degreeOf(found hit) EducationLevel {
	if level := EducationLevel(l.concept(found).name); level.Rank() > 0 {
		return level
	}
	return ""
}

// studying leaves out degrees that somebody teaches or helps others to, as in "taught bachelor students".
func (a *assessor) studying(found hit) bool {
	number := a.resume.words[found.first].line
	return a.resume.sections[number] == sectionWork && a.resume.isProse(int(number))
}

// wantedEducation is the least degree that the advertisement asks for: of several in one line the lowest, of several lines the highest.
func (a *assessor) wantedEducation() EducationLevel {
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
			if level := a.lexicon.degreeOf(found); level != "" && (least == "" || level.Rank() < least.Rank()) {
				least = level
			}
		}
		if least.Rank() > wanted.Rank() {
			wanted = least
		}
	}
	return wanted
}
