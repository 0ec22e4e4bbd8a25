package db_test

import (
	"context"
	"encoding/json"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"greenroom/db"
	"greenroom/db/dbtest"
	"greenroom/internal/enrolment"
	"greenroom/internal/interview"
	"greenroom/internal/position"
	"greenroom/internal/prescreen"
	"greenroom/internal/seniority"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

func newID() uuid.UUID { return uuid.Must(uuid.NewV7()) }

// testTime is as precise as Postgres.
func testTime() time.Time { return time.Date(2026, 5, 4, 3, 2, 1, 0, time.UTC) }

// tenant is one merchant on one connection.
type tenant struct {
	conn db.TX
	id   uuid.UUID
}

func newTenant(t *testing.T, conn db.TX) tenant {
	t.Helper()

	merchant := tenant{conn: conn, id: newID()}
	require.NoError(t, db.MerchantUpsert(t.Context(), conn, db.NewMerchant{ID: merchant.id, Name: "Kitchens"}))
	return merchant
}

// ask builds a request for the position of this name.
func ask(email, positionName string) enrolment.Request {
	return enrolment.Request{
		Candidate: enrolment.Candidate{Name: "Ada", Email: email, EmailKey: email, CountryCode: "PT", Resume: "Cook, ten years."},
		Position:  enrolment.Position{Name: positionName, Location: "Lisbon", CountryCode: "PT", Language: "en"},
	}
}

// accept stores a request and returns its case as a worker loads it.
func (m tenant) accept(t *testing.T, request enrolment.Request) enrolment.Case {
	t.Helper()

	key := db.CaseKey{MerchantID: m.id, ID: newID()}
	stored, err := db.RequestsInsert(t.Context(), m.conn, []db.NewRequest{{
		CaseKey: key, Request: request, Class: enrolment.Interactive, Awaited: true, CreatedAt: testTime(),
	}})
	require.NoError(t, err)
	require.True(t, stored[key.ID])
	return m.load(t, key.ID)
}

func (m tenant) load(t *testing.T, id uuid.UUID) enrolment.Case {
	t.Helper()

	key := db.CaseKey{MerchantID: m.id, ID: id}
	loaded, err := db.CasesLoad(t.Context(), m.conn, []db.CaseKey{key})
	require.NoError(t, err)
	require.Contains(t, loaded, key)
	return loaded[key]
}

func (m tenant) get(t *testing.T, id uuid.UUID) db.Request {
	t.Helper()

	request, err := db.RequestGet(t.Context(), m.conn, m.id, id)
	require.NoError(t, err)
	return request
}

// resolved is the outcome of the first stage where everything is new.
func resolved(of enrolment.Case) *enrolment.Outcome {
	settings := interview.Defaults()
	hash, _ := settings.Fingerprint()
	asked := of.Request.Position
	positionID, interviewID, enrolmentID := newID(), newID(), newID()
	progress := of.Begin(testTime())
	progress.PositionID, progress.InterviewID, progress.EnrolmentID = &positionID, &interviewID, &enrolmentID
	return &enrolment.Outcome{
		Case: of, Progress: progress.Advance(enrolment.DetectSeniority, testTime()),
		Position: &enrolment.NewPosition{
			Position: position.Position{
				ID: positionID, ExternalID: asked.ExternalID, Name: asked.Name, Location: asked.Location, CountryCode: asked.CountryCode,
				Language: asked.Language, TemplateID: position.DefaultTemplateID,
			},
			Fingerprint: asked.Fingerprint(),
		},
		Interview: &interview.Definition{ID: interviewID, PositionID: positionID, Default: true, Settings: settings, Hash: hash},
		Candidate: &enrolment.CandidateRecord{ID: newID(), Candidate: of.Request.Candidate},
		Enrolment: &enrolment.NewEnrolment{ID: enrolmentID},
	}
}

func detected(of enrolment.Case, level seniority.Level) *enrolment.Outcome {
	progress := of.Begin(testTime())
	progress.SeniorityLevel, progress.SenioritySource = level, enrolment.SourceDetected
	return &enrolment.Outcome{
		Case: of, Progress: progress.Advance(enrolment.Prescreen, testTime()),
		Detection: &enrolment.Detection{Level: level, Source: enrolment.SourceDetected, Result: seniority.Detection{Level: level}},
	}
}

func prescreened(of enrolment.Case, score float64) *enrolment.Outcome {
	progress := of.Begin(testTime())
	progress.Status = enrolment.AIAccept
	return &enrolment.Outcome{
		Case: of, Progress: progress.Advance(enrolment.TokeniseURL, testTime()),
		Assessment: &enrolment.Assessment{
			ID:     newID(),
			Result: prescreen.Assessment{Score: score, Decision: prescreen.DecisionAccept, Engine: prescreen.Engine},
			Policy: prescreen.DefaultPolicy(),
		},
	}
}

func tokenised(of enrolment.Case) *enrolment.Outcome {
	token := &enrolment.Token{
		ID: newID(), EnrolmentID: *of.EnrolmentID, InterviewID: *of.InterviewID, KeyID: "key", IssuedAt: testTime(),
		ExpiresAt: testTime().AddDate(1, 0, 0),
	}
	progress := of.Begin(testTime())
	progress.TokenID = &token.ID
	return &enrolment.Outcome{Case: of, Progress: progress.Finish(testTime()), Token: token}
}

// commit stores outcomes in a transaction of their own and returns their verdicts.
func (m tenant) commit(ctx context.Context, outcomes ...*enrolment.Outcome) ([]enrolment.Verdict, error) {
	var verdicts []enrolment.Verdict
	err := db.WithTx(ctx, m.conn, func(tx pgx.Tx) error {
		results, err := db.OutcomesCommit(ctx, tx, testTime(), outcomes)
		for _, result := range results {
			verdicts = append(verdicts, result.Verdict)
		}
		return err
	})
	return verdicts, err
}

// mustCommit commits one outcome that has to apply, and returns the case as it is now.
func (m tenant) mustCommit(t *testing.T, outcome *enrolment.Outcome) enrolment.Case {
	t.Helper()

	verdicts, err := m.commit(t.Context(), outcome)
	require.NoError(t, err)
	require.Equal(t, []enrolment.Verdict{enrolment.Applied}, verdicts)
	return m.load(t, outcome.Case.ID)
}

// finish carries a new request through all stages.
func (m tenant) finish(t *testing.T, request enrolment.Request) enrolment.Case {
	t.Helper()

	current := m.mustCommit(t, resolved(m.accept(t, request)))
	current = m.mustCommit(t, detected(current, "senior"))
	current = m.mustCommit(t, prescreened(current, 8))
	return m.mustCommit(t, tokenised(current))
}

func (m tenant) count(t *testing.T, table string) int {
	t.Helper()

	var count int
	require.NoError(t, m.conn.QueryRow(t.Context(), "SELECT count(*) FROM "+pgx.Identifier{table}.Sanitize()+" WHERE merchant_id = $1", m.id).
		Scan(&count))
	return count
}

func scoreOf(t *testing.T, request db.Request) float64 {
	t.Helper()

	var assessment prescreen.Assessment
	require.NoError(t, json.Unmarshal(request.Assessment, &assessment))
	return assessment.Score
}
