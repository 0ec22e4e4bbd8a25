package accesstoken_test

import (
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/MicahParks/jwkset"
	"github.com/golang-jwt/jwt/v5"
	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"greenroom/internal/accesstoken"
	"greenroom/internal/fault"
)

type testBundle struct {
	ring   *accesstoken.Keyring
	json   []byte
	claims accesstoken.Claims
	now    time.Time
}

func setup(tb testing.TB) *testBundle {
	tb.Helper()

	fresh, err := accesstoken.NewKeyringJSON()
	require.NoError(tb, err)
	ring, err := accesstoken.ParseKeyring(fresh)
	require.NoError(tb, err)
	now := time.Date(2026, time.November, 24, 9, 0, 0, 0, time.UTC)
	return &testBundle{ring: ring, json: fresh, now: now, claims: accesstoken.Claims{
		ID: uuid.New(), EnrolmentID: uuid.New(), InterviewID: uuid.New(),
		IssuedAt: now, ExpiresAt: now.Add(time.Hour), KeyID: ring.SigningKeyID(),
	}}
}

// keys reads the private keys of a keyring's JSON.
func (b *testBundle) keys(t *testing.T) []jwkset.JWKMarshal {
	t.Helper()

	var set jwkset.JWKSMarshal
	require.NoError(t, json.Unmarshal(b.json, &set))
	return set.Keys
}

func (b *testBundle) private(t *testing.T) ed25519.PrivateKey {
	t.Helper()

	seed, err := base64.RawURLEncoding.DecodeString(b.keys(t)[0].D)
	require.NoError(t, err)
	return ed25519.NewKeyFromSeed(seed)
}

func keyring(t *testing.T, keys ...jwkset.JWKMarshal) (*accesstoken.Keyring, error) {
	t.Helper()

	text, err := json.Marshal(jwkset.JWKSMarshal{Keys: keys})
	require.NoError(t, err)
	return accesstoken.ParseKeyring(text)
}

func TestSign(t *testing.T) {
	t.Parallel()

	t.Run("IsDeterministic", func(t *testing.T) {
		t.Parallel()

		bundle := setup(t)
		first, err := bundle.ring.Sign(bundle.claims)
		require.NoError(t, err)
		restarted, err := accesstoken.ParseKeyring(bundle.json)
		require.NoError(t, err)
		bundle.claims.KeyID = ""
		// What Postgres gives back is in another zone and has more digits.
		bundle.claims.IssuedAt = bundle.claims.IssuedAt.In(time.FixedZone("X", 3600)).Add(400 * time.Millisecond)
		second, err := restarted.Sign(bundle.claims)
		require.NoError(t, err)
		require.Equal(t, first, second)
	})

	t.Run("RefusesUnknownKey", func(t *testing.T) {
		t.Parallel()

		bundle := setup(t)
		bundle.claims.KeyID = "retired"
		_, err := bundle.ring.Sign(bundle.claims)
		require.ErrorContains(t, err, "retired")
	})

	t.Run("StaysUnderTheLengthCap", func(t *testing.T) {
		t.Parallel()

		bundle := setup(t)
		entry := bundle.keys(t)[0]
		entry.KID = strings.Repeat("k", 64)
		ring, err := keyring(t, entry)
		require.NoError(t, err)
		bundle.claims.KeyID = entry.KID
		token, err := ring.Sign(bundle.claims)
		require.NoError(t, err)
		require.Less(t, len(token), 600)
		_, err = ring.Verify(token, bundle.now)
		require.NoError(t, err)
	})
}

func TestVerify(t *testing.T) {
	t.Parallel()

	t.Run("AcceptsOldKeyAfterRotation", func(t *testing.T) {
		t.Parallel()

		old, fresh := setup(t), setup(t)
		token, err := old.ring.Sign(old.claims)
		require.NoError(t, err)
		publicOnly := old.keys(t)[0]
		publicOnly.D = ""
		for _, retired := range []jwkset.JWKMarshal{old.keys(t)[0], publicOnly} {
			rotated, err := keyring(t, fresh.keys(t)[0], retired)
			require.NoError(t, err)
			require.Equal(t, fresh.ring.SigningKeyID(), rotated.SigningKeyID())
			claims, err := rotated.Verify(token, old.now)
			require.NoError(t, err)
			require.Equal(t, old.claims, claims)
			again, err := rotated.Sign(old.claims)
			if retired.D == "" {
				require.Error(t, err)
				continue
			}
			require.NoError(t, err)
			require.Equal(t, token, again)
		}
	})

	t.Run("GivesClaimsOfExpiredToken", func(t *testing.T) {
		t.Parallel()

		bundle := setup(t)
		token, err := bundle.ring.Sign(bundle.claims)
		require.NoError(t, err)
		_, err = bundle.ring.Verify(token, bundle.claims.ExpiresAt.Add(-time.Second))
		require.NoError(t, err)
		claims, err := bundle.ring.Verify(token, bundle.claims.ExpiresAt)
		require.ErrorIs(t, err, accesstoken.ErrExpired)
		require.Equal(t, bundle.claims, claims)
	})

	t.Run("RefusesEveryChangedCharacter", func(t *testing.T) {
		t.Parallel()

		bundle := setup(t)
		token, err := bundle.ring.Sign(bundle.claims)
		require.NoError(t, err)
		for place := range token {
			changed := []byte(token)
			changed[place] = map[bool]byte{true: 'B', false: 'A'}[changed[place] == 'A']
			_, err := bundle.ring.Verify(string(changed), bundle.now)
			require.ErrorIs(t, err, accesstoken.ErrInvalid, "character %d", place)
		}
	})

	t.Run("RefusesForeignKey", func(t *testing.T) {
		t.Parallel()

		bundle, stranger := setup(t), setup(t)
		token, err := stranger.ring.Sign(stranger.claims)
		require.NoError(t, err)
		_, err = bundle.ring.Verify(token, bundle.now)
		require.ErrorIs(t, err, accesstoken.ErrInvalid)
		require.Equal(t, fault.Unauthenticated, fault.KindOf(err))
	})
}

func TestVerifyRefusesOtherShapes(t *testing.T) {
	t.Parallel()

	bundle := setup(t)
	good := jwt.MapClaims{
		"iss": "greenroom", "aud": "interview", "jti": uuid.NewString(), "iat": bundle.now.Unix(), "exp": bundle.now.Add(time.Hour).Unix(),
		"enrolment_id": uuid.NewString(), "interview_id": uuid.NewString(),
	}
	sign := func(method jwt.SigningMethod, secret any, change map[string]any) string {
		claims := jwt.MapClaims{}
		for name, value := range good {
			claims[name] = value
		}
		for name, value := range change {
			claims[name] = value
		}
		token := jwt.NewWithClaims(method, claims)
		token.Header["kid"] = bundle.ring.SigningKeyID()
		text, err := token.SignedString(secret)
		require.NoError(t, err)
		return text
	}
	private := bundle.private(t)
	changed := func(name string, value any) string {
		return sign(jwt.SigningMethodEdDSA, private, map[string]any{name: value})
	}
	_, err := bundle.ring.Verify(sign(jwt.SigningMethodEdDSA, private, nil), bundle.now)
	require.NoError(t, err, "the base of all cases must be good")

	tests := map[string]string{
		"AlgorithmHMACOfPublicKey":     sign(jwt.SigningMethodHS256, []byte(private.Public().(ed25519.PublicKey)), nil),
		"AlgorithmNone":                sign(jwt.SigningMethodNone, jwt.UnsafeAllowNoneSignatureType, nil),
		"AudienceOther":                changed("aud", "embed"),
		"AudienceSeveral":              changed("aud", []string{"interview", "embed"}),
		"Empty":                        "",
		"EnrolmentIDMissing":           changed("enrolment_id", nil),
		"ExpiredAndForAnotherAudience": sign(jwt.SigningMethodEdDSA, private, map[string]any{"aud": "embed", "exp": bundle.now.Unix() - 1}),
		"ExpiryMissing":                changed("exp", nil),
		"IDNotAUUID":                   changed("jti", "1"),
		"InterviewIDMissing":           changed("interview_id", nil),
		"IssuerOther":                  changed("iss", "someone"),
		"TooLong":                      changed("padding", strings.Repeat("x", 1024)),
		"TwoParts":                     "a.b",
	}
	for name, token := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			claims, err := bundle.ring.Verify(token, bundle.now)
			require.ErrorIs(t, err, accesstoken.ErrInvalid)
			require.Zero(t, claims)
		})
	}
}

func TestInterviewURL(t *testing.T) {
	t.Parallel()

	id := uuid.MustParse("0192a000-0000-7000-8000-000000000001")
	want := "https://a.example/interview/take/0192a000-0000-7000-8000-000000000001/?interview_token=x.y.z"
	for _, base := range []string{"https://a.example", "https://a.example/"} {
		require.Equal(t, want, accesstoken.InterviewURL(base, id, "x.y.z"))
	}
}

func TestParseKeyring(t *testing.T) {
	t.Parallel()

	first, second := setup(t).keys(t)[0], setup(t).keys(t)[0]
	with := func(change func(*jwkset.JWKMarshal)) jwkset.JWKMarshal {
		changed := first
		change(&changed)
		return changed
	}
	tests := map[string][]jwkset.JWKMarshal{
		"RefusesDuplicateKeyIDs":     {first, first},
		"RefusesEmptySet":            {},
		"RefusesHalvesOfTwoKeys":     {with(func(k *jwkset.JWKMarshal) { k.X = second.X })},
		"RefusesKeyIDThatIsTooLong":  {with(func(k *jwkset.JWKMarshal) { k.KID = strings.Repeat("k", 65) })},
		"RefusesKeyWithoutID":        {with(func(k *jwkset.JWKMarshal) { k.KID = "" })},
		"RefusesOtherKindsOfKey":     {{KTY: "oct", KID: "a", K: "c2VjcmV0"}},
		"RefusesPublicKeyForSigning": {with(func(k *jwkset.JWKMarshal) { k.D = "" })},
	}
	for name, keys := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			_, err := keyring(t, keys...)
			require.Error(t, err)
			require.NotContains(t, err.Error(), first.D)
		})
	}

	t.Run("RefusesWhatIsNotJSON", func(t *testing.T) {
		t.Parallel()

		_, err := accesstoken.ParseKeyring([]byte(`secret`))
		require.EqualError(t, err, "keyring is not a JWKS")
	})
}

func TestPublicJWKS(t *testing.T) {
	t.Parallel()

	bundle := setup(t)
	public := bundle.ring.PublicJWKS()
	var set jwkset.JWKSMarshal
	require.NoError(t, json.Unmarshal(public, &set))
	require.Len(t, set.Keys, 1)
	require.Equal(t, bundle.ring.SigningKeyID(), set.Keys[0].KID)
	require.Equal(t, jwkset.AlgEdDSA, set.Keys[0].ALG)
	require.Empty(t, set.Keys[0].D)
	require.NotContains(t, string(public), bundle.keys(t)[0].D)

	public[0] = 'x'
	require.NotEqual(t, public, bundle.ring.PublicJWKS(), "callers must not share the keyring's bytes")
}

func FuzzVerify(f *testing.F) {
	bundle := setup(f)
	token, err := bundle.ring.Sign(bundle.claims)
	require.NoError(f, err)
	f.Add(token)
	f.Add("..")
	f.Add("eyJhbGciOiJub25lIn0.e30.")
	f.Add(strings.Repeat("a", 2000))
	f.Fuzz(func(t *testing.T, text string) {
		claims, err := bundle.ring.Verify(text, bundle.now)
		if text == token {
			require.NoError(t, err)
			return
		}
		require.ErrorIs(t, err, accesstoken.ErrInvalid)
		require.Zero(t, claims)
	})
}
