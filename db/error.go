package db

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"greenroom/internal/fault"
)

// SQLSTATE codes that mean something to callers (PostgreSQL manual, appendix A).
const (
	stateDeadlock         = "40P01"
	stateLockNotAvailable = "55P03"
	stateQueryCanceled    = "57014"
	stateSerialization    = "40001"
)

// ErrNotFound says that the tenant has no such row. Another tenant's row looks the same.
var ErrNotFound = fault.New(fault.NotFound, "not_found", "there is no such thing")

// interpret is the only reader of driver errors: it wraps err with what was attempted, as the fault that it means to a caller.
func interpret(attempt string, err error) error {
	if err == nil {
		return nil
	}
	wrapped := fmt.Errorf("%s: %w", attempt, err)
	if errors.Is(err, pgx.ErrNoRows) {
		return ErrNotFound.WithCause(wrapped)
	}
	// First: a server that turns us away says why with a state of its own, which isn't about what was attempted.
	if _, ok := errors.AsType[*pgconn.ConnectError](err); ok {
		return errUnavailable.WithCause(wrapped)
	}
	if state, ok := errors.AsType[*pgconn.PgError](err); ok {
		return interpretState(state, wrapped)
	}
	if pgconn.SafeToRetry(err) || pgconn.Timeout(err) {
		return errUnavailable.WithCause(wrapped)
	}
	if errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled) {
		return errUnavailable.WithCause(wrapped)
	}
	return wrapped
}

func interpretState(state *pgconn.PgError, wrapped error) error {
	switch state.Code {
	case stateLockNotAvailable:
		return ErrLockTimeout.WithCause(wrapped)
	case stateDeadlock, stateQueryCanceled, stateSerialization:
		return errUnavailable.WithCause(wrapped)
	}
	switch state.Code[:2] {
	case "08", "53", "57": // connection, resources, operator intervention: the database is restarting or overloaded
		return errUnavailable.WithCause(wrapped)
	}
	return wrapped
}
