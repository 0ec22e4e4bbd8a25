package db

import (
	"context"
	"crypto/sha256"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"greenroom/db/internal/sqlcgen"
	"greenroom/internal/enrolment"
)

// Decided is an enrolment that only the machine has decided about.
type Decided struct {
	MerchantID  uuid.UUID
	ID          uuid.UUID
	RequestID   uuid.UUID
	InterviewID uuid.UUID
	Version     int32
	Status      enrolment.Status
	Reason      string
	Score       float64
	// Engine made the newest assessment, in this version, under this policy, of a position with this digest.
	Engine, EngineVersion string
	PolicyVersion         string
	PositionDigest        [sha256.Size]byte
}

// ReplayFilter says which enrolments to look at again.
type ReplayFilter struct {
	// After is where the page before ended; the zero value starts at the beginning.
	After Decided
	// MerchantID narrows to one merchant; nil takes all.
	MerchantID *uuid.UUID
	// Since leaves out what was decided earlier.
	Since time.Time
}

// DecidedList reads a page of enrolments that only the machine has decided about. It is the operator's view, across merchants.
func DecidedList(ctx context.Context, conn TX, filter ReplayFilter, limit int) ([]Decided, error) {
	rows, err := sqlcgen.New().EnrolmentReplayList(ctx, conn, &sqlcgen.EnrolmentReplayListParams{
		AfterMerchantID: filter.After.MerchantID, AfterID: filter.After.ID, MerchantID: filter.MerchantID, Since: filter.Since,
		PageSize: int32(limit),
	})
	if err != nil {
		return nil, interpret("list decided enrolments", err)
	}
	return column(rows, func(row *sqlcgen.EnrolmentReplayListRow) Decided {
		decided := Decided{
			MerchantID: row.MerchantID, ID: row.ID, RequestID: row.RequestID, InterviewID: row.InterviewID, Version: row.Version,
			Status: textOrEmpty[enrolment.Status](row.Status), Reason: textOrEmpty[string](row.Reason), Score: row.Score, Engine: row.Engine,
			EngineVersion: row.EngineVersion, PolicyVersion: row.PolicyVersion,
		}
		copy(decided.PositionDigest[:], row.PositionDigest)
		return decided
	}), nil
}

// Redecide replaces the machine's decision about an enrolment and adds the assessment that it rests on. It reports false, and changes
// nothing, when anybody has decided since the enrolment was read.
func Redecide(
	ctx context.Context, tx pgx.Tx, decided Decided, status enrolment.Status, assessment *enrolment.Assessment, now time.Time,
) (bool, error) {
	queries := sqlcgen.New()
	changed, err := queries.EnrolmentRedecide(ctx, tx, &sqlcgen.EnrolmentRedecideParams{
		MerchantID: decided.MerchantID, ID: decided.ID, Version: decided.Version, Status: string(status),
		Reason: assessment.Result.Reason, Now: now,
	})
	if err != nil || changed == 0 {
		return false, interpret("store a new decision", err)
	}
	batch := &outcomeBatch{tx: tx, queries: queries, now: now}
	return true, batch.insertAssessments(ctx, []*enrolment.Outcome{{
		Case:       enrolment.Case{MerchantID: decided.MerchantID, ID: decided.RequestID},
		Progress:   enrolment.Progress{EnrolmentID: &decided.ID},
		Assessment: assessment,
	}})
}
