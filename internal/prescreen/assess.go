package prescreen

import (
	"time"
)

// Assess matches a résumé against a position under a policy. "Present" in the résumé means asOf, so that an assessment can be repeated.
func Assess(position Position, candidate Candidate, policy Policy, asOf time.Time) Assessment {
	l := knowledge()
	a := &assessor{
		lexicon: l, position: position, candidate: candidate, policy: policy, asOf: asOf,
		posting: l.readPosting(position), resume: l.read(candidate.Resume),
	}
	a.matching = match(a.posting, a.resume)
	a.result.Engine, a.result.EngineVersion, a.result.PolicyVersion = Engine, engineRevision+"."+l.digest, policy.Version()
	a.result.Criteria = []Criterion{a.skills(), a.profession()}
	a.conclude()
	return a.result
}

// assessor is the state of one assessment.
type assessor struct {
	lexicon   *lexicon
	position  Position
	candidate Candidate
	policy    Policy
	asOf      time.Time
	posting   *posting
	resume    *reading
	matching  *matching
	result    Assessment
}

// Calibration of coverage: nobody's résumé names everything that an advertisement does.
const (
	fullSkillCoverage = 0.8 // of the known skills
	fullWordCoverage  = 0.5 // of the other telling words
	wordMass          = 1.5 // how much known skill it takes to outweigh the other words
)

// skills scores what the position's text asks for against what the résumé proves.
func (a *assessor) skills() Criterion {
	criterion := Criterion{Name: "skills", Weight: a.policy.Weights.Skills, Evidence: []Evidence{}}
	skillShare, skillMass := coverage(a.posting.skills, a.matching.skills)
	wordShare, words := coverage(a.posting.words, a.matching.words)
	for place, asked := range a.posting.skills {
		if found := a.matching.skills[place]; found.strength() > 0 {
			a.result.Facts.SkillsFound = append(a.result.Facts.SkillsFound, asked.label)
			criterion.Evidence = append(criterion.Evidence, a.evidence(found.first, found.last))
		} else {
			a.result.Facts.SkillsMissing = append(a.result.Facts.SkillsMissing, asked.label)
		}
	}
	if skillMass == 0 && words == 0 {
		criterion.Explanation = "The position's text names no skills."
		return criterion
	}
	balance := skillMass / (skillMass + wordMass)
	if words == 0 {
		balance = 1
	}
	criterion.set(balance*min(1, skillShare/fullSkillCoverage) + (1-balance)*min(1, wordShare/fullWordCoverage))
	criterion.Explanation = "Share of what the position asks for that the résumé shows."
	return criterion
}

// profession scores how close the résumé's occupations are to the position's title.
func (a *assessor) profession() Criterion {
	criterion := Criterion{Name: "profession", Weight: a.policy.Weights.Profession, Evidence: []Evidence{}}
	share, total := coverage(a.posting.titleWords, a.matching.titleWords)
	if total == 0 {
		criterion.Explanation = "The position's title says nothing about the occupation."
		return criterion
	}
	criterion.set(share)
	criterion.Explanation = "How much of the position's title the résumé shows."
	return criterion
}

// set gives a criterion its score from a share between 0 and 1.
func (c *Criterion) set(share float64) {
	score := oneDecimal(maxScore * share)
	c.Score = &score
}

func (a *assessor) evidence(first, last int32) Evidence {
	return Evidence{Quote: a.resume.quote(int(first), int(last)), Offset: int(a.resume.words[first].start)}
}

// conclude turns the criteria into a score and a decision.
func (a *assessor) conclude() {
	sum, weights := 0.0, 0.0
	for _, criterion := range a.result.Criteria {
		if criterion.Score != nil {
			sum += *criterion.Score * criterion.Weight
			weights += criterion.Weight
		}
	}
	a.result.Decision = DecisionReview
	if weights > 0 {
		a.result.Score = oneDecimal(sum / weights)
		switch {
		case a.result.Score < a.policy.ResumeScoreReject:
			a.result.Decision = DecisionReject
		case a.result.Score >= a.policy.ResumeScoreAccept:
			a.result.Decision = DecisionAccept
		}
	}
	a.result.Recommendation = a.result.Decision
	if a.result.Decision == DecisionReject && !a.policy.AutoReject {
		a.result.Decision = DecisionReview
	}
	if a.result.Decision != DecisionAccept {
		a.result.Reason = "The résumé shows too little of what the position asks for."
	}
}
