package db

import (
	"context"
	"fmt"
	"hash/fnv"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"

	"greenroom/internal/enrolment"
)

// FetchCooldown is how long River waits between two fetches, and between two notifications of an inserting client. Its default of 100 ms
// makes a second request wait for the poll (RIVER.md, section 2.2), so the same short value is set on both sides.
const FetchCooldown = 2 * time.Millisecond

// NewInserter makes a River client that only enqueues.
func NewInserter(pool *pgxpool.Pool) (*river.Client[pgx.Tx], error) {
	client, err := river.NewClient(riverpgxv5.New(pool), &river.Config{FetchCooldown: FetchCooldown, FetchPollInterval: time.Second})
	if err != nil {
		return nil, fmt.Errorf("build the River client: %w", err)
	}
	return client, nil
}

// JobsInsert enqueues jobs in the caller's transaction.
func JobsInsert(ctx context.Context, tx pgx.Tx, queue *river.Client[pgx.Tx], params []river.InsertManyParams) error {
	_, err := queue.InsertManyTx(ctx, tx, params)
	return interpret("enqueue jobs", err)
}

// Rescue says what JobsRescue found.
type Rescue struct {
	// Returned counts jobs that went back to their queue.
	Returned int
	// Exhausted are the cases of jobs that had no attempt left. Jobs without a case just end.
	Exhausted []CarriedCase
}

// CarriedCase is a case with the kind of the job that was responsible for it.
type CarriedCase struct {
	CaseKey
	Carrier enrolment.Stage
}

// JobsRescue gives the running jobs of vanished workers back to their queues. A worker is alive as long as its session holds the lock of
// its name (Listener); the database drops that lock the moment the process is gone, however it went. Attempts go on counting, so that a
// job which kills its process ends at its last attempt.
func JobsRescue(ctx context.Context, tx pgx.Tx, self string) (Rescue, error) {
	owners, err := runningOwners(ctx, tx, self)
	if err != nil {
		return Rescue{}, err
	}
	var rescue Rescue
	for _, owner := range owners {
		var gone bool
		if err := tx.QueryRow(ctx, "SELECT pg_try_advisory_xact_lock($1)", workerLock(owner)).Scan(&gone); err != nil {
			return Rescue{}, interpret("look whether a worker lives", err)
		}
		if gone {
			if err := rescueFrom(ctx, tx, owner, &rescue); err != nil {
				return Rescue{}, err
			}
		}
	}
	return rescue, nil
}

func runningOwners(ctx context.Context, tx pgx.Tx, self string) ([]string, error) {
	rows, err := tx.Query(ctx, `
		SELECT DISTINCT attempted_by[array_upper(attempted_by, 1)]
		FROM river_job
		WHERE state = 'running' AND attempted_by[array_upper(attempted_by, 1)] <> $1`, self)
	if err != nil {
		return nil, interpret("list the owners of running jobs", err)
	}
	owners, err := pgx.CollectRows(rows, pgx.RowTo[string])
	return owners, interpret("list the owners of running jobs", err)
}

func rescueFrom(ctx context.Context, tx pgx.Tx, owner string, rescue *Rescue) error {
	rows, err := tx.Query(ctx, `
		UPDATE river_job
		SET state = CASE WHEN attempt < max_attempts THEN 'available' ELSE 'discarded' END::river_job_state,
		    finalized_at = CASE WHEN attempt < max_attempts THEN NULL ELSE now() END,
		    scheduled_at = now()
		WHERE state = 'running' AND attempted_by[array_upper(attempted_by, 1)] = $1
		RETURNING (args ->> 'merchant_id')::uuid, coalesce(args ->> 'request_id', $2)::uuid, kind, state = 'discarded'`, owner, uuid.Nil.String())
	if err != nil {
		return interpret("take over jobs", err)
	}
	var carried CarriedCase
	var exhausted bool
	_, err = pgx.ForEachRow(rows, []any{&carried.MerchantID, &carried.ID, &carried.Carrier, &exhausted}, func() error {
		switch {
		case !exhausted:
			rescue.Returned++
		case carried.ID != uuid.Nil:
			rescue.Exhausted = append(rescue.Exhausted, carried)
		}
		return nil
	})
	return interpret("take over jobs", err)
}

// JobsCanceled lists the cases whose jobs somebody has canceled in the queue lately, while nothing else goes on with them.
func JobsCanceled(ctx context.Context, tx pgx.Tx) ([]CarriedCase, error) {
	rows, err := tx.Query(ctx, `
		SELECT request.merchant_id, request.id, request.carrier
		FROM river_job AS job
		JOIN enrolment_requests AS request ON request.merchant_id = (job.args ->> 'merchant_id')::uuid
		     AND request.id = (job.args ->> 'request_id')::uuid AND request.carrier = job.kind
		WHERE job.state = 'cancelled' AND job.finalized_at > now() - interval '1 minute' AND request.state IN ('queued', 'running')
		  AND NOT EXISTS (
		      SELECT FROM river_job AS other
		      WHERE other.args @> jsonb_build_object('request_id', request.id) AND other.finalized_at IS NULL
		  )`)
	if err != nil {
		return nil, interpret("list cases of canceled jobs", err)
	}
	found, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (carried CarriedCase, err error) {
		err = row.Scan(&carried.MerchantID, &carried.ID, &carried.Carrier)
		return carried, err
	})
	return found, interpret("list cases of canceled jobs", err)
}

// workerLock is the advisory lock that a living worker of this name holds.
func workerLock(name string) int64 {
	digest := fnv.New64a()
	digest.Write([]byte("greenroom worker " + name))
	return int64(digest.Sum64())
}

// NewWorkerName makes a name for a worker process that no other has.
func NewWorkerName() string { return "greenroom-" + uuid.Must(uuid.NewV7()).String() }
