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

var errAbandoned = fault.New(fault.Internal, "abandoned", "the processing broke off too often; the request can be retried")

// sweep gives the jobs of vanished processes back to their queues, and fails the requests whose jobs were tried often enough.
func (r *Runner) sweep(ctx context.Context) {
	var rescue db.Rescue
	err := db.WithTx(ctx, r.pipeline.config.Pool, func(tx pgx.Tx) error {
		var err error
		rescue, err = db.JobsRescue(ctx, tx, r.client.ID())
		return err
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
	for _, key := range rescue.Exhausted {
		r.pipeline.abandon(ctx, key, errAbandoned)
	}
}

// abandon fails a case whose job can't be tried again. It does nothing when the case is over.
func (p *Pipeline) abandon(ctx context.Context, key db.CaseKey, cause *fault.Error) {
	end, ended, err := db.RequestFail(ctx, p.config.Pool, key, enrolment.NewProblem(cause), p.config.Now())
	if err != nil {
		p.config.Logger.Error("couldn't fail an abandoned request", zap.Stringer("request_id", key.ID), zap.Error(err))
		return
	}
	if ended {
		p.publish(ctx, []hub.Change{{ID: key.ID, Version: end.Version, Terminal: true}}, map[uuid.UUID]bool{key.ID: end.Awaited})
	}
}
