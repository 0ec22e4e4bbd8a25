package db_test

import (
	"fmt"
	"slices"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"greenroom/db"
	"greenroom/db/dbtest"
	"greenroom/internal/enrolment"
)

const (
	applied    = enrolment.Applied
	stale      = enrolment.Stale
	superseded = enrolment.Superseded
)

func TestOutcomesCommit(t *testing.T) {
	t.Parallel()

	t.Run("AppliesEveryStage", func(t *testing.T) {
		t.Parallel()

		merchant := newTenant(t, dbtest.Tx(t))
		done := merchant.finish(t, ask("ada@example.com", "Cook"))
		require.Equal(t, enrolment.Succeeded, done.State)
		require.Equal(t, int32(5), done.Version)
		answer := merchant.get(t, done.ID)
		require.Equal(t, enrolment.AIAccept, answer.Status)
		require.NotNil(t, answer.Token)
		require.Equal(t, *done.EnrolmentID, answer.Token.EnrolmentID)
		require.JSONEq(t, "8", fmt.Sprint(scoreOf(t, answer)))
		require.Len(t, answer.Stages, 4)
		require.Equal(t, testTime(), answer.CompletedAt.UTC())
	})

	t.Run("BadItemFailsItsBatchAndLeavesNothing", func(t *testing.T) {
		t.Parallel()

		merchant := newTenant(t, dbtest.Tx(t))
		good, bad := resolved(merchant.accept(t, ask("a@example.com", "Cook"))), resolved(merchant.accept(t, ask("b@example.com", "Baker")))
		bad.Position.TemplateID = newID()
		_, err := merchant.commit(t.Context(), good, bad)
		require.ErrorContains(t, err, "positions_template_id_fkey")
		require.Zero(t, merchant.count(t, "positions"))
		merchant.mustCommit(t, good)
	})

	t.Run("CandidateTwiceInOneBatchIsOneCandidate", func(t *testing.T) {
		t.Parallel()

		merchant := newTenant(t, dbtest.Tx(t))
		first, second := merchant.accept(t, ask("a@example.com", "Cook")), merchant.accept(t, ask("a@example.com", "Baker"))
		verdicts, err := merchant.commit(t.Context(), resolved(first), resolved(second))
		require.NoError(t, err)
		require.Equal(t, []enrolment.Verdict{applied, applied}, verdicts)
		require.Equal(t, 1, merchant.count(t, "candidates"))
		require.Equal(t, 2, merchant.count(t, "enrolments"))
	})

	t.Run("CaseTwiceInOneBatchCountsOnce", func(t *testing.T) {
		t.Parallel()

		merchant := newTenant(t, dbtest.Tx(t))
		one := merchant.accept(t, ask("a@example.com", "Cook"))
		verdicts, err := merchant.commit(t.Context(), resolved(one), resolved(one))
		require.NoError(t, err)
		require.Equal(t, []enrolment.Verdict{applied, superseded}, verdicts)
		require.Equal(t, 1, merchant.count(t, "positions"))
	})

	t.Run("DecisionOfAnotherOwnerIsStale", func(t *testing.T) {
		t.Parallel()

		merchant := newTenant(t, dbtest.Tx(t))
		first := merchant.mustCommit(t, resolved(merchant.accept(t, ask("a@example.com", "Cook"))))
		second := merchant.accept(t, ask("a@example.com", "Cook"))
		second.EnrolmentID = first.EnrolmentID
		verdicts, err := merchant.commit(t.Context(), prescreened(second, 3))
		require.NoError(t, err)
		require.Equal(t, []enrolment.Verdict{stale}, verdicts)
		require.Zero(t, merchant.count(t, "assessments"))
		require.Equal(t, enrolment.Queued, merchant.load(t, second.ID).State)
	})

	t.Run("EarlierSeniorityIsKeptAndMakesStale", func(t *testing.T) {
		t.Parallel()

		merchant := newTenant(t, dbtest.Tx(t))
		first := merchant.mustCommit(t, resolved(merchant.accept(t, ask("a@example.com", "Cook"))))
		late := merchant.accept(t, ask("b@example.com", "Cook"))
		late.PositionID, late.InterviewID = first.PositionID, first.InterviewID
		merchant.mustCommit(t, detected(first, "senior"))
		verdicts, err := merchant.commit(t.Context(), detected(late, "executive"))
		require.NoError(t, err)
		require.Equal(t, []enrolment.Verdict{stale}, verdicts)
	})

	t.Run("EnrolmentTakenMeanwhileIsStale", func(t *testing.T) {
		t.Parallel()

		merchant := newTenant(t, dbtest.Tx(t))
		first := resolved(merchant.accept(t, ask("a@example.com", "Cook")))
		merchant.mustCommit(t, first)
		second := resolved(merchant.accept(t, ask("a@example.com", "Cook")))
		second.Position, second.Interview = nil, nil
		second.Progress.PositionID, second.Progress.InterviewID = first.Progress.PositionID, first.Progress.InterviewID
		verdicts, err := merchant.commit(t.Context(), second)
		require.NoError(t, err)
		require.Equal(t, []enrolment.Verdict{stale}, verdicts)
		require.Equal(t, 1, merchant.count(t, "enrolments"))
	})

	t.Run("MixedBatchJudgesEachAlone", func(t *testing.T) {
		t.Parallel()

		merchant := newTenant(t, dbtest.Tx(t))
		canceled := merchant.accept(t, ask("c@example.com", "Porter"))
		require.NoError(t, db.RequestCancel(t.Context(), merchant.conn, merchant.id, canceled.ID, testTime()))
		verdicts, err := merchant.commit(t.Context(),
			resolved(merchant.accept(t, ask("a@example.com", "Cook"))), resolved(canceled),
			resolved(merchant.accept(t, ask("b@example.com", "cook "))), resolved(merchant.accept(t, ask("b@example.com", "Baker"))))
		require.NoError(t, err)
		require.Equal(t, []enrolment.Verdict{applied, superseded, stale, applied}, verdicts)
		require.Equal(t, enrolment.Canceled, merchant.load(t, canceled.ID).State)
		require.Equal(t, 2, merchant.count(t, "positions"))
	})

	t.Run("MovedVersionIsSuperseded", func(t *testing.T) {
		t.Parallel()

		merchant := newTenant(t, dbtest.Tx(t))
		old := merchant.accept(t, ask("a@example.com", "Cook"))
		moved := merchant.mustCommit(t, resolved(old))
		verdicts, err := merchant.commit(t.Context(), resolved(old))
		require.NoError(t, err)
		require.Equal(t, []enrolment.Verdict{superseded}, verdicts)
		require.Equal(t, moved, merchant.load(t, old.ID))
	})

	t.Run("OldVersionBesideTheCurrentOneIsSuperseded", func(t *testing.T) {
		t.Parallel()

		merchant := newTenant(t, dbtest.Tx(t))
		old := merchant.accept(t, ask("a@example.com", "Cook"))
		moved := merchant.mustCommit(t, resolved(old))
		verdicts, err := merchant.commit(t.Context(), resolved(old), detected(moved, "senior"))
		require.NoError(t, err)
		require.Equal(t, []enrolment.Verdict{superseded, applied}, verdicts)
		require.Equal(t, enrolment.Prescreen, merchant.load(t, old.ID).Stage)
	})

	t.Run("TakeOverByTwoInOneBatchIsOnesOnly", func(t *testing.T) {
		t.Parallel()

		merchant := newTenant(t, dbtest.Tx(t))
		owner := resolved(merchant.accept(t, ask("a@example.com", "Cook")))
		merchant.mustCommit(t, owner)
		require.NoError(t, db.RequestCancel(t.Context(), merchant.conn, merchant.id, owner.Case.ID, testTime()))
		taking := make([]*enrolment.Outcome, 0, 2)
		for range 2 {
			outcome := resolved(merchant.accept(t, ask("a@example.com", "Cook")))
			outcome.Position, outcome.Interview, outcome.Enrolment = nil, nil, nil
			outcome.Progress.PositionID, outcome.Progress.InterviewID = owner.Progress.PositionID, owner.Progress.InterviewID
			outcome.Progress.EnrolmentID = owner.Progress.EnrolmentID
			outcome.TakeOver = &enrolment.TakeOver{EnrolmentID: owner.Enrolment.ID, OwnerID: owner.Case.ID}
			taking = append(taking, outcome)
		}
		verdicts, err := merchant.commit(t.Context(), taking...)
		require.NoError(t, err)
		require.ElementsMatch(t, []enrolment.Verdict{applied, stale}, verdicts)
		winner := taking[slices.Index(verdicts, applied)].Case.ID
		decided := merchant.mustCommit(t, prescreened(merchant.load(t, winner), 8))
		require.Equal(t, enrolment.TokeniseURL, decided.Stage)
	})
}

func TestOutcomesCommitConcurrently(t *testing.T) {
	t.Parallel()

	const rounds, batches, size = 5, 4, 12
	pool := dbtest.Pool(t)
	// The plans that big tables get: row by row, in the order of the batch.
	for _, setting := range []string{"enable_hashjoin", "enable_mergejoin", "enable_seqscan"} {
		_, err := pool.Exec(t.Context(), fmt.Sprintf(
			"DO $$ BEGIN EXECUTE format('ALTER DATABASE %%I SET %s = off', current_database()); END $$", setting))
		require.NoError(t, err)
	}
	pool.Reset()
	merchant := newTenant(t, pool)
	for round := range rounds {
		outcomes := make([][]*enrolment.Outcome, batches)
		for i := range outcomes {
			for n := range size {
				// The same positions and candidates in every batch, in another order.
				name, email := fmt.Sprintf("Job %d/%d", round, n), fmt.Sprintf("c%d@example.com", n)
				outcomes[i] = append(outcomes[i], resolved(merchant.accept(t, ask(email, name))))
			}
			if i%2 == 1 {
				slices.Reverse(outcomes[i])
			}
		}
		winners := commitAtOnce(t, merchant, outcomes)
		require.Len(t, winners, size)
		// The winners' positions are updated by several batches at once, too.
		for i := range outcomes {
			outcomes[i] = nil
			for n := range winners {
				other := winners[n]
				if i%2 == 1 {
					other = winners[len(winners)-1-n]
				}
				late := merchant.accept(t, ask("late@example.com", "Any"))
				late.PositionID, late.InterviewID = other.Progress.PositionID, other.Progress.InterviewID
				outcomes[i] = append(outcomes[i], detected(late, "senior"))
			}
		}
		require.Len(t, commitAtOnce(t, merchant, outcomes), batches*size)
	}
	require.Equal(t, rounds*size, merchant.count(t, "positions"))
	require.Equal(t, size, merchant.count(t, "candidates"))
}

// commitAtOnce commits batches concurrently and returns the outcomes that were applied.
func commitAtOnce(t *testing.T, merchant tenant, batches [][]*enrolment.Outcome) []*enrolment.Outcome {
	t.Helper()

	verdicts, failures := make([][]enrolment.Verdict, len(batches)), make([]error, len(batches))
	var running sync.WaitGroup
	for i, batch := range batches {
		running.Go(func() { verdicts[i], failures[i] = merchant.commit(t.Context(), batch...) })
	}
	running.Wait()
	var winners []*enrolment.Outcome
	for i, batch := range batches {
		require.NoError(t, failures[i])
		for n, outcome := range batch {
			if verdicts[i][n] == applied {
				winners = append(winners, outcome)
			}
		}
	}
	return winners
}
