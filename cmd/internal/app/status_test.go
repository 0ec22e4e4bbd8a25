package app_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"greenroom/cmd/internal/app"
	"greenroom/cmd/internal/app/apptest"
	"greenroom/internal/enrolment"
	"greenroom/internal/identity"
)

const compatiblePath = "/functions/v1/job-interview-create-for-candidate-with-token"

// requireProblem checks what every error answer has.
func requireProblem(t *testing.T, answer apptest.Answer, status int, code string) {
	t.Helper()
	require.Equal(t, status, answer.Status, string(answer.Raw))
	require.Equal(t, "application/problem+json", answer.Header.Get("Content-Type"))
	require.Equal(t, code, answer.JSON["code"])
	require.NotEmpty(t, answer.JSON["error"], "existing clients read it")
	require.EqualValues(t, status, answer.JSON["status"])
	require.NotEmpty(t, answer.JSON["request_id"])
}

// TestCodes has a case for every row of the contract's table of codes that needs no broken surroundings.
func TestCodes(t *testing.T) {
	t.Parallel()
	service := apptest.Start(t)

	t.Run("202WithAPlaceToPoll", func(t *testing.T) {
		t.Parallel()
		bundle := newBundle(t, service, enrolment.MerchantSettings{})
		answer := bundle.Enrol(t, bundle.token, apptest.Candidate(nil), map[string]string{"Prefer": "respond-async"})
		require.Equal(t, http.StatusAccepted, answer.Status)
		require.Equal(t, "respond-async", answer.Header.Get("Preference-Applied"))
		require.NotEmpty(t, answer.Header.Get("Retry-After"))
		require.Equal(t, "queued", answer.JSON["state"])
		location := answer.Header.Get("Location")
		require.True(t, strings.HasPrefix(location, service.URL+"/v1/enrolments/"), location)
		polled := bundle.Do(t, apptest.Call{
			Method: http.MethodGet, Path: strings.TrimPrefix(location, service.URL), Token: bundle.token,
			Header: map[string]string{"Prefer": "wait=20"},
		})
		require.Equal(t, "succeeded", polled.JSON["state"], string(polled.Raw))
		require.Equal(t, "ai_accept", polled.JSON["status"])
		require.Empty(t, polled.Header.Get("Retry-After"))
	})

	t.Run("401WithoutAUsableToken", func(t *testing.T) {
		t.Parallel()
		for name, token := range map[string]string{"missing_token": "", "invalid_token": "not.a.token"} {
			answer := service.Enrol(t, token, apptest.Candidate(nil), nil)
			requireProblem(t, answer, http.StatusUnauthorized, name)
			require.Contains(t, answer.Header.Get("WWW-Authenticate"), "Bearer")
		}
	})

	t.Run("403WithoutAMerchant", func(t *testing.T) {
		t.Parallel()
		requireProblem(t, service.Enrol(t, service.Token(t, nil, identity.Integration), apptest.Candidate(nil), nil),
			http.StatusForbidden, "no_merchant")
		unknown := uuid.New()
		requireProblem(t, service.Enrol(t, service.Token(t, &unknown, identity.Integration), apptest.Candidate(nil), nil),
			http.StatusForbidden, "no_merchant")
	})

	t.Run("404ForUnknownIDsAndThoseOfOthersAlike", func(t *testing.T) {
		t.Parallel()
		bundle, other := newBundle(t, service, enrolment.MerchantSettings{}), newBundle(t, service, enrolment.MerchantSettings{})
		foreign := other.Enrol(t, other.token, apptest.Candidate(nil), nil)
		positionFields := map[string]any{
			"position_name": nil, "position_location": nil, "position_country_code": nil, "mojito_language_code": nil,
		}
		post := func(name string, id any) apptest.Answer {
			body := apptest.Candidate(positionFields)
			body[name] = id
			return bundle.Enrol(t, bundle.token, body, nil)
		}
		unknown, others := post("position_def_set_id", uuid.NewString()), post("position_def_set_id", foreign.JSON["position_def_set_id"])
		requireProblem(t, unknown, http.StatusNotFound, "position_not_found")
		requireSameProblem(t, unknown, others)
		requireProblem(t, post("position_external_id", "NO-SUCH-CODE"), http.StatusNotFound, "position_not_found")
		template := bundle.Enrol(t, bundle.token, apptest.Candidate(map[string]any{"interview_template_id": uuid.NewString()}), nil)
		requireProblem(t, template, http.StatusNotFound, "template_not_found")
		require.Equal(t, "interview_template_id", template.JSON["name"])
		id, _ := foreign.JSON["id"].(string)
		for _, call := range []apptest.Call{
			{Method: http.MethodGet, Path: "/v1/enrolments/" + id},
			{Method: http.MethodPost, Path: "/v1/enrolments/" + id + "/cancel"},
			{Method: http.MethodPost, Path: "/v1/enrolments/" + id + "/retry"},
			{Method: http.MethodPost, Path: "/v1/enrolments/" + id + "/revoke-access"},
			{
				Method: http.MethodPost, Path: "/v1/enrolments/" + id + "/decision", Header: map[string]string{"If-Match": "*"},
				Body: map[string]any{"decision": "accept", "reason": "good"},
			},
		} {
			call.Token = bundle.recruiter
			theirs := bundle.Do(t, call)
			call.Path = strings.Replace(call.Path, id, uuid.NewString(), 1)
			requireProblem(t, theirs, http.StatusNotFound, "enrolment_not_found")
			requireSameProblem(t, bundle.Do(t, call), theirs)
		}
	})

	t.Run("413ForALargeBody", func(t *testing.T) {
		t.Parallel()
		bundle := newBundle(t, service, enrolment.MerchantSettings{})
		body := apptest.Candidate(map[string]any{"candidate_resume": strings.Repeat("x", 5<<20)})
		requireProblem(t, bundle.Enrol(t, bundle.token, body, nil), http.StatusRequestEntityTooLarge, "body_too_large")
	})

	t.Run("415ForAnotherType", func(t *testing.T) {
		t.Parallel()
		bundle := newBundle(t, service, enrolment.MerchantSettings{})
		for _, mediaType := range []string{"text/plain", "application/x-www-form-urlencoded", "garbage"} {
			answer := bundle.Enrol(t, bundle.token, apptest.Candidate(nil), map[string]string{"Content-Type": mediaType})
			requireProblem(t, answer, http.StatusUnsupportedMediaType, "unsupported_media_type")
			require.Equal(t, "application/json", answer.Header.Get("Accept-Post"))
		}
		answer := bundle.Enrol(t, bundle.token, apptest.Candidate(nil), map[string]string{"Content-Type": "application/json; charset=utf-8"})
		require.Equal(t, http.StatusOK, answer.Status)
	})

	t.Run("422NamesEveryFieldAtOnce", func(t *testing.T) {
		t.Parallel()
		bundle := newBundle(t, service, enrolment.MerchantSettings{})
		answer := bundle.Enrol(t, bundle.token, apptest.Candidate(map[string]any{
			"candidate_email": "nobody", "candidate_country_code": "XX", "interview_attempts": 21, "seniority_level": "boss",
		}), nil)
		requireProblem(t, answer, http.StatusUnprocessableEntity, "invalid_fields")
		var named []any
		for _, problem := range answer.JSON["errors"].([]any) {
			named = append(named, problem.(map[string]any)["field"])
		}
		require.ElementsMatch(t, []any{"candidate_email", "candidate_country_code", "interview_attempts", "seniority_level"}, named)
		require.Equal(t, named[0], answer.JSON["name"], "existing clients read the first")
		require.NotContains(t, string(answer.Raw), "nobody", "values are never echoed")
	})

	t.Run("BothPathsAreTheSame", func(t *testing.T) {
		t.Parallel()
		bundle := newBundle(t, service, enrolment.MerchantSettings{})
		answer := bundle.Do(t, apptest.Call{
			Method: http.MethodPost, Path: compatiblePath, Token: bundle.token, Body: apptest.Candidate(nil),
		})
		require.Equal(t, http.StatusOK, answer.Status)
		require.Equal(t, "ai_accept", answer.JSON["status"])
		requireProblem(t, bundle.Do(t, apptest.Call{Method: http.MethodPost, Path: compatiblePath, Token: bundle.token, Body: "{"}),
			http.StatusUnprocessableEntity, "malformed_json")
	})
}

// requireSameProblem checks that two answers don't tell two cases apart.
func requireSameProblem(t *testing.T, expected, actual apptest.Answer) {
	t.Helper()
	delete(expected.JSON, "request_id")
	delete(actual.JSON, "request_id")
	require.Equal(t, expected.Status, actual.Status)
	require.Equal(t, expected.JSON, actual.JSON)
}

func TestRateLimit(t *testing.T) {
	t.Parallel()
	service := apptest.Start(t, apptest.With(func(config *app.Config) { config.RateLimit, config.RateBurst = 0.01, 2 }))
	bundle, other := newBundle(t, service, enrolment.MerchantSettings{}), newBundle(t, service, enrolment.MerchantSettings{})
	for range 2 {
		answer := bundle.Enrol(t, bundle.token, apptest.Candidate(nil), nil)
		require.Equal(t, http.StatusOK, answer.Status)
		require.Contains(t, answer.Header.Get("RateLimit-Policy"), "q=2")
		require.Contains(t, answer.Header.Get("RateLimit"), "r=")
	}
	refused := bundle.Enrol(t, bundle.token, apptest.Candidate(nil), nil)
	requireProblem(t, refused, http.StatusTooManyRequests, "rate_limited")
	require.NotEmpty(t, refused.Header.Get("Retry-After"))
	require.Contains(t, refused.Header.Get("RateLimit"), "r=0")
	require.Equal(t, http.StatusOK, other.Enrol(t, other.token, apptest.Candidate(nil), nil).Status, "each merchant has its own")
	invalid := other.Enrol(t, other.token, "{", nil)
	requireProblem(t, invalid, http.StatusUnprocessableEntity, "malformed_json")
	require.Contains(t, invalid.Header.Get("RateLimit"), "r=0", "invalid bodies count, too")
	requireProblem(t, other.Enrol(t, other.token, "{", nil), http.StatusTooManyRequests, "rate_limited")
}

func TestHead(t *testing.T) {
	t.Parallel()
	service := apptest.Start(t)
	bundle := newBundle(t, service, enrolment.MerchantSettings{})
	enrolled := bundle.Enrol(t, bundle.token, apptest.Candidate(nil), nil)
	for _, address := range []string{path(enrolled, ""), "/openapi.json", "/docs", "/.well-known/jwks.json", "/readyz"} {
		got := bundle.Do(t, apptest.Call{Method: http.MethodGet, Path: address, Token: bundle.token})
		head := bundle.Do(t, apptest.Call{Method: http.MethodHead, Path: address, Token: bundle.token})
		require.Equal(t, http.StatusOK, head.Status, address)
		require.Empty(t, head.Raw)
		require.Equal(t, got.Header.Get("ETag"), head.Header.Get("ETag"))
		require.Equal(t, got.Header.Get("Content-Type"), head.Header.Get("Content-Type"))
	}
	require.Equal(t, http.StatusMethodNotAllowed,
		bundle.Do(t, apptest.Call{Method: http.MethodHead, Path: path(enrolled, "/cancel"), Token: bundle.token}).Status)
}

func TestUnavailable(t *testing.T) {
	t.Parallel()

	t.Run("503WithoutADatabase", func(t *testing.T) {
		t.Parallel()
		service := apptest.Start(t, apptest.ExpectErrors())
		bundle := newBundle(t, service, enrolment.MerchantSettings{})
		require.Equal(t, http.StatusOK, bundle.Enrol(t, bundle.token, apptest.Candidate(nil), nil).Status)
		service.CutDatabase(t)
		answer := bundle.Enrol(t, bundle.token, apptest.Candidate(nil), nil)
		requireProblem(t, answer, http.StatusServiceUnavailable, "database_unavailable")
		require.NotEmpty(t, answer.Header.Get("Retry-After"))
		require.Equal(t, http.StatusServiceUnavailable, service.Get(t, "", "/readyz").Status)
		require.Equal(t, http.StatusOK, service.Get(t, "", "/livez").Status, "the process itself is well")
	})

	t.Run("503WithoutKeys", func(t *testing.T) {
		t.Parallel()
		service := apptest.Start(t, apptest.WithoutKeys())
		bundle := newBundle(t, service, enrolment.MerchantSettings{})
		answer := bundle.Enrol(t, bundle.token, apptest.Candidate(nil), nil)
		require.Equal(t, http.StatusServiceUnavailable, answer.Status, "a good token isn't called bad: %s", answer.Raw)
		require.NotEmpty(t, answer.Header.Get("Retry-After"))
	})
}
