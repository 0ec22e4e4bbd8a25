package enrolment

import (
	"cmp"
	"time"

	"github.com/google/uuid"

	"greenroom/internal/interview"
	"greenroom/internal/position"
	"greenroom/internal/prescreen"
	"greenroom/internal/questions"
	"greenroom/internal/seniority"
)

// Outcome is what a stage, or several in a row, made of a case: how far it is now, and what has to be stored with that, all or nothing.
type Outcome struct {
	// Case is the case as the first of these stages saw it. If the stored one has changed since, the outcome is superseded and nothing of it
	// is stored.
	Case     Case
	Progress Progress

	Position   *NewPosition
	Interview  *interview.Definition
	Candidate  *CandidateRecord
	Enrolment  *NewEnrolment
	TakeOver   *TakeOver
	Detection  *Detection
	Questions  []questions.Question
	Assessment *Assessment
	Token      *Token

	// NextJob asks for a job for the next stage in the same commit; without it, whoever made the outcome goes on itself.
	NextJob bool
}

// Durable reports whether the outcome must be on disk before it counts. That a stage was postponed may be lost: then it runs again at once.
func (o *Outcome) Durable() bool { return o.Progress.State.Terminal() || o.NextJob }

// Then is the outcome together with that of the stage that ran next on top of it. Of a part that both have, the later counts.
func (o *Outcome) Then(next *Outcome) *Outcome {
	if o == nil {
		return next
	}
	joined := *o
	joined.Progress, joined.NextJob = next.Progress, next.NextJob
	joined.Position = cmp.Or(next.Position, o.Position)
	joined.Interview = cmp.Or(next.Interview, o.Interview)
	joined.Candidate = cmp.Or(next.Candidate, o.Candidate)
	joined.Enrolment = cmp.Or(next.Enrolment, o.Enrolment)
	joined.TakeOver = cmp.Or(next.TakeOver, o.TakeOver)
	joined.Detection = cmp.Or(next.Detection, o.Detection)
	joined.Assessment = cmp.Or(next.Assessment, o.Assessment)
	joined.Token = cmp.Or(next.Token, o.Token)
	if next.Questions != nil {
		joined.Questions = next.Questions
	}
	return &joined
}

// AsksAnew reports whether the outcome gives an interview its questions.
func (o *Outcome) AsksAnew() bool {
	return o.Questions != nil || o.Interview != nil && o.Interview.Questions != nil
}

// Verdict says what became of an outcome.
type Verdict int

// The verdicts.
const (
	// Applied: everything is stored.
	Applied Verdict = iota
	// Superseded: the case was changed meanwhile (canceled, or gone on with by another worker); nothing is stored.
	Superseded
	// Stale: what the stage had read was changed meanwhile (another request made the same position, or enrolled the same candidate);
	// the case itself is unchanged and starts over from its first stage.
	Stale
)

// NewPosition is a position to be created.
type NewPosition struct {
	position.Position
	Fingerprint     [32]byte
	SenioritySource SenioritySource
}

// CandidateRecord is a candidate's profile to be created or brought up to date.
type CandidateRecord struct {
	// ID is the one to use if the candidate isn't known yet.
	ID uuid.UUID
	Candidate
}

// NewEnrolment enrols the outcome's candidate for its position.
type NewEnrolment struct {
	ID uuid.UUID
	// CandidateID is the known candidate; ignored when the outcome writes a CandidateRecord.
	CandidateID uuid.UUID
}

// TakeOver gives an undecided enrolment, whose request has failed or was canceled, to this case.
type TakeOver struct {
	EnrolmentID uuid.UUID
	// OwnerID is the request that is expected to own it.
	OwnerID uuid.UUID
}

// Detection is a detected seniority, to be kept with the position.
type Detection struct {
	Level  seniority.Level
	Source SenioritySource
	Result seniority.Detection
}

// Assessment is a pre-screening with everything needed to explain and repeat it.
type Assessment struct {
	ID             uuid.UUID
	Result         prescreen.Assessment
	Policy         prescreen.Policy
	ResumeDigest   [32]byte
	PositionDigest [32]byte
}

// Token is an issued access token. The token itself is made from this again whenever it is needed.
type Token struct {
	ID          uuid.UUID
	EnrolmentID uuid.UUID
	InterviewID uuid.UUID
	KeyID       string
	IssuedAt    time.Time
	ExpiresAt   time.Time
}

// Dossier is what the stages after the first need to know beside the case.
type Dossier struct {
	Merchant  Merchant
	Position  position.Position
	Interview interview.Definition
	// Unreadable says why the interview's settings can't be read from what is stored; nil when they can.
	Unreadable error
}

// Merchant is the tenant as the stages see it.
type Merchant struct {
	Name     string
	Settings MerchantSettings
	// Unreadable says why Settings can't be read from what is stored; nil when they can.
	Unreadable error
}

// MerchantSettings is what a merchant has configured about deciding.
type MerchantSettings struct {
	// AutoReject off means that the machine rejects nobody (CONTRACT: Pre-screening). Nil: the platform's default, on.
	AutoReject *bool `json:"auto_reject,omitempty"`
	// PreScreening is the merchant's layer of the policy, in the form of custom_scoring.pre_screening.
	PreScreening map[string]any `json:"pre_screening,omitzero"`
}

// WithPolicy are the settings with another layer of the policy. Whether the machine may reject is a setting of its own, which is set along
// where the layer speaks of it.
func (s MerchantSettings) WithPolicy(layer map[string]any) MerchantSettings {
	s.PreScreening = layer
	if may, said := layer["auto_reject"].(bool); said {
		s.AutoReject = &may
	}
	return s
}

// Resolution is what the database knows about the position, the candidate and the enrolment that a request means.
type Resolution struct {
	Merchant Merchant
	// Template is nil when the merchant may not use the one asked for.
	Template *interview.Overrides
	// Position is nil when there is none yet; Default is its default interview.
	Position *position.Position
	Default  *interview.Definition
	// Candidate is nil when the merchant doesn't know the e-mail address.
	Candidate *CandidateRecord
	// Existing is the candidate's enrolment for the position, nil when there is none.
	Existing *Existing
}

// Existing is an enrolment that was there before.
type Existing struct {
	ID          uuid.UUID
	InterviewID uuid.UUID
	// Status is empty while undecided.
	Status     Status
	Reason     string
	OwnerID    uuid.UUID
	OwnerState State
}
