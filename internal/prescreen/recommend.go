package prescreen

import "fmt"

// recommend tells the recruiter what to look into.
func (a *assessor) recommend() {
	add := func(format string, values ...any) {
		a.result.Recommendations = append(a.result.Recommendations, fmt.Sprintf(format, values...))
	}
	if len(a.result.Flags) > 0 {
		add("Read the flagged passages: they were left out of the score.")
	}
	for _, found := range a.breached {
		if reason := withQuote(found.reason, found.quote); reason != a.result.Reason {
			add("Look at a rule that is not met for sure: %s", continued(reason))
		}
	}
	if missing := a.missingSkills(maxMissingNamed); len(missing) > 0 {
		add("Ask about %s.", enumerate(missing))
	}
	if switching := a.result.Facts.SwitchingProfession; switching != nil && *switching {
		add("Ask why the candidate wants to change profession.")
	}
	for _, criterion := range a.result.Criteria {
		switch {
		case criterion.Score == nil && criterion.Weight > 0 && a.matters(criterion.Name):
			add("Ask about %s: the résumé does not say.", criterion.Name)
		case criterion.Score != nil && *criterion.Score < goodEnough && a.isDemand(criterion.Name):
			add("Ask about %s: %s", criterion.Name, continued(criterion.Explanation))
		case criterion.Score != nil && *criterion.Score < minUnseen && criterion.Name == criterionLocation:
			add("Ask whether the candidate can work in the position's country.")
		}
	}
}

// isDemand reports a criterion that compares with what the position's text asks for in so many words.
func (a *assessor) isDemand(name string) bool {
	return name == criterionEducation || name == criterionLanguages || name == criterionExperience && a.yearsNamed
}

// matters reports whether an unknown criterion is unknown because of the résumé, not because the position doesn't ask.
func (a *assessor) matters(name string) bool {
	switch name {
	case criterionEducation:
		return a.wantedEducation() != ""
	case criterionExperience:
		return !a.career.known
	case criterionLanguages:
		return len(a.wantedLanguages()) > 0
	case criterionSeniority:
		return a.position.Level != ""
	}
	return false
}
