package db_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"

	"greenroom/db"
	"greenroom/db/dbtest"
	"greenroom/internal/enrolment"
	"greenroom/internal/fault"
)

// cancel changes a request's row, which waits for whoever has changed it in an open transaction.
func cancel(ctx context.Context, conn db.TX, of enrolment.Case) error {
	return db.RequestCancel(ctx, conn, of.MerchantID, of.ID, testTime())
}

func begin(t *testing.T, conn db.TX) pgx.Tx {
	t.Helper()

	tx, err := conn.Begin(t.Context())
	require.NoError(t, err)
	t.Cleanup(func() { _ = tx.Rollback(context.WithoutCancel(t.Context())) })
	return tx
}

func TestErrors(t *testing.T) {
	t.Parallel()

	pool := dbtest.Pool(t)
	merchant := newTenant(t, pool)

	t.Run("BeingTurnedAwayIsUnavailable", func(t *testing.T) {
		t.Parallel()

		config, err := pgxpool.ParseConfig(dbtest.URL(t))
		require.NoError(t, err)
		config.ConnConfig.Database = "no_such_database"
		closed, err := pgxpool.NewWithConfig(t.Context(), config)
		require.NoError(t, err)
		defer closed.Close()
		_, err = db.RequestGet(t.Context(), closed, merchant.id, newID())
		require.Equal(t, fault.Unavailable, fault.KindOf(err), "%v", err)
	})

	t.Run("CanceledStatementIsUnavailable", func(t *testing.T) {
		t.Parallel()

		held := merchant.accept(t, ask("a@example.com", "Cook"))
		require.NoError(t, cancel(t.Context(), begin(t, pool), held))
		ctx, stop := context.WithTimeout(t.Context(), 50*time.Millisecond)
		defer stop()
		require.Equal(t, fault.Unavailable, fault.KindOf(cancel(ctx, pool, held)))
	})

	t.Run("DeadlockIsUnavailable", func(t *testing.T) {
		t.Parallel()

		one, two := merchant.accept(t, ask("a@example.com", "Cook")), merchant.accept(t, ask("b@example.com", "Cook"))
		first, second := begin(t, pool), begin(t, pool)
		require.NoError(t, cancel(t.Context(), first, one))
		require.NoError(t, cancel(t.Context(), second, two))
		crossed := make(chan error, 1)
		go func() {
			err := cancel(t.Context(), first, two)
			crossed <- errors.Join(err, first.Rollback(t.Context()))
		}()
		err := cancel(t.Context(), second, one)
		require.NoError(t, second.Rollback(t.Context()))
		victims := errors.Join(err, <-crossed)
		require.ErrorContains(t, victims, "40P01")
		require.Equal(t, fault.Unavailable, fault.KindOf(victims))
	})

	t.Run("LockTimeoutIsBusy", func(t *testing.T) {
		t.Parallel()

		held := merchant.accept(t, ask("a@example.com", "Cook"))
		require.NoError(t, cancel(t.Context(), begin(t, pool), held))
		waiting := begin(t, pool)
		require.NoError(t, db.SetLockTimeout(t.Context(), waiting, 10*time.Millisecond))
		require.ErrorIs(t, cancel(t.Context(), waiting, held), db.ErrLockTimeout)
	})

	t.Run("LostConnectionIsUnavailable", func(t *testing.T) {
		t.Parallel()

		tx := begin(t, pool)
		var self uint32
		require.NoError(t, tx.QueryRow(t.Context(), "SELECT pg_backend_pid()").Scan(&self))
		_, err := pool.Exec(t.Context(), "SELECT pg_terminate_backend($1)", self)
		require.NoError(t, err)
		require.Equal(t, fault.Unavailable, fault.KindOf(db.Ping(t.Context(), tx)))
	})

	t.Run("NothingIsNotFound", func(t *testing.T) {
		t.Parallel()

		_, err := db.AccessGet(t.Context(), pool, db.AccessKey{})
		require.ErrorIs(t, err, db.ErrNotFound)
	})

	t.Run("RefusedConnectionIsUnavailable", func(t *testing.T) {
		t.Parallel()

		_, err := db.Open(t.Context(), "postgres://someone:hushhush@127.0.0.1:1/nowhere", db.Options{})
		require.Equal(t, fault.Unavailable, fault.KindOf(err))
		require.NotContains(t, err.Error(), "hushhush")
		require.Positive(t, fault.From(err).RetryAfter)
	})

	t.Run("UniqueViolationIsInternal", func(t *testing.T) {
		t.Parallel()

		key := db.EmbedKey{EmbedID: newID().String(), SealedKey: []byte("sealed")}
		_, err := db.EmbedKeyEnsure(t.Context(), pool, merchant.id, key)
		require.NoError(t, err)
		_, err = db.EmbedKeyEnsure(t.Context(), pool, newTenant(t, pool).id, key)
		require.ErrorContains(t, err, "embed_keys_embed_id_key")
		require.Equal(t, fault.Internal, fault.KindOf(err))
	})
}

func TestWithTx(t *testing.T) {
	t.Parallel()

	url := dbtest.URL(t)
	pool, err := db.Open(t.Context(), url, db.Options{MaxConns: 1})
	require.NoError(t, err)
	defer pool.Close()
	for range 5 {
		merchant := tenant{conn: pool, id: newID()}
		// The context ends within the transaction: nothing is stored, and the only connection is usable again.
		ctx, stop := context.WithCancel(t.Context())
		err := db.WithTx(ctx, pool, func(tx pgx.Tx) error {
			defer stop()
			return db.MerchantUpsert(ctx, tx, db.NewMerchant{ID: merchant.id, Name: "Kitchens"})
		})
		require.Equal(t, fault.Unavailable, fault.KindOf(err))
		require.NoError(t, db.Ping(t.Context(), pool))
		facts, err := db.MerchantFactsGet(t.Context(), pool, &merchant.id, nil)
		require.NoError(t, err)
		require.False(t, facts.OwnExists)
	}
	require.Zero(t, pool.Stat().AcquiredConns())
	errMine := errors.New("mine")
	require.ErrorIs(t, db.WithTx(t.Context(), pool, func(pgx.Tx) error { return errMine }), errMine)
}
