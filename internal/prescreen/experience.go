package prescreen

import (
	"fmt"

	"greenroom/internal/seniority"
)

// usualYears is what a level usually asks for, where the advertisement names no number.
func usualYears(level seniority.Level) float64 {
	return map[seniority.Level]float64{
		seniority.EntryLevel: 0, seniority.Intermediate: 2, seniority.Senior: 5, seniority.Managerial: 5, seniority.Director: 8,
		seniority.Executive: 10,
	}[level]
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

// Years of relevant work from which somebody works at a level without a title that says so.
const (
	intermediateYears = 1.5
	seniorYears       = 5
)

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

// titleLevel is the level that the candidate's latest title names.
func (a *assessor) titleLevel() (seniority.Level, Evidence) {
	held, known := a.latestOccupation()
	if !known {
		return "", Evidence{}
	}
	first, last := a.resume.phrase(held.hit)
	quote := a.evidence(first, last)
	detected := seniority.Detect(quote.Quote, "", a.position.Language)
	if detected.Default {
		return "", Evidence{}
	}
	return detected.Level, quote
}

// phrase is the words around a hit up to the next border or number: a whole title instead of its core.
func (r *reading) phrase(found hit) (first, last int32) {
	bounds := r.lines[r.words[found.first].line]
	first, last = found.first, found.last
	for first > bounds.first && r.words[first].marks&markBreak == 0 && r.words[first-1].number < 0 && found.first-first < maxHeadingWords {
		first--
	}
	for last+1 < bounds.last && r.words[last+1].marks&markBreak == 0 && r.words[last+1].number < 0 && last-found.last < maxHeadingWords {
		last++
	}
	return first, last
}
