package enrolment

import "time"

// Stage is one step of the pipeline. Its value is also the kind of the River job that runs it, so it is never renamed.
type Stage string

// The stages, in order.
const (
	ResolvePosition Stage = "resolve_position"
	DetectSeniority Stage = "detect_seniority"
	Prescreen       Stage = "prescreen"
	TokeniseURL     Stage = "tokenise_url"
)

// Stages lists the stages in the order in which they run.
func Stages() []Stage { return []Stage{ResolvePosition, DetectSeniority, Prescreen, TokeniseURL} }

// State says how far a request has come, in the words of the status answer.
type State string

// The states. The last three are terminal.
const (
	Queued    State = "queued"
	Running   State = "running"
	Succeeded State = "succeeded"
	Failed    State = "failed"
	Canceled  State = "canceled"
)

// ParseState reads a state as the API spells it.
func ParseState(text string) (State, bool) {
	switch state := State(text); state {
	case Queued, Running, Succeeded, Failed, Canceled:
		return state, true
	}
	return "", false
}

// Terminal reports whether nothing more will happen by itself.
func (s State) Terminal() bool { return s == Succeeded || s == Failed || s == Canceled }

// Class separates work that someone waits for from bulk work, so that an import doesn't slow a candidate.
type Class string

// The classes of work.
const (
	Interactive Class = "interactive"
	Bulk        Class = "bulk"
)

// Classes lists the classes of work.
func Classes() []Class { return []Class{Interactive, Bulk} }

// Status is the decision, in the contract's words.
type Status string

// The statuses of CONTRACT.md.
const (
	AIAccept        Status = "ai_accept"
	AIReject        Status = "ai_reject"
	AlreadyApplied  Status = "already-applied"
	RecruiterAccept Status = "recruiter_accept"
	RecruiterAction Status = "recruiter_action"
	RecruiterReject Status = "recruiter_reject"
)

// ParseStatus reads a status as the contract spells it.
func ParseStatus(text string) (Status, bool) {
	switch status := Status(text); status {
	case AIAccept, AIReject, AlreadyApplied, RecruiterAccept, RecruiterAction, RecruiterReject:
		return status, true
	}
	return "", false
}

// ByRecruiter reports whether a person has decided.
func (s Status) ByRecruiter() bool { return s == RecruiterAccept || s == RecruiterReject }

// SenioritySource says where a position's seniority level comes from.
type SenioritySource string

// The sources of a seniority level.
const (
	SourceRequest  SenioritySource = "request"
	SourcePosition SenioritySource = "position"
	SourceDetected SenioritySource = "detected"
	SourceDefault  SenioritySource = "default"
)

// StageRun is what became of one stage of one request.
type StageRun struct {
	// Attempts counts the times the stage was begun, the successful one included.
	Attempts    int        `json:"attempts"`
	StartedAt   *time.Time `json:"started_at,omitempty"`
	CompletedAt *time.Time `json:"completed_at,omitempty"`
	// RetryAt is when a stage that failed for the moment is tried again.
	RetryAt *time.Time `json:"retry_at,omitempty"`
	// LastError is the stable code of the newest failure.
	LastError string `json:"last_error,omitempty"`
}

// StageRuns holds one entry for each stage that was begun; a stage that was not needed has none.
type StageRuns map[Stage]StageRun
