package workers

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"go.uber.org/zap"

	"greenroom/db"
	"greenroom/internal/enrolment"
	"greenroom/internal/fault"
	"greenroom/internal/hub"
)

// sweepInterval is how often a process looks for jobs of processes that vanished: work goes on within a few seconds of a kill.
const sweepInterval = 2 * time.Second

var (
	errAbandoned   = fault.New(fault.Internal, "abandoned", "the processing broke off too often; the request can be retried")
	errJobCanceled = fault.New(fault.Conflict, "job_canceled", "an operator stopped the processing; the request can be retried")
)

// sweep gives the jobs of vanished processes back to their queues, and fails the requests whose jobs were tried often enough, or canceled
// in the queue: together with their jobs, for who finds neither a job nor an end of a request waits for ever.
func (r *Runner) sweep(ctx context.Context) {
	var rescue db.Rescue
	var ended []hub.Change
	awaited := make(map[uuid.UUID]bool)
	err := db.WithTx(ctx, r.pipeline.config.Pool, func(tx pgx.Tx) error {
		var err error
		if rescue, err = db.JobsRescue(ctx, tx, r.client.ID()); err != nil {
			return err
		}
		canceled, err := db.JobsCanceled(ctx, tx)
		if err != nil {
			return err
		}
		for cause, cases := range map[*fault.Error][]db.CarriedCase{errAbandoned: rescue.Exhausted, errJobCanceled: canceled} {
			for _, carried := range cases {
				changes, waitedFor, err := r.pipeline.fail(ctx, tx, carried, cause)
				if err != nil {
					return err
				}
				ended, awaited[carried.ID] = append(ended, changes...), waitedFor
			}
		}
		return nil
	})
	if err != nil {
		if ctx.Err() == nil {
			r.logger.Warn("couldn't look for jobs of vanished workers", zap.Error(err))
		}
		return
	}
	if rescue.Returned > 0 || len(rescue.Exhausted) > 0 {
		r.logger.Warn("took over jobs of a vanished worker",
			zap.Int("returned", rescue.Returned), zap.Int("exhausted", len(rescue.Exhausted)))
	}
	r.pipeline.publish(ctx, ended, awaited)
}

// abandon fails a case whose job can't be tried again. It does nothing when the case is over or another job's by now.
func (p *Pipeline) abandon(ctx context.Context, carried db.CarriedCase, cause *fault.Error) {
	ended, awaited, err := p.fail(ctx, p.config.Pool, carried, cause)
	if err != nil {
		p.config.Logger.Error("couldn't fail an abandoned request", zap.Stringer("request_id", carried.ID), zap.Error(err))
		return
	}
	p.publish(ctx, ended, map[uuid.UUID]bool{carried.ID: awaited})
}

// fail ends a case. It returns what to publish, which is nothing when the case isn't this job's, and whether somebody waits for it
// elsewhere.
func (p *Pipeline) fail(ctx context.Context, conn db.TX, carried db.CarriedCase, cause *fault.Error) ([]hub.Change, bool, error) {
	end, ended, err := db.RequestFail(ctx, conn, carried.CaseKey, carried.Carrier, enrolment.NewProblem(cause), p.config.Now())
	if err != nil || !ended {
		return nil, false, err
	}
	return []hub.Change{{ID: carried.ID, Version: end.Version, Terminal: true}}, end.Awaited, nil
}
