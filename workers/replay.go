package workers

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"greenroom/db"
	"greenroom/internal/enrolment"
	"greenroom/internal/fault"
	"greenroom/internal/prescreen"
)

// replayPage is how many enrolments are read at once: enough to make the statements cheap, few enough to hold their résumés.
const replayPage = 200

// replayActor is who the audit trail names for decisions that a replay changed: nobody's account.
var replayActor = uuid.Nil //nolint:gochecknoglobals // A constant that Go can't spell.

// Replay pre-screens past enrolments again, under another policy or a newer engine. Decisions of recruiters are never touched.
type Replay struct {
	Pool *pgxpool.Pool
	Now  func() time.Time
	// Policy is laid over each enrolment's own policy, in the form of custom_scoring.pre_screening; nil leaves it as it is.
	Policy map[string]any
	// MerchantID narrows to one merchant; nil takes all. Since leaves out what was decided earlier.
	MerchantID *uuid.UUID
	Since      time.Time
	// Apply stores the new decisions; without it, nothing is changed.
	Apply bool
}

// Difference is an enrolment that would be, or was, decided differently.
type Difference struct {
	MerchantID, EnrolmentID uuid.UUID
	Before, After           enrolment.Status
	ScoreBefore, ScoreAfter float64
	// Reason is the new decision's.
	Reason string
	// Applied is set when the new decision is stored.
	Applied bool
}

// ReplaySummary counts what a replay saw. Remote are those decided with a remote model's opinion: the in-process engine doesn't know it, so
// they are left alone.
type ReplaySummary struct{ Examined, Differing, Applied, Remote int }

// Run replays and reports every difference as it is found. Errors: an Invalid fault when the policy is wrong.
func (r *Replay) Run(ctx context.Context, report func(Difference)) (ReplaySummary, error) {
	var summary ReplaySummary
	// Checked before anything is read: a policy that is wrong is wrong without enrolments, too.
	if _, err := r.overlay(prescreen.DefaultPolicy()); err != nil {
		return summary, err
	}
	filter := db.ReplayFilter{MerchantID: r.MerchantID, Since: r.Since}
	for {
		page, err := db.DecidedList(ctx, r.Pool, filter, replayPage)
		if err != nil || len(page) == 0 {
			return summary, err
		}
		if err := r.replayPage(ctx, page, &summary, report); err != nil {
			return summary, err
		}
		filter.After = page[len(page)-1]
	}
}

func (r *Replay) replayPage(ctx context.Context, page []db.Decided, summary *ReplaySummary, report func(Difference)) error {
	caseKeys, interviewKeys := make([]db.CaseKey, 0, len(page)), make([]db.InterviewKey, 0, len(page))
	for _, decided := range page {
		caseKeys = append(caseKeys, db.CaseKey{MerchantID: decided.MerchantID, ID: decided.RequestID})
		interviewKeys = append(interviewKeys, db.InterviewKey{MerchantID: decided.MerchantID, InterviewID: decided.InterviewID})
	}
	cases, err := db.CasesLoad(ctx, r.Pool, caseKeys)
	if err != nil {
		return err
	}
	dossiers, err := db.DossiersLoad(ctx, r.Pool, interviewKeys)
	if err != nil {
		return err
	}
	for i, decided := range page {
		if decided.Engine != prescreen.Engine {
			summary.Remote++
			continue
		}
		dossier := dossiers[interviewKeys[i]]
		difference, err := r.replayOne(ctx, decided, cases[caseKeys[i]], &dossier)
		if err != nil {
			return fmt.Errorf("replay enrolment %s: %w", decided.ID, err)
		}
		summary.Examined++
		if difference == nil {
			continue
		}
		summary.Differing++
		if difference.Applied {
			summary.Applied++
		}
		report(*difference)
	}
	return nil
}

func (r *Replay) overlay(policy prescreen.Policy) (prescreen.Policy, error) {
	policy, problems := policy.Merge(r.Policy, "")
	if len(problems) == 0 {
		return policy, nil
	}
	// Not "custom_scoring", which the policy's own problems speak of.
	for i := range problems {
		problems[i].Name = "policy"
	}
	return policy, fault.InvalidFields(problems)
}

// replayOne returns nil when the decision stays the same.
func (r *Replay) replayOne(ctx context.Context, decided db.Decided, past enrolment.Case, dossier *enrolment.Dossier) (*Difference, error) {
	policy, err := policyOf(dossier)
	if err != nil {
		return nil, err
	}
	if policy, err = r.overlay(policy); err != nil {
		return nil, err
	}
	assessment, err := assess(past, dossier, policy, inProcess)
	if err != nil {
		return nil, err
	}
	difference := &Difference{
		MerchantID: decided.MerchantID, EnrolmentID: decided.ID, Before: decided.Status, After: statusOf(assessment.Result.Decision),
		ScoreBefore: decided.Score, ScoreAfter: assessment.Result.Score, Reason: assessment.Result.Reason,
	}
	if difference.After == difference.Before {
		return nil, nil //nolint:nilnil // Nothing differs, and nothing is wrong.
	}
	if r.Apply {
		difference.Applied, err = r.apply(ctx, decided, difference, assessment)
	}
	return difference, err
}

// apply stores a new decision with its assessment and an entry of the audit trail, all or nothing.
func (r *Replay) apply(ctx context.Context, decided db.Decided, difference *Difference, assessment *enrolment.Assessment) (bool, error) {
	applied := false
	err := db.WithTx(ctx, r.Pool, func(tx pgx.Tx) error {
		var err error
		now := r.Now()
		if applied, err = db.Redecide(ctx, tx, decided, difference.After, assessment, now); err != nil || !applied {
			return err
		}
		return db.AuditInsert(ctx, tx, db.AuditEvent{
			MerchantID: decided.MerchantID, ID: newID(), ActorID: replayActor, Action: "enrolment.replayed", SubjectType: "enrolment",
			SubjectID: decided.ID, CreatedAt: now, Detail: map[string]any{
				"from": difference.Before, "to": difference.After, "assessment_id": assessment.ID,
				"policy_version": assessment.Result.PolicyVersion, "engine_version": assessment.Result.EngineVersion,
			},
		})
	})
	return applied, err
}
