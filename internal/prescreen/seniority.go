package prescreen

import (
	"fmt"

	"greenroom/internal/lang"
	"greenroom/internal/seniority"
)

// seniority scores the gap between the candidate's level and the position's, in both directions.
func (a *assessor) seniority() Criterion {
	criterion := newCriterion(criterionSeniority, a.policy.Weights.Seniority)
	wanted := a.position.Level
	if wanted.Rank() < 0 {
		criterion.Explanation = "The position's level is not known."
		return criterion
	}
	held, quote := a.ownLevel()
	if held.Rank() < 0 {
		criterion.Explanation = fmt.Sprintf("The position is %s; the résumé does not show a level.", wanted)
		return criterion
	}
	if quote.Quote != "" {
		criterion.Evidence = append(criterion.Evidence, quote)
	}
	if quote.Quote == "" && held.Rank() > wanted.Rank() {
		held = wanted // years alone don't make anybody too senior
	}
	share := gapShare(held.Rank() - wanted.Rank())
	if leads(wanted) && !leads(held) {
		share *= neverLed
	}
	criterion.set(share)
	criterion.Explanation = fmt.Sprintf("The position is %s, the résumé reads as %s.", wanted, held)
	return criterion
}

// What a gap of levels costs, by its size. Too junior costs more than too senior.
func gapShare(gap int) float64 {
	if gap >= 0 {
		return []float64{1, 0.85, 0.6, 0.4, 0.4, 0.4}[gap]
	}
	return []float64{1, 0.6, 0.25, 0, 0, 0}[-gap]
}

// neverLed is what is left of the score for a level that leads, for somebody whose title doesn't: leading is another kind of work.
const neverLed = 0.5

func leads(level seniority.Level) bool { return level.Rank() >= seniority.Managerial.Rank() }

// ownLevel estimates the candidate's level: by the title of the latest job, else by years. Its rank is -1 when neither says anything.
func (a *assessor) ownLevel() (level seniority.Level, quote Evidence) {
	if level, quote = a.titleLevel(); level != "" {
		return level, quote
	}
	if !a.career.known {
		return "", Evidence{}
	}
	switch {
	case a.career.relevant >= seniorYears:
		level = seniority.Senior
	case a.career.relevant >= intermediateYears:
		level = seniority.Intermediate
	default:
		level = seniority.EntryLevel
	}
	return level, Evidence{}
}

// Years of relevant work from which somebody works at a level without a title that says so.
const (
	intermediateYears = 1.5
	seniorYears       = 5
)

// titleLevel is the level that the candidate's latest title names.
func (a *assessor) titleLevel() (seniority.Level, Evidence) {
	held, known := a.latestOccupation()
	if !known || held.standing < standingTitle {
		if level, quote := a.unlistedTitleLevel(); level != "" {
			return level, quote
		}
	}
	if !known {
		return "", Evidence{}
	}
	return a.levelIn(a.resume.phrase(held.hit))
}

// unlistedTitleLevel is the level of the latest title whose occupation is on no list: of the first phrase that names one, where the
// candidate's own titles stand.
func (a *assessor) unlistedTitleLevel() (seniority.Level, Evidence) {
	r := a.resume
	for number, bounds := range r.lines {
		long := bounds.last-bounds.first > maxTitleWords
		if long || r.heads[number] || a.standing(bounds.first) < standingTitle || r.isProse(number) {
			continue
		}
		for first := bounds.first; first < bounds.last; {
			last := r.phraseEnd(first, bounds)
			if level, quote := a.levelIn(first, last); level != "" && !r.masked(first, last) {
				return level, quote
			}
			first = last + 1
		}
	}
	return "", Evidence{}
}

// phraseEnd is the last word of the phrase that begins at a word: before the next border or number.
func (r *reading) phraseEnd(first int32, bounds line) int32 {
	last := first
	for last+1 < bounds.last && r.words[last+1].marks&markBreak == 0 && r.words[last+1].number < 0 {
		last++
	}
	return last
}

// levelIn is the level that some words of the résumé name, in its own language or, where that isn't known, in the position's.
func (a *assessor) levelIn(first, last int32) (seniority.Level, Evidence) {
	quote := a.evidence(first, last)
	language, known := lang.FromISO(a.resume.language, a.position.Language)
	if !known {
		language = a.position.Language
	}
	detected := seniority.Detect(quote.Quote, "", language)
	if detected.Default {
		return "", Evidence{}
	}
	return detected.Level, quote
}
