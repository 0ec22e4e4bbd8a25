package prescreen

import (
	"strings"
	"time"

	"greenroom/internal/seniority"
)

// Assess matches a résumé against a position under a policy. "Present" in the résumé means asOf, so that an assessment can be repeated.
func Assess(position Position, candidate Candidate, policy Policy, asOf time.Time) Assessment {
	a := examine(position, candidate, policy, asOf)
	a.score()
	a.decide()
	a.recommend()
	return a.result
}

// examine reads both documents, takes out what must not count, and looks at every criterion.
func examine(position Position, candidate Candidate, policy Policy, asOf time.Time) *assessor {
	a := open(position, candidate, policy, asOf)
	l := a.lexicon
	a.career = l.readCareer(a.resume, asOf)
	a.readHeldTitles()
	a.readGrounds()
	a.matching = match(l, a.posting, a.resume, a.grounds)
	a.career.weigh(l, a.posting, a.resume)
	a.findOccupations()
	a.recogniseTitle()
	profession := a.profession()
	a.result.Criteria = append(a.result.Criteria,
		a.skills(profession), profession, a.experience(), a.seniority(), a.education(), a.languages(), a.location())
	return a
}

// open reads both documents and takes out what must not count.
func open(position Position, candidate Candidate, policy Policy, asOf time.Time) *assessor {
	l := knowledge()
	a := &assessor{
		lexicon: l, position: position, candidate: candidate, policy: policy, asOf: asOf,
		posting: l.posting(position), result: blank(policy),
	}
	a.result.EngineVersion = engineRevision + "." + l.digest + "+" + seniority.EngineVersion()
	a.result.Flags = append(a.result.Flags, a.readResume()...)
	return a
}

// blank is an assessment whose lists are empty instead of absent, so that its JSON never holds null for a list.
func blank(policy Policy) Assessment {
	return Assessment{
		Criteria: []Criterion{}, Flags: []Flag{}, Recommendations: []string{}, PolicyVersion: policy.Version(), Engine: Engine,
		Facts: Facts{Languages: []LanguageFact{}, SkillsFound: []string{}, SkillsMissing: []string{}, Professions: []string{}},
	}
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
	career    *career
	// occupations are those that the résumé names, in the text's order.
	occupations []occupation
	// held is what the titles of dated jobs say.
	held heldTitles
	// grounds is how much each line of the résumé proves by its place, bearing how much the jobs bear out what is claimed around them.
	grounds []float64
	bearing float64
	// hasCore: skills or profession could be compared, without which nothing else says much.
	hasCore bool
	// yearsNamed: the position's text asks for a number of years.
	yearsNamed bool
	// unknownLanguage: nothing shows that the candidate speaks the language the position is described in.
	unknownLanguage bool
	// breached are the merchant's rules that aren't kept, or can't be checked.
	breached []breach
	// heldReason is this engine's reason for a score that another engine's opinion would have raised further.
	heldReason string
	result     Assessment
}

func (a *assessor) evidence(first, last int32) Evidence {
	start, end := a.resume.words[first].start, a.resume.words[last].end
	quote := a.candidate.Resume[start:end]
	for _, brackets := range [...][2]string{{"(", ")"}, {"（", "）"}} {
		isOpen := strings.Count(quote, brackets[0]) > strings.Count(quote, brackets[1])
		if isOpen && strings.HasPrefix(a.candidate.Resume[end:], brackets[1]) {
			quote += brackets[1]
		}
	}
	return Evidence{Quote: quote, Offset: int(start)}
}

// quote adds words of the résumé to a criterion's evidence.
func (a *assessor) quote(criterion *Criterion, first, last int32) {
	if len(criterion.Evidence) < maxQuotes {
		criterion.Evidence = append(criterion.Evidence, a.evidence(first, last))
	}
}

// maxQuotes bounds the quotes of one criterion; a recruiter reads the first few.
const maxQuotes = 8

// comparable reports whether the position and the résumé are in one language, as far as can be told.
func (a *assessor) comparable() bool {
	asked := a.posting.language()
	if a.posting.bare() && a.posting.title.language != "" {
		asked = a.posting.title.language // many titles are English whatever the interview's language
	}
	return asked == "" || a.resume.language == "" || asked == a.resume.language
}

// newCriterion is a criterion that nothing is known about yet; its evidence is an empty list in JSON, never null.
func newCriterion(name string, weight float64) Criterion {
	return Criterion{Name: name, Weight: weight, Evidence: []Evidence{}}
}

// set gives a criterion its score from a share between 0 and 1.
func (c *Criterion) set(share float64) {
	score := oneDecimal(maxScore * share)
	c.Score = &score
}
