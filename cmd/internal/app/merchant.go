package app

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"greenroom/db"
	"greenroom/internal/enrolment"
	"greenroom/internal/prescreen"
)

// policyPage is how many interviews' policies are read at once.
const policyPage = 1000

// SetMerchantPolicy replaces a merchant's layer of the pre-screening policy, and returns the merchant with the policy that this makes.
// Errors: db.ErrMerchantNotFound; enrolment.ErrMerchantPolicy, with nothing stored.
func SetMerchantPolicy(
	ctx context.Context, pool *pgxpool.Pool, id uuid.UUID, layer map[string]any, now time.Time,
) (merchant enrolment.Merchant, policy prescreen.Policy, err error) {
	err = db.WithTx(ctx, pool, func(tx pgx.Tx) error {
		var err error
		if merchant, err = db.MerchantChangeSettings(ctx, tx, id, enrolment.MerchantSettings{}.WithPolicy(layer)); err != nil {
			return err
		}
		if policy, err = merchant.Policy(); err != nil {
			return err
		}
		// Without an actor: an operator has no account.
		return db.AuditInsert(ctx, tx, db.AuditEvent{
			MerchantID: id, ID: uuid.Must(uuid.NewV7()), Action: "merchant.policy_set", SubjectType: "merchant",
			SubjectID: id, CreatedAt: now, Detail: map[string]any{"policy_version": policy.Version()},
		})
	})
	return merchant, policy, err
}

// ContradictedInterviews lists the merchant's interviews whose own layer of the policy can't be laid over the merchant's.
func ContradictedInterviews(ctx context.Context, pool *pgxpool.Pool, id uuid.UUID, merchant enrolment.Merchant) ([]uuid.UUID, error) {
	var contradicted []uuid.UUID
	for after := uuid.Nil; ; {
		page, err := db.InterviewPolicyList(ctx, pool, id, after, policyPage)
		if err != nil || len(page) == 0 {
			return contradicted, err
		}
		for _, interview := range page {
			if _, err := merchant.Policy(enrolment.PolicyLayer{Override: interview.Override}); err != nil {
				contradicted = append(contradicted, interview.ID)
			}
		}
		after = page[len(page)-1].ID
	}
}
