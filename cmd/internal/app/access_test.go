package app_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/MicahParks/keyfunc/v3"
	"github.com/golang-jwt/jwt/v5"
	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"greenroom/cmd/internal/app/apptest"
	"greenroom/internal/accesstoken"
	"greenroom/internal/enrolment"
)

// tokenOf takes the interview token out of an answer's URL.
func tokenOf(t *testing.T, answer apptest.Answer) string {
	t.Helper()
	_, token, found := strings.Cut(answer.JSON["interview_url"].(string), "interview_token=")
	require.True(t, found)
	return token
}

func verifyToken(t *testing.T, service *apptest.Service, token string, start bool) apptest.Answer {
	t.Helper()
	return service.Do(t, apptest.Call{
		Method: http.MethodPost, Path: "/v1/access/verify", Body: map[string]any{"token": token, "start": start},
	})
}

func TestAccess(t *testing.T) {
	t.Parallel()
	service := apptest.Start(t)

	t.Run("AttemptsAreUsedUp", func(t *testing.T) {
		t.Parallel()
		bundle := newBundle(t, service, enrolment.MerchantSettings{})
		token := tokenOf(t, bundle.succeed(t, map[string]any{"interview_attempts": 2}))
		require.EqualValues(t, 2, verifyToken(t, service, token, false).JSON["attempts_left"], "looking costs nothing")
		for _, left := range []int{1, 0} {
			started := verifyToken(t, service, token, true)
			require.Equal(t, http.StatusOK, started.Status, string(started.Raw))
			require.EqualValues(t, left, started.JSON["attempts_left"])
		}
		requireProblem(t, verifyToken(t, service, token, true), http.StatusConflict, "attempts_used_up")
		looked := verifyToken(t, service, token, false)
		require.Equal(t, http.StatusOK, looked.Status)
		require.Equal(t, false, looked.JSON["may_start"])
		require.Equal(t, "attempts_used_up", looked.JSON["refusal"])
		require.Empty(t, looked.JSON["questions"], "who can't start doesn't see what is asked")
	})

	t.Run("AttemptsThatStartAtOnceAreCountedOnce", func(t *testing.T) {
		t.Parallel()
		bundle := newBundle(t, service, enrolment.MerchantSettings{})
		token := tokenOf(t, bundle.succeed(t, map[string]any{"interview_attempts": 3}))
		statuses := make(chan int, 8)
		for range cap(statuses) {
			go func() { statuses <- verifyToken(t, service, token, true).Status }()
		}
		counts := map[int]int{}
		for range cap(statuses) {
			counts[<-statuses]++
		}
		require.Equal(t, map[int]int{http.StatusOK: 3, http.StatusConflict: 5}, counts)
	})

	t.Run("ClosesWhenTheInterviewEnds", func(t *testing.T) {
		t.Parallel()
		bundle := newBundle(t, service, enrolment.MerchantSettings{})
		answer := bundle.succeed(t, map[string]any{"interview_available_till": time.Now().Add(48 * time.Hour).UTC().Format(time.RFC3339)})
		_, err := service.Pool.Exec(t.Context(),
			`UPDATE interviews SET settings = jsonb_set(settings, '{available_till}', '"2020-01-01T00:00:00Z"') WHERE id = $1`,
			answer.JSON["interview_def_set_id"])
		require.NoError(t, err)
		requireProblem(t, verifyToken(t, service, tokenOf(t, answer), true), http.StatusConflict, "interview_closed")
	})

	t.Run("ExpiredForgedAndUnknownAreRefused", func(t *testing.T) {
		t.Parallel()
		bundle := newBundle(t, service, enrolment.MerchantSettings{})
		answer := bundle.succeed(t, nil)
		ours, err := accesstoken.ParseKeyring([]byte(service.Config.SigningKeys))
		require.NoError(t, err)
		foreignJSON, err := accesstoken.NewKeyringJSON()
		require.NoError(t, err)
		foreign, err := accesstoken.ParseKeyring(foreignJSON)
		require.NoError(t, err)
		read, err := ours.Verify(tokenOf(t, answer), time.Now())
		require.NoError(t, err)
		sign := func(keyring *accesstoken.Keyring, change func(claims *accesstoken.Claims)) string {
			claims := read
			claims.KeyID = ""
			change(&claims)
			token, err := keyring.Sign(claims)
			require.NoError(t, err)
			return token
		}
		expired := sign(ours, func(claims *accesstoken.Claims) { claims.ExpiresAt = time.Now().Add(-time.Minute) })
		requireProblem(t, verifyToken(t, service, expired, true), http.StatusUnauthorized, "interview_token_expired")
		for name, token := range map[string]string{
			"Changed":        tokenOf(t, answer)[:len(tokenOf(t, answer))-4] + "AAAA",
			"Garbage":        "garbage",
			"NotOnRecord":    sign(ours, func(claims *accesstoken.Claims) { claims.ID = uuid.New() }),
			"OtherEnrolment": sign(ours, func(claims *accesstoken.Claims) { claims.EnrolmentID = uuid.New() }),
			"OtherInterview": sign(ours, func(claims *accesstoken.Claims) { claims.InterviewID = uuid.New() }),
			"OthersKey":      sign(foreign, func(*accesstoken.Claims) {}),
		} {
			refused := verifyToken(t, service, token, true)
			require.Equal(t, "interview_token_invalid", refused.JSON["code"], name)
			requireProblem(t, refused, http.StatusUnauthorized, "interview_token_invalid")
		}
	})

	t.Run("PublishedKeysVerifyOffline", func(t *testing.T) {
		t.Parallel()
		bundle := newBundle(t, service, enrolment.MerchantSettings{})
		answer := bundle.succeed(t, nil)
		published := service.Get(t, "", "/.well-known/jwks.json")
		require.Equal(t, http.StatusOK, published.Status)
		require.NotContains(t, string(published.Raw), `"d":`, "the private half stays here")
		keys, err := keyfunc.NewJWKSetJSON(json.RawMessage(published.Raw))
		require.NoError(t, err)
		claims := jwt.MapClaims{}
		_, err = jwt.ParseWithClaims(tokenOf(t, answer), claims, keys.Keyfunc, jwt.WithAudience("interview"),
			jwt.WithExpirationRequired(), jwt.WithIssuer("greenroom"), jwt.WithValidMethods([]string{"EdDSA"}))
		require.NoError(t, err)
		require.Equal(t, answer.JSON["profile_interview_id"], claims["enrolment_id"])
		require.Equal(t, answer.JSON["interview_def_set_id"], claims["interview_id"])
		require.ElementsMatch(t, []string{"aud", "enrolment_id", "exp", "iat", "interview_id", "iss", "jti"}, keysOf(claims))
	})

	t.Run("RejectedMayNotStart", func(t *testing.T) {
		t.Parallel()
		bundle := newBundle(t, service, enrolment.MerchantSettings{})
		token := tokenOf(t, bundle.succeed(t, map[string]any{"candidate_resume": unfittingResume}))
		requireProblem(t, verifyToken(t, service, token, true), http.StatusConflict, "not_admitted")
		require.Equal(t, "not_admitted", verifyToken(t, service, token, false).JSON["refusal"])
	})

	t.Run("RevokedIsRefused", func(t *testing.T) {
		t.Parallel()
		bundle := newBundle(t, service, enrolment.MerchantSettings{})
		body := apptest.Candidate(nil)
		first := bundle.Enrol(t, bundle.token, body, nil)
		revoked := bundle.Do(t, apptest.Call{
			Method: http.MethodPost, Path: "/v1/enrolments/" + first.JSON["id"].(string) + "/revoke-access", Token: bundle.recruiter,
		})
		require.Equal(t, http.StatusNoContent, revoked.Status, string(revoked.Raw))
		requireProblem(t, verifyToken(t, service, tokenOf(t, first), true), http.StatusUnauthorized, "interview_token_revoked")
		var events int
		require.NoError(t, service.Pool.QueryRow(t.Context(),
			"SELECT count(*) FROM audit_events WHERE merchant_id = $1 AND action = 'access.revoked'", bundle.merchantID).Scan(&events))
		require.Equal(t, 1, events)
		again := bundle.Enrol(t, bundle.token, body, nil)
		require.Equal(t, "already-applied", again.JSON["status"])
		requireProblem(t, verifyToken(t, service, tokenOf(t, again), true), http.StatusUnauthorized, "interview_token_revoked")
	})
}

func keysOf(object map[string]any) []string {
	keys := make([]string, 0, len(object))
	for key := range object {
		keys = append(keys, key)
	}
	return keys
}

func TestEmbedKeys(t *testing.T) {
	t.Parallel()
	service := apptest.Start(t)
	bundle, other := newBundle(t, service, enrolment.MerchantSettings{}), newBundle(t, service, enrolment.MerchantSettings{})
	first := bundle.succeed(t, map[string]any{"is_embedded": true})
	again := bundle.succeed(t, map[string]any{"is_embedded": true})
	theirs := other.succeed(t, map[string]any{"is_embedded": true})
	for _, name := range []string{"embed_id", "embed_signing_key"} {
		require.NotEmpty(t, first.JSON[name])
		require.Equal(t, first.JSON[name], again.JSON[name], "stable")
		require.NotEqual(t, first.JSON[name], theirs.JSON[name])
	}
	require.NotContains(t, bundle.succeed(t, nil).JSON, "embed_signing_key", "only who asks gets it")
	polled := bundle.Get(t, bundle.token, "/v1/enrolments/"+first.JSON["id"].(string))
	require.Equal(t, first.JSON["embed_signing_key"], polled.JSON["embed_signing_key"])
	listed := bundle.Get(t, bundle.token, "/v1/enrolments")
	require.NotContains(t, string(listed.Raw), "embed_signing_key")

	key := first.JSON["embed_signing_key"].(string)
	var embedID string
	var sealed []byte
	require.NoError(t, service.Pool.QueryRow(t.Context(),
		"SELECT embed_id, sealed_key FROM embed_keys WHERE merchant_id = $1", bundle.merchantID).Scan(&embedID, &sealed))
	require.Equal(t, first.JSON["embed_id"], embedID)
	require.NotContains(t, string(sealed), key)
	require.NotContains(t, string(sealed), strings.TrimPrefix(key, "egk_"))
	var leaks int
	require.NoError(t, service.Pool.QueryRow(t.Context(),
		"SELECT count(*) FROM enrolment_requests r WHERE position($1 in r::text) > 0", key).Scan(&leaks))
	require.Zero(t, leaks)
}
