package prescreen

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Limits of what a machine may conclude from little text.
const (
	minWordsToReject = 40
	// middleScore is what a résumé counts as that says too little to be compared.
	middleScore = 5
	// mostDoubtful is what a résumé counts as, at most, that something speaks against: just below the platform's own threshold.
	mostDoubtful     = 6.9
	minWordsToAccept = 20
	// coreForOthers is the mean of skills and profession from which the other criteria count in full: a degree and the right
	// country don't make a cook a developer.
	coreForOthers = 5
	// oneSided is the share of the core that is lost when one of its two halves is missing altogether: the right words in the wrong
	// occupation, or the right occupation without its skills.
	oneSided = 0.15
	// minUnseen is the least score of any criterion that may be accepted without a look, however good the others are. The country is
	// left out: whether it matters is for a merchant's rule.
	minUnseen = 3
)

// score sums the known criteria up. Skills and profession are the core; the others count in proportion to it while it is small.
func (a *assessor) score() {
	var core, unknown, others weighted
	least := float64(maxScore) // of the core's halves
	for _, criterion := range a.result.Criteria {
		inCore := criterion.Name == criterionSkills || criterion.Name == criterionProfession
		switch {
		case criterion.Score == nil && inCore:
			unknown.add(middleScore, criterion.Weight)
		case criterion.Score == nil:
		case inCore:
			core.add(*criterion.Score, criterion.Weight)
			least = min(least, *criterion.Score)
		default:
			others.add(*criterion.Score, criterion.Weight)
		}
	}
	a.hasCore = core.weight > 0
	if !a.hasCore {
		core = unknown // years alone don't make a good score
	} else {
		core.sum *= 1 - oneSided*(1-min(1, least/coreForOthers))
		others.sum *= min(1, core.sum/core.weight/coreForOthers)
	}
	if weight := core.weight + others.weight; weight > 0 {
		a.result.Score = oneDecimal((core.sum + others.sum) / weight)
	}
}

// weighted sums scores up by weight.
type weighted struct{ sum, weight float64 }

func (w *weighted) add(score, weight float64) {
	w.sum += score * weight
	w.weight += weight
}

// decide turns the score, the rules and the flags into a decision with its reason.
func (a *assessor) decide() {
	recommendation, reason := a.byScore()
	for _, found := range a.breaches() {
		switch {
		case found.compliance == ruleBroken && found.rule.Action == Reject && recommendation != DecisionReject:
			recommendation, reason = DecisionReject, withQuote(found.reason, found.quote)
		case recommendation == DecisionAccept:
			recommendation, reason = DecisionReview, withQuote(found.reason, found.quote)
		}
	}
	a.result.Recommendation, a.result.Decision, a.result.Reason = recommendation, recommendation, reason
	if recommendation == DecisionReject && !a.policy.AutoReject {
		a.result.Decision = DecisionReview
	}
}

// byScore applies the policy's thresholds. What the score can't say for sure it doesn't say at either end of the scale: a résumé that says
// too little counts as one of the middle, and a doubt keeps a good score below where the platform accepts unseen. A merchant who sets the
// thresholds beyond that decides so.
func (a *assessor) byScore() (Decision, string) {
	least, most := a.result.Score, a.result.Score
	doubt := a.doubt()
	if doubt != "" {
		most = min(most, mostDoubtful)
	}
	size := len(a.resume.words)
	unknown := !a.hasCore || size < minWordsToAccept
	if unknown {
		most, doubt = min(most, middleScore), "The résumé or the position says too little to compare them."
	}
	unsure := unknown || size < minWordsToReject || !a.rejectable()
	if unsure {
		least = max(least, middleScore)
	}
	switch {
	case least < a.policy.ResumeScoreReject:
		return DecisionReject, a.reason()
	case most >= a.policy.ResumeScoreAccept:
		return DecisionAccept, ""
	case unknown, a.result.Score >= a.policy.ResumeScoreAccept:
		return DecisionReview, doubt
	case unsure && a.result.Score < a.policy.ResumeScoreReject:
		return DecisionReview, "The résumé can't be compared well enough with the position to reject it: " + lowerFirst(a.reason())
	}
	return DecisionReview, a.reason()
}

// doubt is what keeps a good score from being accepted unseen: one part that doesn't fit at all, a language that nobody knows the candidate
// speaks, or text that tries to talk its reader round. Empty when there is none.
func (a *assessor) doubt() string {
	var least *Criterion
	for place := range a.result.Criteria {
		criterion := &a.result.Criteria[place]
		if criterion.Name == criterionLocation || criterion.Weight == 0 || criterion.Score == nil || *criterion.Score >= minUnseen {
			continue
		}
		if least == nil || *criterion.Score < *least.Score {
			least = criterion
		}
	}
	switch {
	case least != nil:
		return a.reasonFor(least)
	case a.unknownLanguage:
		spoken := a.lexicon.languageLabel(a.posting.language())
		return "The position is described in " + spoken + "; the résumé does not say whether the candidate speaks it."
	case len(a.result.Flags) > 0:
		return flagReason(a.result.Flags[0])
	}
	return ""
}

// rejectable is false while the low score may come from what the engine doesn't know: an occupation that it has no word for, where the
// position is no more than a title or the résumé is in another language.
func (a *assessor) rejectable() bool {
	return a.result.Facts.SwitchingProfession != nil || a.comparable() && !a.posting.bare()
}

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

// maxMissingNamed is how many missing skills a sentence names; more is a list.
const maxMissingNamed = 3

// missingSkills are the weightiest skills that the résumé doesn't show.
func (a *assessor) missingSkills(most int) []string {
	var missing []requirement
	for place, asked := range a.posting.skills {
		if a.matching.skills[place].strength() == 0 && !asked.preferred {
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

// ownTitle is the quote of the candidate's latest occupation, empty when none was recognised.
func (a *assessor) ownTitle() string {
	held, known := a.latestOccupation()
	if !known {
		return ""
	}
	return a.evidence(held.hit.first, held.hit.last).Quote
}

func enumerate(names []string) string {
	if len(names) == 1 {
		return names[0]
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}

// maxReasonQuote keeps a reason one sentence.
const maxReasonQuote = 160

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

func lowerFirst(sentence string) string { return strings.ToLower(sentence[:1]) + sentence[1:] }

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

// recommend tells the recruiter what to look into.
func (a *assessor) recommend() {
	add := func(format string, values ...any) {
		a.result.Recommendations = append(a.result.Recommendations, fmt.Sprintf(format, values...))
	}
	if len(a.result.Flags) > 0 {
		add("Read the flagged passages: they were left out of the score.")
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
		case criterion.Score != nil && *criterion.Score < minUnseen && criterion.Name == criterionLocation:
			add("Ask whether the candidate can work in the position's country.")
		}
	}
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

// quoteOf is the first quote of a criterion.
func (a *assessor) quoteOf(name string) string {
	for _, criterion := range a.result.Criteria {
		if criterion.Name == name && len(criterion.Evidence) > 0 {
			return criterion.Evidence[0].Quote
		}
	}
	return ""
}
