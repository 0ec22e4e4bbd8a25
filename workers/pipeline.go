package workers

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"
	"go.uber.org/zap"

	"greenroom/db"
	"greenroom/internal/batcher"
	"greenroom/internal/enrolment"
	"greenroom/internal/fault"
	"greenroom/jobs"
)

const (
	// maxRestarts bounds how often one job starts its case over because others changed what it had read. Each restart means that
	// somebody else got ahead, so a few are plenty.
	maxRestarts = 10
	// loadBatch and commitBatch cap what shares one statement or transaction. Beyond 64 rows a batch gets no cheaper per row (RIVER.md,
	// section 5), only slower for its first caller.
	loadBatch   = 64
	commitBatch = 64
	// batchLanes is how many batches of a kind run at once. One: a second would only make both smaller, which measures a tenth slower.
	batchLanes = 1
	// batchTimeout bounds one shared statement or transaction.
	batchTimeout = 10 * time.Second
	// settleTimeout bounds the storing of a failure, after the job's own time may be up.
	settleTimeout = 5 * time.Second
)

var (
	errCaseNotFound = fault.New(fault.NotFound, "request_not_found", "the job's request is gone")
	errOvertaken    = fault.New(fault.Unavailable, "overtaken",
		"other requests changed the same position or candidate too often; trying again")
)

// Pipeline carries cases through the stages.
type Pipeline struct {
	config Config
	queue  *river.Client[pgx.Tx]
	paused *pausedQueues

	cases       *batcher.Batcher[db.CaseKey, *enrolment.Case]
	resolutions *batcher.Batcher[db.ResolutionKey, enrolment.Resolution]
	dossiers    *batcher.Batcher[db.InterviewKey, *enrolment.Dossier]
	outcomes    *batcher.Batcher[*enrolment.Outcome, enrolment.Verdict]
}

// Config is what a pipeline needs.
type Config struct {
	Pool   *pgxpool.Pool
	Logger *zap.Logger
	// Now is the clock.
	Now func() time.Time
	// KeyID names the key that interview tokens are signed with from now on.
	KeyID string
	// TokenTTL is how long an interview URL works where the interview itself has no end.
	TokenTTL time.Duration
	// Publish wakes the waiters of this process; Announce tells the other processes.
	Publish  PublishFunc
	Announce AnnounceFunc
	// Fuse lets a worker go straight on with a case's next stage instead of enqueueing a job for it.
	Fuse bool
	// GroupCommit lets concurrent outcomes share a transaction.
	GroupCommit bool
	// MaxWorkers is how many jobs of one queue run at once in this process.
	MaxWorkers int
	// Model pre-screens together with the in-process engine; nil for that engine alone.
	Model *Model
	// Classes of work that this process does.
	Classes []enrolment.Class
}

func newPipeline(config Config) *Pipeline {
	p := &Pipeline{config: config, paused: newPausedQueues()}
	loads := batcher.Options{MaxItems: loadBatch, Lanes: batchLanes, Timeout: batchTimeout}
	commits := batcher.Options{MaxItems: commitBatch, Lanes: batchLanes, Timeout: batchTimeout}
	if !config.GroupCommit {
		// A transaction for each outcome, as many at once as the pool has connections to spare.
		lanes := db.SpareConns(config.Pool)
		loads, commits = loads.Unshared(lanes), commits.Unshared(lanes)
	}
	p.cases = batcher.New(loads, p.loadCases)
	p.resolutions = batcher.New(loads, func(ctx context.Context, keys []db.ResolutionKey) ([]enrolment.Resolution, error) {
		return db.ResolutionsLoad(ctx, config.Pool, keys)
	})
	p.dossiers = batcher.New(loads, p.loadDossiers)
	p.outcomes = batcher.New(commits, p.commitOutcomes)
	return p
}

func (p *Pipeline) loadCases(ctx context.Context, keys []db.CaseKey) ([]*enrolment.Case, error) {
	found, err := db.CasesLoad(ctx, p.config.Pool, keys)
	return batcher.InOrder(keys, found), err
}

func (p *Pipeline) loadDossiers(ctx context.Context, keys []db.InterviewKey) ([]*enrolment.Dossier, error) {
	found, err := db.DossiersLoad(ctx, p.config.Pool, keys)
	return batcher.InOrder(keys, found), err
}

// run is one job's work on one case.
type run struct {
	enrolment.Case
	job *rivertype.JobRow
	// dossier is what resolving made or a read found; it is kept while the run goes on from stage to stage.
	dossier *enrolment.Dossier
	// stored is how far the case has come on record; pending is what the stages since then have made.
	stored  enrolment.Progress
	pending *enrolment.Outcome
}

// keep adds a stage's outcome to what is pending, for the next stage to go on from.
func (r *run) keep(outcome *enrolment.Outcome) {
	r.pending = r.pending.Then(outcome)
	r.Progress = outcome.Progress
}

// rewind takes the run back to where the case stands on record, as an attempt of that stage.
func (r *run) rewind(now time.Time) {
	r.Progress, r.dossier, r.pending = r.stored.Begin(now), nil, nil
}

// restart sends the run back to its first stage, with nothing pending. It starts from what is on record: the progress in memory is that of
// an outcome which wasn't stored, and may be another job's by now, or over.
func (r *run) restart() {
	r.Progress, r.dossier, r.pending = r.stored.Restart(), nil, nil
}

// carry runs the case's stages, beginning with the one that it has come to, until it is over or its next stage belongs to another job. What
// the stages made is stored together at the end: they are pure and take milliseconds, so running them again after a crash costs less than a
// checkpoint after each.
func (p *Pipeline) carry(ctx context.Context, job *rivertype.JobRow, args jobs.Case) error {
	current, err := p.load(ctx, job, args)
	if current == nil || err != nil {
		return err
	}
	for restarts := 0; restarts <= maxRestarts; {
		outcome, err := p.step(ctx, current)
		if err != nil {
			return p.settle(ctx, current, err)
		}
		current.keep(outcome)
		if !current.pending.Durable() {
			continue
		}
		verdict, err := p.outcomes.Do(ctx, current.pending)
		if err != nil {
			// Not with what couldn't be stored: the failure itself must be.
			current.rewind(p.config.Now())
			return p.settle(ctx, current, err)
		}
		switch verdict {
		case enrolment.Applied:
			return nil
		case enrolment.Stale:
			restarts++
			current.restart()
		case enrolment.Superseded:
			restarts++
			if current, err = p.load(ctx, job, args); current == nil || err != nil {
				return err
			}
		}
	}
	current.rewind(p.config.Now())
	return p.settle(ctx, current, errOvertaken)
}

// load reads the job's case; nil when there is nothing to do for this job any more.
func (p *Pipeline) load(ctx context.Context, job *rivertype.JobRow, args jobs.Case) (*run, error) {
	found, err := p.cases.Do(ctx, db.CaseKey{MerchantID: args.MerchantID, ID: args.RequestID})
	if err != nil {
		return nil, err
	}
	if found == nil {
		return nil, river.JobCancel(errCaseNotFound)
	}
	if found.State.Terminal() || string(found.Carrier) != job.Kind {
		return nil, nil //nolint:nilnil // Redelivered after its work was done: nothing to do, and no error either.
	}
	return &run{Case: *found, job: job, stored: found.Progress}, nil
}

// step runs the case's stage and decides who goes on.
func (p *Pipeline) step(ctx context.Context, current *run) (outcome *enrolment.Outcome, err error) {
	// A stage that panics has failed like any other: seen in the status answer, tried again, and given up after the last attempt.
	defer func() {
		if panicked := recover(); panicked != nil {
			err = fmt.Errorf("panic in stage %s: %v\n%s", current.Stage, panicked, debug.Stack())
		}
	}()
	current.Progress = current.Begin(p.config.Now())
	switch current.Stage {
	case enrolment.ResolvePosition:
		outcome, err = p.resolvePosition(ctx, current)
	case enrolment.DetectSeniority:
		outcome, err = p.detectSeniority(ctx, current)
	case enrolment.Prescreen:
		outcome, err = p.prescreen(ctx, current)
	case enrolment.TokeniseURL:
		outcome = p.tokeniseURL(current)
	default:
		err = fmt.Errorf("request %s is at unknown stage %q", current.ID, current.Stage)
	}
	if err != nil || outcome.Progress.State.Terminal() {
		return outcome, err
	}
	if next := outcome.Progress.Stage; !p.goesOn(next, current.Class) {
		outcome.NextJob, outcome.Progress.Carrier = true, next
	}
	return outcome, nil
}

// dossierOf reads the dossier unless the run has it already.
func (p *Pipeline) dossierOf(ctx context.Context, current *run) (*enrolment.Dossier, error) {
	if current.dossier != nil {
		return current.dossier, nil
	}
	dossier, err := p.dossiers.Do(ctx, db.InterviewKey{MerchantID: current.MerchantID, InterviewID: *current.InterviewID})
	if err != nil {
		return nil, err
	}
	if dossier == nil {
		return nil, fmt.Errorf("interview %s of request %s is gone", current.InterviewID, current.ID)
	}
	if dossier.Unreadable != nil {
		return nil, dossier.Unreadable
	}
	current.dossier = dossier
	return dossier, nil
}

// settle ends a stage that went wrong: for good when trying again can't help or was tried often enough, else for now.
func (p *Pipeline) settle(ctx context.Context, current *run, cause error) error {
	if errors.Is(ctx.Err(), context.Canceled) {
		// The process is stopping, for which River has a cause of its own: it gives the job back, and the attempt doesn't count.
		return cause
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), settleTimeout)
	defer cancel()
	found := fault.From(cause)
	final := !retryable(found.Kind) || current.job.Attempt >= current.job.MaxAttempts
	p.logFailure(current, found, cause, final)
	outcome := &enrolment.Outcome{Case: current.Case}
	if final {
		outcome.Progress = current.Fail(found, p.config.Now())
	} else {
		outcome.Progress = current.Postpone(found, nextRetry(p.config.Now(), current.job.Attempt))
	}
	// Together with what the stages before it made: a failure is told at its stage.
	verdict, err := p.outcomes.Do(ctx, current.pending.Then(outcome))
	switch {
	case err != nil:
		return errors.Join(cause, fmt.Errorf("store the failure: %w", err))
	case verdict == enrolment.Stale && final:
		// What the stages before had read has changed meanwhile. The failure counts all the same.
		key := db.CaseKey{MerchantID: current.MerchantID, ID: current.ID}
		p.abandon(ctx, db.CarriedCase{CaseKey: key, Carrier: enrolment.Stage(current.job.Kind)}, found)
	}
	if final {
		return river.JobCancel(cause)
	}
	return cause
}

// retryable reports whether trying again can help.
func retryable(kind fault.Kind) bool {
	switch kind {
	case fault.Internal, fault.RateLimited, fault.Timeout, fault.Unavailable:
		return true
	case fault.Conflict, fault.Forbidden, fault.Invalid, fault.Malformed, fault.MethodNotAllowed, fault.NotFound, fault.PreconditionFailed,
		fault.PreconditionRequired, fault.TooLarge, fault.Unauthenticated, fault.UnsupportedMedia:
	}
	return false
}

func (p *Pipeline) logFailure(current *run, found *fault.Error, cause error, final bool) {
	fields := []zap.Field{
		zap.Stringer("request_id", current.ID), zap.Stringer("merchant_id", current.MerchantID), zap.String("stage", string(current.Stage)),
		zap.Int("attempt", current.job.Attempt), zap.Bool("final", final), zap.String("code", found.Code),
	}
	switch {
	case !retryable(found.Kind):
		p.config.Logger.Info("a request can't be fulfilled", fields...)
	case final || found.Kind == fault.Internal:
		p.config.Logger.Error("a stage failed", append(fields, zap.Error(cause))...)
	default:
		p.config.Logger.Warn("a stage is postponed", append(fields, zap.Error(cause))...)
	}
}

func newID() uuid.UUID { return uuid.Must(uuid.NewV7()) }
