package api

import (
	"context"
	"net/http"
	"strings"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"greenroom/db"
	"greenroom/internal/enrolment"
	"greenroom/internal/fault"
	"greenroom/internal/hub"
)

// maxReason is the longest reason of a decision, in characters.
const maxReason = 2000

var (
	errMayNotDecide         = fault.New(fault.Forbidden, "may_not_decide", "only recruiters and admins may decide about candidates")
	errPreconditionRequired = fault.New(fault.PreconditionRequired, "precondition_required",
		"send If-Match with the ETag of the enrolment that the decision is about")
	errPreconditionFailed = fault.New(fault.PreconditionFailed, "precondition_failed",
		"the enrolment has changed since; read it again and decide on what it says now")
)

type decideInput struct {
	EnrolmentInput
	IfMatch string `header:"If-Match" doc:"The ETag of the enrolment as the recruiter saw it; required"`
	Body    struct {
		_        struct{} `additionalProperties:"true"`
		Decision string   `json:"decision" enum:"accept,reject" doc:"What the recruiter decides"`
		Reason   string   `json:"reason" minLength:"1" maxLength:"2000" doc:"Why, for the audit trail and for whoever asks later"`
	} `nameHint:"RecruiterDecision"`
}

func (a *API) registerDecisions() {
	register(a, huma.Operation{
		OperationID: "decideEnrolment", Method: http.MethodPost, Path: "/v1/enrolments/{id}/decision", Tags: []string{"Decisions"},
		Summary: "Accept or reject a candidate as a recruiter",
		Description: "A person's decision stands above the machine's, may be changed by another one, and is kept in the audit trail. " +
			"Answers the enrolment as it stands then.",
		Responses: a.responses([]int{http.StatusOK}, http.StatusBadRequest, http.StatusUnauthorized, http.StatusForbidden,
			http.StatusNotFound, http.StatusPreconditionFailed, http.StatusPreconditionRequired, http.StatusRequestEntityTooLarge,
			http.StatusUnsupportedMediaType, http.StatusUnprocessableEntity, http.StatusInternalServerError, http.StatusServiceUnavailable),
		Security: bearerAuth(), Middlewares: huma.Middlewares{a.authenticated}, MaxBodyBytes: bodyLimit,
	}, a.decideEnrolment)
}

// decideEnrolment is POST /v1/enrolments/{id}/decision.
func (a *API) decideEnrolment(ctx context.Context, input *decideInput) (*enrolmentOutput, error) {
	merchantID, err := a.tenantOf(ctx, input.EnrolmentInput)
	if err != nil {
		return nil, err
	}
	caller := callerFrom(ctx)
	if !caller.MayDecide() {
		return nil, errMayNotDecide
	}
	if input.IfMatch == "" {
		return nil, errPreconditionRequired
	}
	if err := checkReason(input.Body.Reason); err != nil {
		return nil, err
	}
	var request db.Request
	err = db.WithTx(ctx, a.config.Pool, func(tx pgx.Tx) error {
		request, err = a.decide(ctx, tx, merchantID, input)
		return err
	})
	if err != nil {
		return nil, err
	}
	a.config.Hub.Publish([]hub.Change{{ID: request.ID, Version: request.Version, Terminal: request.State.Terminal()}})
	return a.statusOutput(ctx, request)
}

func (a *API) decide(ctx context.Context, tx pgx.Tx, merchantID uuid.UUID, input *decideInput) (db.Request, error) {
	locked, err := db.EnrolmentLock(ctx, tx, merchantID, input.ID)
	if err != nil {
		return db.Request{}, err
	}
	if !matchesStrongly(input.IfMatch, etag(db.Request{Version: locked.RequestVersion, EnrolmentVersion: locked.Version})) {
		return db.Request{}, errPreconditionFailed
	}
	now, status := a.config.Now(), enrolment.RecruiterAccept
	if input.Body.Decision == "reject" {
		status = enrolment.RecruiterReject
	}
	if err := db.EnrolmentDecide(ctx, tx, merchantID, locked.ID, status, input.Body.Reason, now); err != nil {
		return db.Request{}, err
	}
	err = db.AuditInsert(ctx, tx, db.AuditEvent{
		MerchantID: merchantID, ID: uuid.Must(uuid.NewV7()), ActorID: callerFrom(ctx).Subject, Action: "enrolment.decided",
		SubjectType: "enrolment", SubjectID: locked.ID, CreatedAt: now,
		Detail: map[string]any{
			"from": locked.Status, "to": status, "reason": input.Body.Reason, "enrolment_request_id": input.ID,
		},
	})
	if err != nil {
		return db.Request{}, err
	}
	return db.RequestGet(ctx, tx, merchantID, input.ID)
}

// checkReason finds what the schema can't: a reason of spaces, and characters that no text has.
func checkReason(reason string) error {
	problem := ""
	switch {
	case strings.TrimSpace(reason) == "":
		problem = "must say why"
	case utf8.RuneCountInString(reason) > maxReason:
		problem = "is too long"
	case strings.ContainsFunc(reason, func(char rune) bool { return char < ' ' && char != '\n' && char != '\t' && char != '\r' }):
		problem = "must not contain control characters"
	}
	if problem == "" {
		return nil
	}
	return fault.InvalidFields([]fault.Field{{Name: "reason", Pointer: "/reason", Code: "invalid", Message: "reason " + problem}})
}
