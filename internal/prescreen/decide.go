package prescreen

import "math"

// score sums the known criteria up. Skills and profession are the core; the others count in proportion to it while it is small.
func (a *assessor) score() {
	var core, unknown, others weighted
	for _, criterion := range a.result.Criteria {
		inCore := criterion.Name == criterionSkills || criterion.Name == criterionProfession
		switch {
		case criterion.Score == nil && inCore:
			unknown.add(middleScore, criterion.Weight)
		case criterion.Score == nil:
		case inCore:
			core.add(*criterion.Score, criterion.Weight)
		default:
			others.add(*criterion.Score, criterion.Weight)
		}
	}
	a.hasCore = core.weight > 0
	if !a.hasCore {
		core = unknown // years alone don't make a good score
	} else {
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

// oneDecimal rounds to the precision that scores are shown and compared with, so that what is stored is what was decided on.
func oneDecimal(value float64) float64 { return math.Round(value*10) / 10 }

// decide turns the score, the rules and the flags into a decision with its reason.
func (a *assessor) decide() {
	recommendation, reason := a.byScore()
	a.breached = a.breaches()
	for _, found := range a.breached {
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
		return DecisionReview, "The résumé can't be compared well enough with the position to reject it: " + continued(a.reason())
	}
	return DecisionReview, a.reason()
}

// Limits of what a machine may conclude.
const (
	// A text of fewer words is too little to conclude from; rejecting takes more than accepting.
	minWordsToAccept = 20
	minWordsToReject = 40
	// middleScore is what a résumé counts as that says too little to be compared.
	middleScore = 5
	// mostDoubtful is what a résumé counts as, at most, that something speaks against: just below the platform's own threshold.
	mostDoubtful = 6.9
	// coreForOthers is the mean of skills and profession from which the other criteria count in full: a degree and the right
	// country don't make a cook a developer.
	coreForOthers = 6
	// minUnseen is the least score of any criterion that may be accepted without a look, however good the others are. The country is
	// left out: whether it matters is for a merchant's rule.
	minUnseen = 3
)

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
