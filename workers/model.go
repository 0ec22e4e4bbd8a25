package workers

import (
	"context"
	"time"

	"greenroom/internal/enrolment"
	"greenroom/internal/prescreen"
	"greenroom/jobs"
)

// Assessor pre-screens by asking somebody outside of this process. It falls back by itself; its error means that ctx has ended.
type Assessor interface {
	Assess(
		ctx context.Context, position prescreen.Position, candidate prescreen.Candidate, policy prescreen.Policy, asOf time.Time,
	) (prescreen.Assessment, error)
}

// Model is a remote model to pre-screen with, and to have texts written by.
type Model struct {
	Assessor Assessor
	// Author is nil where the texts stay those of the templates.
	Author Author
	// Timeout is the longest that one task takes.
	Timeout time.Duration
	// Concurrency is how many tasks of one queue run at once in this process.
	Concurrency int
}

// prescreenTimeout is a stage's, and the time that the model may take.
func (c Config) prescreenTimeout() time.Duration {
	if c.Model == nil {
		return stageTimeout
	}
	return stageTimeout + c.Model.Timeout
}

// workersOf is how many jobs of a stage's queue run at once.
func (c Config) workersOf(stage enrolment.Stage) int {
	if c.Model != nil && stage == enrolment.Prescreen {
		return c.Model.Concurrency
	}
	return c.MaxWorkers
}

// writesTexts reports whether the model writes what the templates wrote first.
func (p *Pipeline) writesTexts() bool { return p.config.Model != nil && p.config.Model.Author != nil }

// goesOn reports whether a worker goes straight on with a case's next stage. Not with one that asks a model: that has a time and a bound of
// its own, which only its own queue keeps.
func (p *Pipeline) goesOn(next enrolment.Stage, class enrolment.Class) bool {
	remote := p.config.Model != nil && next == enrolment.Prescreen
	return p.config.Fuse && !remote && !p.paused.has(jobs.Queue(next, class))
}

// engine pre-screens.
type engine func(
	position prescreen.Position, candidate prescreen.Candidate, policy prescreen.Policy, asOf time.Time,
) (prescreen.Assessment, error)

// inProcess is the engine that needs nobody else.
func inProcess(
	position prescreen.Position, candidate prescreen.Candidate, policy prescreen.Policy, asOf time.Time,
) (prescreen.Assessment, error) {
	return prescreen.Assess(position, candidate, policy, asOf), nil
}

// engine is the configured one, bound to a job's context.
func (p *Pipeline) engine(ctx context.Context) engine {
	if p.config.Model == nil {
		return inProcess
	}
	return func(
		position prescreen.Position, candidate prescreen.Candidate, policy prescreen.Policy, asOf time.Time,
	) (prescreen.Assessment, error) {
		return p.config.Model.Assessor.Assess(ctx, position, candidate, policy, asOf)
	}
}
