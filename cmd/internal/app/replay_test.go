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

func TestReplay(t *testing.T) {
	t.Parallel()
	service := apptest.Start(t)
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
		var differences []workers.Difference
		run := &workers.Replay{Pool: service.Pool, Now: time.Now, Policy: policy, MerchantID: &bundle.merchantID, Apply: apply}
		summary, err := run.Run(t.Context(), func(found workers.Difference) { differences = append(differences, found) })
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
}
