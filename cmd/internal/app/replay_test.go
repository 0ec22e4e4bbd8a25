package app_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"greenroom/cmd/internal/app/apptest"
	"greenroom/internal/enrolment"
	"greenroom/internal/fault"
	"greenroom/workers"
)

// replay runs past enrolments of the bundle's merchant again.
func (b testBundle) replay(
	t *testing.T, policy map[string]any, apply bool,
) (differences []workers.Difference, failures []workers.ReplayFailure, summary workers.ReplaySummary, err error) {
	t.Helper()
	run := &workers.Replay{Pool: b.Pool, Now: time.Now, Policy: policy, MerchantID: &b.merchantID, Apply: apply}
	summary, err = run.Run(t.Context(), workers.ReplayReport{
		Difference: func(found workers.Difference) { differences = append(differences, found) },
		Failure:    func(failed workers.ReplayFailure) { failures = append(failures, failed) },
	})
	return differences, failures, summary, err
}

func TestReplay(t *testing.T) {
	t.Parallel()
	service := apptest.Start(t)

	t.Run("FailuresAreReportedAndTheRestIsReplayed", func(t *testing.T) {
		t.Parallel()
		bundle := newBundle(t, service, enrolment.MerchantSettings{})
		own := map[string]any{"resume_score_accept": 10, "resume_score_reject": 6}
		odd := bundle.succeed(t, map[string]any{"custom_scoring": map[string]any{"pre_screening": own}})
		for range 2 {
			bundle.succeed(t, map[string]any{"candidate_resume": unfittingResume})
		}
		differences, failures, _, err := bundle.replay(t, map[string]any{"resume_score_accept": 0, "resume_score_reject": 0}, true)
		require.NoError(t, err)
		require.Empty(t, failures, "both thresholds are the replay's")
		require.Len(t, differences, 3)

		_, failures, summary, err := bundle.replay(t, map[string]any{"resume_score_accept": 5}, true)
		require.NoError(t, err)
		require.Len(t, failures, 1)
		require.Equal(t, odd.JSON["profile_interview_id"], failures[0].EnrolmentID.String())
		require.ErrorContains(t, failures[0].Cause, "resume_score_accept must not be below resume_score_reject, which is 6")
		require.Equal(t, workers.ReplaySummary{Examined: 3, Differing: 2, Applied: 2, Failed: 1}, summary)
	})

	t.Run("SettingsThatCannotBeReadAreOneFailure", func(t *testing.T) {
		t.Parallel()
		bundle := newBundle(t, service, enrolment.MerchantSettings{})
		odd := bundle.succeed(t, map[string]any{"position_name": "Go Engineer"})
		bundle.succeed(t, nil)
		_, err := service.Pool.Exec(t.Context(), `UPDATE interviews SET settings = '{"attempts": "many"}'
			WHERE merchant_id = $1 AND position_id = $2`, bundle.merchantID, odd.JSON["position_def_set_id"])
		require.NoError(t, err)
		differences, failures, summary, err := bundle.replay(t, map[string]any{"resume_score_accept": 10}, true)
		require.NoError(t, err)
		require.Len(t, differences, 1)
		require.Len(t, failures, 1)
		require.Equal(t, odd.JSON["profile_interview_id"], failures[0].EnrolmentID.String())
		require.ErrorContains(t, failures[0].Cause, "decode the settings of interview")
		require.Equal(t, workers.ReplaySummary{Examined: 2, Differing: 1, Applied: 1, Failed: 1}, summary)
	})

	t.Run("MerchantsProtectionStays", func(t *testing.T) {
		t.Parallel()
		bundle := newBundle(t, service, enrolment.MerchantSettings{AutoReject: new(false)})
		answer := bundle.succeed(t, map[string]any{"candidate_resume": unfittingResume})
		require.Equal(t, "recruiter_action", answer.JSON["status"])
		differences, _, summary, err := bundle.replay(t, map[string]any{"auto_reject": true}, true)
		require.NoError(t, err)
		require.Empty(t, differences)
		require.Equal(t, workers.ReplaySummary{Examined: 1}, summary)
	})

	t.Run("AChangedPositionIsTold", func(t *testing.T) {
		t.Parallel()
		bundle := newBundle(t, service, enrolment.MerchantSettings{})
		answer := bundle.succeed(t, nil)
		strict := map[string]any{"resume_score_accept": 10}
		differences, _, _, err := bundle.replay(t, strict, false)
		require.NoError(t, err)
		require.Len(t, differences, 1)
		require.Equal(t, answer.JSON["id"], differences[0].RequestID.String())
		require.Equal(t, "Senior Go Engineer", differences[0].Position)
		require.True(t, differences[0].PolicyChanged)
		require.False(t, differences[0].EngineChanged)
		require.False(t, differences[0].PositionChanged)
		_, err = service.Pool.Exec(t.Context(), "UPDATE positions SET name = 'Head florist' WHERE merchant_id = $1", bundle.merchantID)
		require.NoError(t, err)
		differences, _, _, err = bundle.replay(t, nil, false)
		require.NoError(t, err)
		require.Len(t, differences, 1)
		require.True(t, differences[0].PositionChanged)
		require.False(t, differences[0].PolicyChanged)
	})

	t.Run("WhatIsGoneIsLeftAlone", func(t *testing.T) {
		t.Parallel()
		bundle := newBundle(t, service, enrolment.MerchantSettings{})
		gone := bundle.succeed(t, nil)
		bundle.succeed(t, nil)
		_, err := service.Pool.Exec(t.Context(), "DELETE FROM enrolment_requests WHERE merchant_id = $1 AND id = $2",
			bundle.merchantID, gone.JSON["id"])
		require.NoError(t, err)
		differences, failures, summary, err := bundle.replay(t, map[string]any{"resume_score_accept": 10}, true)
		require.NoError(t, err)
		require.Len(t, differences, 1)
		require.Empty(t, failures)
		require.Equal(t, workers.ReplaySummary{Examined: 1, Differing: 1, Applied: 1, Missing: 1}, summary)
	})

	t.Run("ShowsAndApplies", func(t *testing.T) {
		t.Parallel()
		bundle := newBundle(t, service, enrolment.MerchantSettings{})
		machine := bundle.Enrol(t, bundle.token, apptest.Candidate(nil), nil)
		require.Equal(t, "ai_accept", machine.JSON["status"])
		person := bundle.Enrol(t, bundle.token, apptest.Candidate(nil), nil)
		decided := bundle.Do(t, apptest.Call{
			Method: http.MethodPost, Path: path(person, "/decision"), Token: bundle.recruiter,
			Body: map[string]any{"decision": "accept", "reason": "met in person"}, Header: map[string]string{"If-Match": person.Header.Get("ETag")},
		})
		require.Equal(t, "recruiter_accept", decided.JSON["status"], string(decided.Raw))

		replay := func(policy map[string]any, apply bool) ([]workers.Difference, workers.ReplaySummary, error) {
			differences, failures, summary, err := bundle.replay(t, policy, apply)
			require.Empty(t, failures)
			return differences, summary, err
		}
		strict := map[string]any{"resume_score_accept": 10}

		_, _, err := replay(map[string]any{"resume_score_accept": 99}, true)
		require.Equal(t, fault.Invalid, fault.KindOf(err), "a policy that is wrong is refused before anything is read")

		same, summary, err := replay(nil, true)
		require.NoError(t, err)
		require.Empty(t, same, "the same policy and engine decide the same")
		require.Equal(t, workers.ReplaySummary{Examined: 1}, summary, "what a recruiter has decided isn't even looked at")

		shown, _, err := replay(strict, false)
		require.NoError(t, err)
		require.Len(t, shown, 1)
		require.Equal(t, enrolment.AIAccept, shown[0].Before)
		require.Equal(t, enrolment.RecruiterAction, shown[0].After)
		require.NotEmpty(t, shown[0].Reason)
		require.Equal(t, "ai_accept", bundle.Get(t, bundle.token, path(machine, "")).JSON["status"], "nothing changes unless asked")

		_, summary, err = replay(strict, true)
		require.NoError(t, err)
		require.Equal(t, workers.ReplaySummary{Examined: 1, Differing: 1, Applied: 1}, summary)
		after := bundle.Get(t, bundle.token, path(machine, ""))
		require.Equal(t, "recruiter_action", after.JSON["status"])
		require.NotEqual(t, machine.Header.Get("ETag"), after.Header.Get("ETag"))
		require.Equal(t, "recruiter_accept", bundle.Get(t, bundle.token, path(person, "")).JSON["status"])
		require.Equal(t, 3, bundle.Count(t, "assessments", bundle.merchantID), "the old assessment is kept beside the new one")
		require.Equal(t, 2, bundle.Count(t, "audit_events", bundle.merchantID))

		_, err = service.Pool.Exec(t.Context(), "UPDATE assessments SET engine = 'remote:other' WHERE merchant_id = $1", bundle.merchantID)
		require.NoError(t, err)
		_, summary, err = replay(nil, true)
		require.NoError(t, err)
		require.Equal(t, workers.ReplaySummary{Remote: 1}, summary, "this engine doesn't know what another has seen")
	})
}
