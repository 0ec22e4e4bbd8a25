package db

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"greenroom/db/internal/sqlcgen"
	"greenroom/internal/enrolment"
	"greenroom/internal/fault"
	"greenroom/internal/seniority"
)

// Request is one request as its status answer shows it.
type Request struct {
	enrolment.Progress
	MerchantID uuid.UUID
	ID         uuid.UUID
	ImportID   *uuid.UUID
	Embedded   bool
	Warnings   []string
	// Assessment is the newest stored pre-screening of the enrolment as JSON; nil when there is none, and in lists.
	Assessment json.RawMessage
	// Detection is what the position's level was detected from; nil when it was given, and in lists.
	Detection *seniority.Detection
	// Token is nil until the interview URL exists, and in lists.
	Token     *enrolment.Token
	CreatedAt time.Time
	UpdatedAt time.Time
	// Version and EnrolmentVersion change with everything that the answer shows.
	Version          int32
	EnrolmentVersion int32
}

// ErrRequestNotFound says that the merchant has no such request.
var ErrRequestNotFound = fault.New(fault.NotFound, "enrolment_not_found", "there is no enrolment with this id")

// RequestGet reads one request. Errors: ErrRequestNotFound.
func RequestGet(ctx context.Context, conn TX, merchantID, id uuid.UUID) (Request, error) {
	key := CaseKey{MerchantID: merchantID, ID: id}
	found, err := RequestsGet(ctx, conn, []CaseKey{key})
	if err != nil {
		return Request{}, err
	}
	request, ok := found[key]
	if !ok {
		return Request{}, ErrRequestNotFound
	}
	return request, nil
}

// RequestsGet reads requests; keys that don't exist are missing from the answer.
func RequestsGet(ctx context.Context, conn TX, keys []CaseKey) (map[CaseKey]Request, error) {
	rows, err := sqlcgen.New().RequestGetMany(ctx, conn, &sqlcgen.RequestGetManyParams{
		MerchantIds: column(keys, func(k CaseKey) uuid.UUID { return k.MerchantID }),
		Ids:         column(keys, func(k CaseKey) uuid.UUID { return k.ID }),
	})
	if err != nil {
		return nil, interpret("read requests", err)
	}
	requests := make(map[CaseKey]Request, len(rows))
	for _, row := range rows {
		request, err := toFullRequest(row)
		if err != nil {
			return nil, err
		}
		requests[CaseKey{row.MerchantID, row.ID}] = request
	}
	return requests, nil
}

func toFullRequest(row *sqlcgen.RequestGetManyRow) (Request, error) {
	request, err := toRequest(&sqlcgen.RequestListRow{
		MerchantID: row.MerchantID, ID: row.ID, State: row.State, Stage: row.Stage, Stages: row.Stages, PositionID: row.PositionID,
		InterviewID: row.InterviewID, EnrolmentID: row.EnrolmentID, Status: row.Status, Reason: row.Reason,
		SeniorityLevel: row.SeniorityLevel, SenioritySource: row.SenioritySource, Error: row.Error, Warnings: row.Warnings,
		Version: row.Version, CreatedAt: row.CreatedAt, UpdatedAt: row.UpdatedAt, CompletedAt: row.CompletedAt, ImportID: row.ImportID,
		EnrolmentVersion: row.EnrolmentVersion, EnrolmentStatus: row.EnrolmentStatus, EnrolmentReason: row.EnrolmentReason,
		OwnsEnrolment: row.OwnsEnrolment,
	})
	if err != nil {
		return request, err
	}
	request.Embedded, request.Assessment = row.Embedded, row.Assessment
	if row.SeniorityDetection != nil {
		if err := json.Unmarshal(row.SeniorityDetection, &request.Detection); err != nil {
			return request, fmt.Errorf("decode the detection behind request %s: %w", row.ID, err)
		}
	}
	if row.TokenID != nil && row.TokenIssuedAt != nil && row.TokenExpiresAt != nil {
		request.Token = &enrolment.Token{
			ID: *row.TokenID, EnrolmentID: idOrZero(row.EnrolmentID), InterviewID: idOrZero(row.InterviewID),
			KeyID: textOrEmpty[string](row.TokenKeyID), IssuedAt: *row.TokenIssuedAt, ExpiresAt: *row.TokenExpiresAt,
		}
	}
	return request, nil
}

// orFault says notFound where a statement found no row.
func orFault(err error, notFound *fault.Error) error {
	if fault.KindOf(err) == fault.NotFound {
		return notFound.WithCause(err)
	}
	return err
}

func toRequest(row *sqlcgen.RequestListRow) (Request, error) {
	request := Request{
		MerchantID: row.MerchantID, ID: row.ID, ImportID: row.ImportID, CreatedAt: row.CreatedAt, UpdatedAt: row.UpdatedAt,
		Version: row.Version,
		Progress: enrolment.Progress{
			State: enrolment.State(row.State), Stage: enrolment.Stage(row.Stage), PositionID: row.PositionID, InterviewID: row.InterviewID,
			EnrolmentID: row.EnrolmentID, Status: textOrEmpty[enrolment.Status](row.Status), Reason: textOrEmpty[string](row.Reason),
			SeniorityLevel:  textOrEmpty[seniority.Level](row.SeniorityLevel),
			SenioritySource: textOrEmpty[enrolment.SenioritySource](row.SenioritySource), CompletedAt: row.CompletedAt,
		},
	}
	if row.EnrolmentVersion != nil {
		request.EnrolmentVersion = *row.EnrolmentVersion
	}
	// The request that owns the enrolment shows the decision as it stands now; any other keeps the answer that it was given.
	if row.OwnsEnrolment && row.EnrolmentStatus != nil {
		request.Status, request.Reason = enrolment.Status(*row.EnrolmentStatus), textOrEmpty[string](row.EnrolmentReason)
	}
	for _, part := range []struct {
		name string
		data []byte
		into any
	}{{"stages", row.Stages, &request.Stages}, {"warnings", row.Warnings, &request.Warnings}, {"error", row.Error, &request.Problem}} {
		if part.data == nil {
			continue
		}
		if err := json.Unmarshal(part.data, part.into); err != nil {
			return request, fmt.Errorf("decode the %s of request %s: %w", part.name, row.ID, err)
		}
	}
	return request, nil
}

// RequestFilter narrows a list; zero values don't.
type RequestFilter struct {
	// Before is the id that the page starts after; the list is newest first.
	Before     *uuid.UUID
	State      enrolment.State
	Status     enrolment.Status
	PositionID *uuid.UUID
	EmailKey   string
	ImportID   *uuid.UUID
}

// RequestList reads at most limit of a merchant's requests, newest first.
func RequestList(ctx context.Context, conn TX, merchantID uuid.UUID, filter RequestFilter, limit int) ([]Request, error) {
	rows, err := sqlcgen.New().RequestList(ctx, conn, &sqlcgen.RequestListParams{
		MerchantID: merchantID, Before: filter.Before, State: textOrNil(filter.State), Status: textOrNil(filter.Status),
		PositionID: filter.PositionID, EmailKey: textOrNil(filter.EmailKey), ImportID: filter.ImportID,
		PageSize: int32(limit),
	})
	if err != nil {
		return nil, interpret("list requests", err)
	}
	requests := make([]Request, 0, len(rows))
	for _, row := range rows {
		request, err := toRequest(row)
		if err != nil {
			return nil, err
		}
		requests = append(requests, request)
	}
	return requests, nil
}

// RequestChange is how far an awaited request has come.
type RequestChange struct {
	ID      uuid.UUID
	State   enrolment.State
	Version int32
}

// RequestChanges reads how far requests have come, all in one statement.
func RequestChanges(ctx context.Context, conn TX, keys []CaseKey) ([]RequestChange, error) {
	rows, err := sqlcgen.New().RequestChanges(ctx, conn, &sqlcgen.RequestChangesParams{
		MerchantIds: column(keys, func(k CaseKey) uuid.UUID { return k.MerchantID }),
		Ids:         column(keys, func(k CaseKey) uuid.UUID { return k.ID }),
	})
	if err != nil {
		return nil, interpret("read the changes of requests", err)
	}
	return column(rows, func(row *sqlcgen.RequestChangesRow) RequestChange {
		return RequestChange{ID: row.ID, State: enrolment.State(row.State), Version: row.Version}
	}), nil
}

// RequestAwait notes that someone waits for a request, so that its outcome is announced to other processes.
func RequestAwait(ctx context.Context, conn TX, merchantID, id uuid.UUID) error {
	return interpret("await a request", sqlcgen.New().RequestAwait(ctx, conn, &sqlcgen.RequestAwaitParams{MerchantID: merchantID, ID: id}))
}

var (
	errNotCancelable = fault.New(fault.Conflict, "not_cancelable", "the enrolment is over already and can't be canceled")
	errNotRetryable  = fault.New(fault.Conflict, "not_retryable", "only a failed enrolment can be retried")
)

// RequestCancel ends a request that isn't over. Errors: ErrRequestNotFound, a Conflict when it is over.
func RequestCancel(ctx context.Context, conn TX, merchantID, id uuid.UUID, now time.Time) error {
	_, err := sqlcgen.New().RequestCancel(ctx, conn, &sqlcgen.RequestCancelParams{MerchantID: merchantID, ID: id, Now: now})
	if err == nil {
		return nil
	}
	return whyNot(ctx, conn, merchantID, id, interpret("cancel a request", err), errNotCancelable)
}

// RequestFail ends a request that isn't over and whose carrier is this one, whatever it is at; it reports false when there is none: a job
// that has handed its case on has no say in it any more. It reads nothing of the request, so that it works for one that can't be read.
func RequestFail(
	ctx context.Context, conn TX, key CaseKey, carrier enrolment.Stage, problem *enrolment.Problem, now time.Time,
) (RequestEnd, bool, error) {
	row, err := sqlcgen.New().RequestFail(ctx, conn, &sqlcgen.RequestFailParams{
		MerchantID: key.MerchantID, ID: key.ID, Carrier: string(carrier), Error: encode(problem), Now: now,
	})
	if err = interpret("fail a request", err); err != nil {
		if fault.KindOf(err) == fault.NotFound {
			err = nil
		}
		return RequestEnd{}, false, err
	}
	return RequestEnd(*row), true, nil
}

// RequestEnd says what to tell those who wait for a request that has ended.
type RequestEnd struct {
	Version int32
	Awaited bool
}

// RequestRetry sends a failed request back to its first stage; the caller enqueues that stage's job in the same transaction.
// Errors: ErrRequestNotFound, a Conflict when it hasn't failed.
func RequestRetry(ctx context.Context, tx pgx.Tx, merchantID, id uuid.UUID, now time.Time) (enrolment.Class, error) {
	class, err := sqlcgen.New().RequestRetry(ctx, tx, &sqlcgen.RequestRetryParams{MerchantID: merchantID, ID: id, Now: now})
	if err == nil {
		return enrolment.Class(class), nil
	}
	return "", whyNot(ctx, tx, merchantID, id, interpret("retry a request", err), errNotRetryable)
}

// whyNot explains a guarded update that matched nothing: no such request, or one in the wrong state.
func whyNot(ctx context.Context, conn TX, merchantID, id uuid.UUID, err error, wrongState *fault.Error) error {
	if fault.KindOf(err) != fault.NotFound {
		return err
	}
	if _, err := sqlcgen.New().RequestState(ctx, conn, &sqlcgen.RequestStateParams{MerchantID: merchantID, ID: id}); err != nil {
		return orFault(interpret("read a request's state", err), ErrRequestNotFound)
	}
	return wrongState
}
