// Package interview holds what an interview definition is made of: its settings, how they are layered (platform, template, position,
// request) and when two of them are the same interview. It refuses to know how they are stored.
package interview

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"time"

	"greenroom/internal/seniority"
)

// DefaultMaxDuration is the interview's length in seconds where nobody chose one (CONTRACT: max_duration).
const DefaultMaxDuration = 1200

// Settings is everything that one interview definition fixes. A request's field that is not part of a position's identity is here, so that
// no setting is dropped silently: another value makes another variant of the interview.
type Settings struct {
	Attempts               int             `json:"attempts"`
	AvailableTill          *time.Time      `json:"available_till,omitempty"`
	CandidateVideo         string          `json:"candidate_video,omitempty"`
	Company                *Company        `json:"company,omitempty"`
	ConversationSpeed      string          `json:"conversation_speed,omitempty"`
	CustomScoring          map[string]any  `json:"custom_scoring,omitempty"`
	Department             string          `json:"department,omitempty"`
	Description            string          `json:"description,omitempty"`
	DescriptionLong        string          `json:"description_long,omitempty"`
	EditTranscript         bool            `json:"edit_transcript"`
	EnhancedExpectations   bool            `json:"enhanced_expectations"`
	IncludeClosing         bool            `json:"include_closing"`
	IncludeRapport         bool            `json:"include_rapport"`
	InstructionalVideo     bool            `json:"instructional_video"`
	InstructionalVideoText string          `json:"instructional_video_text,omitempty"`
	MaxDuration            *int            `json:"max_duration,omitempty"`
	MaxFollowups           *int            `json:"max_followups,omitempty"`
	PDFExport              map[string]any  `json:"pdf_export,omitempty"`
	QuestionsRandomSubset  *float64        `json:"questions_random_subset,omitempty"`
	RecruiterProfileID     string          `json:"recruiter_profile_id,omitempty"`
	RequiredPronunciation  bool            `json:"required_pronunciation"`
	ResultView             string          `json:"result_view"`
	Salary                 string          `json:"salary,omitempty"`
	SeniorityLevel         seniority.Level `json:"seniority_level,omitempty"`
	ThankYouMessage        string          `json:"thank_you_message,omitempty"`
	WelcomeMessage         string          `json:"welcome_message,omitempty"`
}

// Company is the firm that a merchant hires for; the zero value means the merchant hires for itself.
type Company struct {
	Name        string `json:"name,omitempty"`
	Description string `json:"description,omitempty"`
	Location    string `json:"location,omitempty"`
	Sector      string `json:"sector,omitempty"`
	CompanySize string `json:"company_size,omitempty"`
}

// Overrides is a partial Settings: only what is set (non-nil) replaces the layer below. Its JSON keys are those of Settings.
type Overrides struct {
	Attempts               *int             `json:"attempts,omitempty"`
	AvailableTill          *time.Time       `json:"available_till,omitempty"`
	CandidateVideo         *string          `json:"candidate_video,omitempty"`
	Company                *Company         `json:"company,omitempty"`
	ConversationSpeed      *string          `json:"conversation_speed,omitempty"`
	CustomScoring          map[string]any   `json:"custom_scoring,omitempty"`
	Department             *string          `json:"department,omitempty"`
	Description            *string          `json:"description,omitempty"`
	DescriptionLong        *string          `json:"description_long,omitempty"`
	EditTranscript         *bool            `json:"edit_transcript,omitempty"`
	EnhancedExpectations   *bool            `json:"enhanced_expectations,omitempty"`
	IncludeClosing         *bool            `json:"include_closing,omitempty"`
	IncludeRapport         *bool            `json:"include_rapport,omitempty"`
	InstructionalVideo     *bool            `json:"instructional_video,omitempty"`
	InstructionalVideoText *string          `json:"instructional_video_text,omitempty"`
	MaxDuration            *int             `json:"max_duration,omitempty"`
	MaxFollowups           *int             `json:"max_followups,omitempty"`
	PDFExport              map[string]any   `json:"pdf_export,omitempty"`
	QuestionsRandomSubset  *float64         `json:"questions_random_subset,omitempty"`
	RecruiterProfileID     *string          `json:"recruiter_profile_id,omitempty"`
	RequiredPronunciation  *bool            `json:"required_pronunciation,omitempty"`
	ResultView             *string          `json:"result_view,omitempty"`
	Salary                 *string          `json:"salary,omitempty"`
	SeniorityLevel         *seniority.Level `json:"seniority_level,omitempty"`
	ThankYouMessage        *string          `json:"thank_you_message,omitempty"`
	WelcomeMessage         *string          `json:"welcome_message,omitempty"`
}

// Defaults are the platform's settings (CONTRACT: the column "Default when absent").
func Defaults() Settings {
	return Settings{Attempts: 3, EditTranscript: true, IncludeClosing: true, ResultView: "minimal"}
}

// Apply lays overrides over the settings and returns the result; custom_scoring is merged key by key, deeply.
func (s Settings) Apply(overrides Overrides) (Settings, error) {
	scoring := mergeObjects(s.CustomScoring, overrides.CustomScoring)
	overrides.CustomScoring = nil
	patch, err := json.Marshal(overrides)
	if err != nil {
		return Settings{}, fmt.Errorf("encode interview overrides: %w", err)
	}
	// Fresh copies of what the patch may write into: a shallow copy would let it change the layer below.
	merged := s
	merged.Company, merged.PDFExport = nil, nil
	if err := json.Unmarshal(patch, &merged); err != nil {
		return Settings{}, fmt.Errorf("apply interview overrides: %w", err)
	}
	if overrides.Company == nil {
		merged.Company = s.Company
	}
	if overrides.PDFExport == nil {
		merged.PDFExport = s.PDFExport
	}
	merged.CustomScoring = scoring
	return merged, nil
}

// mergeObjects lays patch over base, key by key and deeply, without changing either.
func mergeObjects(base, patch map[string]any) map[string]any {
	if len(base) == 0 && len(patch) == 0 {
		return nil
	}
	merged := make(map[string]any, len(base)+len(patch))
	for key, value := range base {
		merged[key] = value
	}
	for key, value := range patch {
		inner, isObject := value.(map[string]any)
		below, wasObject := merged[key].(map[string]any)
		if isObject && wasObject {
			value = mergeObjects(below, inner)
		}
		merged[key] = value
	}
	return merged
}

// Fingerprint identifies the settings: two interviews of one position with the same fingerprint are the same interview.
// JSON with sorted object keys and a fixed field order is canonical enough, since only this package writes it.
func (s Settings) Fingerprint() ([sha256.Size]byte, error) {
	if s.AvailableTill != nil {
		till := s.AvailableTill.UTC()
		s.AvailableTill = &till
	}
	canonical, err := json.Marshal(s)
	if err != nil {
		return [sha256.Size]byte{}, fmt.Errorf("encode interview settings: %w", err)
	}
	return sha256.Sum256(canonical), nil
}
