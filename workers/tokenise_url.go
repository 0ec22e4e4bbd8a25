package workers

import (
	"context"
	"time"

	"github.com/riverqueue/river"

	"greenroom/internal/enrolment"
	"greenroom/jobs"
)

// TokeniseURL works jobs.TokeniseURL: it issues the token of the interview URL and ends the case.
type TokeniseURL struct {
	river.WorkerDefaults[jobs.TokeniseURL]
	pipeline *Pipeline
}

// NextRetry implements river.Worker.
func (w *TokeniseURL) NextRetry(job *river.Job[jobs.TokeniseURL]) time.Time {
	return nextRetry(w.pipeline.config.Now(), job.Attempt)
}

// Timeout implements river.Worker.
func (*TokeniseURL) Timeout(*river.Job[jobs.TokeniseURL]) time.Duration { return stageTimeout }

// Work implements river.Worker.
func (w *TokeniseURL) Work(ctx context.Context, job *river.Job[jobs.TokeniseURL]) error {
	return w.pipeline.carry(ctx, job.JobRow, job.Args.Case)
}

// tokeniseURL issues a token of its own for every request, also for an enrolment that has one: each answer's link works on its own.
func (p *Pipeline) tokeniseURL(current *run) *enrolment.Outcome {
	// Whole seconds, as a token's claims have, so that signing it again gives the same bytes.
	now := p.config.Now().UTC().Truncate(time.Second)
	token := &enrolment.Token{
		ID: newID(), EnrolmentID: *current.EnrolmentID, InterviewID: *current.InterviewID, KeyID: p.config.KeyID, IssuedAt: now,
		ExpiresAt: now.Add(p.config.TokenTTL),
	}
	progress := current.Progress
	progress.TokenID = &token.ID
	return &enrolment.Outcome{Case: current.Case, Progress: progress.Finish(p.config.Now()), Token: token}
}
