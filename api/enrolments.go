package api

import (
	"cmp"
	"context"
	"errors"
	"mime"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"

	"greenroom/db"
	"greenroom/internal/enrolment"
	"greenroom/internal/fault"
	"greenroom/internal/hub"
)

// compatiblePath is the address that existing integrations of the hosted API use.
const compatiblePath = "/functions/v1/job-interview-create-for-candidate-with-token"

var errNotJSON = fault.New(fault.UnsupportedMedia, "unsupported_media_type", "the body must be application/json")

type createEnrolmentInput struct {
	Preferring
	ContentType    string `header:"Content-Type" hidden:"true"`
	IdempotencyKey string `header:"Idempotency-Key" maxLength:"257" doc:"Makes a retry safe: the same key with the same body is one request. 1 to 255 visible ASCII characters, quoted or bare; kept as long as the request itself" example:"8e03978e-40d5-43e8-bc93-6894a57f9324"`
	RawBody        []byte
}

var errCanceled = fault.New(fault.Conflict, "canceled", "the enrolment was canceled before it had a result")

type enrolmentOutput struct {
	RateHeaders
	Status             int
	ETag               string `header:"ETag" doc:"Changes with everything that the answer shows"`
	IdempotentReplayed string `header:"Idempotent-Replayed" doc:"true when an earlier request with the same Idempotency-Key is answered"`
	Location           string `header:"Location" doc:"Where the request's answer can be polled"`
	PreferenceApplied  string `header:"Preference-Applied" doc:"The preferences that were honoured"`
	RetryAfter         string `header:"Retry-After" doc:"Seconds until polling makes sense; only while the request isn't over"`
	Vary               string `header:"Vary" doc:"The request's header fields that the answer depends on"`
	Body               Enrolment
}

func (a *API) registerEnrolments() {
	for _, route := range []struct{ id, path, summary string }{
		{"createEnrolment", "/v1/enrolments", "Enrol a candidate for a position"},
		{"createEnrolmentCompatible", compatiblePath, "Enrol a candidate for a position (compatible path)"},
	} {
		register(a, huma.Operation{
			OperationID: route.id, Method: http.MethodPost, Path: route.path, Summary: route.summary, Tags: []string{"Enrolments"},
			Description: "Resolves or creates the position and its interview, pre-screens the résumé, enrols the candidate, and answers " +
				"with a decision and an interview URL. Waits for the result unless `Prefer` says otherwise; what isn't done in time is " +
				"answered 202 and goes on. The same candidate sent again for the same position is answered with the existing enrolment.",
			RequestBody: &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{
				"application/json": {Schema: &huma.Schema{Ref: schemasPath + requestComponent}},
			}},
			Responses:        a.responses([]int{http.StatusOK, http.StatusAccepted}, createErrors()...),
			Security:         bearerAuth(),
			Middlewares:      huma.Middlewares{a.authenticated},
			MaxBodyBytes:     bodyLimit,
			SkipValidateBody: true,
		}, a.createEnrolment)
	}
}

func createErrors() []int {
	return []int{
		http.StatusBadRequest, http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound, http.StatusConflict,
		http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType, http.StatusUnprocessableEntity, http.StatusTooManyRequests,
		http.StatusInternalServerError, http.StatusServiceUnavailable,
	}
}

// createEnrolment is POST /v1/enrolments and its compatible path.
func (a *API) createEnrolment(ctx context.Context, input *createEnrolmentInput) (*enrolmentOutput, error) {
	if media, _, err := mime.ParseMediaType(input.ContentType); err != nil || media != "application/json" {
		return nil, errNotJSON
	}
	key, err := parseIdempotencyKey(input.IdempotencyKey)
	if err != nil {
		return nil, err
	}
	now := a.config.Now()
	decoded, invalid := enrolment.Decode(input.RawBody, now)
	if own := callerFrom(ctx).MerchantID; invalid != nil && own == nil {
		return nil, invalid
	}
	merchantID, err := a.tenant(ctx, decoded.MerchantID)
	if err != nil {
		return nil, err
	}
	// Invalid bodies count, too: reading them is most of the work.
	limits, err := a.limits.take(merchantID, now)
	if err = cmp.Or(err, invalid); err != nil {
		return nil, withRateHeaders(ctx, err, limits)
	}
	wait := input.preferences.waitFor(a.config.MaxWait, a.config.MaxWait)
	submission := submission{
		Decoded: decoded, merchantID: merchantID, key: key, wait: wait, now: now, id: uuid.Must(uuid.NewV7()),
	}
	output, err := a.submit(ctx, submission)
	if err != nil {
		return nil, err
	}
	output.RateHeaders = limits
	output.PreferenceApplied = input.preferences.applied(wait, output.Status == http.StatusOK)
	return output, nil
}

// submission is a valid request on its way to being accepted.
type submission struct {
	enrolment.Decoded
	merchantID uuid.UUID
	id         uuid.UUID
	key        string
	wait       time.Duration
	now        time.Time
}

// submit accepts a request, unless its idempotency key says that it was accepted before, and waits for the outcome.
func (a *API) submit(ctx context.Context, s submission) (*enrolmentOutput, error) {
	if s.key != "" {
		// Before everything else: a retry gets its first answer even if what it names is gone by now.
		if output, err := a.replay(ctx, s); output != nil || fault.KindOf(err) != fault.NotFound {
			return output, err
		}
	}
	named, err := a.checkReferences(ctx, s)
	if err != nil {
		return nil, err
	}
	if err := a.checkPolicy(ctx, s, named); err != nil {
		return nil, err
	}
	waiter := a.register(s.merchantID, s.id, s.wait)
	if waiter != nil {
		defer waiter.Close()
	}
	accepted, err := a.accepting.accept(ctx, db.NewRequest{
		CaseKey: db.CaseKey{MerchantID: s.merchantID, ID: s.id}, Request: s.Request, Warnings: s.Warnings, Class: enrolment.Interactive,
		Awaited: waiter != nil, CreatedAt: s.now, IdempotencyKey: s.key, IdempotencyFingerprint: s.Fingerprint,
	})
	if s.key != "" && errors.Is(err, db.ErrLockTimeout) {
		return nil, errIdempotencyInFlight.WithCause(err)
	}
	if err != nil {
		return nil, err
	}
	if !accepted {
		return a.replay(ctx, s)
	}
	exchangeFrom(ctx).enrolmentID = s.id
	if waiter == nil {
		return a.accepted(ctx, s)
	}
	a.awaitNews(ctx, waiter, s.wait)
	return a.answer(ctx, s.merchantID, s.id)
}

// accepted is the answer when nobody waits: 202 with what was just stored.
func (a *API) accepted(ctx context.Context, s submission) (*enrolmentOutput, error) {
	return a.output(ctx, db.Request{
		MerchantID: s.merchantID, ID: s.id, Warnings: s.Warnings, CreatedAt: s.now, UpdatedAt: s.now, Version: 1,
		Progress: enrolment.Progress{State: enrolment.Queued, Stage: enrolment.ResolvePosition},
	})
}

// register adds a waiter; nil when nobody wants to wait or the hub is full.
func (a *API) register(merchantID, id uuid.UUID, wait time.Duration) *hub.Waiter {
	if wait <= 0 {
		return nil
	}
	return a.config.Hub.Register(hub.Key{MerchantID: merchantID, ID: id}, hub.TerminalOnly)
}

// replay answers a request whose idempotency key was used before with the first request's current state. Errors: NotFound when it wasn't.
func (a *API) replay(ctx context.Context, s submission) (*enrolmentOutput, error) {
	id, fingerprint, err := db.RequestByIdempotencyKey(ctx, a.config.Pool, s.merchantID, s.key)
	if err != nil {
		return nil, err
	}
	if fingerprint != s.Fingerprint {
		return nil, errIdempotencyMismatch
	}
	exchangeFrom(ctx).enrolmentID = id
	if err := a.awaitEnd(ctx, s.merchantID, id, s.wait); err != nil {
		return nil, err
	}
	output, err := a.answer(ctx, s.merchantID, id)
	if err != nil {
		return nil, err
	}
	output.IdempotentReplayed = "true"
	return output, nil
}

// awaitEnd waits for a request that was accepted earlier.
func (a *API) awaitEnd(ctx context.Context, merchantID, id uuid.UUID, wait time.Duration) error {
	waiter := a.register(merchantID, id, wait)
	if waiter == nil {
		return nil
	}
	defer waiter.Close()
	// Registered first, looked at second: what ends between the two is seen by one of them.
	if err := db.RequestAwait(ctx, a.config.Pool, merchantID, id); err != nil {
		return err
	}
	request, err := a.read(ctx, merchantID, id)
	if err == nil && !request.State.Terminal() {
		a.awaitNews(ctx, waiter, wait)
	}
	return err
}

// answer is 200 with the result, 202 while there is none, or the problem that a request ended with.
func (a *API) answer(ctx context.Context, merchantID, id uuid.UUID) (*enrolmentOutput, error) {
	// The wait may have used up the request's own time, and a stopping process still tells its clients where to go on.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), requestSlack)
	defer cancel()
	request, err := a.read(ctx, merchantID, id)
	if err != nil {
		return nil, err
	}
	switch {
	case request.State == enrolment.Failed && request.Problem != nil:
		return nil, a.ended(ctx, request, faultOf(request.Problem))
	case request.State == enrolment.Canceled:
		return nil, a.ended(ctx, request, errCanceled)
	}
	return a.output(ctx, request)
}

// ended is the problem of a request that is over without a result. It says where the request can be looked at.
func (a *API) ended(ctx context.Context, request db.Request, cause *fault.Error) error {
	problem := newProblem(cause, exchangeFrom(ctx).requestID)
	problem.Instance = a.location(ctx, request.MerchantID, request.ID, "")
	problem.headers.Set("Location", problem.Instance)
	return problem
}

// output is 200 when the request is over, else 202.
func (a *API) output(ctx context.Context, request db.Request) (*enrolmentOutput, error) {
	output, err := a.statusOutput(ctx, request)
	if err != nil {
		return nil, err
	}
	output.Location = a.location(ctx, request.MerchantID, request.ID, "")
	if !request.State.Terminal() {
		output.Status = http.StatusAccepted
	}
	return output, nil
}

// checkReferences answers 404 before anything is accepted when the request names a position or template that the merchant doesn't have. The
// position is the zero value when the request describes it.
func (a *API) checkReferences(ctx context.Context, s submission) (db.PositionIdentity, error) {
	asked := s.Request.Position
	if asked.TemplateID != nil {
		exists, err := db.TemplateExists(ctx, a.config.Pool, s.merchantID, *asked.TemplateID)
		if err != nil {
			return db.PositionIdentity{}, err
		}
		if !exists {
			return db.PositionIdentity{}, enrolment.ErrTemplateNotFound
		}
	}
	if asked.ID == nil && (asked.ExternalID == "" || asked.Described()) {
		return db.PositionIdentity{}, nil
	}
	found, err := db.PositionIdentify(ctx, a.config.Pool, s.merchantID, asked.ID, asked.ExternalID)
	switch {
	case err != nil && fault.KindOf(err) == fault.NotFound && asked.ID == nil:
		return found, enrolment.PositionCodeNotFound(s.Request)
	case err != nil && fault.KindOf(err) == fault.NotFound:
		return found, enrolment.ErrPositionNotFound
	case err == nil && asked.ID != nil && asked.ExternalID != "" && asked.ExternalID != found.ExternalID:
		return found, enrolment.ErrPositionMismatch
	}
	return found, err
}

// checkPolicy refuses what would be decided under a pre-screening policy whose layers don't go together: the platform's, the merchant's,
// the template's, that of the named position's interview and the request's. Requests with neither of the last two aren't made to wait.
func (a *API) checkPolicy(ctx context.Context, s submission, named db.PositionIdentity) error {
	if s.Request.Settings.CustomScoring["pre_screening"] == nil && !named.HasPolicy {
		return nil
	}
	found, err := db.ResolutionsLoad(ctx, a.config.Pool, []db.ResolutionKey{db.NewResolutionKey(s.merchantID, s.Request)})
	if err != nil {
		return err
	}
	wanted, err := found[0].WantedSettings(s.Request)
	if err != nil {
		return err
	}
	return found[0].CheckPolicy(s.Request, wanted)
}

// withRateHeaders puts the quota on a refusal too.
func withRateHeaders(ctx context.Context, err error, limits RateHeaders) error {
	problem := problemOf(ctx, err)
	problem.headers.Set("RateLimit", limits.RateLimit)
	problem.headers.Set("RateLimit-Policy", limits.RateLimitPolicy)
	return problem
}
