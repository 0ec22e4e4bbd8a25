package db_test

import (
	"context"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"

	"greenroom/db"
	"greenroom/db/dbtest"
)

// emptied is a database without any of our tables or River's.
func emptied(t *testing.T) (url string, pool *pgxpool.Pool) {
	t.Helper()

	url = dbtest.URL(t)
	pool, err := db.Open(t.Context(), url, db.Options{MaxConns: 4})
	require.NoError(t, err)
	t.Cleanup(pool.Close)
	_, err = pool.Exec(t.Context(), "DROP SCHEMA public CASCADE; CREATE SCHEMA public")
	require.NoError(t, err)
	return url, pool
}

func tables(t *testing.T, pool *pgxpool.Pool) []string {
	t.Helper()

	var names []string
	require.NoError(t, pool.QueryRow(t.Context(),
		"SELECT coalesce(array_agg(tablename ORDER BY tablename), '{}') FROM pg_tables WHERE schemaname = 'public'").Scan(&names))
	return names
}

func TestMigrate(t *testing.T) {
	t.Parallel()

	t.Run("ManyAtOnceMigrateOnce", func(t *testing.T) {
		t.Parallel()

		url, pool := emptied(t)
		failures := make([]error, 3)
		var running sync.WaitGroup
		for i := range failures {
			running.Go(func() { failures[i] = db.Migrate(t.Context(), url) })
		}
		running.Wait()
		for _, err := range failures {
			require.NoError(t, err)
		}
		require.NoError(t, db.VerifySchema(t.Context(), pool))
	})

	t.Run("UpDownUp", func(t *testing.T) {
		t.Parallel()

		url, pool := emptied(t)
		require.NoError(t, db.Migrate(t.Context(), url))
		full := tables(t, pool)
		require.Subset(t, full, []string{"enrolment_requests", "merchants", "river_job"})
		statuses, err := db.MigrationStatuses(t.Context(), url)
		require.NoError(t, err)
		for range statuses {
			require.NoError(t, db.MigrateDown(t.Context(), url))
		}
		require.Subset(t, []string{"goose_db_version"}, tables(t, pool))
		require.NoError(t, db.MigrateDown(t.Context(), url), "there is nothing left to undo")
		require.NoError(t, db.Migrate(t.Context(), url))
		require.Equal(t, full, tables(t, pool))
		require.NoError(t, db.VerifySchema(t.Context(), pool))
	})
}

func TestMigrationStatuses(t *testing.T) {
	t.Parallel()

	url, _ := emptied(t)
	require.NoError(t, db.Migrate(t.Context(), url))
	require.NoError(t, db.MigrateDown(t.Context(), url))
	statuses, err := db.MigrationStatuses(t.Context(), url)
	require.NoError(t, err)
	for i, status := range statuses {
		require.Equal(t, i == len(statuses)-1, status.AppliedAt.IsZero(), status.Name)
	}
}

func TestVerifySchema(t *testing.T) {
	t.Parallel()

	for _, test := range []struct {
		name    string
		prepare func(ctx context.Context, url string, pool *pgxpool.Pool) error
		want    error
	}{
		{"AcceptsTheNewest", func(ctx context.Context, url string, _ *pgxpool.Pool) error { return db.Migrate(ctx, url) }, nil},
		{"RefusesAnEmptyDatabase", func(context.Context, string, *pgxpool.Pool) error { return nil }, db.ErrSchemaOutdated},
		{"RefusesAnOlderOne", func(ctx context.Context, url string, _ *pgxpool.Pool) error {
			if err := db.Migrate(ctx, url); err != nil {
				return err
			}
			return db.MigrateDown(ctx, url)
		}, db.ErrSchemaOutdated},
		{"RefusesOneWithoutTheQueue", func(ctx context.Context, url string, pool *pgxpool.Pool) error {
			if err := db.Migrate(ctx, url); err != nil {
				return err
			}
			_, err := pool.Exec(ctx, "DELETE FROM river_migration WHERE version = (SELECT max(version) FROM river_migration)")
			return err
		}, db.ErrSchemaOutdated},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()

			url, pool := emptied(t)
			require.NoError(t, test.prepare(t.Context(), url, pool))
			before := tables(t, pool)
			require.ErrorIs(t, db.VerifySchema(t.Context(), pool), test.want)
			require.Equal(t, before, tables(t, pool), "it changes nothing")
		})
	}
}
