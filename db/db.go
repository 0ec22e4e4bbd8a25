// Package db is the only place with SQL. It takes and returns domain types, and every statement names the tenant first. It refuses to
// decide anything that is not about storage.
package db

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
	pgxuuid "github.com/vgarvardt/pgx-google-uuid/v5"

	"greenroom/internal/fault"
)

const (
	// statementTimeout ends a runaway statement; the longest planned one, a batch of 64 outcomes, takes milliseconds.
	statementTimeout = 15 * time.Second
	// idleInTransactionTimeout frees the locks of a process that hangs between two statements.
	idleInTransactionTimeout = 30 * time.Second
	// lockTimeout ends a wait for a row that somebody holds for long: a shared transaction then fails, and the others' part of it is
	// repeated without the one that waits.
	lockTimeout = 5 * time.Second
	// rollbackTimeout bounds a rollback after the caller's own context has ended.
	rollbackTimeout = 5 * time.Second
)

// TX is what statements need: a pool, a connection or a transaction.
type TX interface {
	Begin(ctx context.Context) (pgx.Tx, error)
	Exec(ctx context.Context, sql string, arguments ...any) (pgconn.CommandTag, error)
	Query(ctx context.Context, sql string, arguments ...any) (pgx.Rows, error)
	QueryRow(ctx context.Context, sql string, arguments ...any) pgx.Row
}

// Options configure the pool.
type Options struct {
	// ApplicationName is shown in pg_stat_activity.
	ApplicationName string
	// MaxConns caps the pool; zero leaves pgx's default.
	MaxConns int32
}

// Open connects a pool and checks that the database answers. It fails with an Unavailable fault when it doesn't.
func Open(ctx context.Context, url string, options Options) (*pgxpool.Pool, error) {
	config, err := pgxpool.ParseConfig(url)
	if err != nil {
		// pgx's own message masks the password.
		return nil, fmt.Errorf("read the database URL: %w", err)
	}
	if options.MaxConns > 0 {
		config.MaxConns = options.MaxConns
	}
	parameters := config.ConnConfig.RuntimeParams
	parameters["application_name"] = options.ApplicationName
	parameters["statement_timeout"] = milliseconds(statementTimeout)
	parameters["lock_timeout"] = milliseconds(lockTimeout)
	parameters["idle_in_transaction_session_timeout"] = milliseconds(idleInTransactionTimeout)
	config.AfterConnect = func(_ context.Context, conn *pgx.Conn) error {
		// pgx knows google/uuid only by way of text, which cost a tenth of the process's time under load.
		pgxuuid.Register(conn.TypeMap())
		return nil
	}
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("open the database pool: %w", err)
	}
	if err := pool.Ping(ctx); err != nil {
		pool.Close()
		return nil, interpret("reach the database", err)
	}
	return pool, nil
}

// SpareConns is how many transactions of one kind may run at once where they aren't shared, leaving the pool something for all else.
func SpareConns(pool *pgxpool.Pool) int { return max(1, int(pool.Config().MaxConns)-2) }

func milliseconds(d time.Duration) string { return fmt.Sprint(d.Milliseconds()) }

// WithTx runs work in a transaction of conn (a savepoint if conn is one itself): committed when work returns nil, else rolled back.
func WithTx(ctx context.Context, conn TX, work func(tx pgx.Tx) error) error {
	tx, err := conn.Begin(ctx)
	if err != nil {
		return interpret("begin a transaction", err)
	}
	defer func() {
		// The caller's context may be over; an unfinished rollback would cost the pool a connection.
		rollbackCtx, cancel := context.WithTimeout(context.WithoutCancel(ctx), rollbackTimeout)
		defer cancel()
		_ = tx.Rollback(rollbackCtx)
	}()
	if err := work(tx); err != nil {
		return err
	}
	if err := tx.Commit(ctx); err != nil {
		return interpret("commit", err)
	}
	return nil
}

// Ping reports whether the database answers; an Unavailable fault when it doesn't.
func Ping(ctx context.Context, conn TX) error {
	_, err := conn.Exec(ctx, "SELECT 1")
	return interpret("reach the database", err)
}

// SetAsyncCommit lets the transaction's commit return before it is on disk. Only for what can be done again after a crash.
func SetAsyncCommit(ctx context.Context, tx pgx.Tx) error {
	_, err := tx.Exec(ctx, "SET LOCAL synchronous_commit = off")
	return interpret("set asynchronous commit", err)
}

// SetLockTimeout bounds how long the transaction waits for any one lock; over it, statements fail with ErrLockTimeout.
func SetLockTimeout(ctx context.Context, tx pgx.Tx, timeout time.Duration) error {
	_, err := tx.Exec(ctx, "SET LOCAL lock_timeout = "+milliseconds(timeout))
	return interpret("set the lock timeout", err)
}

var (
	// ErrLockTimeout says that another transaction held what this one needed.
	ErrLockTimeout = fault.New(fault.Unavailable, "busy", "another request holds what this one needs; try again soon").
			WithRetryAfter(time.Second)

	errUnavailable = fault.New(fault.Unavailable, "database_unavailable", "the database can't be reached at the moment; try again soon").
			WithRetryAfter(2 * time.Second)
)
