package enrolment_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"greenroom/internal/enrolment"
	"greenroom/internal/fault"
)

func TestProgress(t *testing.T) {
	t.Parallel()

	began := resolveTime()
	later := began.Add(time.Minute)
	queued := enrolment.Progress{State: enrolment.Queued, Stage: enrolment.ResolvePosition, Carrier: enrolment.ResolvePosition}
	broken := fault.New(fault.Unavailable, "broken", "it is broken")

	t.Run("AdvanceEndsOneStageAndNamesTheNext", func(t *testing.T) {
		t.Parallel()

		next := queued.Begin(began).Advance(enrolment.Prescreen, later)
		require.Equal(t, enrolment.Prescreen, next.Stage)
		require.Equal(t, enrolment.Running, next.State)
		require.Equal(t, enrolment.StageRuns{
			enrolment.ResolvePosition: {Attempts: 1, StartedAt: &began, CompletedAt: &later},
		}, next.Stages)
	})

	t.Run("BeginCountsAttemptsAndKeepsTheFirstStart", func(t *testing.T) {
		t.Parallel()

		again := queued.Begin(began).Postpone(broken, later).Begin(later)
		require.Equal(t, enrolment.StageRun{Attempts: 2, StartedAt: &began, LastError: "broken"}, again.Stages[enrolment.ResolvePosition])
	})

	t.Run("ChangesLeaveTheStoredRunsAlone", func(t *testing.T) {
		t.Parallel()

		stored := queued.Begin(began)
		stored.Finish(later)
		stored.Postpone(broken, later)
		require.Equal(t, enrolment.StageRuns{enrolment.ResolvePosition: {Attempts: 1, StartedAt: &began}}, stored.Stages)
		require.Empty(t, queued.Stages)
	})

	t.Run("FailKeepsWhatMayBeShown", func(t *testing.T) {
		t.Parallel()

		cause := *broken
		cause.Fields = []fault.Field{{Name: "tags", Pointer: "/tags", Code: "odd", Message: "tags are odd"}}
		failed := queued.Begin(began).Fail(&cause, later)
		require.Equal(t, enrolment.Failed, failed.State)
		require.True(t, failed.State.Terminal())
		require.Equal(t, later, *failed.CompletedAt)
		require.Equal(t, &enrolment.Problem{
			Code: "broken", Message: "it is broken", Kind: fault.Unavailable,
			Fields: []enrolment.ProblemField{{Name: "tags", Pointer: "/tags", Code: "odd", Message: "tags are odd"}},
		}, failed.Problem)
		require.Equal(t, "broken", failed.Stages[enrolment.ResolvePosition].LastError)
	})

	t.Run("FinishSucceeds", func(t *testing.T) {
		t.Parallel()

		done := queued.Begin(began).Finish(later)
		require.Equal(t, enrolment.Succeeded, done.State)
		require.Equal(t, later, *done.CompletedAt)
		require.Equal(t, enrolment.ResolvePosition, done.Stage)
	})

	t.Run("PostponeSaysWhenItIsTriedAgain", func(t *testing.T) {
		t.Parallel()

		postponed := queued.Begin(began).Postpone(broken, later)
		require.Equal(t, enrolment.Running, postponed.State)
		require.Equal(t, later, *postponed.Stages[enrolment.ResolvePosition].RetryAt)
		require.Nil(t, postponed.Begin(later).Stages[enrolment.ResolvePosition].RetryAt)
	})

	t.Run("RestartForgetsWhatWasResolved", func(t *testing.T) {
		t.Parallel()

		far := queued.Begin(began).Advance(enrolment.Prescreen, later)
		far.PositionID, far.Status, far.SeniorityLevel = new(numbered(1)), enrolment.AIAccept, "senior"
		require.Equal(t, enrolment.Progress{
			State: enrolment.Running, Stage: enrolment.ResolvePosition, Carrier: enrolment.ResolvePosition, Stages: far.Stages,
		}, far.Restart())
	})
}
