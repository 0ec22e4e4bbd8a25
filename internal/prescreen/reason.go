package prescreen

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// reason names what speaks most against the candidate, as a recruiter would say it.
func (a *assessor) reason() string {
	if a.heldReason != "" {
		return a.heldReason
	}
	if worst := a.worst(a.nameable); worst != nil {
		return a.reasonFor(worst)
	}
	worst := a.worst(func(*Criterion) bool { return true })
	switch {
	case worst == nil:
		return "The résumé says too little about what the position asks for."
	case *worst.Score >= goodEnough:
		return fmt.Sprintf("The résumé fits in every part, and its score of %v is below the %v from which the policy accepts.",
			a.result.Score, a.policy.ResumeScoreAccept)
	}
	return a.reasonFor(worst)
}

// worst is the criterion that loses most of those that count. A part that doesn't fit at all tells more than two that fit by half, so
// losses are squared.
func (a *assessor) worst(counts func(*Criterion) bool) *Criterion {
	var worst *Criterion
	lost := 0.0
	for place := range a.result.Criteria {
		criterion := &a.result.Criteria[place]
		if criterion.Score == nil || !counts(criterion) {
			continue
		}
		loss := (maxScore - *criterion.Score) * (maxScore - *criterion.Score) * criterion.Weight
		if loss > lost {
			worst, lost = criterion, loss
		}
	}
	return worst
}

// nameable reports a criterion whose reason names something in particular: a missing skill, another occupation, years that were asked for.
func (a *assessor) nameable(criterion *Criterion) bool {
	if *criterion.Score >= goodEnough {
		return false
	}
	switch criterion.Name {
	case criterionSkills:
		return len(a.missingSkills(1)) > 0
	case criterionProfession:
		return a.ownTitle() != ""
	case criterionExperience:
		return a.yearsNamed
	}
	return true
}

// goodEnough is a part of the score that nobody would give as a reason.
const goodEnough = 7

func (a *assessor) reasonFor(criterion *Criterion) string {
	switch criterion.Name {
	case criterionSkills:
		if missing := a.missingSkills(maxMissingNamed); len(missing) > 0 {
			return "The position asks for " + enumerate(missing) + ", which the résumé does not show" + a.latestTitle() + "."
		}
		return "The résumé shows too little of what the position's text asks for" + a.latestTitle() + "."
	case criterionProfession:
		return "The résumé shows another occupation than “" + shorten(a.position.Title) + "”" + a.latestTitle() + "."
	default:
		return withQuote(strings.TrimSuffix(criterion.Explanation, "."), a.quoteOf(criterion.Name))
	}
}

// latestTitle is a clause that quotes the candidate's latest occupation, empty when none was recognised.
func (a *assessor) latestTitle() string {
	title := a.ownTitle()
	if title == "" {
		return ""
	}
	return "; its latest title is “" + shorten(title) + "”"
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
		if !a.matching.skills[place].seen && !asked.preferred {
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

// continued is a sentence as the end of another one. Only an article loses its capital: others begin with a name.
func continued(sentence string) string {
	if strings.HasPrefix(sentence, "The ") {
		return "the " + sentence[len("The "):]
	}
	return sentence
}

func enumerate(names []string) string {
	if len(names) == 1 {
		return names[0]
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}
