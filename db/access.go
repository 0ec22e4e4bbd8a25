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
	"greenroom/internal/interview"
	"greenroom/internal/lang"
	"greenroom/internal/position"
	"greenroom/internal/questions"
	"greenroom/internal/seniority"
)

// Access is everything behind one interview token.
type Access struct {
	MerchantID    uuid.UUID
	MerchantName  string
	TokenID       uuid.UUID
	EnrolmentID   uuid.UUID
	CandidateName string
	Position      position.Position
	Interview     interview.Definition
	// Status is empty while undecided.
	Status       enrolment.Status
	AttemptsUsed int
	ExpiresAt    time.Time
	// Revoked is set when the token or its whole enrolment was revoked.
	Revoked bool
}

// AccessKey is what a verified token says.
type AccessKey struct {
	TokenID     uuid.UUID
	EnrolmentID uuid.UUID
	InterviewID uuid.UUID
}

// AccessGet reads what is behind a verified token, without the questions: AccessStart gives those. Errors: ErrNotFound.
func AccessGet(ctx context.Context, conn TX, key AccessKey) (Access, error) {
	row, err := sqlcgen.New().AccessGet(ctx, conn, &sqlcgen.AccessGetParams{
		ID: key.TokenID, EnrolmentID: key.EnrolmentID, InterviewID: key.InterviewID,
	})
	if err != nil {
		return Access{}, interpret("read an access token", err)
	}
	access := Access{
		MerchantID: row.MerchantID, MerchantName: row.MerchantName, TokenID: row.ID, EnrolmentID: row.EnrolmentID,
		CandidateName: row.CandidateName, Status: textOrEmpty[enrolment.Status](row.Status), AttemptsUsed: int(row.AttemptsUsed),
		ExpiresAt: row.ExpiresAt, Revoked: row.RevokedAt != nil || row.EnrolmentRevokedAt != nil,
		Position: position.Position{
			ID: row.PositionID, Name: row.PositionName, Location: row.Location, CountryCode: row.CountryCode,
			Language: lang.Code(row.Language), SeniorityLevel: textOrEmpty[seniority.Level](row.SeniorityLevel),
		},
		Interview: interview.Definition{
			ID: row.InterviewID, PositionID: row.PositionID,
			Written: interview.Texts{
				Description: textOrEmpty[string](row.Description), DescriptionLong: textOrEmpty[string](row.DescriptionLong),
			},
		},
	}
	if err := json.Unmarshal(row.InterviewSettings, &access.Interview.Settings); err != nil {
		return access, fmt.Errorf("decode the settings of interview %s: %w", row.InterviewID, err)
	}
	return access, nil
}

// ErrAttemptsUsedUp says that the candidate has no interview attempt left.
var ErrAttemptsUsedUp = fault.New(fault.Conflict, "attempts_used_up", "all interview attempts are used up")

// AccessStart counts one attempt, and returns the access with how many are used now and the questions, which stay as they are from then
// on. Errors: ErrAttemptsUsedUp.
func AccessStart(ctx context.Context, tx pgx.Tx, access Access) (Access, error) {
	queries := sqlcgen.New()
	asked, err := queries.InterviewQuestions(ctx, tx, &sqlcgen.InterviewQuestionsParams{
		MerchantID: access.MerchantID, ID: access.Interview.ID,
	})
	if err != nil {
		return access, interpret("read an interview's questions", err)
	}
	used, err := queries.AccessUseAttempt(ctx, tx, &sqlcgen.AccessUseAttemptParams{
		MerchantID: access.MerchantID, ID: access.EnrolmentID,
		MaxAttempts: int32(access.Interview.Settings.Attempts),
	})
	if err != nil {
		return access, orFault(interpret("use an interview attempt", err), ErrAttemptsUsedUp)
	}
	access.AttemptsUsed = int(used)
	access.Interview.Questions, err = decodeQuestions(access.Interview.ID, asked)
	return access, err
}

// decodeQuestions reads stored questions; none are stored until the level that they depend on is known.
func decodeQuestions(interviewID uuid.UUID, stored []byte) ([]questions.Question, error) {
	asked := []questions.Question{}
	if stored == nil {
		return asked, nil
	}
	if err := json.Unmarshal(stored, &asked); err != nil {
		return nil, fmt.Errorf("decode the questions of interview %s: %w", interviewID, err)
	}
	return asked, nil
}

// AccessRevoke ends an enrolment's access for good: every interview token that there is, and those that will be. It returns how many were
// alive.
func AccessRevoke(ctx context.Context, tx pgx.Tx, merchantID, enrolmentID uuid.UUID, now time.Time) (int64, error) {
	err := sqlcgen.New().EnrolmentRevoke(ctx, tx, &sqlcgen.EnrolmentRevokeParams{MerchantID: merchantID, ID: enrolmentID, Now: now})
	if err != nil {
		return 0, interpret("revoke an enrolment's access", err)
	}
	revoked, err := sqlcgen.New().TokenRevoke(ctx, tx, &sqlcgen.TokenRevokeParams{
		MerchantID: merchantID, EnrolmentID: enrolmentID, Now: now,
	})
	return revoked, interpret("revoke access tokens", err)
}

// LockedEnrolment is an enrolment that the transaction holds for a decision.
type LockedEnrolment struct {
	ID             uuid.UUID
	Version        int32
	RequestVersion int32
	// Status is empty while undecided.
	Status enrolment.Status
}

// EnrolmentLock locks the enrolment that a request led to. Errors: ErrRequestNotFound, also when it hasn't led to one yet.
func EnrolmentLock(ctx context.Context, tx pgx.Tx, merchantID, requestID uuid.UUID) (LockedEnrolment, error) {
	row, err := sqlcgen.New().EnrolmentLock(ctx, tx, &sqlcgen.EnrolmentLockParams{MerchantID: merchantID, RequestID: requestID})
	if err != nil {
		return LockedEnrolment{}, orFault(interpret("lock an enrolment", err), ErrRequestNotFound)
	}
	return LockedEnrolment{
		ID: row.ID, Version: row.Version, RequestVersion: row.RequestVersion, Status: textOrEmpty[enrolment.Status](row.Status),
	}, nil
}

// EnrolmentDecide stores a recruiter's decision about a locked enrolment.
func EnrolmentDecide(
	ctx context.Context, tx pgx.Tx, merchantID, id uuid.UUID, status enrolment.Status, reason string, now time.Time,
) error {
	return interpret("store a decision", sqlcgen.New().EnrolmentDecideByRecruiter(ctx, tx, &sqlcgen.EnrolmentDecideByRecruiterParams{
		MerchantID: merchantID, ID: id, Status: string(status), Reason: reason, Now: now,
	}))
}
