package db_test

import (
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"greenroom/db"
	"greenroom/db/dbtest"
	"greenroom/internal/interview"
	"greenroom/internal/questions"
)

// TestTextsStore has a candidate start an interview while a model's questions for it are stored: everybody is asked the same.
func TestTextsStore(t *testing.T) {
	t.Parallel()

	written := []questions.Question{{Kind: questions.Main, Text: "What did you cook last?"}}
	setup := func(t *testing.T) (pool db.TX, start func(pgx.Tx) (db.Access, error), store func(pgx.Tx) error) {
		t.Helper()

		merchant := newTenant(t, dbtest.Pool(t))
		done := merchant.finish(t, ask("a@example.com", "Cook"))
		key := db.InterviewKey{MerchantID: merchant.id, InterviewID: *done.InterviewID}
		access := db.Access{
			MerchantID: merchant.id, EnrolmentID: *done.EnrolmentID,
			Interview: interview.Definition{ID: *done.InterviewID, Settings: interview.Settings{Attempts: 3}},
		}
		return merchant.conn, func(tx pgx.Tx) (db.Access, error) { return db.AccessStart(t.Context(), tx, access) },
			func(tx pgx.Tx) error {
				return db.TextsStore(t.Context(), tx, key, "model", interview.Texts{Description: "short"}, written)
			}
	}
	asked := func(t *testing.T, pool db.TX, start func(pgx.Tx) (db.Access, error)) (found []questions.Question) {
		t.Helper()

		require.NoError(t, db.WithTx(t.Context(), pool, func(tx pgx.Tx) error {
			access, err := start(tx)
			found = access.Interview.Questions
			return err
		}))
		return found
	}
	// waitsFor runs second once first is done but not committed, and reports whether second had to wait.
	waitsFor := func(t *testing.T, pool db.TX, first, second func(pgx.Tx) error) {
		t.Helper()

		over := make(chan error, 1)
		require.NoError(t, db.WithTx(t.Context(), pool, func(tx pgx.Tx) error {
			if err := first(tx); err != nil {
				return err
			}
			go func() { over <- db.WithTx(t.Context(), pool, second) }()
			require.Eventually(t, func() bool {
				var waiting bool
				err := pool.QueryRow(t.Context(), `
					SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock')`).Scan(&waiting)
				return err == nil && waiting
			}, patience, poll)
			return nil
		}))
		require.NoError(t, <-over)
	}

	t.Run("AfterAStartTheQuestionsStay", func(t *testing.T) {
		t.Parallel()

		pool, start, store := setup(t)
		var first []questions.Question
		waitsFor(t, pool, func(tx pgx.Tx) error {
			access, err := start(tx)
			first = access.Interview.Questions
			return err
		}, store)
		require.NotEqual(t, written, first)
		require.Equal(t, first, asked(t, pool, start))
	})

	t.Run("AStartWaitsForQuestionsOnTheirWay", func(t *testing.T) {
		t.Parallel()

		pool, start, store := setup(t)
		var first []questions.Question
		waitsFor(t, pool, store, func(tx pgx.Tx) error {
			access, err := start(tx)
			first = access.Interview.Questions
			return err
		})
		require.Equal(t, written, first)
		require.Equal(t, first, asked(t, pool, start))
	})

	t.Run("IsStoredOnce", func(t *testing.T) {
		t.Parallel()

		pool, start, store := setup(t)
		require.NoError(t, db.WithTx(t.Context(), pool, store))
		require.Equal(t, written, asked(t, pool, start))
		written := []questions.Question{{Kind: questions.Main, Text: "Another?"}}
		require.NotEqual(t, written, asked(t, pool, start))
	})
}
