package prescreen

import "fmt"

// skills scores what the position's text asks for against what the résumé proves. What the text leaves unsaid goes by the occupation:
// whoever does such a job brings what its advertisements don't spell out.
func (a *assessor) skills(profession Criterion) Criterion {
	criterion := newCriterion(criterionSkills, a.policy.Weights.Skills)
	a.listSkills(&criterion)
	skillShare, skillMass := coverage(a.posting.skills, a.matching.skills)
	wordShare, words := coverage(a.posting.words, a.matching.words)
	fullSkills, fullWords, mass, unsaid := fullSkillCoverage, fullWordCoverage, wordMass, unsaidShare
	if a.posting.bare() {
		wordShare, words = titleCoverage(a.posting.titleWords, a.matching.titleWords, 1)
		fullSkills, fullWords, mass, unsaid = fullTitleCoverage, fullTitleCoverage, titleMass, unsaidBare
	}
	if !a.comparable() {
		// Everyday words of two languages can't be compared; nor may a few shared names speak for all of them.
		wordShare = min(skillShare, foreignWords) * fullWords
	}
	switch {
	case skillMass == 0 && words == 0:
		criterion.Explanation = "The position's text names no skills that the résumé can be compared with."
		return criterion
	case skillMass == 0 && !a.comparable():
		criterion.Explanation = "The position's text and the résumé are in different languages and share no known skills."
		return criterion
	}
	rest, balance := min(1, wordShare/fullWords), skillMass/(skillMass+mass)
	switch {
	case profession.Score != nil && words == 0:
		rest = *profession.Score / maxScore
	case profession.Score != nil:
		rest = (1-unsaid)*rest + unsaid**profession.Score/maxScore
	case words == 0:
		balance = 1
	}
	criterion.set(balance*min(1, skillShare/fullSkills) + (1-balance)*rest)
	criterion.Explanation = a.explainSkills()
	if profession.Score != nil && balance < 1 {
		criterion.Explanation += fmt.Sprintf(" What the position leaves unsaid goes by the occupation (%v).", *profession.Score)
	}
	return criterion
}

// explainSkills counts what the position names and what of it the résumé has.
func (a *assessor) explainSkills() string {
	counted := fmt.Sprintf("The résumé shows %d of %d known skills that the position names",
		len(a.result.Facts.SkillsFound), len(a.posting.skills))
	words, found := len(a.posting.words), 0
	for _, said := range a.matching.words {
		if said.seen {
			found++
		}
	}
	if words == 0 {
		return counted + "."
	}
	return fmt.Sprintf("%s, and %d of its %d other telling words.", counted, found, words)
}

// Calibration of coverage: nobody's résumé names everything that an advertisement does.
const (
	fullSkillCoverage = 0.7  // of the known skills
	fullWordCoverage  = 0.35 // of the other telling words
	fullTitleCoverage = 0.95 // of a title that stands alone: it is short, and each of its words is meant
	foreignWords      = 0.4  // what is taken for granted where the words are of another language
	wordMass          = 4.0  // how much known skill it takes to outweigh the other words
	titleMass         = 0.7  // … the other words of a title that stands alone
	unsaidShare       = 0.5  // how much the occupation speaks for what isn't a known skill
	unsaidBare        = 0.3  // … of a title that stands alone
)

// listSkills notes which of the skills asked for the résumé shows, and where.
func (a *assessor) listSkills(criterion *Criterion) {
	facts := &a.result.Facts
	for place, asked := range a.posting.skills {
		found := a.matching.skills[place]
		if !found.seen {
			facts.SkillsMissing = append(facts.SkillsMissing, asked.label)
			continue
		}
		facts.SkillsFound = append(facts.SkillsFound, asked.label)
		a.quote(criterion, found.first, found.last)
	}
}

// coverage is which weighted share of what is wanted the résumé proves, and the sum of the weights.
func coverage(wanted []requirement, found []mention) (share, total float64) {
	covered := 0.0
	for place, asked := range wanted {
		weight := asked.weight * (1 + mentionFactor*float64(min(asked.mentions-1, 2)))
		total += weight
		covered += weight * found[place].strength
	}
	if total == 0 {
		return 0, 0
	}
	return covered / total, total
}

// titleCoverage is which weighted share of a title's words the résumé proves: best in the candidate's own titles, else in other words that
// mean the same, else in passing, which counts by a factor.
func titleCoverage(wanted []requirement, found []mention, passing float64) (share, total float64) {
	covered := 0.0
	for place, asked := range wanted {
		total += asked.weight
		covered += asked.weight * max(found[place].titled, found[place].known, passing*found[place].strength)
	}
	if total == 0 {
		return 0, 0
	}
	return covered / total, total
}
