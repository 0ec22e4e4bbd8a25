package app_test

import (
	"encoding/json"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"greenroom/cmd/internal/app"
	"greenroom/cmd/internal/app/apptest"
	"greenroom/internal/enrolment"
	"greenroom/internal/identity"
)

// decide posts a decision about an answer's enrolment; an empty ifMatch is not sent.
func (b testBundle) decide(t *testing.T, token string, about apptest.Answer, ifMatch, decision string) apptest.Answer {
	t.Helper()
	call := apptest.Call{
		Method: http.MethodPost, Path: "/v1/enrolments/" + about.JSON["id"].(string) + "/decision", Token: token,
		Body: map[string]any{"decision": decision, "reason": "Talked to them."}, Header: map[string]string{},
	}
	if ifMatch != "" {
		call.Header["If-Match"] = ifMatch
	}
	return b.Do(t, call)
}

func TestDecisions(t *testing.T) {
	t.Parallel()
	service := apptest.Start(t)

	t.Run("AreAnsweredWhenTheCandidateIsSentAgain", func(t *testing.T) {
		t.Parallel()
		for decision, status := range map[string]string{"accept": "recruiter_accept", "reject": "recruiter_reject"} {
			bundle := newBundle(t, service, enrolment.MerchantSettings{})
			body := apptest.Candidate(nil)
			first := bundle.Enrol(t, bundle.token, body, nil)
			decided := bundle.decide(t, bundle.recruiter, first, first.Header.Get("ETag"), decision)
			require.Equal(t, http.StatusOK, decided.Status, string(decided.Raw))
			require.Equal(t, status, decided.JSON["status"])
			require.NotEqual(t, first.Header.Get("ETag"), decided.Header.Get("ETag"))
			again := bundle.Enrol(t, bundle.token, body, nil)
			require.Equal(t, status, again.JSON["status"])
			require.Equal(t, "Talked to them.", again.JSON["reason"])
			require.Equal(t, first.JSON["profile_interview_id"], again.JSON["profile_interview_id"])
			require.NotEmpty(t, again.JSON["interview_url"])
			may := verifyToken(t, service, tokenOf(t, again), false).JSON["may_start"]
			require.Equal(t, decision == "accept", may)
		}
	})

	t.Run("AreKeptInTheAuditTrail", func(t *testing.T) {
		t.Parallel()
		bundle := newBundle(t, service, enrolment.MerchantSettings{})
		first := bundle.succeed(t, nil)
		decided := bundle.decide(t, bundle.recruiter, first, first.Header.Get("ETag"), "reject")
		changed := bundle.decide(t, bundle.recruiter, first, decided.Header.Get("ETag"), "accept")
		require.Equal(t, "recruiter_accept", changed.JSON["status"], string(changed.Raw))
		rows, err := service.Pool.Query(t.Context(), `SELECT detail FROM audit_events
			WHERE merchant_id = $1 AND action = 'enrolment.decided' AND subject_id = $2 ORDER BY id`,
			bundle.merchantID, first.JSON["profile_interview_id"])
		require.NoError(t, err)
		defer rows.Close()
		var steps [][2]any
		for rows.Next() {
			var text []byte
			require.NoError(t, rows.Scan(&text))
			var detail map[string]any
			require.NoError(t, json.Unmarshal(text, &detail))
			require.Equal(t, "Talked to them.", detail["reason"])
			steps = append(steps, [2]any{detail["from"], detail["to"]})
		}
		require.NoError(t, rows.Err())
		require.Equal(t, [][2]any{{"ai_accept", "recruiter_reject"}, {"recruiter_reject", "recruiter_accept"}}, steps)
	})

	t.Run("ArePeoplesAlone", func(t *testing.T) {
		t.Parallel()
		bundle := newBundle(t, service, enrolment.MerchantSettings{})
		first := bundle.succeed(t, nil)
		requireProblem(t, bundle.decide(t, bundle.token, first, "*", "accept"), http.StatusForbidden, "may_not_decide")
		links := first.JSON["links"].(map[string]any)
		require.NotContains(t, links, "decision", "an integration isn't offered what it may not do")
		admin := service.Token(t, &bundle.merchantID, identity.Admin)
		require.Equal(t, http.StatusOK, bundle.decide(t, admin, first, "*", "accept").Status)
	})

	t.Run("NeedTheStateThatTheyAreAbout", func(t *testing.T) {
		t.Parallel()
		bundle := newBundle(t, service, enrolment.MerchantSettings{})
		first := bundle.succeed(t, nil)
		seen := first.Header.Get("ETag")
		requireProblem(t, bundle.decide(t, bundle.recruiter, first, "", "accept"), http.StatusPreconditionRequired, "precondition_required")
		requireProblem(t, bundle.decide(t, bundle.recruiter, first, "W/"+seen, "accept"),
			http.StatusPreconditionFailed, "precondition_failed")
		require.Equal(t, http.StatusOK, bundle.decide(t, bundle.recruiter, first, seen, "accept").Status)
		requireProblem(t, bundle.decide(t, bundle.recruiter, first, seen, "reject"), http.StatusPreconditionFailed, "precondition_failed")
	})
}

func TestPreScreening(t *testing.T) {
	t.Parallel()
	service := apptest.Start(t)
	policy := func(members map[string]any) map[string]any {
		return map[string]any{"custom_scoring": map[string]any{"pre_screening": members}}
	}

	t.Run("EvidenceIsVerbatim", func(t *testing.T) {
		t.Parallel()
		bundle := newBundle(t, service, enrolment.MerchantSettings{})
		body := apptest.Candidate(nil)
		resume := body["candidate_resume"].(string)
		first := bundle.Enrol(t, bundle.token, body, nil)
		assessment := bundle.Get(t, bundle.token, "/v1/enrolments/"+first.JSON["id"].(string)).JSON["assessment"].(map[string]any)
		require.Equal(t, first.JSON["assessment"], assessment)
		quotes := 0
		for _, criterion := range assessment["criteria"].([]any) {
			evidence, _ := criterion.(map[string]any)["evidence"].([]any)
			for _, item := range evidence {
				quote, offset := item.(map[string]any)["quote"].(string), int(item.(map[string]any)["offset"].(float64))
				require.Equal(t, quote, resume[offset:offset+len(quote)])
				quotes++
			}
		}
		require.Positive(t, quotes)
		for _, name := range []string{"engine", "engine_version", "facts", "policy_version"} {
			require.NotEmpty(t, assessment[name], name)
		}
	})

	t.Run("PoliciesAreCheckedOverTheMerchants", func(t *testing.T) {
		t.Parallel()
		refused := func(t *testing.T, bundle testBundle, changes map[string]any, said string) {
			t.Helper()
			answer := bundle.Enrol(t, bundle.token, apptest.Candidate(changes), map[string]string{"Prefer": "respond-async"})
			requireProblem(t, answer, http.StatusUnprocessableEntity, "invalid_fields")
			require.Equal(t, "custom_scoring", answer.JSON["name"])
			require.Equal(t, "/custom_scoring/pre_screening/resume_score_accept", answer.JSON["errors"].([]any)[0].(map[string]any)["pointer"])
			require.Contains(t, answer.JSON["detail"], said)
		}
		platform := newBundle(t, service, enrolment.MerchantSettings{})
		low := policy(map[string]any{"resume_score_accept": 1})
		refused(t, platform, low, "resume_score_accept must not be below resume_score_reject, which is 2")
		require.Zero(t, platform.Count(t, "enrolment_requests", platform.merchantID), "nothing is stored")

		lenient := newBundle(t, service, enrolment.MerchantSettings{PreScreening: map[string]any{"resume_score_reject": 0}})
		require.Equal(t, "ai_accept", lenient.succeed(t, low).JSON["status"], "it goes with the merchant's, whatever the platform's is")

		strict := newBundle(t, service, enrolment.MerchantSettings{PreScreening: map[string]any{"resume_score_reject": 6}})
		refused(t, strict, policy(map[string]any{"resume_score_accept": 5}), "which is 6")

		named := strict.succeed(t, map[string]any{"position_external_id": "COOK", "custom_scoring": map[string]any{
			"pre_screening": map[string]any{"resume_score_reject": 0},
		}})
		byCode := undescribed(map[string]any{"position_external_id": "COOK"})
		byCode["custom_scoring"] = policy(map[string]any{"resume_score_accept": 5})["custom_scoring"]
		require.Equal(t, named.JSON["position_def_set_id"], strict.succeed(t, byCode).JSON["position_def_set_id"],
			"the position's interview lies between")

		harsh := policy(map[string]any{"resume_score_accept": 9, "resume_score_reject": 8})
		harsh["position_external_id"] = "CHEF"
		strict.succeed(t, harsh)
		byCode["position_external_id"] = "CHEF"
		refused(t, strict, byCode, "which is 8")
	})

	t.Run("InterviewsThatContradictTheMerchantAreNamed", func(t *testing.T) {
		t.Parallel()
		bundle := newBundle(t, service, enrolment.MerchantSettings{})
		lenient := policy(map[string]any{"resume_score_accept": 5})
		lenient["position_external_id"] = "COOK"
		first := bundle.succeed(t, lenient)
		strict := map[string]any{"resume_score_reject": 6}
		merchant, _, err := app.SetMerchantPolicy(t.Context(), service.Pool, bundle.merchantID, strict, time.Now())
		require.NoError(t, err)
		contradicted, err := app.ContradictedInterviews(t.Context(), service.Pool, bundle.merchantID, merchant)
		require.NoError(t, err)
		require.Len(t, contradicted, 1)

		byCode := undescribed(map[string]any{"position_external_id": "COOK"})
		byID := undescribed(map[string]any{"position_def_set_id": first.JSON["position_def_set_id"]})
		for _, named := range []map[string]any{byCode, byID} {
			refused := bundle.Enrol(t, bundle.token, apptest.Candidate(named), nil)
			requireProblem(t, refused, http.StatusConflict, "interview_policy_invalid")
			require.Contains(t, refused.JSON["detail"], contradicted[0].String()+" can't be used: resume_score_accept must not be below")
			require.NotContains(t, refused.JSON, "errors", "nothing that was sent is wrong")
		}
		require.Equal(t, 1, bundle.Count(t, "enrolment_requests", bundle.merchantID), "nothing is stored")
		byCode["custom_scoring"] = policy(map[string]any{"resume_score_accept": 7})["custom_scoring"]
		bundle.succeed(t, byCode)
	})

	t.Run("MerchantsWithoutAPolicyAreToldSo", func(t *testing.T) {
		t.Parallel()
		bundle := newBundle(t, service, enrolment.MerchantSettings{PreScreening: map[string]any{"resume_score_accept": 11}})
		own := bundle.Enrol(t, bundle.token, apptest.Candidate(policy(map[string]any{"resume_score_reject": 0})), nil)
		requireProblem(t, own, http.StatusConflict, "merchant_policy_invalid")
		require.Zero(t, bundle.Count(t, "enrolment_requests", bundle.merchantID))
		failed := bundle.Enrol(t, bundle.token, apptest.Candidate(nil), nil)
		requireProblem(t, failed, http.StatusConflict, "merchant_policy_invalid")
		require.Contains(t, failed.JSON["detail"], "the merchant's pre-screening settings are invalid: resume_score_accept must be between")
		require.NotEmpty(t, failed.Header.Get("Location"), "it can be retried once they are mended")
	})

	t.Run("ThresholdsAreTheInterviews", func(t *testing.T) {
		t.Parallel()
		bundle := newBundle(t, service, enrolment.MerchantSettings{})
		nobody := policy(map[string]any{"resume_score_reject": 0})
		nobody["candidate_resume"] = unfittingResume
		require.Equal(t, "recruiter_action", bundle.succeed(t, nobody).JSON["status"], "0 rejects nobody")
		for name, test := range map[string]struct {
			reject, accept float64
			status         string
		}{
			"BelowAccept": {0, 10, "recruiter_action"}, "BelowReject": {10, 10, "ai_reject"}, "Enough": {1, 5, "ai_accept"},
		} {
			changes := policy(map[string]any{"resume_score_accept": test.accept, "resume_score_reject": test.reject})
			changes["position_name"] = "Senior Go Engineer " + name
			require.Equal(t, test.status, bundle.succeed(t, changes).JSON["status"], name)
		}
	})

	t.Run("RulesMarkOrReject", func(t *testing.T) {
		t.Parallel()
		bundle := newBundle(t, service, enrolment.MerchantSettings{})
		for action, status := range map[string]string{"mark_for_review": "recruiter_action", "reject": "ai_reject"} {
			changes := policy(map[string]any{"rules": []any{map[string]any{"kind": "experience_years", "action": action, "min_years": 40}}})
			changes["position_name"] = "Senior Go Engineer " + action
			answer := bundle.succeed(t, changes)
			require.Equal(t, status, answer.JSON["status"], string(answer.Raw))
			require.NotEmpty(t, answer.JSON["reason"])
		}
	})
}

func TestFailures(t *testing.T) {
	t.Parallel()
	// The log tells the operator of a policy that can't be read.
	service := apptest.Start(t, apptest.ExpectErrors())
	bundle := newBundle(t, service, enrolment.MerchantSettings{})
	act := func(t *testing.T, answer apptest.Answer, action string) apptest.Answer {
		t.Helper()
		return bundle.Do(t, apptest.Call{
			Method: http.MethodPost, Path: "/v1/enrolments/" + answer.JSON["id"].(string) + action, Token: bundle.token,
		})
	}
	fixed := bundle.succeed(t, map[string]any{"position_external_id": "GONE"})

	requireProblem(t, act(t, fixed, "/retry"), http.StatusConflict, "not_retryable")
	requireProblem(t, act(t, fixed, "/cancel"), http.StatusConflict, "not_cancelable")

	// Accepted while the position's code was known, worked on when it no longer is. The lock holds the work back in between.
	tx, err := service.Pool.Begin(t.Context())
	require.NoError(t, err)
	defer func() { _ = tx.Rollback(t.Context()) }()
	_, err = tx.Exec(t.Context(), "LOCK TABLE river_job IN SHARE ROW EXCLUSIVE MODE")
	require.NoError(t, err)
	accepted := make(chan apptest.Answer, 1)
	go func() {
		accepted <- bundle.Enrol(t, bundle.token, apptest.Candidate(undescribed(map[string]any{"position_external_id": "GONE"})),
			map[string]string{"Prefer": "wait=20"})
	}()
	waitForLock(t, service)
	_, err = tx.Exec(t.Context(), "UPDATE positions SET external_id = 'MOVED' WHERE merchant_id = $1", bundle.merchantID)
	require.NoError(t, err)
	require.NoError(t, tx.Commit(t.Context()))
	failed := <-accepted
	requireProblem(t, failed, http.StatusNotFound, "position_not_found")
	require.NotEmpty(t, failed.Header.Get("Location"), "the request itself exists and can be retried")

	list := bundle.Get(t, bundle.token, "/v1/enrolments?state=failed").JSON["data"].([]any)
	require.Len(t, list, 1)
	shown := apptest.Answer{JSON: list[0].(map[string]any)}
	require.Equal(t, "position_not_found", shown.JSON["problem"].(map[string]any)["code"])
	_, err = service.Pool.Exec(t.Context(), "UPDATE positions SET external_id = 'GONE' WHERE merchant_id = $1", bundle.merchantID)
	require.NoError(t, err)
	retried := act(t, shown, "/retry")
	require.Equal(t, http.StatusAccepted, retried.Status, string(retried.Raw))
	require.Equal(t, "queued", retried.JSON["state"], "however fast the workers are")
	done := bundle.Do(t, apptest.Call{
		Method: http.MethodGet, Path: "/v1/enrolments/" + shown.JSON["id"].(string), Token: bundle.token,
		Header: map[string]string{"Prefer": "wait=20"},
	})
	require.Equal(t, "succeeded", done.JSON["state"], string(done.Raw))
	require.Equal(t, "ai_accept", done.JSON["status"])
	require.NotContains(t, done.JSON, "problem")
	require.Equal(t, fixed.JSON["position_def_set_id"], done.JSON["position_def_set_id"])
}

// waitForLock waits until somebody waits for a table that the test has locked.
func waitForLock(t *testing.T, service *apptest.Service) {
	t.Helper()
	require.Eventually(t, func() bool {
		var waiting bool
		err := service.Pool.QueryRow(t.Context(), `SELECT EXISTS (SELECT FROM pg_locks l JOIN pg_stat_activity a USING (pid)
			WHERE NOT l.granted AND a.datname = current_database() AND a.query ILIKE '%insert%river_job%')`).Scan(&waiting)
		return err == nil && waiting
	}, callDeadline, pollEvery)
}
