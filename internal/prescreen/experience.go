package prescreen

import (
	"fmt"

	"greenroom/internal/seniority"
)

// experience scores the years of relevant work.
func (a *assessor) experience() Criterion {
	criterion := newCriterion(criterionExperience, a.policy.Weights.Experience)
	wanted, named := a.readWantedYears()
	a.yearsNamed = named
	if !a.career.known {
		criterion.Explanation = "The résumé gives no dates of work."
		return criterion
	}
	total, relevant := a.career.total, a.career.relevant
	a.result.Facts.YearsOfExperience, a.result.Facts.RelevantYears = &total, &relevant
	a.experienceEvidence(&criterion)
	if a.position.Level == "" && !named {
		criterion.Explanation = fmt.Sprintf("%v years of relevant work; the position asks for no number of years.", relevant)
		return criterion
	}
	if wanted == 0 {
		criterion.set(1)
	} else {
		criterion.set(min(1, relevant/wanted))
	}
	criterion.Explanation = fmt.Sprintf("%v years of relevant work (%v of any kind), %v wanted.", relevant, total, wanted)
	return criterion
}

// readWantedYears finds how many years the position asks for; named tells whether its text says so.
func (a *assessor) readWantedYears() (years float64, named bool) {
	d := a.lexicon.newDater(a.posting.description, a.asOf)
	for _, current := range a.posting.clauses {
		if !current.asks() {
			continue
		}
		if asked, _ := d.statedYears(current.first, current.last, false); asked > years && asked <= 20 {
			years = asked
		}
	}
	if years > 0 {
		return years, true
	}
	return usualYears(a.position.Level), false
}

// usualYears is what a level usually asks for, where the advertisement names no number.
func usualYears(level seniority.Level) float64 {
	return map[seniority.Level]float64{
		seniority.EntryLevel: 0, seniority.Intermediate: 2, seniority.Senior: 5, seniority.Managerial: 5, seniority.Director: 8,
		seniority.Executive: 10,
	}[level]
}

func (a *assessor) experienceEvidence(criterion *Criterion) {
	if len(a.career.jobs) == 0 {
		a.quote(criterion, a.career.statedAt.first, a.career.statedAt.last)
		return
	}
	for _, held := range a.career.jobs {
		if held.isRelevant() {
			a.quote(criterion, held.first, held.last)
		}
	}
}
