// Package accesstoken makes and verifies the tokens in interview URLs. Signing is deterministic: the same claims under the same key give
// the same bytes, so a token is made again from what is known about it and never stored. It refuses to carry anything about a person,
// and to know whether a token was revoked.
package accesstoken

import (
	"errors"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/google/uuid"

	"greenroom/internal/fault"
)

const (
	// issuer and audience are fixed: another kind of token under the same keys must never open an interview.
	issuer   = "greenroom"
	audience = "interview"
	// maxLength is above any token that Sign makes (some 530 bytes with the longest key id) and keeps hostile ones cheap.
	maxLength = 1024
)

// Why a token doesn't open an interview.
var (
	// ErrExpired says that an authentic token's time is over.
	ErrExpired = fault.New(fault.Unauthenticated, "interview_token_expired", "the interview link has expired")
	// ErrInvalid says that a token isn't one of ours, whatever the reason.
	ErrInvalid = fault.New(fault.Unauthenticated, "interview_token_invalid", "the interview link is not valid")
)

// Claims is what a token says.
type Claims struct {
	ID          uuid.UUID
	EnrolmentID uuid.UUID
	InterviewID uuid.UUID
	// IssuedAt and ExpiresAt count in whole seconds.
	IssuedAt  time.Time
	ExpiresAt time.Time
	// KeyID names the key that signs. Empty means the keyring's signing key.
	KeyID string
}

// payload is the token's JSON. Its order of fields is part of every token's bytes: changing it changes tokens that are in use.
type payload struct {
	jwt.RegisteredClaims
	EnrolmentID uuid.UUID `json:"enrolment_id"`
	InterviewID uuid.UUID `json:"interview_id"`
}

// InterviewURL is where a candidate goes on.
func InterviewURL(publicBase string, interviewID uuid.UUID, token string) string {
	return strings.TrimRight(publicBase, "/") + "/interview/take/" + interviewID.String() + "/?interview_token=" + token
}

// Sign makes the token for claims. Errors: a KeyID that the keyring holds no private key for.
func (k *Keyring) Sign(claims Claims) (string, error) {
	if claims.KeyID == "" {
		claims.KeyID = k.signing
	}
	private, err := k.private(claims.KeyID)
	if err != nil {
		return "", err
	}
	token := jwt.NewWithClaims(jwt.SigningMethodEdDSA, payload{
		RegisteredClaims: jwt.RegisteredClaims{
			Issuer: issuer, Audience: jwt.ClaimStrings{audience}, ID: claims.ID.String(),
			IssuedAt: jwt.NewNumericDate(claims.IssuedAt), ExpiresAt: jwt.NewNumericDate(claims.ExpiresAt),
		},
		EnrolmentID: claims.EnrolmentID, InterviewID: claims.InterviewID,
	})
	token.Header["kid"] = claims.KeyID
	return token.SignedString(private)
}

// Verify reads a token. Errors: ErrInvalid, and ErrExpired, which comes with the authentic claims: an expired link still says whose
// language to tell it in.
func (k *Keyring) Verify(token string, now time.Time) (Claims, error) {
	if len(token) > maxLength {
		return Claims{}, ErrInvalid
	}
	var read payload
	// Only the signature is left to the parser: its claims check can't tell a token that is merely expired from one that is wrong too.
	parser := jwt.NewParser(
		jwt.WithValidMethods([]string{jwt.SigningMethodEdDSA.Alg()}), jwt.WithStrictDecoding(), jwt.WithoutClaimsValidation(),
	)
	parsed, err := parser.ParseWithClaims(token, &read, k.verificationKey)
	if errors.Is(err, jwt.ErrTokenMalformed) {
		// The parser quotes what it can't read.
		return Claims{}, ErrInvalid.WithCause(jwt.ErrTokenMalformed)
	}
	if err != nil {
		return Claims{}, ErrInvalid.WithCause(err)
	}
	claims, ok := read.claims()
	if !ok {
		return Claims{}, ErrInvalid
	}
	claims.KeyID, _ = parsed.Header["kid"].(string)
	if !now.Before(claims.ExpiresAt) {
		return claims, ErrExpired
	}
	return claims, nil
}

// claims takes the payload apart and reports whether it is complete and meant for us.
func (p *payload) claims() (Claims, bool) {
	id, err := uuid.Parse(p.ID)
	ours := p.Issuer == issuer && len(p.Audience) == 1 && p.Audience[0] == audience
	if err != nil || !ours || p.IssuedAt == nil || p.ExpiresAt == nil || p.EnrolmentID == uuid.Nil || p.InterviewID == uuid.Nil {
		return Claims{}, false
	}
	return Claims{
		ID: id, EnrolmentID: p.EnrolmentID, InterviewID: p.InterviewID, IssuedAt: p.IssuedAt.UTC(), ExpiresAt: p.ExpiresAt.UTC(),
	}, true
}
