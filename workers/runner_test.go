package workers

import (
	"fmt"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/stretchr/testify/require"

	"greenroom/db"
	"greenroom/internal/enrolment"
	"greenroom/jobs"
)

func TestRunner(t *testing.T) {
	t.Parallel()

	for _, mode := range []struct {
		name              string
		fuse, groupCommit bool
	}{
		{"AloneInEveryStageAndTransaction", false, false},
		{"AloneInEveryStageWithSharedTransactions", false, true},
		{"FusedWithATransactionEach", true, false},
		{"FusedWithSharedTransactions", true, true},
	} {
		t.Run(mode.name, func(t *testing.T) {
			t.Parallel()

			const requests = 12
			s := newStand(t)
			config := s.config()
			config.Fuse, config.GroupCommit = mode.fuse, mode.groupCommit
			s.start(t, config)
			ids := make([]uuid.UUID, 0, requests)
			for n := range requests {
				ids = append(ids, s.submit(t, ask(fmt.Sprintf("c%d@example.com", n))))
			}
			first := s.awaitSuccess(t, ids[0])
			for _, id := range ids {
				request := s.awaitSuccess(t, id)
				require.Equal(t, first.Status, request.Status)
				require.Equal(t, first.PositionID, request.PositionID)
				require.Equal(t, first.SeniorityLevel, request.SeniorityLevel)
				require.NotNil(t, request.Token)
				require.JSONEq(t, string(first.Assessment), string(request.Assessment))
			}
			require.Equal(t, 1, s.count(t, "positions"))
			for _, table := range []string{"access_tokens", "assessments", "enrolments"} {
				require.Equal(t, requests, s.count(t, table), table)
			}
			again := s.awaitSuccess(t, s.submit(t, ask("c0@example.com")))
			require.Equal(t, enrolment.AlreadyApplied, again.Status)
			require.Equal(t, first.EnrolmentID, again.EnrolmentID)
		})
	}

	t.Run("AbandonedEnrolmentIsTakenOver", func(t *testing.T) {
		t.Parallel()

		s := newStand(t)
		resume := s.pausePrescreen(t, s.start(t, s.config()))
		first := s.submit(t, ask("a@example.com"))
		stopped := s.await(t, first, atPrescreen)
		require.NoError(t, db.RequestCancel(t.Context(), s.pool, s.merchant, first, time.Now()))
		resume()
		second := s.awaitSuccess(t, s.submit(t, ask("a@example.com")))
		require.Equal(t, stopped.EnrolmentID, second.EnrolmentID)
		require.NotEqual(t, enrolment.AlreadyApplied, second.Status)
		require.Equal(t, enrolment.Canceled, s.get(t, first).State)
		require.Equal(t, 1, s.count(t, "access_tokens"))
	})

	t.Run("CaseGivenToManyAtOnceHasItsEffectOnce", func(t *testing.T) {
		t.Parallel()

		s := newStand(t)
		id := s.store(t, ask("a@example.com"))
		for range 8 {
			s.enqueue(t, id, jobs.MaxAttempts)
		}
		s.start(t, s.config())
		s.awaitSuccess(t, id)
		s.awaitIdle(t)
		for _, table := range []string{"access_tokens", "assessments", "enrolments", "interviews", "positions"} {
			require.Equal(t, 1, s.count(t, table), table)
		}
	})

	t.Run("PausedQueueStopsAFusedRun", func(t *testing.T) {
		t.Parallel()

		s := newStand(t)
		resume := s.pausePrescreen(t, s.start(t, s.config()))
		id := s.submit(t, ask("a@example.com"))
		stopped := s.await(t, id, atPrescreen)
		require.Equal(t, enrolment.Running, stopped.State)
		require.Empty(t, stopped.Stages[enrolment.Prescreen])
		resume()
		require.Equal(t, 1, s.awaitSuccess(t, id).Stages[enrolment.Prescreen].Attempts)
	})

	t.Run("RecruiterWhoDecidesMeanwhileWins", func(t *testing.T) {
		t.Parallel()

		s := newStand(t)
		resume := s.pausePrescreen(t, s.start(t, s.config()))
		id := s.submit(t, ask("a@example.com"))
		s.await(t, id, atPrescreen)
		require.NoError(t, db.WithTx(t.Context(), s.pool, func(tx pgx.Tx) error {
			locked, err := db.EnrolmentLock(t.Context(), tx, s.merchant, id)
			if err != nil {
				return err
			}
			return db.EnrolmentDecide(t.Context(), tx, s.merchant, locked.ID, enrolment.RecruiterReject, "no", time.Now())
		}))
		resume()
		request := s.awaitSuccess(t, id)
		require.Equal(t, enrolment.RecruiterReject, request.Status)
		require.Zero(t, s.count(t, "assessments"))
	})
}

func TestRunnerFailures(t *testing.T) {
	t.Parallel()

	t.Run("ExhaustedJobOfAVanishedWorkerFailsItsRequest", func(t *testing.T) {
		t.Parallel()

		s := newStand(t)
		id := s.submit(t, ask("a@example.com"))
		s.exec(t, "UPDATE river_job SET state = 'running', attempt = max_attempts, attempted_at = now(), attempted_by = '{gone}'")
		s.start(t, s.config())
		request := s.awaitEnd(t, id)
		require.Equal(t, enrolment.Failed, request.State)
		require.Equal(t, errAbandoned.Code, request.Problem.Code)
	})

	t.Run("ExhaustedJobIsKeptUntilItsRequestHasFailed", func(t *testing.T) {
		t.Parallel()

		s := newStand(t)
		id := s.submit(t, ask("a@example.com"))
		s.exec(t, "UPDATE river_job SET state = 'running', attempt = max_attempts, attempted_at = now(), attempted_by = '{gone}'")
		// What a sequence has counted stays counted when the transaction fails.
		s.exec(t, "CREATE SEQUENCE tries")
		s.exec(t, `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
			$$ BEGIN PERFORM nextval('tries'); RAISE EXCEPTION 'not now'; END $$`)
		s.exec(t, "CREATE TRIGGER refuse BEFORE UPDATE ON enrolment_requests FOR EACH ROW EXECUTE FUNCTION refuse()")
		s.start(t, s.config())
		require.Eventually(t, func() bool {
			var tried bool
			require.NoError(t, s.pool.QueryRow(t.Context(), "SELECT is_called FROM tries").Scan(&tried))
			return tried
		}, patience, poll)
		s.exec(t, "DROP TRIGGER refuse ON enrolment_requests")
		require.Equal(t, errAbandoned.Code, s.awaitEnd(t, id).Problem.Code)
	})

	t.Run("FailureOfTheMomentIsTriedAgain", func(t *testing.T) {
		t.Parallel()

		s := newStand(t)
		s.exec(t, "ALTER TABLE candidates RENAME TO candidates_away")
		s.start(t, s.config())
		id := s.submit(t, ask("a@example.com"))
		postponed := s.await(t, id, func(request db.Request) bool {
			return request.Stages[enrolment.ResolvePosition].RetryAt != nil
		})
		run := postponed.Stages[enrolment.ResolvePosition]
		require.Equal(t, enrolment.Running, postponed.State)
		require.Equal(t, "internal", run.LastError)
		require.True(t, run.RetryAt.After(*run.StartedAt))
		s.exec(t, "ALTER TABLE candidates_away RENAME TO candidates")
		run = s.awaitSuccess(t, id).Stages[enrolment.ResolvePosition]
		require.Greater(t, run.Attempts, 1)
		require.Empty(t, run.LastError)
		require.Nil(t, run.RetryAt)
	})

	t.Run("CanceledJobEndsItsRequest", func(t *testing.T) {
		t.Parallel()

		s := newStand(t)
		runner := s.start(t, s.config())
		resume := s.pausePrescreen(t, runner)
		id := s.submit(t, ask("a@example.com"))
		s.await(t, id, atPrescreen)
		s.exec(t, "UPDATE river_job SET state = 'cancelled', finalized_at = now() WHERE kind = 'prescreen'")
		request := s.awaitEnd(t, id)
		require.Equal(t, enrolment.Failed, request.State)
		require.Equal(t, errJobCanceled.Code, request.Problem.Code)
		resume()
		require.NoError(t, db.WithTx(t.Context(), s.pool, func(tx pgx.Tx) error {
			class, err := db.RequestRetry(t.Context(), tx, s.merchant, id, time.Now())
			if err != nil {
				return err
			}
			return db.JobsInsert(t.Context(), tx, s.queue,
				[]river.InsertManyParams{jobs.Insert(enrolment.ResolvePosition, class, s.merchant, id)})
		}))
		s.awaitSuccess(t, id)
	})

	t.Run("FailureKeepsWhatTheStagesBeforeHaveMade", func(t *testing.T) {
		t.Parallel()

		s := newStand(t)
		config := s.config()
		breakOnce(&config, "prescreen")
		s.start(t, config)
		id := s.submit(t, ask("a@example.com"))
		postponed := s.await(t, id, func(request db.Request) bool { return request.Stages[enrolment.Prescreen].RetryAt != nil })
		require.NotNil(t, postponed.EnrolmentID)
		require.Equal(t, 1, s.count(t, "enrolments"))
		require.Zero(t, s.count(t, "assessments"))
		request := s.awaitSuccess(t, id)
		require.Equal(t, postponed.EnrolmentID, request.EnrolmentID)
		require.Equal(t, 1, request.Stages[enrolment.ResolvePosition].Attempts)
		require.Equal(t, 2, request.Stages[enrolment.Prescreen].Attempts)
	})

	t.Run("FailureOnTopOfAStaleOutcomeCounts", func(t *testing.T) {
		t.Parallel()

		s := newStand(t)
		s.refusePositions(t, 1)
		config := s.config()
		breakOnce(&config, "prescreen")
		s.start(t, config)
		id := s.store(t, ask("a@example.com"))
		s.enqueue(t, id, 1)
		request := s.awaitEnd(t, id)
		require.Equal(t, enrolment.Failed, request.State)
		require.Equal(t, "internal", request.Problem.Code)
	})

	t.Run("FailureAfterAStaleOutcomeIsTriedAgain", func(t *testing.T) {
		t.Parallel()

		s := newStand(t)
		s.refusePositions(t, 1)
		config := s.config()
		config.Fuse = false
		clock, resolved := config.Now, atomic.Int32{}
		config.Now = func() time.Time {
			if isWithin("resolvePosition") && resolved.Add(1) == 2 {
				panic("clockwork")
			}
			return clock()
		}
		s.start(t, config)
		request := s.awaitSuccess(t, s.submit(t, ask("a@example.com")))
		require.NotNil(t, request.Token)
	})

	t.Run("OvertakenForLongIsTriedAgain", func(t *testing.T) {
		t.Parallel()

		s := newStand(t)
		s.refusePositions(t, maxRestarts+1)
		s.start(t, s.config())
		id := s.submit(t, ask("a@example.com"))
		postponed := s.await(t, id, func(request db.Request) bool {
			return request.Stages[enrolment.ResolvePosition].RetryAt != nil
		})
		require.Equal(t, enrolment.Running, postponed.State)
		require.Equal(t, errOvertaken.Code, postponed.Stages[enrolment.ResolvePosition].LastError)
		require.NotNil(t, s.awaitSuccess(t, id).Token)
	})

	t.Run("FailureToStoreLeavesNothingBehind", func(t *testing.T) {
		t.Parallel()

		s := newStand(t)
		s.exec(t, `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'not now'; END $$`)
		s.exec(t, "CREATE TRIGGER refuse BEFORE INSERT ON access_tokens FOR EACH ROW EXECUTE FUNCTION refuse()")
		s.start(t, s.config())
		id := s.submit(t, ask("a@example.com"))
		postponed := s.await(t, id, func(request db.Request) bool {
			return request.Stages[enrolment.ResolvePosition].RetryAt != nil
		})
		require.Equal(t, enrolment.Running, postponed.State)
		require.Nil(t, postponed.PositionID)
		for _, table := range []string{"assessments", "candidates", "enrolments", "interviews", "positions"} {
			require.Zero(t, s.count(t, table), table)
		}
		s.exec(t, "DROP TRIGGER refuse ON access_tokens")
		require.Greater(t, s.awaitSuccess(t, id).Stages[enrolment.ResolvePosition].Attempts, 1)
		require.Equal(t, 1, s.count(t, "access_tokens"))
	})

	t.Run("LastAttemptFailsTheRequest", func(t *testing.T) {
		t.Parallel()

		s := newStand(t)
		s.exec(t, "ALTER TABLE candidates RENAME TO candidates_away")
		id := s.store(t, ask("a@example.com"))
		s.enqueue(t, id, 1)
		s.start(t, s.config())
		request := s.awaitEnd(t, id)
		require.Equal(t, enrolment.Failed, request.State)
		require.Equal(t, "internal", request.Problem.Code)
		require.NotContains(t, request.Problem.Message, "candidates")
	})

	t.Run("PanickingStageIsTriedAgain", func(t *testing.T) {
		t.Parallel()

		s := newStand(t)
		config := s.config()
		clock, looks := config.Now, atomic.Int32{}
		config.Now = func() time.Time {
			// The first look is at the stage's beginning, the second within it.
			if looks.Add(1) == 2 {
				panic("clockwork")
			}
			return clock()
		}
		s.start(t, config)
		require.Equal(t, 2, s.awaitSuccess(t, s.submit(t, ask("a@example.com"))).Stages[enrolment.ResolvePosition].Attempts)
	})

	t.Run("RunningJobOfAVanishedWorkerIsTakenOver", func(t *testing.T) {
		t.Parallel()

		s := newStand(t)
		id := s.submit(t, ask("a@example.com"))
		s.exec(t, "UPDATE river_job SET state = 'running', attempt = 1, attempted_at = now(), attempted_by = '{gone}'")
		s.start(t, s.config())
		s.awaitSuccess(t, id)
	})

	t.Run("UnreadableCaseFailsAtTheLastAttempt", func(t *testing.T) {
		t.Parallel()

		s := newStand(t)
		id := s.store(t, ask("a@example.com"))
		s.exec(t, "UPDATE enrolment_requests SET payload = '[]'")
		s.enqueue(t, id, 1)
		s.start(t, s.config())
		require.Equal(t, enrolment.Failed, s.awaitEnd(t, id).State)
	})
}

// refusePositions makes so many inserts of positions look as if another request had been quicker.
func (s *stand) refusePositions(t *testing.T, times int) {
	t.Helper()

	// What a sequence has counted stays counted when the transaction fails.
	s.exec(t, "CREATE SEQUENCE inserts")
	s.exec(t, fmt.Sprintf(`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
		$$ BEGIN IF nextval('inserts') <= %d THEN RETURN NULL; END IF; RETURN NEW; END $$`, times))
	s.exec(t, "CREATE TRIGGER refuse BEFORE INSERT ON positions FOR EACH ROW EXECUTE FUNCTION refuse()")
}

// breakOnce makes a stage panic the first time that it runs.
func breakOnce(config *Config, stage string) {
	clock, broken := config.Now, atomic.Bool{}
	config.Now = func() time.Time {
		if isWithin(stage) && broken.CompareAndSwap(false, true) {
			panic("clockwork")
		}
		return clock()
	}
}

// isWithin reports whether the pipeline's stage is among the callers.
func isWithin(stage string) bool {
	callers := make([]uintptr, 16)
	frames := runtime.CallersFrames(callers[:runtime.Callers(1, callers)])
	for {
		frame, more := frames.Next()
		if strings.HasSuffix(frame.Function, "(*Pipeline)."+stage) {
			return true
		}
		if !more {
			return false
		}
	}
}

// awaitIdle waits until no job is left to do.
func (s *stand) awaitIdle(t *testing.T) {
	t.Helper()

	require.Eventually(t, func() bool {
		var busy bool
		err := s.pool.QueryRow(t.Context(), "SELECT EXISTS (SELECT FROM river_job WHERE finalized_at IS NULL)").Scan(&busy)
		return err == nil && !busy
	}, patience, poll)
}
