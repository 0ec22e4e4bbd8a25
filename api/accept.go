package api

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"

	"greenroom/db"
	"greenroom/internal/batcher"
	"greenroom/internal/enrolment"
	"greenroom/jobs"
)

const (
	// acceptBatch caps how many acceptances share a transaction (RIVER.md, section 5: beyond 64 rows nothing is gained).
	acceptBatch = 64
	// acceptTimeout bounds one such transaction.
	acceptTimeout = 10 * time.Second
	// keyLockTimeout is how long a request waits for the first one with its Idempotency-Key to be stored before it is answered 409.
	keyLockTimeout = 2 * time.Second
)

// acceptor stores requests together with their first job: from its commit on, nothing can be lost.
type acceptor struct {
	config  Config
	batches *batcher.Batcher[db.NewRequest, bool]
}

func newAcceptor(config Config) *acceptor {
	options := batcher.Options{MaxItems: acceptBatch, Lanes: 1, Timeout: acceptTimeout}
	if !config.GroupCommit {
		options = options.Unshared(db.SpareConns(config.Pool))
	}
	a := &acceptor{config: config}
	a.batches = batcher.New(options, a.store)
	return a
}

// accept stores a request durably. It reports false, with nothing stored, when an earlier request holds the idempotency key.
func (a *acceptor) accept(ctx context.Context, request db.NewRequest) (bool, error) {
	accepted, err := a.batches.Do(ctx, request)
	return accepted, unlessLate(err)
}

func (a *acceptor) store(ctx context.Context, requests []db.NewRequest) ([]bool, error) {
	var stored map[uuid.UUID]bool
	err := db.WithTx(ctx, a.config.Pool, func(tx pgx.Tx) error {
		if slices.ContainsFunc(requests, func(r db.NewRequest) bool { return r.IdempotencyKey != "" }) {
			if err := db.SetLockTimeout(ctx, tx, keyLockTimeout); err != nil {
				return err
			}
		}
		var err error
		if stored, err = db.RequestsInsert(ctx, tx, requests); err != nil {
			return err
		}
		return a.enqueue(ctx, tx, requests, stored)
	})
	if err != nil {
		return nil, err
	}
	accepted := make([]bool, 0, len(requests))
	for _, request := range requests {
		// Without a key nothing but the request itself can be in its way: it was stored by a commit whose acknowledgement got lost.
		accepted = append(accepted, stored[request.ID] || request.IdempotencyKey == "")
	}
	return accepted, nil
}

func (a *acceptor) enqueue(ctx context.Context, tx pgx.Tx, requests []db.NewRequest, stored map[uuid.UUID]bool) error {
	first := make([]river.InsertManyParams, 0, len(stored))
	for _, request := range requests {
		if stored[request.ID] {
			first = append(first, jobs.Insert(enrolment.ResolvePosition, request.Class, request.MerchantID, request.ID))
		}
	}
	if len(first) == 0 {
		return nil
	}
	return db.JobsInsert(ctx, tx, a.config.Queue, first)
}
