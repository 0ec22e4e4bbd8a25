package api

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/MicahParks/jwkset"
	"github.com/golang-jwt/jwt/v5"
	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"greenroom/internal/devissuer"
	"greenroom/internal/fault"
	"greenroom/internal/identity"
)

const testSecret = "a-legacy-secret-of-at-least-32-bytes"

// testIssuer is a Supabase-like issuer with a real JWKS endpoint.
type testIssuer struct {
	server  *httptest.Server
	fetches atomic.Int32

	mu   sync.Mutex
	down bool
	// stall, when set, holds answers up until it is closed.
	stall chan struct{}
	keys  []jwkset.JWKMarshal
}

func newTestIssuer(t *testing.T) *testIssuer {
	t.Helper()

	issuer := &testIssuer{}
	issuer.server = httptest.NewServer(http.HandlerFunc(issuer.serve))
	t.Cleanup(issuer.server.Close)
	return issuer
}

func (i *testIssuer) serve(w http.ResponseWriter, r *http.Request) {
	i.fetches.Add(1)
	i.mu.Lock()
	down, stall, set := i.down, i.stall, jwkset.JWKSMarshal{Keys: append([]jwkset.JWKMarshal{}, i.keys...)}
	i.mu.Unlock()
	if stall != nil {
		select {
		case <-stall:
		case <-r.Context().Done():
		}
	}
	if down || r.URL.Path != "/auth/v1/.well-known/jwks.json" {
		http.Error(w, "down", http.StatusBadGateway)
		return
	}
	if err := json.NewEncoder(w).Encode(set); err != nil {
		panic(err)
	}
}

func (i *testIssuer) change(change func()) {
	i.mu.Lock()
	defer i.mu.Unlock()
	change()
}

func (i *testIssuer) url() string { return i.server.URL + "/auth/v1" }

// publish makes a key, and puts its public half where the issuer's keys are.
func (i *testIssuer) publish(t *testing.T, keyID string) *ecdsa.PrivateKey {
	t.Helper()

	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	i.publishPublic(t, keyID, jwkset.AlgES256, &private.PublicKey)
	return private
}

func (i *testIssuer) publishPublic(t *testing.T, keyID string, algorithm jwkset.ALG, public any) {
	t.Helper()

	made, err := jwkset.NewJWKFromKey(public, jwkset.JWKOptions{Metadata: jwkset.JWKMetadataOptions{ALG: algorithm, KID: keyID}})
	require.NoError(t, err)
	i.change(func() { i.keys = append(i.keys, made.Marshal()) })
}

func (i *testIssuer) claims(changes map[string]any) jwt.MapClaims {
	claims := jwt.MapClaims{
		"iss": i.url(), "aud": "authenticated", "sub": uuid.NewString(), "role": "authenticated", "is_anonymous": false,
		"iat": time.Now().Unix(), "exp": time.Now().Add(time.Hour).Unix(), "app_metadata": map[string]any{"provider": "email"},
	}
	maps.Copy(claims, changes)
	for name, value := range claims {
		if value == nil {
			delete(claims, name)
		}
	}
	return claims
}

func mint(t *testing.T, method jwt.SigningMethod, keyID string, key any, claims jwt.Claims) string {
	t.Helper()

	token := jwt.NewWithClaims(method, claims)
	if keyID != "" {
		token.Header["kid"] = keyID
	}
	text, err := token.SignedString(key)
	require.NoError(t, err)
	return "Bearer " + text
}

// quickTiming is the real timing, in tens of milliseconds where nobody should wait for it.
func quickTiming() keyTiming {
	timing := defaultKeyTiming()
	timing.unknownEvery, timing.unknownFor = 20*time.Millisecond, time.Hour
	timing.retryFirst, timing.retryMax = time.Millisecond, 20*time.Millisecond
	timing.patience = 5 * time.Second
	return timing
}

func newTestAuthenticator(t *testing.T, config AuthConfig, timing keyTiming) *Authenticator {
	t.Helper()

	authenticator, err := newAuthenticator(t.Context(), config, timing)
	require.NoError(t, err)
	t.Cleanup(authenticator.Close)
	return authenticator
}

func requireCode(t *testing.T, err error, kind fault.Kind, code string) {
	t.Helper()

	require.Error(t, err)
	require.Equal(t, code, fault.From(err).Code, err.Error())
	require.Equal(t, kind, fault.KindOf(err))
}

func TestAuthenticate(t *testing.T) {
	t.Parallel()

	issuer := newTestIssuer(t)
	key := issuer.publish(t, "one")
	subject, merchant := uuid.New(), uuid.New()
	authenticator := newTestAuthenticator(t, AuthConfig{Issuer: issuer.url()}, quickTiming())
	require.True(t, authenticator.Ready(), "a healthy issuer's keys are there when the constructor returns")

	plain := identity.Identity{Role: identity.Integration}
	meta := func(values map[string]any) map[string]any { return map[string]any{"app_metadata": values} }
	tests := map[string]struct {
		changes map[string]any
		want    identity.Identity
		kind    fault.Kind
		code    string
	}{
		"AudienceArray":       {changes: map[string]any{"aud": []string{"x", "authenticated"}}, want: plain},
		"AudienceMissing":     {changes: map[string]any{"aud": nil}, kind: fault.Unauthenticated, code: "invalid_token"},
		"AudienceOther":       {changes: map[string]any{"aud": "anon"}, kind: fault.Unauthenticated, code: "invalid_token"},
		"Anonymous":           {changes: map[string]any{"is_anonymous": true}, kind: fault.Unauthenticated, code: "invalid_token"},
		"AppMetadataMissing":  {changes: map[string]any{"app_metadata": nil}, want: plain},
		"Expired":             {changes: map[string]any{"exp": time.Now().Unix() - 40}, kind: fault.Unauthenticated, code: "invalid_token"},
		"ExpiredWithinLeeway": {changes: map[string]any{"exp": time.Now().Unix() - 5}, want: plain},
		"ExpiryMissing":       {changes: map[string]any{"exp": nil}, kind: fault.Unauthenticated, code: "invalid_token"},
		"IssuerOther":         {changes: map[string]any{"iss": issuer.url() + "/"}, kind: fault.Unauthenticated, code: "invalid_token"},
		"Merchant": {
			changes: meta(map[string]any{"merchant_id": merchant}),
			want:    identity.Identity{MerchantID: &merchant, Role: identity.Integration},
		},
		"MerchantEmpty":    {changes: meta(map[string]any{"merchant_id": ""}), kind: fault.Forbidden, code: "merchant_malformed"},
		"MerchantNotAUUID": {changes: meta(map[string]any{"merchant_id": "acme"}), kind: fault.Forbidden, code: "merchant_malformed"},
		"MerchantNull":     {changes: meta(map[string]any{"merchant_id": nil}), want: plain},
		"MerchantNumber":   {changes: meta(map[string]any{"merchant_id": 7}), kind: fault.Forbidden, code: "merchant_malformed"},
		"MerchantOfUserMetadata": {
			changes: map[string]any{"user_metadata": map[string]any{"merchant_id": merchant, "role": "admin"}}, want: plain,
		},
		"NotYetValid":      {changes: map[string]any{"nbf": time.Now().Unix() + 60}, kind: fault.Unauthenticated, code: "invalid_token"},
		"RoleAdmin":        {changes: meta(map[string]any{"role": "admin"}), want: identity.Identity{Role: identity.Admin}},
		"RoleNumber":       {changes: meta(map[string]any{"role": 1}), kind: fault.Forbidden, code: "role_unknown"},
		"RoleOfProjectKey": {changes: map[string]any{"role": "service_role"}, kind: fault.Unauthenticated, code: "invalid_token"},
		"RoleRecruiter":    {changes: meta(map[string]any{"role": "recruiter"}), want: identity.Identity{Role: identity.Recruiter}},
		"RoleUnknown":      {changes: meta(map[string]any{"role": "owner"}), kind: fault.Forbidden, code: "role_unknown"},
		"SubjectMissing":   {changes: map[string]any{"sub": nil}, kind: fault.Unauthenticated, code: "invalid_token"},
		"SubjectNotAUUID":  {changes: map[string]any{"sub": "someone"}, kind: fault.Unauthenticated, code: "invalid_token"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			changes := map[string]any{"sub": subject.String()}
			maps.Copy(changes, test.changes)
			got, err := authenticator.Authenticate(t.Context(), mint(t, jwt.SigningMethodES256, "one", key, issuer.claims(changes)))
			if test.code != "" {
				requireCode(t, err, test.kind, test.code)
				require.Zero(t, got)
				return
			}
			require.NoError(t, err)
			test.want.Subject = subject
			require.Equal(t, test.want, got)
		})
	}
}

func TestAuthenticateHeaders(t *testing.T) {
	t.Parallel()

	issuer := newTestIssuer(t)
	key := issuer.publish(t, "one")
	authenticator := newTestAuthenticator(t, AuthConfig{Issuer: issuer.url()}, quickTiming())
	good := mint(t, jwt.SigningMethodES256, "one", key, issuer.claims(nil))

	for name, header := range map[string]string{
		"Empty": "", "NoToken": "Bearer ", "OtherScheme": "Basic dTpw", "TokenWithoutScheme": strings.TrimPrefix(good, "Bearer "),
	} {
		t.Run(name+"IsMissing", func(t *testing.T) {
			t.Parallel()

			_, err := authenticator.Authenticate(t.Context(), header)
			requireCode(t, err, fault.Unauthenticated, "missing_token")
		})
	}
	for name, header := range map[string]string{
		"ChangedSignature": good[:len(good)-8] + "AAAAAAAA", "Garbage": "Bearer secret-garbage", "NotJSON": "Bearer c2VjcmV0.c2VjcmV0.c2VjcmV0",
		"TooLong": "Bearer " + strings.Repeat("a", maxTokenLength+1),
	} {
		t.Run(name+"IsInvalidAndNotQuoted", func(t *testing.T) {
			t.Parallel()

			_, err := authenticator.Authenticate(t.Context(), header)
			requireCode(t, err, fault.Unauthenticated, "invalid_token")
			require.NotContains(t, err.Error(), "secret")
			require.NotContains(t, err.Error(), "c2Vj")
		})
	}
	t.Run("SchemeIsCaseInsensitive", func(t *testing.T) {
		t.Parallel()

		_, err := authenticator.Authenticate(t.Context(), "bEARER  "+strings.TrimPrefix(good, "Bearer "))
		require.NoError(t, err)
	})
}

func TestAuthenticateAlgorithms(t *testing.T) {
	t.Parallel()

	issuer := newTestIssuer(t)
	elliptical := issuer.publish(t, "ec")
	rsaKey, err := rsa.GenerateKey(rand.Reader, 2048)
	require.NoError(t, err)
	issuer.publishPublic(t, "rsa", jwkset.AlgRS256, &rsaKey.PublicKey)
	der, err := x509.MarshalPKIXPublicKey(&rsaKey.PublicKey)
	require.NoError(t, err)
	public := pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})
	modern := newTestAuthenticator(t, AuthConfig{Issuer: issuer.url()}, quickTiming())
	legacy := newTestAuthenticator(t, AuthConfig{Issuer: issuer.url(), HS256Secret: testSecret}, quickTiming())
	projectKey := issuer.claims(map[string]any{"sub": nil, "aud": nil, "role": "service_role"})
	secret := []byte(testSecret)
	tests := map[string]struct {
		with   *Authenticator
		header string
		wantOK bool
	}{
		"ES256":                 {with: modern, header: mint(t, jwt.SigningMethodES256, "ec", elliptical, issuer.claims(nil)), wantOK: true},
		"ES256UnderRSAKeyID":    {with: modern, header: mint(t, jwt.SigningMethodES256, "rsa", elliptical, issuer.claims(nil))},
		"ES256WithoutKeyID":     {with: modern, header: mint(t, jwt.SigningMethodES256, "", elliptical, issuer.claims(nil))},
		"HS256Legacy":           {with: legacy, header: mint(t, jwt.SigningMethodHS256, "", secret, issuer.claims(nil)), wantOK: true},
		"HS256LegacyProjectKey": {with: legacy, header: mint(t, jwt.SigningMethodHS256, "", secret, projectKey)},
		"HS256NotConfigured":    {with: modern, header: mint(t, jwt.SigningMethodHS256, "", secret, issuer.claims(nil))},
		"HS256OfEmptySecret":    {with: modern, header: mint(t, jwt.SigningMethodHS256, "ec", []byte{}, issuer.claims(nil))},
		"HS256OfPublicKey":      {with: modern, header: mint(t, jwt.SigningMethodHS256, "rsa", public, issuer.claims(nil))},
		"HS256OfPublicKeyLegacy": {
			with: legacy, header: mint(t, jwt.SigningMethodHS256, "rsa", public, issuer.claims(nil)),
		},
		"None":          {with: modern, header: mint(t, jwt.SigningMethodNone, "ec", jwt.UnsafeAllowNoneSignatureType, issuer.claims(nil))},
		"RS256":         {with: modern, header: mint(t, jwt.SigningMethodRS256, "rsa", rsaKey, issuer.claims(nil)), wantOK: true},
		"RS256InLegacy": {with: legacy, header: mint(t, jwt.SigningMethodRS256, "rsa", rsaKey, issuer.claims(nil)), wantOK: true},
		"RS384":         {with: modern, header: mint(t, jwt.SigningMethodRS384, "rsa", rsaKey, issuer.claims(nil))},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			_, err := test.with.Authenticate(t.Context(), test.header)
			if test.wantOK {
				require.NoError(t, err)
				return
			}
			requireCode(t, err, fault.Unauthenticated, "invalid_token")
		})
	}
}

func TestAuthenticateDevelopmentToken(t *testing.T) {
	t.Parallel()

	issuer, err := devissuer.Open(t.TempDir())
	require.NoError(t, err)
	server := httptest.NewServer(issuer.Handler())
	t.Cleanup(server.Close)
	authenticator, err := NewAuthenticator(t.Context(), AuthConfig{Issuer: devissuer.IssuerURL, JWKSURL: server.URL + devissuer.JWKSPath})
	require.NoError(t, err)
	t.Cleanup(authenticator.Close)
	merchant := uuid.New()
	want := identity.Identity{Subject: uuid.New(), MerchantID: &merchant, Role: identity.Admin}
	token, err := issuer.Token(devissuer.Claims{Subject: want.Subject, MerchantID: &merchant, Role: want.Role, TTL: time.Hour}, time.Now())
	require.NoError(t, err)
	got, err := authenticator.Authenticate(t.Context(), "Bearer "+token)
	require.NoError(t, err)
	require.Equal(t, want, got)
}

func TestNewAuthenticatorRefuses(t *testing.T) {
	t.Parallel()

	for name, config := range map[string]AuthConfig{
		"BlankAudience":   {Issuer: "https://a.example", Audience: " "},
		"EmptyIssuer":     {JWKSURL: "https://a.example/jwks.json"},
		"JWKSURLOfAFile":  {Issuer: "https://a.example", JWKSURL: "file:///keys.json"},
		"JWKSURLRelative": {Issuer: "someone"},
		"ShortSecret":     {Issuer: "https://a.example", HS256Secret: "short"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			_, err := NewAuthenticator(t.Context(), config)
			require.Error(t, err)
		})
	}
}

func BenchmarkAuthenticate(b *testing.B) {
	issuer, err := devissuer.Open(b.TempDir())
	require.NoError(b, err)
	server := httptest.NewServer(issuer.Handler())
	b.Cleanup(server.Close)
	authenticator, err := NewAuthenticator(b.Context(), AuthConfig{Issuer: devissuer.IssuerURL, JWKSURL: server.URL + devissuer.JWKSPath})
	require.NoError(b, err)
	b.Cleanup(authenticator.Close)
	token, err := issuer.Token(devissuer.Claims{Subject: uuid.New(), TTL: time.Hour}, time.Now())
	require.NoError(b, err)
	for b.Loop() {
		_, err := authenticator.Authenticate(b.Context(), "Bearer "+token)
		require.NoError(b, err)
	}
}
