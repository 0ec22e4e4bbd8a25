package dbtest_test

import (
	"context"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"greenroom/db"
	"greenroom/db/dbtest"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

func countMerchants(t *testing.T, conn db.TX) int {
	t.Helper()

	var count int
	require.NoError(t, conn.QueryRow(t.Context(), "SELECT count(*) FROM merchants").Scan(&count))
	return count
}

func currentDatabase(t *testing.T, conn db.TX) string {
	t.Helper()

	var name string
	require.NoError(t, conn.QueryRow(t.Context(), "SELECT current_database()").Scan(&name))
	return name
}

func TestPool(t *testing.T) {
	t.Parallel()

	t.Run("DatabaseIsGoneAfterTheTest", func(t *testing.T) {
		t.Parallel()

		var name string
		t.Run("Inner", func(t *testing.T) { //nolint:paralleltest // The outer test looks at what the inner one left.
			name = currentDatabase(t, dbtest.Pool(t))
		})
		var exists bool
		require.NoError(t, dbtest.Tx(t).QueryRow(t.Context(), "SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)", name).
			Scan(&exists))
		require.NotEmpty(t, name)
		require.False(t, exists)
	})

	t.Run("HasTheNewestSchema", func(t *testing.T) {
		t.Parallel()

		require.NoError(t, db.VerifySchema(t.Context(), dbtest.Pool(t)))
	})

	t.Run("IsTheTestsOwn", func(t *testing.T) {
		t.Parallel()

		first, second := dbtest.Pool(t), dbtest.Pool(t)
		require.NotEqual(t, currentDatabase(t, first), currentDatabase(t, second))
	})
}

func TestTx(t *testing.T) {
	t.Parallel()

	t.Run("IsRolledBackAfterTheTest", func(t *testing.T) {
		t.Parallel()

		t.Run("Inner", func(t *testing.T) { //nolint:paralleltest // The outer test looks at what the inner one left.
			_, err := dbtest.Tx(t).Exec(t.Context(), "CREATE TABLE leftover ()")
			require.NoError(t, err)
		})
		var gone bool
		require.NoError(t, dbtest.Tx(t).QueryRow(t.Context(), "SELECT to_regclass('leftover') IS NULL").Scan(&gone))
		require.True(t, gone)
	})

	t.Run("IsMigratedAndEmpty", func(t *testing.T) {
		t.Parallel()

		require.Zero(t, countMerchants(t, dbtest.Tx(t)))
	})
}

func TestURL(t *testing.T) {
	t.Parallel()

	t.Run("Connects", func(t *testing.T) {
		t.Parallel()

		conn, err := pgx.Connect(t.Context(), dbtest.URL(t))
		require.NoError(t, err)
		require.Zero(t, countMerchants(t, conn))
		require.NoError(t, conn.Close(context.WithoutCancel(t.Context())))
	})
}

func BenchmarkTx(b *testing.B) {
	for b.Loop() {
		tx := dbtest.Tx(b)
		require.NoError(b, tx.Rollback(b.Context()))
	}
}

func BenchmarkURL(b *testing.B) {
	for b.Loop() {
		dbtest.URL(b)
	}
}
