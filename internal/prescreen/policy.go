package prescreen

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
)

// Policy is everything a merchant may decide about pre-screening.
type Policy struct {
	// AutoReject off means that nobody is rejected by the machine; a recruiter gets the recommendation instead.
	AutoReject bool `json:"auto_reject"`
	// ResumeScoreAccept is the lowest score that is accepted.
	ResumeScoreAccept float64 `json:"resume_score_accept"`
	// ResumeScoreReject is the score below which a candidate is rejected; zero turns rejecting by score off.
	ResumeScoreReject float64 `json:"resume_score_reject"`
	Rules             []Rule  `json:"rules"`
	Weights           Weights `json:"weights"`
}

// DefaultPolicy is the platform's policy (CONTRACT: Pre-screening).
func DefaultPolicy() Policy {
	return Policy{
		AutoReject:        true,
		ResumeScoreAccept: 7,
		ResumeScoreReject: 2,
		Rules:             []Rule{},
		Weights:           Weights{Education: 1, Experience: 2, Languages: 1, Location: 0.5, Profession: 3, Seniority: 1.5, Skills: 5},
	}
}

// Version identifies the policy's content: two policies that decide alike, field by field, have the same version.
func (p Policy) Version() string {
	p.Rules = slices.Clone(p.Rules)
	if p.Rules == nil {
		p.Rules = []Rule{}
	}
	// A struct of numbers, strings and slices of them always encodes; Merge keeps NaN and infinities out.
	canonical, _ := json.Marshal(p)
	digest := sha256.Sum256(canonical)
	return hex.EncodeToString(digest[:16])
}

// maxScore is the upper end of the scale that thresholds and scores live on.
const maxScore = 10

// Weights say how much each criterion counts, relative to the others. A weight of zero leaves a criterion out.
type Weights struct {
	Education  float64 `json:"education"`
	Experience float64 `json:"experience"`
	Languages  float64 `json:"languages"`
	Location   float64 `json:"location"`
	Profession float64 `json:"profession"`
	Seniority  float64 `json:"seniority"`
	Skills     float64 `json:"skills"`
}

// Rule is one hard requirement of a merchant, on top of the score. Which fields count depends on Kind.
type Rule struct {
	Kind   RuleKind `json:"kind"`
	Action Action   `json:"action"`
	// MinYears is for experience_years: years of relevant experience.
	MinYears float64 `json:"min_years,omitempty"`
	// Education is for education: the lowest level that is enough.
	Education EducationLevel `json:"education,omitempty"`
	// Language (ISO 639) and LanguageLevel (CEFR, A1 to C2) are for language.
	Language      string        `json:"language,omitempty"`
	LanguageLevel LanguageLevel `json:"language_level,omitempty"`
	// CountryCodes is for eligibility: the candidate's country must be one of them.
	CountryCodes []string `json:"country_codes,omitempty"`
}

// RuleKind says what a rule looks at. There is deliberately no kind for age or gender: screening on them is unlawful in most places we
// serve.
type RuleKind string

// The kinds of rule.
const (
	RuleEducation       RuleKind = "education"
	RuleEligibility     RuleKind = "eligibility"
	RuleExperienceYears RuleKind = "experience_years"
	RuleLanguage        RuleKind = "language"
)

// Action is what a rule does about a candidate who breaks it.
type Action string

// The actions. MarkForReview is the default: a machine's rule should seldom be the last word.
const (
	MarkForReview Action = "mark_for_review"
	Reject        Action = "reject"
)
