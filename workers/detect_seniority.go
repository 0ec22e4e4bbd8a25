package workers

import (
	"context"
	"time"

	"github.com/riverqueue/river"

	"greenroom/internal/enrolment"
	"greenroom/internal/seniority"
	"greenroom/jobs"
)

// DetectSeniority works jobs.DetectSeniority: it finds the position's level and writes the interview's questions.
type DetectSeniority struct {
	river.WorkerDefaults[jobs.DetectSeniority]
	pipeline *Pipeline
}

// NextRetry implements river.Worker.
func (w *DetectSeniority) NextRetry(job *river.Job[jobs.DetectSeniority]) time.Time {
	return nextRetry(w.pipeline.config.Now(), job.Attempt)
}

// Timeout implements river.Worker.
func (*DetectSeniority) Timeout(*river.Job[jobs.DetectSeniority]) time.Duration { return stageTimeout }

// Work implements river.Worker.
func (w *DetectSeniority) Work(ctx context.Context, job *river.Job[jobs.DetectSeniority]) error {
	return w.pipeline.carry(ctx, job.JobRow, job.Args.Case)
}

func (p *Pipeline) detectSeniority(ctx context.Context, current *run) (*enrolment.Outcome, error) {
	dossier, err := p.dossierOf(ctx, current)
	if err != nil {
		return nil, err
	}
	outcome := &enrolment.Outcome{Case: current.Case}
	level, source := dossier.Position.SeniorityLevel, enrolment.SourcePosition
	if level == "" {
		settings := dossier.Interview.Settings
		detected := seniority.Detect(dossier.Position.Name, positionText(settings), dossier.Position.Language)
		level, source = detected.Level, enrolment.SourceDetected
		if detected.Default {
			source = enrolment.SourceDefault
		}
		outcome.Detection = &enrolment.Detection{Level: level, Source: source, Result: detected}
	}
	if !dossier.Interview.HasQuestions {
		outcome.Questions = enrolment.InterviewQuestions(dossier.Position, dossier.Interview.Settings, level)
	}
	progress := current.Progress
	progress.SeniorityLevel, progress.SenioritySource = level, source
	outcome.Progress = progress.Advance(enrolment.Prescreen, p.config.Now())
	return outcome, nil
}
