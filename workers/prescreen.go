package workers

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"time"

	"github.com/riverqueue/river"

	"greenroom/internal/enrolment"
	"greenroom/internal/fault"
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
	policy, err := policyOf(dossier)
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

// scoringPointer is where a request has what becomes the interview's layer of the policy.
const scoringPointer = "/custom_scoring/pre_screening"

// policyOf layers the platform's policy, the merchant's and the interview's. Errors: an Invalid fault when the interview's doesn't go with
// those below, which a request alone can't tell.
func policyOf(dossier *enrolment.Dossier) (prescreen.Policy, error) {
	merchant := dossier.Merchant.Settings
	policy, problems := prescreen.DefaultPolicy().Merge(merchant.PreScreening, "")
	if len(problems) > 0 {
		return policy, fmt.Errorf("the merchant's pre-screening policy is invalid: %v", problems)
	}
	if scoring, ok := dossier.Interview.Settings.CustomScoring["pre_screening"].(map[string]any); ok {
		if policy, problems = policy.Merge(scoring, scoringPointer); len(problems) > 0 {
			return policy, fault.InvalidFields(problems)
		}
	}
	// Last, for it protects candidates: no single interview may turn the merchant's choice off.
	if merchant.AutoReject != nil && !*merchant.AutoReject {
		policy.AutoReject = false
	}
	return policy, nil
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
