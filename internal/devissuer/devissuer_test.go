package devissuer_test

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/MicahParks/keyfunc/v3"
	"github.com/golang-jwt/jwt/v5"
	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"greenroom/internal/devissuer"
	"greenroom/internal/identity"
)

func open(t *testing.T, dir string) *devissuer.Issuer {
	t.Helper()

	issuer, err := devissuer.Open(dir)
	require.NoError(t, err)
	return issuer
}

func served(t *testing.T, issuer *devissuer.Issuer) []byte {
	t.Helper()

	recorder := httptest.NewRecorder()
	issuer.Handler().ServeHTTP(recorder, httptest.NewRequestWithContext(t.Context(), http.MethodGet, devissuer.JWKSPath, nil))
	require.Equal(t, http.StatusOK, recorder.Code)
	return recorder.Body.Bytes()
}

func verify(t *testing.T, issuer *devissuer.Issuer, token string, now time.Time) jwt.MapClaims {
	t.Helper()

	body := served(t, issuer)
	keys, err := keyfunc.NewJWKSetJSON(body)
	require.NoError(t, err)
	claims := jwt.MapClaims{}
	_, err = jwt.ParseWithClaims(token, claims, keys.Keyfunc, jwt.WithValidMethods([]string{"ES256"}),
		jwt.WithIssuer(devissuer.IssuerURL), jwt.WithAudience("authenticated"), jwt.WithTimeFunc(func() time.Time { return now }))
	require.NoError(t, err)
	return claims
}

func TestOpen(t *testing.T) {
	t.Parallel()

	t.Run("ConcurrentProcessesShareOneKey", func(t *testing.T) {
		t.Parallel()

		dir := filepath.Join(t.TempDir(), "new")
		issuers := make([]*devissuer.Issuer, 8)
		var group sync.WaitGroup
		for place := range issuers {
			group.Go(func() {
				issuer, err := devissuer.Open(dir)
				if err != nil {
					t.Errorf("open: %v", err)
				}
				issuers[place] = issuer
			})
		}
		group.Wait()
		require.False(t, t.Failed())
		want := served(t, issuers[0])
		for _, issuer := range issuers {
			require.Equal(t, want, served(t, issuer))
		}
		files, err := os.ReadDir(dir)
		require.NoError(t, err)
		require.Len(t, files, 1, "nothing is left aside")
	})

	t.Run("KeyIsItsOwnersAlone", func(t *testing.T) {
		t.Parallel()

		dir := t.TempDir()
		open(t, dir)
		path := filepath.Join(dir, "dev-issuer-key.json")
		info, err := os.Stat(path)
		require.NoError(t, err)
		require.Equal(t, os.FileMode(0o600), info.Mode().Perm())

		require.NoError(t, os.Chmod(path, 0o644))
		_, err = devissuer.Open(dir)
		require.ErrorContains(t, err, "0600")
	})

	t.Run("RefusesDamagedKeyWithoutQuotingIt", func(t *testing.T) {
		t.Parallel()

		dir := t.TempDir()
		require.NoError(t, os.WriteFile(filepath.Join(dir, "dev-issuer-key.json"), []byte(`{"kty":"EC","d":"secret"}`), 0o600))
		_, err := devissuer.Open(dir)
		require.Error(t, err)
		require.NotContains(t, err.Error(), "secret")
	})

	t.Run("TokensOutliveARestart", func(t *testing.T) {
		t.Parallel()

		dir, now := t.TempDir(), time.Now()
		token, err := open(t, dir).Token(devissuer.Claims{Subject: uuid.New(), TTL: time.Hour}, now)
		require.NoError(t, err)
		verify(t, open(t, dir), token, now)
	})
}

func TestToken(t *testing.T) {
	t.Parallel()

	issuer, now := open(t, t.TempDir()), time.Now()
	subject, merchant := uuid.New(), uuid.New()

	t.Run("HoldsWhatItIsFor", func(t *testing.T) {
		t.Parallel()

		token, err := issuer.Token(devissuer.Claims{Subject: subject, MerchantID: &merchant, Role: identity.Recruiter, TTL: time.Hour}, now)
		require.NoError(t, err)
		claims := verify(t, issuer, token, now.Add(time.Hour-2*time.Second))
		require.Equal(t, subject.String(), claims["sub"])
		require.Equal(t, "authenticated", claims["role"])
		want := map[string]any{"merchant_id": merchant.String(), "provider": "development", "role": "recruiter"}
		require.Equal(t, want, claims["app_metadata"])
	})

	t.Run("LeavesOutWhatIsNotGiven", func(t *testing.T) {
		t.Parallel()

		token, err := issuer.Token(devissuer.Claims{Subject: subject, TTL: time.Hour}, now)
		require.NoError(t, err)
		require.Equal(t, map[string]any{"provider": "development"}, verify(t, issuer, token, now)["app_metadata"])
	})

	t.Run("RefusesNoSubjectOrLifetime", func(t *testing.T) {
		t.Parallel()

		for _, claims := range []devissuer.Claims{{TTL: time.Hour}, {Subject: subject}, {Subject: subject, TTL: -time.Hour}} {
			_, err := issuer.Token(claims, now)
			require.Error(t, err)
		}
	})
}

func TestServe(t *testing.T) {
	t.Parallel()

	t.Run("ServesThePublicKeyUntilTheContextEnds", func(t *testing.T) {
		t.Parallel()

		issuer := open(t, t.TempDir())
		listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
		require.NoError(t, err)
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error, 1)
		go func() { done <- issuer.Serve(ctx, listener) }()
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+listener.Addr().String()+devissuer.JWKSPath, nil)
		require.NoError(t, err)
		response, err := http.DefaultClient.Do(request)
		require.NoError(t, err)
		body, err := io.ReadAll(response.Body)
		require.NoError(t, err)
		require.NoError(t, response.Body.Close())
		require.Equal(t, "application/json", response.Header.Get("Content-Type"))
		require.NotContains(t, string(body), `"d":`)
		cancel()
		require.NoError(t, <-done)
	})

	t.Run("TellsWhenItCannot", func(t *testing.T) {
		t.Parallel()

		listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
		require.NoError(t, err)
		require.NoError(t, listener.Close())
		require.ErrorIs(t, open(t, t.TempDir()).Serve(t.Context(), listener), net.ErrClosed)
	})
}
