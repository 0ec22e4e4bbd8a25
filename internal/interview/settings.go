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
	Attempts               int             `json:"attempts" doc:"How often the interview may be started"`
	AvailableTill          *time.Time      `json:"available_till,omitempty" doc:"From when on it can no longer be started"`
	CandidateVideo         string          `json:"candidate_video,omitempty" doc:"Whether an introduction by video is asked for: optional or required"`
	Company                *Company        `json:"company,omitempty" doc:"The firm that the merchant hires for"`
	ConversationSpeed      string          `json:"conversation_speed,omitempty" doc:"How fast the interviewer speaks"`
	CustomScoring          map[string]any  `json:"custom_scoring,omitempty" doc:"What scoring does differently for this interview"`
	Department             string          `json:"department,omitempty" doc:"The department that hires"`
	Description            string          `json:"description,omitempty" doc:"The position in plain text; written from its data where the merchant gave none"`
	DescriptionLong        string          `json:"description_long,omitempty" doc:"The position at length, as Markdown; written from its data where the merchant gave none"`
	EditTranscript         bool            `json:"edit_transcript" doc:"Whether the candidate may correct the transcript"`
	EnhancedExpectations   bool            `json:"enhanced_expectations" doc:"A reserved flag, passed on"`
	IncludeClosing         bool            `json:"include_closing" doc:"Whether a closing prompt is asked"`
	IncludeRapport         bool            `json:"include_rapport" doc:"Whether an opening question is asked"`
	InstructionalVideo     bool            `json:"instructional_video" doc:"Whether an instructional video is shown first"`
	InstructionalVideoText string          `json:"instructional_video_text,omitempty" doc:"What is said with that video"`
	MaxDuration            *int            `json:"max_duration,omitempty" doc:"The longest that the interview takes, in seconds"`
	MaxFollowups           *int            `json:"max_followups,omitempty" doc:"How many follow-up questions may be asked"`
	PDFExport              map[string]any  `json:"pdf_export,omitempty" doc:"How the result is exported as PDF"`
	QuestionsRandomSubset  *float64        `json:"questions_random_subset,omitempty" doc:"The share of the questions that is asked, chosen at random"`
	RecruiterProfileID     string          `json:"recruiter_profile_id,omitempty" doc:"The recruiter in charge"`
	RequiredPronunciation  bool            `json:"required_pronunciation" doc:"Whether pronunciation is assessed"`
	ResultView             string          `json:"result_view" doc:"What the candidate sees of the result"`
	Salary                 string          `json:"salary,omitempty" doc:"The salary, as the merchant words it"`
	SeniorityLevel         seniority.Level `json:"seniority_level,omitempty" doc:"The level that the merchant gave"`
	ThankYouMessage        string          `json:"thank_you_message,omitempty" doc:"Shown after the last answer"`
	WelcomeMessage         string          `json:"welcome_message,omitempty" doc:"Shown before the first question"`
}

// Company is the firm that a merchant hires for; the zero value means the merchant hires for itself.
type Company struct {
	Name        string `json:"name,omitempty" doc:"Its name"`
	Description string `json:"description,omitempty" doc:"What it does"`
	Location    string `json:"location,omitempty" doc:"Where its seat is"`
	Sector      string `json:"sector,omitempty" doc:"Its sector"`
	CompanySize string `json:"company_size,omitempty" doc:"How many people it has, in whatever form"`
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

// Apply lays overrides over the settings and returns the result, which shares nothing with either. custom_scoring is merged key by key,
// deeply; a null in it means "not given", as everywhere in a request. The company and the PDF export replace what lies below as a whole.
func (s Settings) Apply(overrides Overrides) (Settings, error) {
	merged := s.clone()
	merged.CustomScoring = nil // where no layer has any, settings stay equal to what is read back from storage
	if scoring := mergeObjects(s.CustomScoring, overrides.CustomScoring); len(scoring) > 0 {
		merged.CustomScoring = scoring
	}
	if overrides.Company != nil {
		merged.Company = nil
	}
	if overrides.PDFExport != nil {
		merged.PDFExport = nil
	}
	overrides.CustomScoring = nil
	patch, err := json.Marshal(overrides)
	if err != nil {
		return Settings{}, fmt.Errorf("encode interview overrides: %w", err)
	}
	if err := json.Unmarshal(patch, &merged); err != nil {
		return Settings{}, fmt.Errorf("apply interview overrides: %w", err)
	}
	return merged, nil
}

// clone copies the settings with all they point to: decoding JSON over them writes through pointers, into the layer below.
func (s Settings) clone() Settings {
	s.AvailableTill = cloned(s.AvailableTill)
	s.Company = cloned(s.Company)
	s.MaxDuration = cloned(s.MaxDuration)
	s.MaxFollowups = cloned(s.MaxFollowups)
	s.QuestionsRandomSubset = cloned(s.QuestionsRandomSubset)
	if s.PDFExport != nil {
		s.PDFExport, _ = clonedValue(s.PDFExport).(map[string]any)
	}
	return s
}

func cloned[T any](value *T) *T {
	if value == nil {
		return nil
	}
	return new(*value)
}

// clonedValue copies a decoded JSON value.
func clonedValue(value any) any {
	switch inner := value.(type) {
	case map[string]any:
		object := make(map[string]any, len(inner))
		for key, member := range inner {
			object[key] = clonedValue(member)
		}
		return object
	case []any:
		list := make([]any, 0, len(inner))
		for _, item := range inner {
			list = append(list, clonedValue(item))
		}
		return list
	default:
		return value
	}
}

// mergeObjects lays patch over base, key by key and deeply, into a new object without nulls: nothing is hidden by a null, and with or
// without it the settings are the same.
func mergeObjects(base, patch map[string]any) map[string]any {
	merged := make(map[string]any, len(base)+len(patch))
	for _, layer := range []map[string]any{base, patch} {
		for key, value := range layer {
			switch inner := value.(type) {
			case nil:
			case map[string]any:
				below, _ := merged[key].(map[string]any)
				merged[key] = mergeObjects(below, inner)
			default:
				merged[key] = clonedValue(value)
			}
		}
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
