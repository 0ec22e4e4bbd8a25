package app_test

import (
	"net/http"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"greenroom/cmd/internal/app/apptest"
	"greenroom/db/dbtest"
	"greenroom/internal/enrolment"
	"greenroom/internal/identity"
)

func TestMain(m *testing.M) {
	dbtest.Main(m,
		// fasthttp starts these once for the process and never ends the first.
		goleak.IgnoreAnyFunction("github.com/valyala/fasthttp.updateServerDate.func1"),
		goleak.IgnoreAnyFunction("github.com/valyala/fasthttp.(*workerPool).Start.func2"))
}

// testBundle is one merchant of a shared service.
type testBundle struct {
	*apptest.Service
	merchantID uuid.UUID
	token      string
	recruiter  string
}

// newBundle makes a merchant of its own for one test.
func newBundle(t *testing.T, service *apptest.Service, settings enrolment.MerchantSettings) testBundle {
	t.Helper()
	merchantID := service.Merchant(t, settings)
	return testBundle{
		Service: service, merchantID: merchantID, token: service.Token(t, &merchantID, identity.Integration),
		recruiter: service.Token(t, &merchantID, identity.Recruiter),
	}
}

func TestEnrol(t *testing.T) {
	t.Parallel()
	service := apptest.Start(t)
	setup := func(t *testing.T, settings enrolment.MerchantSettings) testBundle {
		t.Helper()
		return newBundle(t, service, settings)
	}

	t.Run("AcceptsAFittingCandidate", func(t *testing.T) {
		t.Parallel()
		bundle := setup(t, enrolment.MerchantSettings{})
		answer := bundle.Enrol(t, bundle.token, apptest.Candidate(nil), nil)
		require.Equal(t, http.StatusOK, answer.Status, string(answer.Raw))
		require.Equal(t, "ai_accept", answer.JSON["status"])
		require.Equal(t, "succeeded", answer.JSON["state"])
		require.NotEmpty(t, answer.JSON["interview_url"])
		require.NotContains(t, answer.JSON, "reason")
		require.NotContains(t, answer.JSON, "embed_id")
	})

	t.Run("AnswersASecondApplicationWithTheFirst", func(t *testing.T) {
		t.Parallel()
		bundle := setup(t, enrolment.MerchantSettings{})
		body := apptest.Candidate(nil)
		first := bundle.Enrol(t, bundle.token, body, nil)
		second := bundle.Enrol(t, bundle.token, body, nil)
		require.Equal(t, "already-applied", second.JSON["status"])
		require.NotEmpty(t, second.JSON["reason"])
		require.NotEqual(t, first.JSON["id"], second.JSON["id"])
		for _, name := range []string{"position_def_set_id", "interview_def_set_id", "profile_interview_id"} {
			require.Equal(t, first.JSON[name], second.JSON[name], name)
		}
		require.NotEmpty(t, second.JSON["interview_url"])
	})

	t.Run("RejectsAnUnfittingCandidate", func(t *testing.T) {
		t.Parallel()
		bundle := setup(t, enrolment.MerchantSettings{})
		answer := bundle.Enrol(t, bundle.token, apptest.Candidate(map[string]any{"candidate_resume": unfittingResume}), nil)
		require.Equal(t, "ai_reject", answer.JSON["status"], string(answer.Raw))
		require.NotEmpty(t, answer.JSON["reason"])
		require.NotEmpty(t, answer.JSON["interview_url"], "rejections have one too")
	})

	t.Run("LeavesRejectionsToPeopleIfTheMerchantWantsThat", func(t *testing.T) {
		t.Parallel()
		off := false
		bundle := setup(t, enrolment.MerchantSettings{AutoReject: &off})
		answer := bundle.Enrol(t, bundle.token, apptest.Candidate(map[string]any{"candidate_resume": unfittingResume}), nil)
		require.Equal(t, "recruiter_action", answer.JSON["status"], string(answer.Raw))
		require.Equal(t, "reject", answer.JSON["assessment"].(map[string]any)["recommendation"])
	})
}

// unfittingResume is of ordinary length, and about something else.
const unfittingResume = "Résumé-Marker. Florist and wedding decorator. 2012-2024 Blumenhaus Example: bouquets, wreaths, funeral " +
	"arrangements, shop windows, purchase at the wholesale market, training of two apprentices. 2008-2012 Garden centre Sample: care of " +
	"indoor plants, sales at the counter, watering plans, seasonal decoration. Apprenticeship as florist, 2008. Driving licence B. " +
	"Hobbies: hiking, choir."
