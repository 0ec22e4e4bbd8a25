// Package devissuer is a token issuer for development: it signs access tokens shaped like Supabase's and serves the key to verify them,
// so that the service runs without an account anywhere. It refuses to be a login: whoever can read its directory is anybody.
package devissuer

import (
	"context"
	"crypto/ecdsa"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/MicahParks/jwkset"
	"github.com/golang-jwt/jwt/v5"
	"github.com/google/uuid"

	"greenroom/internal/identity"
)

const (
	// IssuerURL is the tokens' issuer. It is fixed, so that tokens outlive a restart on another port; .invalid never resolves, so the URL
	// of the key set is always configured.
	IssuerURL = "https://dev.greenroom.invalid/auth/v1"
	// JWKSPath is where Handler serves the key set.
	JWKSPath = "/auth/v1/.well-known/jwks.json"

	authenticated = "authenticated"
	// headerTimeout and shutdownTimeout keep a client that stalls from holding the server.
	headerTimeout   = 5 * time.Second
	shutdownTimeout = time.Second
)

// Issuer signs tokens. It is safe for concurrent use.
type Issuer struct {
	keyID   string
	private *ecdsa.PrivateKey
	public  []byte
}

// Open reads the issuer's key from dir, and makes both when they aren't there. Processes may open the same directory at once.
func Open(dir string) (*Issuer, error) {
	entry, err := openKey(dir)
	if err != nil {
		return nil, fmt.Errorf("open the development issuer's key: %w", err)
	}
	private, ok := entry.Key().(*ecdsa.PrivateKey)
	if !ok {
		return nil, errors.New("the development issuer's key is not a private ES256 key")
	}
	keyID := entry.Marshal().KID
	published, err := newJWK(&private.PublicKey, keyID, false)
	if err != nil {
		return nil, err
	}
	public, err := json.Marshal(jwkset.JWKSMarshal{Keys: []jwkset.JWKMarshal{published.Marshal()}})
	return &Issuer{keyID: keyID, private: private, public: public}, err
}

// Claims is who a token is for.
type Claims struct {
	Subject uuid.UUID
	// MerchantID is left out of the token when nil, and Role when empty.
	MerchantID *uuid.UUID
	Role       identity.Role
	TTL        time.Duration
}

type payload struct {
	jwt.RegisteredClaims
	AppMetadata  appMetadata    `json:"app_metadata"`
	IsAnonymous  bool           `json:"is_anonymous"`
	Role         string         `json:"role"`
	SessionID    uuid.UUID      `json:"session_id"`
	UserMetadata map[string]any `json:"user_metadata"`
}

type appMetadata struct {
	MerchantID *uuid.UUID    `json:"merchant_id,omitempty"`
	Provider   string        `json:"provider"`
	Role       identity.Role `json:"role,omitempty"`
}

// Token makes an access token that is valid from now for the claims' TTL.
func (i *Issuer) Token(claims Claims, now time.Time) (string, error) {
	if claims.Subject == uuid.Nil || claims.TTL <= 0 {
		return "", errors.New("a development token needs a subject and a lifetime")
	}
	token := jwt.NewWithClaims(jwt.SigningMethodES256, payload{
		RegisteredClaims: jwt.RegisteredClaims{
			Issuer: IssuerURL, Subject: claims.Subject.String(), Audience: jwt.ClaimStrings{authenticated},
			IssuedAt: jwt.NewNumericDate(now), ExpiresAt: jwt.NewNumericDate(now.Add(claims.TTL)),
		},
		AppMetadata: appMetadata{MerchantID: claims.MerchantID, Provider: "development", Role: claims.Role},
		Role:        authenticated, SessionID: uuid.New(), UserMetadata: map[string]any{},
	})
	token.Header["kid"] = i.keyID
	return token.SignedString(i.private)
}

// Handler serves the key set at JWKSPath.
func (i *Issuer) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+JWKSPath, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Cache-Control", "public, max-age=600")
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(i.public) // The client has gone; there is nobody to tell.
	})
	return mux
}

// Serve serves Handler on listener, which it closes, until ctx ends.
func (i *Issuer) Serve(ctx context.Context, listener net.Listener) error {
	server := &http.Server{Handler: i.Handler(), ReadHeaderTimeout: headerTimeout}
	stopped := make(chan error, 1)
	stop := context.AfterFunc(ctx, func() {
		deadline, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownTimeout)
		defer cancel()
		stopped <- server.Shutdown(deadline)
	})
	err := server.Serve(listener)
	if stop() {
		return fmt.Errorf("serve the development issuer: %w", err)
	}
	return <-stopped
}
