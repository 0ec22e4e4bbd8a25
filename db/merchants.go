package db

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"

	"greenroom/db/internal/sqlcgen"
	"greenroom/internal/enrolment"
	"greenroom/internal/fault"
	"greenroom/internal/identity"
	"greenroom/internal/interview"
)

// MerchantFactsGet reads the facts about the token's merchant and the requested one; nil ids give false.
func MerchantFactsGet(ctx context.Context, conn TX, own, requested *uuid.UUID) (identity.MerchantFacts, error) {
	row, err := sqlcgen.New().MerchantFacts(ctx, conn, &sqlcgen.MerchantFactsParams{OwnID: own, RequestedID: requested})
	if err != nil {
		return identity.MerchantFacts{}, interpret("read facts about merchants", err)
	}
	return identity.MerchantFacts(*row), nil
}

// NewMerchant is a merchant to be seeded.
type NewMerchant struct {
	ID       uuid.UUID
	ParentID *uuid.UUID
	Name     string
	Settings enrolment.MerchantSettings
}

// MerchantUpsert creates a merchant, or renames it; one that is there keeps its settings.
func MerchantUpsert(ctx context.Context, conn TX, merchant NewMerchant) error {
	return interpret("store a merchant", sqlcgen.New().MerchantUpsert(ctx, conn, &sqlcgen.MerchantUpsertParams{
		ID: merchant.ID, ParentID: merchant.ParentID, Name: merchant.Name, Settings: encode(merchant.Settings),
	}))
}

// ErrMerchantNotFound says that there is no such merchant.
var ErrMerchantNotFound = fault.New(fault.NotFound, "merchant_not_found", "there is no merchant with this id")

// MerchantChangeSettings stores the settings that are given, leaves the others as far as they can be read, and returns the merchant as it
// is then. Errors: ErrMerchantNotFound.
func MerchantChangeSettings(ctx context.Context, conn TX, id uuid.UUID, changes enrolment.MerchantSettings) (enrolment.Merchant, error) {
	row, err := sqlcgen.New().MerchantChangeSettings(ctx, conn, &sqlcgen.MerchantChangeSettingsParams{ID: id, Changes: encode(changes)})
	if err != nil {
		return enrolment.Merchant{}, orFault(interpret("change a merchant's settings", err), ErrMerchantNotFound)
	}
	return toMerchant(row.Name, row.Settings), nil
}

// TemplateUpsert creates a template, or brings it up to date. A nil merchantID makes it the platform's.
func TemplateUpsert(
	ctx context.Context, conn TX, id uuid.UUID, merchantID *uuid.UUID, name string, settings interview.Overrides,
) error {
	return interpret("store a template", sqlcgen.New().TemplateUpsert(ctx, conn, &sqlcgen.TemplateUpsertParams{
		ID: id, MerchantID: merchantID, Name: name, Settings: encode(settings),
	}))
}

// TemplateExists reports whether a merchant may use a template.
func TemplateExists(ctx context.Context, conn TX, merchantID, id uuid.UUID) (bool, error) {
	exists, err := sqlcgen.New().TemplateExists(ctx, conn, &sqlcgen.TemplateExistsParams{ID: id, MerchantID: &merchantID})
	return exists, interpret("look for a template", err)
}

// PositionIdentity is what tells whether an id and a code name the same position.
type PositionIdentity struct {
	ID         uuid.UUID
	ExternalID string
	// HasPolicy is set when the position's interview has a pre-screening policy of its own.
	HasPolicy bool
}

// PositionIdentify finds a merchant's position by id or, when that is nil, by the merchant's own code. Errors: ErrNotFound.
func PositionIdentify(ctx context.Context, conn TX, merchantID uuid.UUID, id *uuid.UUID, externalID string) (PositionIdentity, error) {
	row, err := sqlcgen.New().PositionIdentify(ctx, conn, &sqlcgen.PositionIdentifyParams{
		MerchantID: merchantID, ID: id, ExternalID: textOrNil(externalID),
	})
	if err != nil {
		return PositionIdentity{}, interpret("identify a position", err)
	}
	return PositionIdentity{ID: row.ID, ExternalID: textOrEmpty[string](row.ExternalID), HasPolicy: row.HasPolicy}, nil
}

// InterviewPolicy is an interview's layer of the pre-screening policy.
type InterviewPolicy struct {
	ID       uuid.UUID
	Override map[string]any
}

// InterviewPolicyList reads a page of the merchant's interviews that have a policy of their own, in the order of their ids.
func InterviewPolicyList(ctx context.Context, conn TX, merchantID, after uuid.UUID, limit int) ([]InterviewPolicy, error) {
	rows, err := sqlcgen.New().InterviewPolicyList(ctx, conn, &sqlcgen.InterviewPolicyListParams{
		MerchantID: merchantID, After: after, PageSize: int32(limit),
	})
	if err != nil {
		return nil, interpret("list interviews' policies", err)
	}
	policies := make([]InterviewPolicy, 0, len(rows))
	for _, row := range rows {
		policy := InterviewPolicy{ID: row.ID}
		if err := json.Unmarshal(row.PreScreening, &policy.Override); err != nil {
			return nil, fmt.Errorf("decode the policy of interview %s: %w", row.ID, err)
		}
		policies = append(policies, policy)
	}
	return policies, nil
}

// EmbedKey is a merchant's embed key with the signing key still sealed.
type EmbedKey struct {
	EmbedID   string
	SealedKey []byte
}

// EmbedKeyGet reads a merchant's embed key. Errors: ErrNotFound.
func EmbedKeyGet(ctx context.Context, conn TX, merchantID uuid.UUID) (EmbedKey, error) {
	row, err := sqlcgen.New().EmbedKeyGet(ctx, conn, merchantID)
	if err != nil {
		return EmbedKey{}, interpret("read an embed key", err)
	}
	return EmbedKey(*row), nil
}

// EmbedKeyEnsure stores key unless the merchant has one, and returns the one that it has now.
func EmbedKeyEnsure(ctx context.Context, conn TX, merchantID uuid.UUID, key EmbedKey) (EmbedKey, error) {
	err := sqlcgen.New().EmbedKeyInsert(ctx, conn, &sqlcgen.EmbedKeyInsertParams{
		MerchantID: merchantID, EmbedID: key.EmbedID, SealedKey: key.SealedKey,
	})
	if err != nil {
		return EmbedKey{}, interpret("store an embed key", err)
	}
	return EmbedKeyGet(ctx, conn, merchantID)
}

// AuditEvent is one entry of the audit trail.
type AuditEvent struct {
	MerchantID  uuid.UUID
	ID          uuid.UUID
	ActorID     uuid.UUID
	Action      string
	SubjectType string
	SubjectID   uuid.UUID
	Detail      map[string]any
	CreatedAt   time.Time
}

// AuditInsert writes an event; call it in the transaction of what it reports.
func AuditInsert(ctx context.Context, conn TX, event AuditEvent) error {
	return interpret("write an audit event", sqlcgen.New().AuditInsert(ctx, conn, &sqlcgen.AuditInsertParams{
		MerchantID: event.MerchantID, ID: event.ID, ActorID: event.ActorID, Action: event.Action, SubjectType: event.SubjectType,
		SubjectID: event.SubjectID, Detail: encode(event.Detail), CreatedAt: event.CreatedAt,
	}))
}
