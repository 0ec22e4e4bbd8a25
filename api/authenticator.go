package api

import (
	"context"
	"encoding/json"
	"errors"
	"net/url"
	"regexp"
	"strings"
	"time"

	"github.com/MicahParks/keyfunc/v3"
	"github.com/golang-jwt/jwt/v5"
	"github.com/google/uuid"
	"go.uber.org/zap"

	"greenroom/internal/fault"
	"greenroom/internal/identity"
)

const (
	// authenticatedText is Supabase's audience and role of signed-in users.
	authenticatedText = "authenticated"
	// clockLeeway allows for clocks that differ between the issuer and us.
	clockLeeway = 30 * time.Second
	// maxTokenLength is far above real tokens, some 1 KiB, and keeps hostile ones cheap.
	maxTokenLength = 16 << 10
	// minSecretLength is what HS256 needs to be worth its name (RFC 7518, section 3.2).
	minSecretLength = 32
	// keyIDPattern is what a key id may look like for its key to be looked up; issuers use UUIDs.
	keyIDPattern = `^[A-Za-z0-9._-]{1,128}$`
)

// Why a caller isn't let in. Their messages and causes hold nothing of the token.
var (
	errMerchantMalformed = fault.New(fault.Forbidden, "merchant_malformed", "the token's app_metadata.merchant_id is not a UUID")
	errMissingToken      = fault.New(fault.Unauthenticated, "missing_token", "send Authorization: Bearer <access token>")
	errInvalidToken      = fault.New(fault.Unauthenticated, "invalid_token", "the access token is not valid or has expired")
	errNoKeysYet         = fault.New(fault.Unavailable, "no_verification_keys", "the keys to verify access tokens are not there yet").
				WithRetryAfter(time.Second)
	errRoleUnknown = fault.New(fault.Forbidden, "role_unknown", "the token's app_metadata.role is not one of admin, integration, recruiter")
)

// AuthConfig says whose access tokens are accepted.
type AuthConfig struct {
	// Issuer is the exact iss claim, such as https://<project>.supabase.co/auth/v1.
	Issuer string
	// Audience is the aud claim; "authenticated" when empty.
	Audience string
	// JWKSURL is where the issuer's keys are; Issuer + "/.well-known/jwks.json" when empty.
	JWKSURL string
	// HS256Secret additionally accepts tokens under a legacy shared secret. Empty, the safe choice, refuses HS256 altogether.
	HS256Secret string
	Logger      *zap.Logger
}

func (c *AuthConfig) validate() error {
	if c.Audience == "" {
		c.Audience = authenticatedText
	}
	// The parser takes an empty issuer or audience for "don't check".
	if strings.TrimSpace(c.Issuer) == "" || strings.TrimSpace(c.Audience) == "" {
		return errors.New("authentication needs an issuer and an audience")
	}
	if c.HS256Secret != "" && len(c.HS256Secret) < minSecretLength {
		return errors.New("the HS256 secret is shorter than 32 bytes")
	}
	if c.JWKSURL == "" {
		c.JWKSURL = strings.TrimRight(c.Issuer, "/") + "/.well-known/jwks.json"
	}
	address, err := url.Parse(c.JWKSURL)
	if err != nil || address.Host == "" || (address.Scheme != "http" && address.Scheme != "https") {
		return errors.New("the JWKS URL is not an http(s) URL")
	}
	if c.Logger == nil {
		c.Logger = zap.NewNop()
	}
	return nil
}

// Authenticator turns access tokens of one Supabase project into identities. It is safe for concurrent use.
type Authenticator struct {
	config  AuthConfig
	parser  *jwt.Parser
	keyID   *regexp.Regexp
	keys    *keySource
	keyfunc keyfunc.Keyfunc
}

// NewAuthenticator starts fetching the issuer's keys and gives the first fetch a moment. It succeeds without keys too: until they come,
// Ready is false and Authenticate answers Unavailable. Close it when done. Errors: a configuration that can't work or isn't safe.
func NewAuthenticator(ctx context.Context, config AuthConfig) (*Authenticator, error) {
	return newAuthenticator(ctx, config, defaultKeyTiming())
}

func newAuthenticator(ctx context.Context, config AuthConfig, timing keyTiming) (*Authenticator, error) {
	if err := config.validate(); err != nil {
		return nil, err
	}
	methods := []string{jwt.SigningMethodES256.Alg(), jwt.SigningMethodRS256.Alg()}
	if config.HS256Secret != "" {
		methods = append(methods, jwt.SigningMethodHS256.Alg())
	}
	keys := newKeySource(config.JWKSURL, config.Logger, timing)
	lookup, err := keyfunc.New(keyfunc.Options{Storage: keys.set})
	if err != nil {
		return nil, err
	}
	keys.start(ctx)
	return &Authenticator{
		config: config, keyID: regexp.MustCompile(keyIDPattern), keyfunc: lookup, keys: keys,
		parser: jwt.NewParser(
			jwt.WithAudience(config.Audience), jwt.WithExpirationRequired(), jwt.WithIssuer(config.Issuer),
			jwt.WithLeeway(clockLeeway), jwt.WithStrictDecoding(), jwt.WithValidMethods(methods),
		),
	}, nil
}

// Ready reports whether tokens can be verified: a key set was loaded once, or a shared secret makes one unnecessary.
func (a *Authenticator) Ready() bool { return a.keys.loaded.Load() || a.config.HS256Secret != "" }

// Close stops fetching keys and waits until it has stopped.
func (a *Authenticator) Close() { a.keys.close() }

// accessClaims is the part of a Supabase access token that counts. user_metadata is left out: users write it themselves.
type accessClaims struct {
	jwt.RegisteredClaims
	AppMetadata struct {
		// The issuer's operator writes these by hand, so a wrong type has to be told apart from a broken token.
		MerchantID json.RawMessage `json:"merchant_id"`
		Role       json.RawMessage `json:"role"`
	} `json:"app_metadata"`
	IsAnonymous bool   `json:"is_anonymous"`
	Role        string `json:"role"`
}

// Authenticate reads an Authorization header. Faults: Unauthenticated missing_token and invalid_token; Forbidden for an authentic token
// whose app_metadata can't be understood; Unavailable while there are no keys to verify with.
//
// Anonymous sign-ins, which Supabase calls authenticated too, are answered like invalid tokens: nobody has shown who they are. So are the
// legacy anon and service_role keys, which are tokens of a project and not of a user.
func (a *Authenticator) Authenticate(ctx context.Context, authorizationHeader string) (identity.Identity, error) {
	token, ok := bearer(authorizationHeader)
	if !ok {
		return identity.Identity{}, errMissingToken
	}
	if len(token) > maxTokenLength {
		return identity.Identity{}, errInvalidToken
	}
	var claims accessClaims
	_, err := a.parser.ParseWithClaims(token, &claims, func(parsed *jwt.Token) (any, error) {
		return a.verificationKey(ctx, parsed, &claims)
	})
	if err != nil {
		return identity.Identity{}, refusal(err)
	}
	return claims.identity()
}

// bearer takes the token out of an Authorization header.
func bearer(header string) (string, bool) {
	scheme, token, _ := strings.Cut(strings.TrimSpace(header), " ")
	token = strings.TrimSpace(token)
	return token, strings.EqualFold(scheme, "bearer") && token != ""
}

// verificationKey finds a token's key. Whatever can be refused without looking a key up is refused before, because looking up an unknown
// one makes us ask the issuer.
func (a *Authenticator) verificationKey(ctx context.Context, token *jwt.Token, claims *accessClaims) (any, error) {
	if claims.Issuer != a.config.Issuer {
		return nil, jwt.ErrTokenInvalidIssuer
	}
	if token.Method == jwt.SigningMethodHS256 {
		// Never a key of the set: public keys are no secret.
		return []byte(a.config.HS256Secret), nil
	}
	keyID, _ := token.Header["kid"].(string)
	if !a.keyID.MatchString(keyID) {
		return nil, errUnknownKey
	}
	if !a.keys.loaded.Load() {
		return nil, errNoKeysYet
	}
	if !a.keys.know(ctx, keyID) {
		return nil, errUnknownKey
	}
	return a.keyfunc.KeyfuncCtx(ctx)(token)
}

// refusal turns the parser's error into a fault. Parsers quote what they can't read, so only the reason's class is kept for the log.
func refusal(err error) error {
	if unavailable, ok := errors.AsType[*fault.Error](err); ok {
		return unavailable
	}
	for _, reason := range []error{
		errUnknownKey, jwt.ErrTokenExpired, jwt.ErrTokenNotValidYet, jwt.ErrTokenInvalidIssuer, jwt.ErrTokenInvalidAudience,
		jwt.ErrTokenRequiredClaimMissing, jwt.ErrTokenSignatureInvalid, jwt.ErrTokenMalformed,
	} {
		if errors.Is(err, reason) {
			return errInvalidToken.WithCause(reason)
		}
	}
	return errInvalidToken
}

// identity reads who an authentic token belongs to.
func (c *accessClaims) identity() (identity.Identity, error) {
	subject, ok := parseUUID(c.Subject)
	if !ok || c.Role != authenticatedText || c.IsAnonymous {
		return identity.Identity{}, errInvalidToken
	}
	caller := identity.Identity{Subject: subject}
	role, ok := optionalText(c.AppMetadata.Role)
	if ok {
		caller.Role, ok = identity.ParseRole(role)
	}
	if !ok {
		return identity.Identity{}, errRoleUnknown
	}
	merchant, ok := optionalText(c.AppMetadata.MerchantID)
	if ok && merchant == "" {
		return caller, nil
	}
	merchantID, parsed := parseUUID(merchant)
	if !ok || !parsed {
		return identity.Identity{}, errMerchantMalformed
	}
	caller.MerchantID = &merchantID
	return caller, nil
}

// optionalText reads a JSON string; one that is absent or null reads as empty. It reports false for any other type, and for an empty
// string, which somebody meant to be something.
func optionalText(raw json.RawMessage) (string, bool) {
	if len(raw) == 0 || string(raw) == "null" {
		return "", true
	}
	var text string
	err := json.Unmarshal(raw, &text)
	return text, err == nil && text != ""
}

// parseUUID reads the one form that issuers write; uuid.Parse takes several.
func parseUUID(text string) (uuid.UUID, bool) {
	const length = 36
	id, err := uuid.Parse(text)
	return id, err == nil && len(text) == length && id != uuid.Nil
}
