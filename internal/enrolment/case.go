package enrolment

import (
	"maps"
	"time"

	"github.com/google/uuid"

	"greenroom/internal/fault"
	"greenroom/internal/seniority"
)

// Case is one accepted request on its way through the stages: what was asked, and how far it has come.
type Case struct {
	MerchantID uuid.UUID
	ID         uuid.UUID
	Request    Request
	Class      Class
	// Awaited says that someone waits for the outcome, perhaps in another process.
	Awaited   bool
	CreatedAt time.Time

	Progress
	// Version counts the stored changes; a change is only stored over the version that it was made from.
	Version int32
}

// Progress is the part of a case that the stages change.
type Progress struct {
	State State
	// Stage runs next, or ran last when the state is terminal.
	Stage Stage
	// Carrier is the job kind that is responsible for going on.
	Carrier         Stage
	Stages          StageRuns
	PositionID      *uuid.UUID
	InterviewID     *uuid.UUID
	EnrolmentID     *uuid.UUID
	TokenID         *uuid.UUID
	Status          Status
	Reason          string
	SeniorityLevel  seniority.Level
	SenioritySource SenioritySource
	// Problem says why a failed case failed.
	Problem     *Problem
	CompletedAt *time.Time
}

// Problem is the stored part of a fault that ended a case.
type Problem struct {
	Code    string         `json:"code"`
	Message string         `json:"message"`
	Kind    fault.Kind     `json:"kind"`
	Fields  []ProblemField `json:"fields,omitempty"`
}

// ProblemField is one field's part in a Problem.
type ProblemField struct {
	Name    string `json:"name"`
	Pointer string `json:"pointer,omitempty"`
	Code    string `json:"code"`
	Message string `json:"message"`
}

// NewProblem keeps what may be shown of a fault.
func NewProblem(cause *fault.Error) *Problem {
	problem := &Problem{Code: cause.Code, Message: cause.Message, Kind: cause.Kind}
	for _, field := range cause.Fields {
		problem.Fields = append(problem.Fields, ProblemField(field))
	}
	return problem
}

// Begin returns the progress with one more attempt at its stage.
func (p Progress) Begin(now time.Time) Progress {
	run := p.Stages[p.Stage]
	run.Attempts++
	if run.StartedAt == nil {
		run.StartedAt = &now
	}
	run.RetryAt = nil
	p.State = Running
	return p.withRun(run)
}

// Advance returns the progress with its stage done and next to run.
func (p Progress) Advance(next Stage, now time.Time) Progress {
	p = p.completeStage(now)
	p.Stage = next
	return p
}

// Finish returns the progress with its last stage done.
func (p Progress) Finish(now time.Time) Progress {
	p = p.completeStage(now)
	p.State, p.CompletedAt = Succeeded, &now
	return p
}

// Fail returns the progress ended by cause.
func (p Progress) Fail(cause *fault.Error, now time.Time) Progress {
	run := p.Stages[p.Stage]
	run.LastError = cause.Code
	p = p.withRun(run)
	p.State, p.Problem, p.CompletedAt = Failed, NewProblem(cause), &now
	return p
}

// Postpone returns the progress with its stage failed for the moment, to be tried again at retryAt.
func (p Progress) Postpone(cause *fault.Error, retryAt time.Time) Progress {
	run := p.Stages[p.Stage]
	run.LastError, run.RetryAt = cause.Code, &retryAt
	return p.withRun(run)
}

// Restart returns the progress sent back to the first stage, with what was resolved forgotten: someone else changed it meanwhile.
func (p Progress) Restart() Progress {
	return Progress{State: p.State, Stage: ResolvePosition, Carrier: p.Carrier, Stages: p.Stages}
}

func (p Progress) completeStage(now time.Time) Progress {
	run := p.Stages[p.Stage]
	run.CompletedAt, run.LastError = &now, ""
	return p.withRun(run)
}

// withRun copies the runs, for the stored case and the one being made share the map otherwise.
func (p Progress) withRun(run StageRun) Progress {
	runs := make(StageRuns, len(p.Stages)+1)
	maps.Copy(runs, p.Stages)
	runs[p.Stage] = run
	p.Stages = runs
	return p
}
