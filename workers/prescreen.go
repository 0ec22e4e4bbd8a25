package workers

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"time"

	"github.com/riverqueue/river"

	"greenroom/internal/enrolment"
	"greenroom/internal/interview"
	"greenroom/internal/prescreen"
	"greenroom/jobs"
)

// Prescreen works jobs.Prescreen: it assesses the résumé and decides.
type Prescreen struct {
	river.WorkerDefaults[jobs.Prescreen]
	pipeline *Pipeline
}

// NextRetry implements river.Worker.
func (w *Prescreen) NextRetry(job *river.Job[jobs.Prescreen]) time.Time {
	return nextRetry(w.pipeline.config.Now(), job.Attempt)
}

// Timeout implements river.Worker.
func (w *Prescreen) Timeout(*river.Job[jobs.Prescreen]) time.Duration {
	return w.pipeline.config.prescreenTimeout()
}

// Work implements river.Worker.
func (w *Prescreen) Work(ctx context.Context, job *river.Job[jobs.Prescreen]) error {
	return w.pipeline.carry(ctx, job.JobRow, job.Args.Case)
}

func (p *Pipeline) prescreen(ctx context.Context, current *run) (*enrolment.Outcome, error) {
	dossier, err := p.dossierOf(ctx, current)
	if err != nil {
		return nil, err
	}
	policy, err := dossier.Policy()
	if err != nil {
		return nil, err
	}
	assessment, err := assess(current.Case, dossier, policy, p.engine(ctx))
	if err != nil {
		return nil, err
	}
	progress := current.Progress
	progress.Status, progress.Reason = statusOf(assessment.Result.Decision), assessment.Result.Reason
	return &enrolment.Outcome{
		Case: current.Case, Progress: progress.Advance(enrolment.TokeniseURL, p.config.Now()), Assessment: assessment,
	}, nil
}

// assess pre-screens a case's résumé, and keeps with the result what it takes to explain and repeat it.
func assess(current enrolment.Case, dossier *enrolment.Dossier, policy prescreen.Policy, with engine) (*enrolment.Assessment, error) {
	asked := prescreen.Position{
		Title: dossier.Position.Name, Description: positionText(dossier.Interview.Settings), Location: dossier.Position.Location,
		CountryCode: dossier.Position.CountryCode, Language: dossier.Position.Language, Level: current.SeniorityLevel,
	}
	applicant := prescreen.Candidate{Resume: current.Request.Candidate.Resume, CountryCode: current.Request.Candidate.CountryCode}
	positionDigest, err := digest(asked)
	if err != nil {
		return nil, err
	}
	// As of the day of the application, not today: a run that is repeated later comes to the same result.
	result, err := with(asked, applicant, policy, current.CreatedAt)
	if err != nil {
		return nil, err
	}
	return &enrolment.Assessment{
		ID: newID(), Result: result, Policy: policy, ResumeDigest: sha256.Sum256([]byte(applicant.Resume)), PositionDigest: positionDigest,
	}, nil
}

func statusOf(decision prescreen.Decision) enrolment.Status {
	switch decision {
	case prescreen.DecisionAccept:
		return enrolment.AIAccept
	case prescreen.DecisionReject:
		return enrolment.AIReject
	case prescreen.DecisionReview:
	}
	return enrolment.RecruiterAction
}

// positionText is all that the merchant wrote about the position.
func positionText(settings interview.Settings) string {
	if settings.DescriptionLong == "" {
		return settings.Description
	}
	return settings.Description + "\n\n" + settings.DescriptionLong
}

func digest(asked prescreen.Position) ([sha256.Size]byte, error) {
	canonical, err := json.Marshal(asked)
	if err != nil {
		return [sha256.Size]byte{}, fmt.Errorf("encode the position: %w", err)
	}
	return sha256.Sum256(canonical), nil
}
