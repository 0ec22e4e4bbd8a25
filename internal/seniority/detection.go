package seniority

// Detection is what a title and its description say about a position's seniority. It is stored as it is.
type Detection struct {
	Level Level `json:"level"`
	// Way names how the level was decided, Confidence how sure that is, from 0 to 1: calibrated on labelled titles, 0.5 for a guess.
	Way        Way        `json:"way"`
	Confidence float64    `json:"confidence"`
	Evidence   []Evidence `json:"evidence"`
	// Convention names which of the shapes that people read differently was decided by convention; empty for the other titles.
	Convention string `json:"convention"`
	// Default is set when nothing told a level, neither a word of the title, however weak, nor the description, and the platform's default
	// was taken.
	Default bool `json:"default"`
}

// Evidence is one piece of the input that speaks for the level.
type Evidence struct {
	// Text is verbatim.
	Text string `json:"text"`
	// From is FromTitle or FromDescription, Offset the place of Text there in bytes.
	From   string `json:"from"`
	Offset int    `json:"offset"`
	// Level is what this piece says by itself.
	Level Level `json:"level"`
	// Rule names the entry of the data files that found it in a title, or what was read in a description.
	Rule string `json:"rule"`
}

// Where a piece of evidence was found.
const (
	FromTitle       = "title"
	FromDescription = "description"
)

// The shapes that people read differently; docs/decisions/0101 says how each is decided and why.
const (
	ConventionManager       = "Z1-plain-manager"
	ConventionHead          = "Z2-head-of"
	ConventionSeniorManager = "Z3-senior-manager"
	ConventionVP            = "Z4-vp"
	ConventionLead          = "Z5-lead"
)
