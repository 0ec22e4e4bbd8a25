package prescreen

import "strings"

// location compares country codes, and nothing else: neither a name nor an address nor a nationality says where somebody may work.
func (a *assessor) location() Criterion {
	criterion := newCriterion(criterionLocation, a.policy.Weights.Location)
	wanted, held := strings.ToUpper(a.position.CountryCode), strings.ToUpper(a.candidate.CountryCode)
	switch {
	case wanted == "" || held == "":
		criterion.Explanation = "The country of the position or of the candidate is not known."
	case wanted == held:
		criterion.set(1)
		criterion.Explanation = "The candidate is in the position's country (" + held + ")."
	case a.remote():
		criterion.set(otherCountryRemote)
		criterion.Explanation = "The candidate is in " + held + ", the position in " + wanted + ", but remote."
	default:
		criterion.set(0)
		criterion.Explanation = "The candidate is in " + held + ", the position in " + wanted + "."
	}
	return criterion
}

// otherCountryRemote is below 1, since remote work across borders still has to be allowed.
const otherCountryRemote = 0.8

// remote looks for the word in the position's location and title.
func (a *assessor) remote() bool {
	for _, source := range []*reading{a.lexicon.read(a.position.Location, ""), a.posting.title} {
		for _, found := range source.hits {
			if a.lexicon.isCue(found, cueRemote) {
				return true
			}
		}
	}
	return false
}
