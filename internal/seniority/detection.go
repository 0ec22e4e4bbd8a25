package seniority

// Detection is what a title and its description say about a position's seniority. It is stored as it is.
type Detection struct {
	Level Level `json:"level"`
	// Confidence is the share of such answers that are right, by the measurements in docs/decisions/0101.
	Confidence float64    `json:"confidence"`
	Evidence   []Evidence `json:"evidence"`
	// Convention names which of the shapes that people read differently was decided by convention; empty for the other titles.
	Convention string `json:"convention"`
	// Default is set when nothing told a level and the platform's default was taken.
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
	// Rule names the entry of the data files that found it.
	Rule string `json:"rule"`
}

// Where a piece of evidence was found.
const (
	FromTitle       = "title"
	FromDescription = "description"
)
