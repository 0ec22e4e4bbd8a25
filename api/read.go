package api

import (
	"context"
	"time"

	"github.com/google/uuid"

	"greenroom/db"
	"greenroom/internal/batcher"
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
		options.MaxItems, options.Lanes = 1, spareConns(config)
	}
	return batcher.New(options, func(ctx context.Context, keys []db.CaseKey) ([]*db.Request, error) {
		found, err := db.RequestsGet(ctx, config.Pool, keys)
		if err != nil {
			return nil, err
		}
		requests := make([]*db.Request, len(keys))
		for i, key := range keys {
			if request, ok := found[key]; ok {
				requests[i] = &request
			}
		}
		return requests, nil
	})
}

// read reads one request. Errors: db.ErrRequestNotFound.
func (a *API) read(ctx context.Context, merchantID, id uuid.UUID) (db.Request, error) {
	found, err := a.reading.Do(ctx, db.CaseKey{MerchantID: merchantID, ID: id})
	if err != nil {
		return db.Request{}, err
	}
	if found == nil {
		return db.Request{}, db.ErrRequestNotFound
	}
	return *found, nil
}
