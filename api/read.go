package api

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"greenroom/db"
	"greenroom/internal/batcher"
	"greenroom/internal/fault"
)

const (
	// readBatch caps how many reads share a statement. The waiters that one commit wakes all read at once.
	readBatch = 64
	// readStatementTimeout bounds one such statement.
	readStatementTimeout = 5 * time.Second
)

// newReader lets concurrent reads of requests share a statement.
func newReader(config Config) *batcher.Batcher[db.CaseKey, *db.Request] {
	options := batcher.Options{MaxItems: readBatch, Lanes: 1, Timeout: readStatementTimeout}
	if !config.GroupCommit {
		options = options.Unshared(db.SpareConns(config.Pool))
	}
	return batcher.New(options, func(ctx context.Context, keys []db.CaseKey) ([]*db.Request, error) {
		found, err := db.RequestsGet(ctx, config.Pool, keys)
		return batcher.InOrder(keys, found), err
	})
}

var errOverloaded = fault.New(fault.Unavailable, "overloaded", "more is waiting to be done than can be done in time; try again soon")

// unlessLate tells a caller whose time was up before a batch had room from one that something is wrong with.
func unlessLate(err error) error {
	if errors.Is(err, context.DeadlineExceeded) && fault.KindOf(err) == fault.Internal {
		return errOverloaded.WithCause(err)
	}
	return err
}

// read reads one request. Errors: db.ErrRequestNotFound.
func (a *API) read(ctx context.Context, merchantID, id uuid.UUID) (db.Request, error) {
	found, err := a.reading.Do(ctx, db.CaseKey{MerchantID: merchantID, ID: id})
	if err != nil {
		return db.Request{}, unlessLate(err)
	}
	if found == nil {
		return db.Request{}, db.ErrRequestNotFound
	}
	return *found, nil
}
