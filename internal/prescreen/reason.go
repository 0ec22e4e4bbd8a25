package prescreen

import (
	"cmp"
	"slices"
	"strings"
)

// reason names what costs the candidate most, as a recruiter would say it.
func (a *assessor) reason() string {
	var worst *Criterion
	lost := 0.0
	for place := range a.result.Criteria {
		criterion := &a.result.Criteria[place]
		if criterion.Score == nil {
			continue
		}
		loss := (maxScore - *criterion.Score) * criterion.Weight
		if criterion.Name == criterionExperience && !a.yearsNamed {
			loss /= 2 // nobody asked for those years in so many words
		}
		if loss > lost {
			worst, lost = criterion, loss
		}
	}
	if worst == nil {
		return "The résumé says too little about what the position asks for."
	}
	return a.reasonFor(worst)
}

func (a *assessor) reasonFor(criterion *Criterion) string {
	switch criterion.Name {
	case criterionSkills:
		if missing := a.missingSkills(maxMissingNamed); len(missing) > 0 {
			return withQuote("The résumé does not show "+enumerate(missing)+", which the position asks for", a.ownTitle())
		}
		return withQuote("The résumé shows too little of what the position's text asks for", a.ownTitle())
	case criterionProfession:
		return withQuote("The résumé shows another occupation than “"+shorten(a.position.Title)+"”", a.ownTitle())
	default:
		return withQuote(strings.TrimSuffix(criterion.Explanation, "."), a.quoteOf(criterion.Name))
	}
}

// quoteOf is the first quote of a criterion.
func (a *assessor) quoteOf(name string) string {
	for _, criterion := range a.result.Criteria {
		if criterion.Name == name && len(criterion.Evidence) > 0 {
			return criterion.Evidence[0].Quote
		}
	}
	return ""
}

// missingSkills are the weightiest skills that the résumé doesn't show.
func (a *assessor) missingSkills(most int) []string {
	var missing []requirement
	for place, asked := range a.posting.skills {
		if a.matching.skills[place].strength == 0 && !asked.preferred {
			missing = append(missing, asked)
		}
	}
	slices.SortStableFunc(missing, func(a, b requirement) int { return cmp.Compare(b.weight, a.weight) })
	var names []string
	for _, asked := range missing[:min(most, len(missing))] {
		names = append(names, asked.label)
	}
	return names
}

// maxMissingNamed is how many missing skills a sentence names; more is a list.
const maxMissingNamed = 3

// ownTitle is the quote of the candidate's latest occupation, empty when none was recognised.
func (a *assessor) ownTitle() string {
	held, known := a.latestOccupation()
	if !known {
		return ""
	}
	return a.evidence(held.hit.first, held.hit.last).Quote
}

func flagReason(flag Flag) string {
	what := map[FlagKind]string{
		FlagClaimedScore:   "claims a score for itself",
		FlagCopiedPosition: "repeats the position's own text",
		FlagHomoglyphs:     "hides words behind look-alike letters",
		FlagInstructions:   "addresses its reader with instructions",
		FlagInvisible:      "contains invisible characters",
		FlagKeywords:       "is stuffed with keywords",
	}[flag.Kind]
	return withQuote("The résumé "+what+", which was not counted", flag.Quote)
}

// withQuote ends a sentence with the résumé's own words.
func withQuote(sentence, quote string) string {
	if quote == "" {
		return sentence + "."
	}
	return sentence + " (“" + shorten(quote) + "”)."
}

// shorten cuts a quote at a rune's border and makes it one line.
func shorten(quote string) string {
	line := strings.Join(strings.Fields(strings.ToValidUTF8(quote, "")), " ")
	if len(line) <= maxReasonQuote {
		return line
	}
	return strings.ToValidUTF8(line[:maxReasonQuote], "") + "…"
}

// maxReasonQuote keeps a reason one sentence.
const maxReasonQuote = 160

func lowerFirst(sentence string) string { return strings.ToLower(sentence[:1]) + sentence[1:] }

func enumerate(names []string) string {
	if len(names) == 1 {
		return names[0]
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}
