package db

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"go.uber.org/zap"

	"greenroom/internal/hub"
)

const (
	// changesChannel carries the ends of awaited requests between processes.
	changesChannel = "greenroom_changes"
	// maxAnnounced keeps a payload (some 50 bytes for each change) below Postgres' limit of 8,000 bytes.
	maxAnnounced = 100
	// reconnectFirst and reconnectMost bound the growing wait between attempts to connect again.
	reconnectFirst = 100 * time.Millisecond
	reconnectMost  = 5 * time.Second
)

// Announce tells all processes about changes with one notification.
func Announce(ctx context.Context, conn TX, changes []hub.Change) error {
	for len(changes) > 0 {
		part := changes[:min(len(changes), maxAnnounced)]
		changes = changes[len(part):]
		words := make([]string, 0, len(part))
		for _, change := range part {
			words = append(words, fmt.Sprintf("%s:%d:%t", change.ID, change.Version, change.Terminal))
		}
		if _, err := conn.Exec(ctx, "SELECT pg_notify($1, $2)", changesChannel, strings.Join(words, " ")); err != nil {
			return interpret("announce changes", err)
		}
	}
	return nil
}

// Listener holds the one connection per process that listens for announcements, and, for a worker, the lock that says that it lives.
// A connection of its own, because a pool's may be closed or handed out at any time.
type Listener struct {
	// URL is the database's; behind a pooler it must lead past it, for sessions are what counts here.
	URL string
	// WorkerName is locked while the connection lives; empty for a process without workers.
	WorkerName string
	// Receive gets the changes that other processes announce.
	Receive func(changes []hub.Change)
	Logger  *zap.Logger
}

// Run listens until ctx ends, and connects again whenever the connection is lost. It calls ready, once, when it first listens.
func (l *Listener) Run(ctx context.Context, ready func()) {
	wait := reconnectFirst
	for ctx.Err() == nil {
		err := l.listen(ctx, func() {
			wait = reconnectFirst
			if ready != nil {
				ready()
				ready = nil
			}
		})
		if ctx.Err() != nil {
			return
		}
		l.Logger.Warn("lost the listening connection; connecting again", zap.Duration("wait", wait), zap.Error(err))
		select {
		case <-ctx.Done():
		case <-time.After(wait):
		}
		wait = min(2*wait, reconnectMost)
	}
}

func (l *Listener) listen(ctx context.Context, listening func()) (err error) {
	conn, err := pgx.Connect(ctx, l.URL)
	if err != nil {
		return fmt.Errorf("connect: %w", err)
	}
	defer func() { err = errors.Join(err, closeConn(ctx, conn)) }()
	if l.WorkerName != "" {
		if _, err := conn.Exec(ctx, "SELECT pg_advisory_lock($1)", workerLock(l.WorkerName)); err != nil {
			return fmt.Errorf("lock the worker's name: %w", err)
		}
	}
	if _, err := conn.Exec(ctx, "LISTEN "+changesChannel); err != nil {
		return fmt.Errorf("listen: %w", err)
	}
	listening()
	for {
		notification, err := conn.WaitForNotification(ctx)
		if err != nil {
			return fmt.Errorf("wait for a notification: %w", err)
		}
		l.Receive(parseChanges(notification.Payload))
	}
}

func closeConn(ctx context.Context, conn *pgx.Conn) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), rollbackTimeout)
	defer cancel()
	return conn.Close(ctx)
}

// parseChanges skips what it can't read: a process of another version may announce more than this one knows.
func parseChanges(payload string) []hub.Change {
	var changes []hub.Change
	for word := range strings.FieldsSeq(payload) {
		parts := strings.Split(word, ":")
		if len(parts) != 3 {
			continue
		}
		id, errID := uuid.Parse(parts[0])
		version, errVersion := strconv.ParseInt(parts[1], 10, 32)
		if errID == nil && errVersion == nil {
			changes = append(changes, hub.Change{ID: id, Version: int32(version), Terminal: parts[2] == "true"})
		}
	}
	return changes
}
