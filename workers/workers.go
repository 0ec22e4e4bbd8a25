// Package workers carries accepted requests through the stages: one River worker for each job kind, one pipeline behind them. It refuses to
// know HTTP, and it holds no rule about deciding: those are pure functions in internal.
package workers

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivertype"
	"go.uber.org/zap"
	"go.uber.org/zap/exp/zapslog"

	"greenroom/db"
	"greenroom/internal/enrolment"
	"greenroom/internal/fault"
	"greenroom/jobs"
)

const (
	// rescueSlack is how long after a job's longest time River itself gives it to another worker, should the sweeper not have done so.
	rescueSlack = 5 * time.Second
	// softStop is how long a stopping process lets running jobs finish before it cancels them.
	softStop = 10 * time.Second
	// keepCompleted is short: a finished job says nothing that its request doesn't, and a small queue is a fast queue.
	keepCompleted = 15 * time.Minute
	// interactivePoll finds a job whose notification was lost; bulkPoll does so where nobody waits.
	interactivePoll = 100 * time.Millisecond
	bulkPoll        = time.Second
)

// Runner is a process's share of the work.
type Runner struct {
	client   *river.Client[pgx.Tx]
	pipeline *Pipeline
	logger   *zap.Logger
	stop     context.CancelFunc
	done     chan struct{}
}

// NewRunner builds a runner. clientID names this process among all workers; its liveness lock (db.Listener) goes by the same name.
func NewRunner(clientID string, config Config) (*Runner, error) {
	pipeline := newPipeline(config)
	registered := river.NewWorkers()
	river.AddWorker(registered, &ResolvePosition{pipeline: pipeline})
	river.AddWorker(registered, &DetectSeniority{pipeline: pipeline})
	river.AddWorker(registered, &Prescreen{pipeline: pipeline})
	river.AddWorker(registered, &TokeniseURL{pipeline: pipeline})
	if pipeline.writesTexts() {
		river.AddWorker(registered, &WriteTexts{config: config})
	}
	client, err := river.NewClient(riverpgxv5.New(config.Pool), &river.Config{
		CompletedJobRetentionPeriod: keepCompleted,
		ErrorHandler:                &errorHandler{logger: config.Logger, pipeline: pipeline},
		FetchCooldown:               db.FetchCooldown,
		FetchPollInterval:           bulkPoll,
		ID:                          clientID,
		JobTimeout:                  stageTimeout,
		Logger:                      slog.New(zapslog.NewHandler(config.Logger.Core())),
		Queues:                      queues(config),
		RescueStuckJobsAfter:        config.prescreenTimeout() + rescueSlack,
		SoftStopTimeout:             softStop,
		Workers:                     registered,
	})
	if err != nil {
		return nil, fmt.Errorf("build the River client: %w", err)
	}
	pipeline.queue = client
	return &Runner{client: client, pipeline: pipeline, logger: config.Logger, done: make(chan struct{})}, nil
}

func queues(config Config) map[string]river.QueueConfig {
	named := make(map[string]river.QueueConfig)
	for _, stage := range enrolment.Stages() {
		for _, class := range config.Classes {
			queue := river.QueueConfig{MaxWorkers: config.workersOf(stage), FetchPollInterval: bulkPoll}
			if class == enrolment.Interactive {
				queue.FetchPollInterval = interactivePoll
			}
			named[jobs.Queue(stage, class)] = queue
		}
	}
	if config.Model != nil && config.Model.Author != nil {
		named[jobs.TextsQueue] = river.QueueConfig{MaxWorkers: config.Model.Concurrency, FetchPollInterval: bulkPoll}
	}
	return named
}

// Start begins to work. It returns when all queues are being worked.
func (r *Runner) Start(ctx context.Context) error {
	ctx, r.stop = context.WithCancel(context.WithoutCancel(ctx))
	events, unsubscribe := r.client.Subscribe(river.EventKindQueuePaused, river.EventKindQueueResumed)
	if err := r.client.Start(ctx); err != nil {
		r.stop()
		unsubscribe()
		close(r.done)
		return fmt.Errorf("start the River client: %w", err)
	}
	if err := r.readPaused(ctx); err != nil {
		r.logger.Warn("couldn't read which queues are paused", zap.Error(err))
	}
	go func() {
		defer close(r.done)
		defer unsubscribe()
		r.watch(ctx, events)
	}()
	return nil
}

// Stop lets running jobs finish, within limits, and returns when nothing is worked on any more.
func (r *Runner) Stop(ctx context.Context) error {
	err := r.client.Stop(ctx)
	r.stop()
	<-r.done
	if err != nil {
		return fmt.Errorf("stop the River client: %w", err)
	}
	return nil
}

func (r *Runner) readPaused(ctx context.Context) error {
	listed, err := r.client.QueueList(ctx, river.NewQueueListParams())
	if err != nil {
		return fmt.Errorf("list queues: %w", err)
	}
	for _, queue := range listed.Queues {
		r.pipeline.paused.set(queue.Name, queue.PausedAt != nil)
	}
	return nil
}

// watch keeps an eye on paused queues and on workers that vanished, until ctx ends.
func (r *Runner) watch(ctx context.Context, events <-chan *river.Event) {
	sweep := time.NewTicker(sweepInterval)
	defer sweep.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case event, open := <-events:
			if !open {
				return
			}
			r.pipeline.paused.set(event.Queue.Name, event.Kind == river.EventKindQueuePaused)
		case <-sweep.C:
			r.sweep(ctx)
		}
	}
}

// errorHandler sees the attempts that went wrong outside of a stage, where the pipeline can't settle them: a case couldn't be read, or its
// failure not be stored.
type errorHandler struct {
	logger   *zap.Logger
	pipeline *Pipeline
}

// HandleError implements river.ErrorHandler.
func (h *errorHandler) HandleError(ctx context.Context, job *rivertype.JobRow, err error) *river.ErrorHandlerResult {
	h.endWith(ctx, job, err)
	return nil
}

// HandlePanic implements river.ErrorHandler.
func (h *errorHandler) HandlePanic(ctx context.Context, job *rivertype.JobRow, panicked any, trace string) *river.ErrorHandlerResult {
	h.logger.Error("a job panicked", zap.Int64("job_id", job.ID), zap.String("kind", job.Kind), zap.Int("attempt", job.Attempt),
		zap.Any("panic", panicked), zap.String("trace", trace))
	h.endWith(ctx, job, errAbandoned)
	return nil
}

// endWith fails the case with its job's last attempt, lest it be waited for without end. A job without a case has none to fail.
func (h *errorHandler) endWith(ctx context.Context, job *rivertype.JobRow, cause error) {
	if job.Attempt < job.MaxAttempts {
		return
	}
	var args jobs.Case
	if err := json.Unmarshal(job.EncodedArgs, &args); err != nil {
		h.logger.Error("a job's arguments can't be read", zap.Int64("job_id", job.ID), zap.Error(err))
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), settleTimeout)
	defer cancel()
	key := db.CaseKey{MerchantID: args.MerchantID, ID: args.RequestID}
	h.pipeline.abandon(ctx, db.CarriedCase{CaseKey: key, Carrier: enrolment.Stage(job.Kind)}, fault.From(cause))
}
