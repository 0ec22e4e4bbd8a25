package api

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"

	"greenroom/db"
	"greenroom/internal/enrolment"
	"greenroom/internal/hub"
	"greenroom/jobs"
)

// EnrolmentInput is embedded by inputs of operations on one enrolment.
type EnrolmentInput struct {
	Acting
	ID uuid.UUID `path:"id" format:"uuid" doc:"The request's id, as its answer gave it"`
}

type getEnrolmentInput struct {
	EnrolmentInput
	Preferring
	IfNoneMatch string `header:"If-None-Match" doc:"With Prefer: wait, wait for any change from this ETag; without, 304 if nothing has changed"`
}

type listEnrolmentsInput struct {
	Acting
	Limit    int    `query:"limit" minimum:"1" default:"50" doc:"How many at most; more than 200 counts as 200"`
	Cursor   string `query:"cursor" maxLength:"500" doc:"next_cursor of the page before"`
	State    string `query:"state" enum:"queued,running,succeeded,failed,canceled" doc:"Only requests in this state"`
	Status   string `query:"status" enum:"ai_accept,ai_reject,already-applied,recruiter_accept,recruiter_action,recruiter_reject" doc:"Only requests with this decision"`
	Position string `query:"position_def_set_id" format:"uuid" doc:"Only requests for this position"`
	Email    string `query:"candidate_email" maxLength:"254" doc:"Only requests for this candidate; compared as enrolling compares it"`
	Import   string `query:"import_id" format:"uuid" doc:"Only rows of this import"`
}

// enrolmentPage is one page of a list.
type enrolmentPage struct {
	Data       []Enrolment `json:"data" nullable:"false" doc:"Newest first; without assessment, interview URL and embed key"`
	NextCursor *string     `json:"next_cursor" doc:"Where the next page begins; null on the last one"`
	HasMore    bool        `json:"has_more" doc:"Whether there is a next page"`
}

type listEnrolmentsOutput struct{ Body enrolmentPage }

func (a *API) registerEnrolmentActions() {
	reading := []int{
		http.StatusBadRequest, http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound,
		http.StatusUnprocessableEntity, http.StatusInternalServerError, http.StatusServiceUnavailable,
	}
	acting := append([]int{http.StatusConflict}, reading...)
	common := huma.Operation{Tags: []string{"Enrolments"}, Security: bearerAuth(), Middlewares: huma.Middlewares{a.authenticated}}

	get := common
	get.OperationID, get.Method, get.Path, get.Summary = "getEnrolment", http.MethodGet, "/v1/enrolments/{id}", "Read an enrolment"
	get.Description = "200 in every state. With `Prefer: wait=N` the answer comes when the request is over, or, with `If-None-Match`, " +
		"when anything has changed."
	get.Responses = a.responses([]int{http.StatusOK, http.StatusNotModified}, reading...)
	register(a, get, a.getEnrolment)

	list := common
	list.OperationID, list.Method, list.Path, list.Summary = "listEnrolments", http.MethodGet, "/v1/enrolments", "List enrolments"
	list.Description = "Newest first. Follow `next_cursor` with the same filters; pages may be shorter than `limit`."
	list.Responses = a.responses(nil, reading...)
	register(a, list, a.listEnrolments)

	cancel := common
	cancel.OperationID, cancel.Method, cancel.Path = "cancelEnrolment", http.MethodPost, "/v1/enrolments/{id}/cancel"
	cancel.Summary = "Cancel an enrolment that isn't over"
	cancel.Description = "What has been decided until then stays. A request that is over can't be canceled: 409."
	cancel.Responses = a.responses([]int{http.StatusOK}, acting...)
	register(a, cancel, a.cancelEnrolment)

	retry := common
	retry.OperationID, retry.Method, retry.Path = "retryEnrolment", http.MethodPost, "/v1/enrolments/{id}/retry"
	retry.Summary, retry.DefaultStatus = "Retry a failed enrolment", http.StatusAccepted
	retry.Description = "Goes on with a request that failed, from its first stage; what was done already isn't done twice. Only a failed " +
		"request can be retried: 409."
	retry.Responses = a.responses([]int{http.StatusAccepted}, acting...)
	register(a, retry, a.retryEnrolment)
}

// getEnrolment is GET /v1/enrolments/{id}.
func (a *API) getEnrolment(ctx context.Context, input *getEnrolmentInput) (*enrolmentOutput, error) {
	merchantID, err := a.tenantOf(ctx, input.EnrolmentInput)
	if err != nil {
		return nil, err
	}
	request, err := a.read(ctx, merchantID, input.ID)
	if err != nil {
		return nil, err
	}
	known := matches(input.IfNoneMatch, etag(request))
	wait := input.preferences.waitFor(0, a.config.MaxWait)
	if wait > 0 && !request.State.Terminal() && (known || input.IfNoneMatch == "") {
		if request, err = a.awaitChange(ctx, request, known, wait); err != nil {
			return nil, err
		}
		known = matches(input.IfNoneMatch, etag(request))
	}
	output, err := a.statusOutput(ctx, request)
	if err != nil {
		return nil, err
	}
	output.PreferenceApplied = input.preferences.applied(wait, true)
	if known {
		output.Status = http.StatusNotModified
	}
	return output, nil
}

// awaitChange waits for the end of a request or, when its state is known to the caller, for any change.
func (a *API) awaitChange(ctx context.Context, request db.Request, anyChange bool, wait time.Duration) (db.Request, error) {
	after := hub.TerminalOnly
	if anyChange {
		after = request.Version
	}
	waiter := a.config.Hub.Register(hub.Key{MerchantID: request.MerchantID, ID: request.ID}, after)
	if waiter == nil {
		return request, nil
	}
	defer waiter.Close()
	if err := db.RequestAwait(ctx, a.config.Pool, request.MerchantID, request.ID); err != nil {
		return request, err
	}
	current, err := a.read(ctx, request.MerchantID, request.ID)
	if err != nil || current.State.Terminal() || (anyChange && current.Version > request.Version) {
		return current, err
	}
	a.awaitNews(ctx, waiter, wait)
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), requestSlack)
	defer cancel()
	return a.read(ctx, request.MerchantID, request.ID)
}

// matches reports whether an If-None-Match header names tag. It compares weakly: a proxy may have weakened ours.
func matches(header, tag string) bool {
	for candidate := range strings.SplitSeq(header, ",") {
		candidate = strings.TrimPrefix(strings.TrimSpace(candidate), "W/")
		if candidate == tag || candidate == "*" {
			return true
		}
	}
	return false
}

// matchesStrongly reports whether an If-Match header names tag. A weak tag never does (RFC 9110, section 13.1.1): it doesn't promise that
// the caller has seen the very state that it is about to change.
func matchesStrongly(header, tag string) bool {
	for candidate := range strings.SplitSeq(header, ",") {
		candidate = strings.TrimSpace(candidate)
		if candidate == tag || candidate == "*" {
			return true
		}
	}
	return false
}

func (a *API) statusOutput(ctx context.Context, request db.Request) (*enrolmentOutput, error) {
	body, err := a.render(ctx, request)
	if err != nil {
		return nil, err
	}
	return &enrolmentOutput{
		Status: http.StatusOK, ETag: etag(request), RetryAfter: a.pollAfter(request), Vary: "Prefer", Body: body,
	}, nil
}

func (a *API) tenantOf(ctx context.Context, input EnrolmentInput) (uuid.UUID, error) {
	requested, err := input.requested()
	if err != nil {
		return uuid.Nil, err
	}
	exchangeFrom(ctx).enrolmentID = input.ID
	return a.tenant(ctx, requested)
}

// listEnrolments is GET /v1/enrolments.
func (a *API) listEnrolments(ctx context.Context, input *listEnrolmentsInput) (*listEnrolmentsOutput, error) {
	requested, err := input.requested()
	if err != nil {
		return nil, err
	}
	merchantID, err := a.tenant(ctx, requested)
	if err != nil {
		return nil, err
	}
	filter, err := input.filter()
	if err != nil {
		return nil, err
	}
	scope := merchantID.String() + filterDigest(filter)
	if filter.Before, err = a.readCursor(input.Cursor, scope); err != nil {
		return nil, err
	}
	limit := min(input.Limit, maxPage)
	requests, err := db.RequestList(ctx, a.config.Pool, merchantID, filter, limit+1)
	if err != nil {
		return nil, err
	}
	page := enrolmentPage{Data: make([]Enrolment, 0, limit), HasMore: len(requests) > limit}
	for _, request := range requests[:min(limit, len(requests))] {
		page.Data = append(page.Data, a.summary(ctx, request))
	}
	if page.HasMore {
		cursor := a.writeCursor(page.Data[limit-1].ID, scope)
		page.NextCursor = &cursor
	}
	return &listEnrolmentsOutput{Body: page}, nil
}

func (input *listEnrolmentsInput) filter() (db.RequestFilter, error) {
	filter := db.RequestFilter{State: enrolment.State(input.State), Status: enrolment.Status(input.Status)}
	if input.Email != "" {
		key, ok := enrolment.ParseEmailKey(input.Email)
		if !ok {
			return filter, invalidParameter("candidate_email", "must be an e-mail address")
		}
		filter.EmailKey = key
	}
	var err error
	if filter.PositionID, err = optionalID("position_def_set_id", input.Position); err != nil {
		return filter, err
	}
	filter.ImportID, err = optionalID("import_id", input.Import)
	return filter, err
}

// cancelEnrolment is POST /v1/enrolments/{id}/cancel.
func (a *API) cancelEnrolment(ctx context.Context, input *EnrolmentInput) (*enrolmentOutput, error) {
	merchantID, err := a.tenantOf(ctx, *input)
	if err != nil {
		return nil, err
	}
	if err := db.RequestCancel(ctx, a.config.Pool, merchantID, input.ID, a.config.Now()); err != nil {
		return nil, err
	}
	request, err := a.read(ctx, merchantID, input.ID)
	if err != nil {
		return nil, err
	}
	a.config.Hub.Publish([]hub.Change{{ID: request.ID, Version: request.Version, Terminal: true}})
	return a.statusOutput(ctx, request)
}

// retryEnrolment is POST /v1/enrolments/{id}/retry.
func (a *API) retryEnrolment(ctx context.Context, input *EnrolmentInput) (*enrolmentOutput, error) {
	merchantID, err := a.tenantOf(ctx, *input)
	if err != nil {
		return nil, err
	}
	var request db.Request
	err = db.WithTx(ctx, a.config.Pool, func(tx pgx.Tx) error {
		class, err := db.RequestRetry(ctx, tx, merchantID, input.ID, a.config.Now())
		if err != nil {
			return err
		}
		job := jobs.Insert(enrolment.ResolvePosition, class, merchantID, input.ID)
		if err := db.JobsInsert(ctx, tx, a.config.Queue, []river.InsertManyParams{job}); err != nil {
			return err
		}
		// Read before a worker can see it: what 202 says is that the request isn't over.
		request, err = db.RequestGet(ctx, tx, merchantID, input.ID)
		return err
	})
	if err != nil {
		return nil, err
	}
	output, err := a.statusOutput(ctx, request)
	if err != nil {
		return nil, err
	}
	output.Status, output.Location = http.StatusAccepted, a.location(ctx, merchantID, input.ID, "")
	return output, nil
}
