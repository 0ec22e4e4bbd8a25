package workers

import (
	"bytes"
	"context"
	"maps"
	"slices"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"go.uber.org/zap"

	"greenroom/db"
	"greenroom/internal/enrolment"
	"greenroom/internal/hub"
	"greenroom/jobs"
)

// PublishFunc wakes waiters of this process, and returns the changes that nobody here waited for.
type PublishFunc func(changes []hub.Change) []hub.Change

// AnnounceFunc tells other processes about changes that somebody waits for.
type AnnounceFunc func(ctx context.Context, changes []hub.Change) error

// commitOutcomes stores a batch of outcomes and the next stages' jobs in one transaction, then tells those who wait.
func (p *Pipeline) commitOutcomes(ctx context.Context, outcomes []*enrolment.Outcome) ([]enrolment.Verdict, error) {
	var results []db.OutcomeResult
	err := db.WithTx(ctx, p.config.Pool, func(tx pgx.Tx) error {
		if !slices.ContainsFunc(outcomes, (*enrolment.Outcome).Durable) {
			if err := db.SetAsyncCommit(ctx, tx); err != nil {
				return err
			}
		}
		var err error
		if results, err = db.OutcomesCommit(ctx, tx, p.config.Now(), outcomes); err != nil {
			return err
		}
		return p.insertNextJobs(ctx, tx, outcomes, results)
	})
	if err != nil {
		return nil, err
	}
	p.tell(ctx, outcomes, results)
	verdicts := make([]enrolment.Verdict, 0, len(results))
	for _, result := range results {
		verdicts = append(verdicts, result.Verdict)
	}
	return verdicts, nil
}

func (p *Pipeline) insertNextJobs(ctx context.Context, tx pgx.Tx, outcomes []*enrolment.Outcome, results []db.OutcomeResult) error {
	var next []river.InsertManyParams
	asked := make(map[uuid.UUID]uuid.UUID) // interviews to be written for, with their merchants
	for i, outcome := range outcomes {
		if results[i].Verdict != enrolment.Applied {
			continue
		}
		if outcome.NextJob {
			next = append(next, jobs.Insert(outcome.Progress.Stage, outcome.Case.Class, outcome.Case.MerchantID, outcome.Case.ID))
		}
		if p.writesTexts() && outcome.AsksAnew() {
			asked[*outcome.Progress.InterviewID] = outcome.Case.MerchantID
		}
	}
	// Each once, for one statement can't meet a unique job twice; in one order, so that batches don't wait for each other in a circle.
	for _, interviewID := range slices.SortedFunc(maps.Keys(asked), func(a, b uuid.UUID) int { return bytes.Compare(a[:], b[:]) }) {
		next = append(next, jobs.InsertWriteTexts(asked[interviewID], interviewID))
	}
	if len(next) == 0 {
		return nil
	}
	return db.JobsInsert(ctx, tx, p.queue, next)
}

// tell wakes this process's waiters, and announces the ends of requests that somebody waits for elsewhere. Where a request is waited for
// here and elsewhere at once, the others learn of it by their poll.
func (p *Pipeline) tell(ctx context.Context, outcomes []*enrolment.Outcome, results []db.OutcomeResult) {
	changes, awaited := make([]hub.Change, 0, len(outcomes)), make(map[uuid.UUID]bool)
	for i, outcome := range outcomes {
		if results[i].Verdict == enrolment.Applied {
			terminal := outcome.Progress.State.Terminal()
			changes = append(changes, hub.Change{ID: outcome.Case.ID, Version: outcome.Case.Version + 1, Terminal: terminal})
			awaited[outcome.Case.ID] = results[i].Awaited && terminal
		}
	}
	p.publish(ctx, changes, awaited)
}

func (p *Pipeline) publish(ctx context.Context, changes []hub.Change, awaited map[uuid.UUID]bool) {
	elsewhere := slices.DeleteFunc(p.config.Publish(changes), func(change hub.Change) bool { return !awaited[change.ID] })
	if err := p.config.Announce(ctx, elsewhere); err != nil {
		// Not lost: whoever waits polls as well.
		p.config.Logger.Warn("couldn't announce outcomes", zap.Error(err))
	}
}
