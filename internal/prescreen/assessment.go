package prescreen

import (
	"greenroom/internal/lang"
	"greenroom/internal/seniority"
)

// Engine names the in-process engine in stored assessments; another engine (a remote model) has another name.
const Engine = "rules"

// engineRevision counts changes of the code that may change a score; the data's digest is added to it.
const engineRevision = "3"

// Position is what a résumé is matched against.
type Position struct {
	Title       string
	Description string
	Location    string
	CountryCode string
	Language    lang.Code
	Level       seniority.Level
}

// Candidate is all that pre-screening may know of somebody. There is deliberately no name, e-mail address or date of birth.
type Candidate struct {
	Resume      string
	CountryCode string
}

// Decision is how pre-screening ends.
type Decision string

// The decisions.
const (
	DecisionAccept Decision = "accept"
	DecisionReview Decision = "review"
	DecisionReject Decision = "reject"
)

// Assessment is the outcome of pre-screening, with everything a recruiter needs to follow it. It is stored and served as it is.
type Assessment struct {
	// Score is how well the résumé fits, from 0 to 10 with one decimal.
	Score    float64  `json:"score"`
	Decision Decision `json:"decision"`
	// Recommendation is what the decision would be if the policy's auto_reject were on.
	Recommendation Decision `json:"recommendation"`
	// Reason is one sentence for a recruiter; empty when the candidate is accepted.
	Reason          string      `json:"reason"`
	Criteria        []Criterion `json:"criteria"`
	Facts           Facts       `json:"facts"`
	Flags           []Flag      `json:"flags"`
	Recommendations []string    `json:"recommendations"`
	PolicyVersion   string      `json:"policy_version"`
	Engine          string      `json:"engine"`
	EngineVersion   string      `json:"engine_version"`
	// Opinion is there when another engine took part.
	Opinion *OpinionRecord `json:"opinion,omitempty"`
	// FallbackReason is a stable word that says why the other engine did not take part although one is configured.
	FallbackReason string `json:"fallback_reason,omitempty"`
}

// The names of the criteria, as they are stored and as an opinion may name them.
const (
	criterionEducation  = "education"
	criterionExperience = "experience"
	criterionLanguages  = "languages"
	criterionLocation   = "location"
	criterionProfession = "profession"
	criterionSeniority  = "seniority"
	criterionSkills     = "skills"
)

// Criterion is one part of the score.
type Criterion struct {
	Name   string  `json:"name"`
	Weight float64 `json:"weight"`
	// Score is from 0 to 10; nil when the résumé or the position doesn't say enough. An unknown criterion doesn't count.
	Score       *float64   `json:"score"`
	Explanation string     `json:"explanation"`
	Evidence    []Evidence `json:"evidence"`
}

// Evidence is a verbatim quote from the résumé.
type Evidence struct {
	Quote string `json:"quote"`
	// Offset is where the quote begins, in bytes.
	Offset int `json:"offset"`
}

// Facts are what was read from the résumé.
type Facts struct {
	// YearsOfExperience are years of work of any kind, RelevantYears of work like the position's; nil when the résumé doesn't say.
	YearsOfExperience   *float64       `json:"years_of_experience"`
	RelevantYears       *float64       `json:"relevant_years"`
	Education           EducationLevel `json:"education"`
	Languages           []LanguageFact `json:"languages"`
	SkillsFound         []string       `json:"skills_found"`
	SkillsMissing       []string       `json:"skills_missing"`
	Professions         []string       `json:"professions"`
	SwitchingProfession *bool          `json:"switching_profession"`
}

// LanguageFact is a language that the résumé claims, with its level where one is given.
type LanguageFact struct {
	Language string        `json:"language"`
	Level    LanguageLevel `json:"level"`
	Quote    string        `json:"quote"`
	Offset   int           `json:"offset"`
}

// FlagKind says what is odd about a résumé.
type FlagKind string

// The kinds of flag. Flagged text never counts for the score.
const (
	FlagClaimedScore   FlagKind = "claimed_score"
	FlagCopiedPosition FlagKind = "copied_position"
	FlagHomoglyphs     FlagKind = "homoglyphs"
	FlagInstructions   FlagKind = "instructions"
	FlagInvisible      FlagKind = "invisible_characters"
	FlagKeywords       FlagKind = "keyword_stuffing"
)

// Flag is text that tries to influence the assessment instead of informing it.
type Flag struct {
	Kind   FlagKind `json:"kind"`
	Quote  string   `json:"quote"`
	Offset int      `json:"offset"`
}
