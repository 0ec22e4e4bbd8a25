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
	// RequestID is what the API calls the enrolment's id, EnrolmentID the profile_interview_id.
	MerchantID, RequestID, EnrolmentID uuid.UUID

	Position                string
	Before, After           enrolment.Status
	ScoreBefore, ScoreAfter float64
	// Reason is the new decision's; an acceptance has one here, too.
	Reason string
	// What isn't as it was when the enrolment was decided.
	PolicyChanged, EngineChanged, PositionChanged bool
	// Applied is set when the new decision is stored.
	Applied bool
}

// ReplayFailure is an enrolment that couldn't be decided again; nothing of it has changed.
type ReplayFailure struct {
	MerchantID, RequestID, EnrolmentID uuid.UUID

	Cause error
}

// ReplayReport is told what a replay finds, as it finds it.
type ReplayReport struct {
	Difference func(Difference)
	Failure    func(ReplayFailure)
}

// ReplaySummary counts what a replay saw. Failed are among those examined. Missing are those whose request or interview is gone, and Remote
// those decided with a remote model's opinion, which the in-process engine doesn't know: both are left alone.
type ReplaySummary struct{ Examined, Differing, Applied, Failed, Missing, Remote int }

// Run replays and reports every difference and failure as it is found. An enrolment that can't be decided doesn't keep the others from
// being replayed; what can't be loaded or stored ends the run. Errors: an Invalid fault when the policy is wrong.
func (r *Replay) Run(ctx context.Context, report ReplayReport) (ReplaySummary, error) {
	var summary ReplaySummary
	// Checked before anything is read: a policy that is wrong is wrong without enrolments, too.
	if problems := prescreen.Check(r.Policy); len(problems) > 0 {
		return summary, fault.InvalidFields(fault.Below(problems, policyName, ""))
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

func (r *Replay) replayPage(ctx context.Context, page []db.Decided, summary *ReplaySummary, report ReplayReport) error {
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
		past, hasCase := cases[caseKeys[i]]
		dossier, hasDossier := dossiers[interviewKeys[i]]
		if !hasCase || !hasDossier {
			summary.Missing++
			continue
		}
		if err := r.replayOne(ctx, decided, past, &dossier, summary, report); err != nil {
			return fmt.Errorf("replay enrolment %s: %w", decided.ID, err)
		}
	}
	return nil
}

// replayOne counts and reports what becomes of one enrolment. Its error is one of storing; what can't be decided is a reported failure.
func (r *Replay) replayOne(
	ctx context.Context, decided db.Decided, past enrolment.Case, dossier *enrolment.Dossier, summary *ReplaySummary, report ReplayReport,
) error {
	summary.Examined++
	assessment, err := r.assess(past, dossier)
	if err != nil {
		summary.Failed++
		report.Failure(ReplayFailure{
			MerchantID: decided.MerchantID, RequestID: decided.RequestID, EnrolmentID: decided.ID, Cause: err,
		})
		return nil //nolint:nilerr // It is reported, and the others are replayed.
	}
	difference := compare(decided, dossier, assessment)
	if difference.After == difference.Before {
		return nil
	}
	if r.Apply {
		if difference.Applied, err = r.apply(ctx, decided, difference, assessment); err != nil {
			return err
		}
	}
	summary.Differing++
	if difference.Applied {
		summary.Applied++
	}
	report.Difference(difference)
	return nil
}

func compare(decided db.Decided, dossier *enrolment.Dossier, assessment *enrolment.Assessment) Difference {
	result := &assessment.Result
	difference := Difference{
		MerchantID: decided.MerchantID, RequestID: decided.RequestID, EnrolmentID: decided.ID, Position: dossier.Position.Name,
		Before: decided.Status, After: statusOf(result.Decision), ScoreBefore: decided.Score, ScoreAfter: result.Score, Reason: result.Reason,
		PolicyChanged: decided.PolicyVersion != result.PolicyVersion, EngineChanged: decided.EngineVersion != result.EngineVersion,
		PositionChanged: decided.PositionDigest != assessment.PositionDigest,
	}
	if result.Decision == prescreen.DecisionAccept {
		difference.Reason = fmt.Sprintf("The policy accepts from a score of %v.", assessment.Policy.ResumeScoreAccept)
	}
	return difference
}

// policyName is what problems with the replay's own policy are reported under, apart from those of an interview's.
const policyName = "policy"

// assess decides under the enrolment's own policy with the replay's on top.
func (r *Replay) assess(past enrolment.Case, dossier *enrolment.Dossier) (*enrolment.Assessment, error) {
	if dossier.Unreadable != nil {
		return nil, dossier.Unreadable
	}
	policy, err := dossier.Merchant.Policy(
		enrolment.InterviewLayer(dossier.Interview.Settings), enrolment.PolicyLayer{Name: policyName, Override: r.Policy},
	)
	if err != nil {
		return nil, err
	}
	return assess(past, dossier, policy, inProcess)
}

// apply stores a new decision with its assessment and an entry of the audit trail, all or nothing.
func (r *Replay) apply(ctx context.Context, decided db.Decided, difference Difference, assessment *enrolment.Assessment) (bool, error) {
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
