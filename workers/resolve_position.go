package workers

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"

	"greenroom/db"
	"greenroom/internal/enrolment"
	"greenroom/internal/fault"
	"greenroom/internal/interview"
	"greenroom/jobs"
)

// ResolvePosition works jobs.ResolvePosition: it finds or creates the position, its interview and the enrolment.
type ResolvePosition struct {
	river.WorkerDefaults[jobs.ResolvePosition]
	pipeline *Pipeline
}

// NextRetry implements river.Worker.
func (w *ResolvePosition) NextRetry(job *river.Job[jobs.ResolvePosition]) time.Time {
	return nextRetry(w.pipeline.config.Now(), job.Attempt)
}

// Timeout implements river.Worker.
func (*ResolvePosition) Timeout(*river.Job[jobs.ResolvePosition]) time.Duration { return stageTimeout }

// Work implements river.Worker.
func (w *ResolvePosition) Work(ctx context.Context, job *river.Job[jobs.ResolvePosition]) error {
	return w.pipeline.carry(ctx, job.JobRow, job.Args.Case)
}

func (p *Pipeline) resolvePosition(ctx context.Context, current *run) (*enrolment.Outcome, error) {
	request := current.Request
	resolution, err := p.resolutions.Do(ctx, db.NewResolutionKey(current.MerchantID, request))
	if err != nil {
		return nil, err
	}
	if err := resolution.Check(request); err != nil {
		return nil, err
	}
	wanted, err := p.wantedInterview(ctx, current, resolution)
	if err != nil {
		return nil, err
	}
	// Now, while nothing is created yet. A request whose policy doesn't go with those below was refused, and so was one for an interview whose
	// own doesn't, but any of them may be another by now.
	if err := resolution.CheckPolicy(request, wanted.Settings); err != nil {
		return nil, err
	}
	outcome, dossier := enrolment.Resolver{
		Case: current.Case, Resolution: resolution, Wanted: wanted, Now: p.config.Now(), NewID: newID,
	}.Outcome()
	current.dossier = dossier
	return outcome, nil
}

// wantedInterview is the position's default interview, or the variant that the request's settings ask for; its ID is zero when that has
// to be created.
func (p *Pipeline) wantedInterview(ctx context.Context, current *run, resolution enrolment.Resolution) (interview.Definition, error) {
	settings, err := resolution.WantedSettings(current.Request)
	if err != nil {
		return interview.Definition{}, err
	}
	hash, err := settings.Fingerprint()
	if err != nil {
		return interview.Definition{}, err
	}
	wanted := interview.Definition{Settings: settings, Hash: hash}
	if resolution.Position == nil {
		return wanted, nil
	}
	if resolution.Default != nil && resolution.Default.Hash == hash {
		return *resolution.Default, nil
	}
	wanted.PositionID = resolution.Position.ID
	id, hasQuestions, err := db.InterviewByHash(ctx, p.config.Pool, current.MerchantID, resolution.Position.ID, hash)
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return interview.Definition{}, err
	}
	if id != uuid.Nil {
		wanted.ID, wanted.HasQuestions = id, hasQuestions
	}
	return wanted, nil
}
