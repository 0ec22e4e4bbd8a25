package api

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"go.uber.org/zap"
	"go.uber.org/zap/zaptest/observer"

	"greenroom/internal/fault"
)

func TestAuthenticatorKeys(t *testing.T) {
	t.Parallel()

	t.Run("ConcurrentUnknownKeysAskOnce", func(t *testing.T) {
		t.Parallel()

		issuer := newTestIssuer(t)
		issuer.publish(t, "one")
		timing := quickTiming()
		timing.unknownEvery = time.Hour
		authenticator := newTestAuthenticator(t, AuthConfig{Issuer: issuer.url()}, timing)
		before := issuer.fetches.Load()
		fresh := issuer.publish(t, "two")
		header := mint(t, jwt.SigningMethodES256, "two", fresh, issuer.claims(nil))
		var group sync.WaitGroup
		for range 20 {
			group.Go(func() {
				_, err := authenticator.Authenticate(context.WithoutCancel(t.Context()), header)
				if err != nil {
					t.Errorf("a rotated key must be known at once: %v", err)
				}
			})
		}
		group.Wait()
		require.Equal(t, before+1, issuer.fetches.Load())
	})

	t.Run("FloodOfUnknownKeysNeitherHangsNorHidesANewKey", func(t *testing.T) {
		t.Parallel()

		issuer := newTestIssuer(t)
		stranger := issuer.publish(t, "one")
		timing := quickTiming()
		timing.patience, timing.unknownEvery = 50*time.Millisecond, 200*time.Millisecond
		authenticator := newTestAuthenticator(t, AuthConfig{Issuer: issuer.url()}, timing)
		started, before := time.Now(), issuer.fetches.Load()
		for range 1500 {
			header := mint(t, jwt.SigningMethodES256, uuid.NewString(), stranger, issuer.claims(nil))
			_, err := authenticator.Authenticate(t.Context(), header)
			requireCode(t, err, fault.Unauthenticated, "invalid_token")
		}
		require.LessOrEqual(t, int64(issuer.fetches.Load()-before), int64(time.Since(started)/timing.unknownEvery)+1)
		require.LessOrEqual(t, len(authenticator.keys.unknown), maxUnknownKeys)

		fresh := issuer.publish(t, "two")
		header := mint(t, jwt.SigningMethodES256, "two", fresh, issuer.claims(nil))
		require.Eventually(t, func() bool {
			_, err := authenticator.Authenticate(t.Context(), header)
			return err == nil
		}, 5*time.Second, 10*time.Millisecond)
	})

	t.Run("HangingIssuerDoesNotHangRequests", func(t *testing.T) {
		t.Parallel()

		issuer := newTestIssuer(t)
		key := issuer.publish(t, "one")
		timing := quickTiming()
		timing.patience = 50 * time.Millisecond
		authenticator := newTestAuthenticator(t, AuthConfig{Issuer: issuer.url()}, timing)
		stall := make(chan struct{})
		issuer.change(func() { issuer.stall = stall })
		fresh := issuer.publish(t, "two")
		header := mint(t, jwt.SigningMethodES256, "two", fresh, issuer.claims(nil))
		for range 3 {
			started := time.Now()
			_, err := authenticator.Authenticate(t.Context(), header)
			requireCode(t, err, fault.Unauthenticated, "invalid_token")
			require.Less(t, time.Since(started), time.Second, "the patience is 50 ms; the rest is for a busy machine")
		}
		_, err := authenticator.Authenticate(t.Context(), mint(t, jwt.SigningMethodES256, "one", key, issuer.claims(nil)))
		require.NoError(t, err, "known keys need no issuer")

		close(stall)
		require.Eventually(t, func() bool {
			_, err := authenticator.Authenticate(t.Context(), header)
			return err == nil
		}, 5*time.Second, 5*time.Millisecond, "the fetch went on without the requests")
	})

	t.Run("KeepsKeysWhenIssuerHasNone", func(t *testing.T) {
		t.Parallel()

		issuer := newTestIssuer(t)
		key := issuer.publish(t, "one")
		timing := quickTiming()
		timing.refresh = time.Millisecond
		authenticator := newTestAuthenticator(t, AuthConfig{Issuer: issuer.url()}, timing)
		issuer.change(func() { issuer.keys = nil })
		before := issuer.fetches.Load()
		require.Eventually(t, func() bool { return issuer.fetches.Load() > before+2 }, 5*time.Second, time.Millisecond)
		_, err := authenticator.Authenticate(t.Context(), mint(t, jwt.SigningMethodES256, "one", key, issuer.claims(nil)))
		require.NoError(t, err)
	})

	t.Run("RecoversFromIssuerDownAtStart", func(t *testing.T) {
		t.Parallel()

		issuer := newTestIssuer(t)
		key := issuer.publish(t, "one")
		issuer.down = true
		core, logs := observer.New(zap.DebugLevel)
		authenticator := newTestAuthenticator(t, AuthConfig{Issuer: issuer.url(), Logger: zap.New(core)}, quickTiming())
		header := mint(t, jwt.SigningMethodES256, "one", key, issuer.claims(nil))
		require.False(t, authenticator.Ready())
		_, err := authenticator.Authenticate(t.Context(), header)
		requireCode(t, err, fault.Unavailable, "no_verification_keys")
		require.Equal(t, time.Second, fault.From(err).RetryAfter)
		_, err = authenticator.Authenticate(t.Context(), "Bearer a.b.c")
		requireCode(t, err, fault.Unauthenticated, "invalid_token")
		require.NotZero(t, logs.FilterMessage("verification keys not refreshed").Len())

		issuer.change(func() { issuer.down = false })
		require.Eventually(t, authenticator.Ready, 5*time.Second, time.Millisecond)
		_, err = authenticator.Authenticate(t.Context(), header)
		require.NoError(t, err)
	})

	t.Run("RemembersKeysThatAreNotThere", func(t *testing.T) {
		t.Parallel()

		issuer := newTestIssuer(t)
		key := issuer.publish(t, "one")
		timing := quickTiming()
		timing.unknownEvery = time.Nanosecond
		authenticator := newTestAuthenticator(t, AuthConfig{Issuer: issuer.url()}, timing)
		before := issuer.fetches.Load()
		header := mint(t, jwt.SigningMethodES256, "retired", key, issuer.claims(nil))
		for range 10 {
			_, err := authenticator.Authenticate(t.Context(), header)
			requireCode(t, err, fault.Unauthenticated, "invalid_token")
		}
		require.Equal(t, before+1, issuer.fetches.Load())
	})

	t.Run("RevokedKeyIsForgottenOnRefresh", func(t *testing.T) {
		t.Parallel()

		issuer := newTestIssuer(t)
		old := issuer.publish(t, "old")
		timing := quickTiming()
		timing.refresh = time.Millisecond
		authenticator := newTestAuthenticator(t, AuthConfig{Issuer: issuer.url()}, timing)
		header := mint(t, jwt.SigningMethodES256, "old", old, issuer.claims(nil))
		_, err := authenticator.Authenticate(t.Context(), header)
		require.NoError(t, err)
		issuer.publish(t, "new")
		issuer.change(func() { issuer.keys = issuer.keys[1:] })
		require.Eventually(t, func() bool {
			_, err := authenticator.Authenticate(t.Context(), header)
			return err != nil
		}, 5*time.Second, time.Millisecond)
	})

	t.Run("WrongIssuerAndImplausibleKeyIDNeverAsk", func(t *testing.T) {
		t.Parallel()

		issuer := newTestIssuer(t)
		key := issuer.publish(t, "one")
		authenticator := newTestAuthenticator(t, AuthConfig{Issuer: issuer.url()}, quickTiming())
		before := issuer.fetches.Load()
		elsewhere := issuer.claims(map[string]any{"iss": "https://elsewhere.example/auth/v1"})
		for _, header := range []string{
			mint(t, jwt.SigningMethodES256, "two", key, elsewhere),
			mint(t, jwt.SigningMethodES256, "no such key", key, issuer.claims(nil)),
			mint(t, jwt.SigningMethodES256, strings.Repeat("k", 129), key, issuer.claims(nil)),
		} {
			_, err := authenticator.Authenticate(t.Context(), header)
			requireCode(t, err, fault.Unauthenticated, "invalid_token")
		}
		require.Equal(t, before, issuer.fetches.Load())
	})
}
