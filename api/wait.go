package api

import (
	"context"
	"time"

	"go.uber.org/zap"

	"greenroom/db"
	"greenroom/internal/hub"
)

// changesPoll is how often a process looks for itself what has become of everything that is waited for, should a notification be lost.
const changesPoll = time.Second

// awaitNews blocks until the waiter is woken, its time is up or the process stops.
func (a *API) awaitNews(ctx context.Context, waiter *hub.Waiter, wait time.Duration) {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-waiter.Done():
	case <-timer.C:
	case <-a.stopping:
	case <-ctx.Done():
	}
}

// PollChanges makes up for lost notifications, with one statement for all waiters, until ctx ends.
func (a *API) PollChanges(ctx context.Context) {
	ticker := time.NewTicker(changesPoll)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		if err := a.pollChanges(ctx); err != nil && ctx.Err() == nil {
			a.config.Logger.Warn("couldn't look for changes that are waited for", zap.Error(err))
		}
	}
}

func (a *API) pollChanges(ctx context.Context) error {
	waited := a.config.Hub.Keys()
	if len(waited) == 0 {
		return nil
	}
	keys := make([]db.CaseKey, 0, len(waited))
	for _, key := range waited {
		keys = append(keys, db.CaseKey(key))
	}
	found, err := db.RequestChanges(ctx, a.config.Pool, keys)
	if err != nil {
		return err
	}
	changes := make([]hub.Change, 0, len(found))
	for _, change := range found {
		changes = append(changes, hub.Change{ID: change.ID, Version: change.Version, Terminal: change.State.Terminal()})
	}
	a.config.Hub.Publish(changes)
	return nil
}
