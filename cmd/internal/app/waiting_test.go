package app_test

import (
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"greenroom/cmd/internal/app"
	"greenroom/cmd/internal/app/apptest"
	"greenroom/internal/enrolment"
)

// path is an enrolment's address on the service.
func path(answer apptest.Answer, action string) string {
	id, _ := answer.JSON["id"].(string)
	return "/v1/enrolments/" + id + action
}

func TestWaiting(t *testing.T) {
	t.Parallel()
	service := apptest.Start(t, apptest.With(func(config *app.Config) { config.MaxWait = 5 * time.Second }))

	for name, test := range map[string]struct {
		prefer  string
		status  int
		applied string
	}{
		"AsyncAndWaitAppliesTheWait":    {"respond-async, wait=4", http.StatusOK, "wait=4"},
		"ClampsALongWait":               {"wait=600", http.StatusOK, "wait=5"},
		"CountsOnlyTheFirst":            {"wait=0, wait=5", http.StatusAccepted, ""},
		"IgnoresWhatItDoesNotKnow":      {"handling=strict; x=y, return=minimal", http.StatusOK, ""},
		"IgnoresWhatItCannotRead":       {"wait=abc", http.StatusOK, ""},
		"ReadsNamesInAnyCase":           {"Respond-Async", http.StatusAccepted, "respond-async"},
		"WaitsByDefault":                {"", http.StatusOK, ""},
		"ZeroSecondsMeanNotToWaitAtAll": {"wait=0", http.StatusAccepted, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			bundle := newBundle(t, service, enrolment.MerchantSettings{})
			answer := bundle.Enrol(t, bundle.token, apptest.Candidate(nil), map[string]string{"Prefer": test.prefer})
			require.Equal(t, test.status, answer.Status, string(answer.Raw))
			require.Equal(t, test.applied, answer.Header.Get("Preference-Applied"))
			require.Contains(t, answer.Header.Get("Vary"), "Prefer")
		})
	}

	t.Run("AnswersNotModifiedToWhoKnowsTheState", func(t *testing.T) {
		t.Parallel()
		bundle := newBundle(t, service, enrolment.MerchantSettings{})
		answer := bundle.Enrol(t, bundle.token, apptest.Candidate(nil), nil)
		read := bundle.Get(t, bundle.token, path(answer, ""))
		require.Equal(t, answer.Header.Get("ETag"), read.Header.Get("ETag"))
		again := bundle.Do(t, apptest.Call{
			Method: http.MethodGet, Path: path(answer, ""), Token: bundle.token,
			Header: map[string]string{"If-None-Match": read.Header.Get("ETag")},
		})
		require.Equal(t, http.StatusNotModified, again.Status)
		require.Empty(t, again.Raw)
	})
}

func TestWaitingAcrossProcesses(t *testing.T) {
	t.Parallel()
	service := apptest.Start(t, apptest.WithoutWorkers())
	bundle := newBundle(t, service, enrolment.MerchantSettings{})
	poll := func(answer apptest.Answer, header map[string]string) apptest.Answer {
		return bundle.Do(t, apptest.Call{Method: http.MethodGet, Path: path(answer, ""), Token: bundle.token, Header: header})
	}

	// Nobody works yet: the wait ends before the request does.
	waited := bundle.Enrol(t, bundle.token, apptest.Candidate(nil), map[string]string{"Prefer": "respond-async, wait=1"})
	require.Equal(t, http.StatusAccepted, waited.Status, string(waited.Raw))
	require.Equal(t, "respond-async, wait=1", waited.Header.Get("Preference-Applied"))
	known := poll(waited, map[string]string{"If-None-Match": waited.Header.Get("ETag"), "Prefer": "wait=1"})
	require.Equal(t, http.StatusNotModified, known.Status, "nothing has changed within the wait")

	// Who knows the state is woken by any change.
	other := bundle.Enrol(t, bundle.token, apptest.Candidate(nil), map[string]string{"Prefer": "respond-async"})
	answers := together(2, func(i int) apptest.Answer {
		if i == 0 {
			return poll(other, map[string]string{"If-None-Match": other.Header.Get("ETag"), "Prefer": "wait=20"})
		}
		return bundle.Do(t, apptest.Call{Method: http.MethodPost, Path: path(other, "/cancel"), Token: bundle.token})
	})
	require.Equal(t, "canceled", answers[1].JSON["state"], string(answers[1].Raw))
	require.Equal(t, "canceled", answers[0].JSON["state"], string(answers[0].Raw))

	// Another process does the work, and this one's waiters learn of it.
	answers = together(2, func(i int) apptest.Answer {
		if i == 0 {
			return poll(waited, map[string]string{"Prefer": "wait=20"})
		}
		service.StartWorkers(t)
		return bundle.Enrol(t, bundle.token, apptest.Candidate(nil), nil)
	})
	for _, answer := range answers {
		require.Equal(t, http.StatusOK, answer.Status, string(answer.Raw))
		require.Equal(t, "ai_accept", answer.JSON["status"], string(answer.Raw))
	}
}

func TestWaiterCapacity(t *testing.T) {
	t.Parallel()
	service := apptest.Start(t, apptest.With(func(config *app.Config) { config.MaxWaiters = 0 }))
	bundle := newBundle(t, service, enrolment.MerchantSettings{})
	answer := bundle.Enrol(t, bundle.token, apptest.Candidate(nil), nil)
	require.Equal(t, http.StatusAccepted, answer.Status, "never 503: %s", answer.Raw)
	require.Eventually(t, func() bool {
		return bundle.Get(t, bundle.token, path(answer, "")).JSON["state"] == "succeeded"
	}, time.Minute, 10*time.Millisecond)
}

func TestIdempotency(t *testing.T) {
	t.Parallel()
	service := apptest.Start(t)
	key := func(value string) map[string]string { return map[string]string{"Idempotency-Key": value} }

	t.Run("AnswersARetryWithTheFirstAnswer", func(t *testing.T) {
		t.Parallel()
		bundle := newBundle(t, service, enrolment.MerchantSettings{})
		body := apptest.Candidate(nil)
		first := bundle.Enrol(t, bundle.token, body, key("retry-1"))
		require.Empty(t, first.Header.Get("Idempotent-Replayed"))
		again := bundle.Enrol(t, bundle.token, body, key(`"retry-1"`))
		require.Equal(t, http.StatusOK, again.Status)
		require.Equal(t, "true", again.Header.Get("Idempotent-Replayed"))
		require.Equal(t, first.JSON, again.JSON, "quoted or bare, it is the same key")
	})

	t.Run("DoesNotKeepWhatWasInvalid", func(t *testing.T) {
		t.Parallel()
		bundle := newBundle(t, service, enrolment.MerchantSettings{})
		invalid := bundle.Enrol(t, bundle.token, apptest.Candidate(map[string]any{"candidate_email": "x"}), key("mended"))
		require.Equal(t, http.StatusUnprocessableEntity, invalid.Status)
		require.Equal(t, http.StatusOK, bundle.Enrol(t, bundle.token, apptest.Candidate(nil), key("mended")).Status)
	})

	t.Run("IsEachMerchantsOwn", func(t *testing.T) {
		t.Parallel()
		bundle, other := newBundle(t, service, enrolment.MerchantSettings{}), newBundle(t, service, enrolment.MerchantSettings{})
		first := bundle.Enrol(t, bundle.token, apptest.Candidate(nil), key("shared"))
		second := other.Enrol(t, other.token, apptest.Candidate(nil), key("shared"))
		require.Equal(t, http.StatusOK, second.Status)
		require.NotEqual(t, first.JSON["id"], second.JSON["id"])
	})

	t.Run("MakesFiftyAtOnceOneRequest", func(t *testing.T) {
		t.Parallel()
		bundle := newBundle(t, service, enrolment.MerchantSettings{})
		body := apptest.Candidate(nil)
		answers := together(50, func(int) apptest.Answer { return bundle.Enrol(t, bundle.token, body, key("stampede")) })
		for _, answer := range answers {
			require.Equal(t, http.StatusOK, answer.Status, string(answer.Raw))
			require.Equal(t, answers[0].JSON["id"], answer.JSON["id"])
			require.Equal(t, "ai_accept", answer.JSON["status"])
		}
		require.Equal(t, 1, bundle.Count(t, "enrolment_requests", bundle.merchantID))
	})

	t.Run("RefusesAnotherBody", func(t *testing.T) {
		t.Parallel()
		bundle := newBundle(t, service, enrolment.MerchantSettings{})
		bundle.Enrol(t, bundle.token, apptest.Candidate(nil), key("reused"))
		requireProblem(t, bundle.Enrol(t, bundle.token, apptest.Candidate(nil), key("reused")),
			http.StatusUnprocessableEntity, "idempotency_key_reused")
	})

	t.Run("RefusesAnUnusableKey", func(t *testing.T) {
		t.Parallel()
		bundle := newBundle(t, service, enrolment.MerchantSettings{})
		for _, bad := range []string{`""`, "with space", strings.Repeat("k", 256)} {
			answer := bundle.Enrol(t, bundle.token, apptest.Candidate(nil), key(bad))
			requireProblem(t, answer, http.StatusBadRequest, "invalid_idempotency_key")
		}
	})

	t.Run("SaysConflictWhileTheFirstIsBeingStored", func(t *testing.T) {
		t.Parallel()
		bundle := newBundle(t, service, enrolment.MerchantSettings{})
		tx, err := service.Pool.Begin(t.Context())
		require.NoError(t, err)
		defer func() { _ = tx.Rollback(t.Context()) }()
		_, err = tx.Exec(t.Context(), `
			INSERT INTO enrolment_requests (merchant_id, id, payload, email_key, class, idempotency_key, idempotency_fingerprint)
			VALUES (@merchant, gen_random_uuid(), '{}', 'x', 'interactive', 'open', '\x00')`,
			pgx.NamedArgs{"merchant": bundle.merchantID})
		require.NoError(t, err)
		answer := bundle.Enrol(t, bundle.token, apptest.Candidate(nil), key("open"))
		requireProblem(t, answer, http.StatusConflict, "idempotency_key_in_use")
	})
}

// together makes n calls at once.
func together(n int, call func(i int) apptest.Answer) []apptest.Answer {
	answers := make([]apptest.Answer, n)
	start := make(chan struct{})
	var wait sync.WaitGroup
	for i := range n {
		wait.Go(func() {
			<-start
			answers[i] = call(i)
		})
	}
	close(start)
	wait.Wait()
	return answers
}

func TestRaces(t *testing.T) {
	t.Parallel()
	service := apptest.Start(t)

	t.Run("FiftyForANewPositionMakeOne", func(t *testing.T) {
		t.Parallel()
		bundle := newBundle(t, service, enrolment.MerchantSettings{})
		answers := together(50, func(int) apptest.Answer { return bundle.Enrol(t, bundle.token, apptest.Candidate(nil), nil) })
		for _, answer := range answers {
			require.Equal(t, "ai_accept", answer.JSON["status"], string(answer.Raw))
			require.Equal(t, answers[0].JSON["position_def_set_id"], answer.JSON["position_def_set_id"])
			require.Equal(t, answers[0].JSON["interview_def_set_id"], answer.JSON["interview_def_set_id"])
		}
		for table, count := range map[string]int{"positions": 1, "interviews": 1, "candidates": 50, "enrolments": 50, "assessments": 50} {
			require.Equal(t, count, bundle.Count(t, table, bundle.merchantID), table)
		}
	})

	t.Run("FiftyOfOneCandidateMakeOneEnrolment", func(t *testing.T) {
		t.Parallel()
		bundle := newBundle(t, service, enrolment.MerchantSettings{})
		body := apptest.Candidate(nil)
		statuses := map[any]int{}
		for _, answer := range together(50, func(int) apptest.Answer { return bundle.Enrol(t, bundle.token, body, nil) }) {
			statuses[answer.JSON["status"]]++
			require.NotEmpty(t, answer.JSON["interview_url"], string(answer.Raw))
		}
		require.Equal(t, map[any]int{"ai_accept": 1, "already-applied": 49}, statuses)
		require.Equal(t, 1, bundle.Count(t, "enrolments", bundle.merchantID))
		require.Equal(t, 1, bundle.Count(t, "assessments", bundle.merchantID))
	})

	t.Run("CancelEndsAWaitWithAProblem", func(t *testing.T) {
		t.Parallel()
		service := apptest.Start(t, apptest.WithoutWorkers())
		bundle := newBundle(t, service, enrolment.MerchantSettings{})
		answers := make(chan apptest.Answer, 1)
		go func() { answers <- bundle.Enrol(t, bundle.token, apptest.Candidate(nil), nil) }()
		var id string
		require.Eventually(t, func() bool {
			listed, _ := bundle.Get(t, bundle.token, "/v1/enrolments").JSON["data"].([]any)
			if len(listed) == 1 {
				id = listed[0].(map[string]any)["id"].(string)
			}
			return id != ""
		}, 20*time.Second, 10*time.Millisecond)
		canceled := bundle.Do(t, apptest.Call{Method: http.MethodPost, Path: "/v1/enrolments/" + id + "/cancel", Token: bundle.token})
		require.Equal(t, http.StatusOK, canceled.Status, string(canceled.Raw))
		answer := <-answers
		requireProblem(t, answer, http.StatusConflict, "canceled")
		require.Contains(t, answer.Header.Get("Location"), id)
	})

	t.Run("CancelAgainstCompletion", func(t *testing.T) {
		t.Parallel()
		bundle := newBundle(t, service, enrolment.MerchantSettings{})
		for range 20 {
			accepted := bundle.Enrol(t, bundle.token, apptest.Candidate(nil), map[string]string{"Prefer": "respond-async"})
			canceled := bundle.Do(t, apptest.Call{Method: http.MethodPost, Path: path(accepted, "/cancel"), Token: bundle.token})
			final := bundle.Do(t, apptest.Call{
				Method: http.MethodGet, Path: path(accepted, ""), Token: bundle.token, Header: map[string]string{"Prefer": "wait=10"},
			})
			if canceled.Status == http.StatusOK {
				require.Equal(t, "canceled", final.JSON["state"], "what was answered stays true: %s", final.Raw)
				require.Empty(t, final.JSON["interview_url"])
			} else {
				requireProblem(t, canceled, http.StatusConflict, "not_cancelable")
				require.Equal(t, "succeeded", final.JSON["state"])
			}
		}
	})
}
