// Package dbtest gives tests a real, migrated Postgres. It is imported by tests only, and it refuses to know what they put in.
//
// The server is the one that TEST_DATABASE_URL names (an administrator's URL; any Postgres from version 14 on), else an ephemeral one of
// this test process. Prefer Tx, which costs milliseconds; Pool and URL clone a database, for what needs commits, LISTEN or several
// connections. A package that uses dbtest declares
//
//	func TestMain(m *testing.M) { dbtest.Main(m) }
package dbtest

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"greenroom/db"
)

const (
	// cleanupTimeout bounds what runs after a test, when its own context has ended.
	cleanupTimeout = 30 * time.Second
	// poolConns fits a test's workers; the server's 200 connections are shared by all packages under test.
	poolConns = 10
	// sharedConns fits every Tx that the parallel tests of one package hold at once.
	sharedConns = 30
)

// Main runs the package's tests, stops the server if it was ours, fails when a goroutine is left over, and exits. Options name
// goroutines of libraries that never end.
func Main(m *testing.M, options ...goleak.Option) {
	goleak.VerifyTestMain(suite{m}, options...)
}

// suite ends the shared server between the tests and the search for leaks.
type suite struct{ tests *testing.M }

// Run runs the tests and gives their exit code.
func (s suite) Run() int {
	shared.begin()
	code := s.tests.Run()
	ctx, cancel := context.WithTimeout(context.Background(), cleanupTimeout)
	defer cancel()
	if err := shared.end(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "dbtest:", err)
		return max(code, 1)
	}
	return code
}

// Pool opens a database of the test's own. It is closed and dropped when the test ends.
func Pool(tb testing.TB) *pgxpool.Pool {
	tb.Helper()

	pool, err := db.Open(tb.Context(), URL(tb), db.Options{ApplicationName: "greenroom-test", MaxConns: poolConns})
	require.NoError(tb, err)
	tb.Cleanup(pool.Close)
	return pool
}

// Tx begins a transaction that is rolled back when the test ends. All tests of a package share its database, which stays empty.
func Tx(tb testing.TB) pgx.Tx {
	tb.Helper()

	pool, err := shared.pool(tb.Context())
	require.NoError(tb, err)
	tx, err := pool.Begin(tb.Context())
	require.NoError(tb, err)
	tb.Cleanup(func() {
		ctx, cancel := afterTest(tb)
		defer cancel()
		_ = tx.Rollback(ctx)
	})
	return tx
}

// URL clones a database of the test's own and says where it is. It is dropped when the test ends.
func URL(tb testing.TB) string {
	tb.Helper()

	server, err := shared.server(tb.Context())
	require.NoError(tb, err)
	name, err := server.clone(tb.Context())
	require.NoError(tb, err)
	tb.Cleanup(func() {
		ctx, cancel := afterTest(tb)
		defer cancel()
		require.NoError(tb, server.drop(ctx, name))
	})
	return server.databaseURL(name)
}

func afterTest(tb testing.TB) (context.Context, context.CancelFunc) {
	tb.Helper()

	return context.WithTimeout(context.WithoutCancel(tb.Context()), cleanupTimeout)
}

// withDatabase is address with another database.
func withDatabase(address url.URL, name string) string {
	address.Path = "/" + name
	return address.String()
}
