package api

import (
	"cmp"
	"context"
	"maps"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"greenroom/db"
	"greenroom/internal/accesstoken"
	"greenroom/internal/enrolment"
	"greenroom/internal/fault"
	"greenroom/internal/interview"
	"greenroom/internal/position"
	"greenroom/internal/questions"
)

var (
	errTokenRevoked = fault.New(fault.Unauthenticated, "interview_token_revoked", "the interview link was revoked")
	errClosed       = fault.New(fault.Conflict, "interview_closed", "the interview is no longer available")
	errNotAdmitted  = fault.New(fault.Conflict, "not_admitted", "the candidate may not start the interview, or not yet")
)

// Admission is what a valid interview token entitles to at the moment.
type Admission struct {
	EnrolmentID  uuid.UUID            `json:"profile_interview_id" format:"uuid" doc:"The candidate's enrolment"`
	InterviewID  uuid.UUID            `json:"interview_def_set_id" format:"uuid" doc:"The interview definition"`
	PositionID   uuid.UUID            `json:"position_def_set_id" format:"uuid" doc:"The position"`
	Status       string               `json:"status,omitempty" enum:"ai_accept,ai_reject,recruiter_accept,recruiter_action,recruiter_reject" doc:"The decision, as it stands now"`
	MayStart     bool                 `json:"may_start" doc:"Whether the interview may be started now"`
	Refusal      string               `json:"refusal,omitempty" doc:"The code of what keeps it from being started"`
	AttemptsLeft int                  `json:"attempts_left" minimum:"0" maximum:"20" doc:"How often the interview may still be started"`
	PositionName string               `json:"position_name" doc:"The position's title"`
	MerchantName string               `json:"merchant_name" doc:"Who hires"`
	Language     string               `json:"language" doc:"One of the contract's language codes"`
	Settings     interview.Settings   `json:"settings" doc:"The interview's settings"`
	Questions    []questions.Question `json:"questions" nullable:"false" doc:"In the order in which they are asked; empty until the interview is started"`
	ExpiresAt    time.Time            `json:"expires_at" doc:"When the token ends"`
}

type verifyInput struct {
	Body struct {
		_     struct{} `additionalProperties:"true"`
		Token string   `json:"token" minLength:"1" maxLength:"4096" doc:"interview_token of the candidate's link"`
		Start bool     `json:"start,omitempty" doc:"Start the interview: uses up one attempt"`
	} `nameHint:"AccessVerification"`
}

type verifyOutput struct{ Body Admission }

func (a *API) registerAccess() {
	register(a, huma.Operation{
		OperationID: "verifyAccess", Method: http.MethodPost, Path: "/v1/access/verify", Tags: []string{"Access"},
		Summary: "Exchange an interview token for what it entitles to",
		Description: "For interview front ends. The token is the credential. Checks signature, expiry, revocation, attempts and " +
			"availability; with `start`, uses up an attempt or says why not.",
		Responses: a.responses(nil, http.StatusBadRequest, http.StatusUnauthorized, http.StatusConflict,
			http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType, http.StatusUnprocessableEntity,
			http.StatusInternalServerError, http.StatusServiceUnavailable),
		MaxBodyBytes: bodyLimit,
	}, a.verifyAccess)
	register(a, huma.Operation{
		OperationID: "revokeAccess", Method: http.MethodPost, Path: "/v1/enrolments/{id}/revoke-access", Tags: []string{"Access"},
		Summary: "Revoke every interview link of an enrolment", DefaultStatus: http.StatusNoContent,
		Description: "From now on the enrolment's links are refused, also those that are given out later when the candidate is sent again, and " +
			"also by this service's candidate page. Can't be undone; is kept in the audit trail.",
		Responses: a.responses([]int{http.StatusNoContent}, http.StatusBadRequest, http.StatusUnauthorized, http.StatusForbidden,
			http.StatusNotFound, http.StatusUnprocessableEntity, http.StatusInternalServerError, http.StatusServiceUnavailable),
		Security: bearerAuth(), Middlewares: huma.Middlewares{a.authenticated},
	}, a.revokeAccess)
	a.fiber.Get("/.well-known/jwks.json", func(c *fiber.Ctx) error {
		c.Set(fiber.HeaderCacheControl, "public, max-age=300")
		c.Set(fiber.HeaderContentType, "application/jwk-set+json")
		return c.Send(a.config.Keyring.PublicJWKS())
	})
	a.describe("getKeys", "/.well-known/jwks.json", "The public keys that interview tokens are verified with",
		"A JSON Web Key Set (RFC 7517), for interview front ends that verify offline. Read it again when a token names an unknown `kid`.",
		huma.Response{Description: "The keys", Content: map[string]*huma.MediaType{
			"application/jwk-set+json": {Schema: keySetSchema(), Example: map[string]any{"keys": []any{map[string]any{
				"kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "use": "sig", "kid": "2026-03-10",
				"x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
			}}}},
		}})
}

func keySetSchema() *huma.Schema {
	key := &huma.Schema{Type: huma.TypeObject, Description: "A JSON Web Key", AdditionalProperties: true, Properties: map[string]*huma.Schema{
		"kid": {Type: huma.TypeString, Description: "The key's id, as tokens name it"},
		"kty": {Type: huma.TypeString, Description: "The kind of key"},
	}, Required: []string{"kid", "kty"}}
	return &huma.Schema{Type: huma.TypeObject, AdditionalProperties: true, Required: []string{"keys"}, Properties: map[string]*huma.Schema{
		"keys": {Type: huma.TypeArray, Items: key},
	}}
}

// verifyAccess is POST /v1/access/verify.
func (a *API) verifyAccess(ctx context.Context, input *verifyInput) (*verifyOutput, error) {
	access, err := a.openAccess(ctx, input.Body.Token)
	if err != nil {
		return nil, err
	}
	refusal := a.refusal(access)
	if input.Body.Start {
		if refusal != nil {
			return nil, refusal
		}
		err := db.WithTx(ctx, a.config.Pool, func(tx pgx.Tx) (err error) {
			access, err = db.AccessStart(ctx, tx, access)
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return &verifyOutput{Body: admission(access, refusal)}, nil
}

// openAccess verifies a token and reads what is behind it. With accesstoken.ErrExpired and errTokenRevoked it still returns that, for the
// candidate's page speaks their language. Errors: accesstoken.ErrInvalid, too.
func (a *API) openAccess(ctx context.Context, token string) (db.Access, error) {
	claims, expired := a.config.Keyring.Verify(token, a.config.Now())
	if expired != nil && fault.From(expired).Code != accesstoken.ErrExpired.Code {
		return db.Access{}, expired
	}
	access, err := db.AccessGet(ctx, a.config.Pool, db.AccessKey{
		TokenID: claims.ID, EnrolmentID: claims.EnrolmentID, InterviewID: claims.InterviewID,
	})
	switch {
	case err != nil && fault.KindOf(err) == fault.NotFound:
		// Signed by us, but not on record: a token from before a restore of the database, say.
		return access, accesstoken.ErrInvalid.WithCause(err)
	case err != nil:
		return access, err
	case access.Revoked:
		return access, errTokenRevoked
	}
	exchangeFrom(ctx).merchantID = access.MerchantID
	return access, expired
}

// refusal says what keeps the candidate from starting the interview; nil when nothing does.
func (a *API) refusal(access db.Access) *fault.Error {
	till := access.Interview.Settings.AvailableTill
	switch {
	case till != nil && !a.config.Now().Before(*till):
		return errClosed
	case access.Status != enrolment.AIAccept && access.Status != enrolment.RecruiterAccept:
		return errNotAdmitted
	case access.AttemptsUsed >= access.Interview.Settings.Attempts:
		return db.ErrAttemptsUsedUp
	}
	return nil
}

func admission(access db.Access, refusal *fault.Error) Admission {
	answer := Admission{
		EnrolmentID: access.EnrolmentID, InterviewID: access.Interview.ID, PositionID: access.Position.ID, Status: string(access.Status),
		MayStart: refusal == nil, AttemptsLeft: max(0, access.Interview.Settings.Attempts-access.AttemptsUsed),
		PositionName: access.Position.Name, MerchantName: access.MerchantName, Language: string(access.Position.Language),
		Settings: frontEndSettings(access), Questions: append([]questions.Question{}, access.Interview.Questions...),
		ExpiresAt: access.ExpiresAt.UTC(),
	}
	if refusal != nil {
		answer.Refusal = refusal.Code
	}
	return answer
}

// frontEndSettings leaves out what is between the merchant and us: the token is the candidate's own, and shows them all that it shows. What
// the merchant hasn't written about the position is written for it, by a model where there is one, else from its data.
func frontEndSettings(access db.Access) interview.Settings {
	settings, written := access.Interview.Settings, access.Interview.Written
	facts := position.FactsOf(access.Position, access.MerchantName, settings)
	settings.Description = cmp.Or(settings.Description, written.Description, position.ShortDescription(facts))
	settings.DescriptionLong = cmp.Or(settings.DescriptionLong, written.DescriptionLong, position.LongDescription(facts))
	settings.PDFExport, settings.RecruiterProfileID = nil, ""
	settings.CustomScoring = maps.Clone(settings.CustomScoring)
	delete(settings.CustomScoring, "pre_screening")
	return settings
}

type emptyOutput struct{}

// revokeAccess is POST /v1/enrolments/{id}/revoke-access.
func (a *API) revokeAccess(ctx context.Context, input *EnrolmentInput) (*emptyOutput, error) {
	merchantID, err := a.tenantOf(ctx, *input)
	if err != nil {
		return nil, err
	}
	return &emptyOutput{}, db.WithTx(ctx, a.config.Pool, func(tx pgx.Tx) error {
		locked, err := db.EnrolmentLock(ctx, tx, merchantID, input.ID)
		if err != nil {
			return err
		}
		now := a.config.Now()
		revoked, err := db.AccessRevoke(ctx, tx, merchantID, locked.ID, now)
		if err != nil {
			return err
		}
		return db.AuditInsert(ctx, tx, db.AuditEvent{
			MerchantID: merchantID, ID: uuid.Must(uuid.NewV7()), ActorID: callerFrom(ctx).Subject, Action: "access.revoked",
			SubjectType: "enrolment", SubjectID: locked.ID, CreatedAt: now, Detail: map[string]any{"tokens": revoked},
		})
	})
}
