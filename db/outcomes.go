package db

import (
	"bytes"
	"context"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"greenroom/db/internal/sqlcgen"
	"greenroom/internal/enrolment"
)

// OutcomeResult says what became of one outcome.
type OutcomeResult struct {
	Verdict enrolment.Verdict
	// Awaited says that someone waits for the request, perhaps in another process.
	Awaited bool
}

// OutcomesCommit stores outcomes within tx with one statement for each kind of part, and says for each outcome what became of it.
// The order of the statements, and of the rows within them, is the same in every process, so that batches wait for each other instead of
// deadlocking.
func OutcomesCommit(ctx context.Context, tx pgx.Tx, now time.Time, outcomes []*enrolment.Outcome) ([]OutcomeResult, error) {
	batch := &outcomeBatch{tx: tx, queries: sqlcgen.New(), now: now, verdicts: make(map[*enrolment.Outcome]enrolment.Verdict, len(outcomes))}
	steps := []func(ctx context.Context, outcomes []*enrolment.Outcome) error{
		batch.lock, batch.insertPositions, batch.insertInterviews, batch.upsertCandidates, batch.insertEnrolments, batch.takeOver,
		batch.setSeniority, batch.setQuestions, batch.decide, batch.insertAssessments, batch.insertTokens, batch.updateRequests,
	}
	for _, step := range steps {
		if err := step(ctx, batch.applicable(outcomes)); err != nil {
			return nil, err
		}
	}
	results := make([]OutcomeResult, 0, len(outcomes))
	for _, outcome := range outcomes {
		results = append(results, OutcomeResult{Verdict: batch.verdicts[outcome], Awaited: batch.awaited[outcome.Case.ID]})
	}
	return results, nil
}

type outcomeBatch struct {
	tx       pgx.Tx
	queries  *sqlcgen.Queries
	now      time.Time
	verdicts map[*enrolment.Outcome]enrolment.Verdict
	awaited  map[uuid.UUID]bool
	// candidates maps a merchant's e-mail key to the id that the upsert found or made.
	candidates map[candidateKey]uuid.UUID
}

type candidateKey struct {
	merchantID uuid.UUID
	emailKey   string
}

// applicable leaves out what is superseded or stale by now.
func (b *outcomeBatch) applicable(outcomes []*enrolment.Outcome) []*enrolment.Outcome {
	return having(outcomes, func(o *enrolment.Outcome) bool { return b.verdicts[o] == enrolment.Applied })
}

func having(outcomes []*enrolment.Outcome, has func(o *enrolment.Outcome) bool) []*enrolment.Outcome {
	kept := make([]*enrolment.Outcome, 0, len(outcomes))
	for _, outcome := range outcomes {
		if has(outcome) {
			kept = append(kept, outcome)
		}
	}
	return kept
}

// inOrderOf sorts outcomes by the rows that a statement updates. An update locks rows in the order in which they are listed, so that two
// batches with the same rows in another order would deadlock; inserts sort by themselves.
func inOrderOf(outcomes []*enrolment.Outcome, id func(o *enrolment.Outcome) uuid.UUID) []*enrolment.Outcome {
	slices.SortStableFunc(outcomes, func(a, b *enrolment.Outcome) int {
		first, second := id(a), id(b)
		return bytes.Compare(first[:], second[:])
	})
	return outcomes
}

// judge makes those of outcomes stale whose id isn't among the ids that a statement returned.
func (b *outcomeBatch) judge(outcomes []*enrolment.Outcome, returned []uuid.UUID, id func(o *enrolment.Outcome) uuid.UUID) {
	done := make(map[uuid.UUID]bool, len(returned))
	for _, returnedID := range returned {
		done[returnedID] = true
	}
	for _, outcome := range outcomes {
		if !done[id(outcome)] {
			b.verdicts[outcome] = enrolment.Stale
			continue
		}
		// Of two outcomes about one row in one batch, only the first counts.
		done[id(outcome)] = false
	}
}

func merchantID(o *enrolment.Outcome) uuid.UUID    { return o.Case.MerchantID }
func requestID(o *enrolment.Outcome) uuid.UUID     { return o.Case.ID }
func positionID(o *enrolment.Outcome) uuid.UUID    { return idOrZero(o.Progress.PositionID) }
func interviewID(o *enrolment.Outcome) uuid.UUID   { return idOrZero(o.Progress.InterviewID) }
func enrolmentID(o *enrolment.Outcome) uuid.UUID   { return idOrZero(o.Progress.EnrolmentID) }
func statusText(o *enrolment.Outcome) string       { return string(o.Progress.Status) }
func reasonText(o *enrolment.Outcome) string       { return o.Progress.Reason }
func newPositionID(o *enrolment.Outcome) uuid.UUID { return o.Position.ID }

func (b *outcomeBatch) lock(ctx context.Context, outcomes []*enrolment.Outcome) error {
	locked, err := b.queries.RequestLockMany(ctx, b.tx, &sqlcgen.RequestLockManyParams{
		MerchantIds: column(outcomes, merchantID),
		Ids:         column(outcomes, requestID),
		Versions:    column(outcomes, func(o *enrolment.Outcome) int32 { return o.Case.Version }),
	})
	if err != nil {
		return interpret("lock requests", err)
	}
	// A batch may hold two outcomes of one case, of a worker and of the one that it was taken from: only the current version's counts.
	versions := make(map[uuid.UUID]int32, len(locked))
	for _, request := range locked {
		versions[request.ID] = request.Version
	}
	for _, outcome := range outcomes {
		if version, found := versions[outcome.Case.ID]; !found || version != outcome.Case.Version {
			b.verdicts[outcome] = enrolment.Superseded
			continue
		}
		delete(versions, outcome.Case.ID)
	}
	return nil
}

func (b *outcomeBatch) insertPositions(ctx context.Context, outcomes []*enrolment.Outcome) error {
	outcomes = having(outcomes, func(o *enrolment.Outcome) bool { return o.Position != nil })
	if len(outcomes) == 0 {
		return nil
	}
	text := func(value func(p *enrolment.NewPosition) string) []string {
		return column(outcomes, func(o *enrolment.Outcome) string { return value(o.Position) })
	}
	inserted, err := b.queries.PositionInsertMany(ctx, b.tx, &sqlcgen.PositionInsertManyParams{
		MerchantIds:      column(outcomes, merchantID),
		Ids:              column(outcomes, newPositionID),
		ExternalIds:      text(func(p *enrolment.NewPosition) string { return p.ExternalID }),
		Fingerprints:     column(outcomes, func(o *enrolment.Outcome) []byte { return o.Position.Fingerprint[:] }),
		Names:            text(func(p *enrolment.NewPosition) string { return p.Name }),
		Locations:        text(func(p *enrolment.NewPosition) string { return p.Location }),
		CountryCodes:     text(func(p *enrolment.NewPosition) string { return p.CountryCode }),
		Languages:        text(func(p *enrolment.NewPosition) string { return string(p.Language) }),
		TemplateIds:      column(outcomes, func(o *enrolment.Outcome) uuid.UUID { return o.Position.TemplateID }),
		SeniorityLevels:  text(func(p *enrolment.NewPosition) string { return string(p.SeniorityLevel) }),
		SenioritySources: text(func(p *enrolment.NewPosition) string { return string(p.SenioritySource) }),
	})
	if err != nil {
		return interpret("insert positions", err)
	}
	b.judge(outcomes, inserted, newPositionID)
	return nil
}

func (b *outcomeBatch) insertInterviews(ctx context.Context, outcomes []*enrolment.Outcome) error {
	outcomes = having(outcomes, func(o *enrolment.Outcome) bool { return o.Interview != nil })
	if len(outcomes) == 0 {
		return nil
	}
	inserted, err := b.queries.InterviewInsertMany(ctx, b.tx, &sqlcgen.InterviewInsertManyParams{
		MerchantIds:    column(outcomes, merchantID),
		Ids:            column(outcomes, func(o *enrolment.Outcome) uuid.UUID { return o.Interview.ID }),
		PositionIds:    column(outcomes, func(o *enrolment.Outcome) uuid.UUID { return o.Interview.PositionID }),
		AreDefault:     column(outcomes, func(o *enrolment.Outcome) bool { return o.Interview.Default }),
		Settings:       column(outcomes, func(o *enrolment.Outcome) []byte { return encode(o.Interview.Settings) }),
		SettingsHashes: column(outcomes, func(o *enrolment.Outcome) []byte { return o.Interview.Hash[:] }),
		Questions:      column(outcomes, func(o *enrolment.Outcome) []byte { return encode(o.Interview.Questions) }),
	})
	if err != nil {
		return interpret("insert interviews", err)
	}
	b.judge(outcomes, inserted, func(o *enrolment.Outcome) uuid.UUID { return o.Interview.ID })
	return nil
}

func (b *outcomeBatch) insertTokens(ctx context.Context, outcomes []*enrolment.Outcome) error {
	outcomes = having(outcomes, func(o *enrolment.Outcome) bool { return o.Token != nil })
	if len(outcomes) == 0 {
		return nil
	}
	return interpret("insert access tokens", b.queries.TokenInsertMany(ctx, b.tx, &sqlcgen.TokenInsertManyParams{
		MerchantIds:  column(outcomes, merchantID),
		Ids:          column(outcomes, func(o *enrolment.Outcome) uuid.UUID { return o.Token.ID }),
		EnrolmentIds: column(outcomes, func(o *enrolment.Outcome) uuid.UUID { return o.Token.EnrolmentID }),
		InterviewIds: column(outcomes, func(o *enrolment.Outcome) uuid.UUID { return o.Token.InterviewID }),
		KeyIds:       column(outcomes, func(o *enrolment.Outcome) string { return o.Token.KeyID }),
		IssuedAts:    column(outcomes, func(o *enrolment.Outcome) time.Time { return o.Token.IssuedAt }),
		ExpiresAts:   column(outcomes, func(o *enrolment.Outcome) time.Time { return o.Token.ExpiresAt }),
	}))
}

func (b *outcomeBatch) updateRequests(ctx context.Context, outcomes []*enrolment.Outcome) error {
	if len(outcomes) == 0 {
		return nil
	}
	text := func(value func(p enrolment.Progress) string) []string {
		return column(outcomes, func(o *enrolment.Outcome) string { return value(o.Progress) })
	}
	updated, err := b.queries.RequestProgressMany(ctx, b.tx, &sqlcgen.RequestProgressManyParams{
		Now:              b.now,
		MerchantIds:      column(outcomes, merchantID),
		Ids:              column(outcomes, requestID),
		States:           text(func(p enrolment.Progress) string { return string(p.State) }),
		StageNames:       text(func(p enrolment.Progress) string { return string(p.Stage) }),
		Carriers:         text(func(p enrolment.Progress) string { return string(p.Carrier) }),
		Stages:           column(outcomes, func(o *enrolment.Outcome) []byte { return encode(o.Progress.Stages) }),
		PositionIds:      column(outcomes, positionID),
		InterviewIds:     column(outcomes, interviewID),
		EnrolmentIds:     column(outcomes, enrolmentID),
		TokenIds:         column(outcomes, func(o *enrolment.Outcome) uuid.UUID { return idOrZero(o.Progress.TokenID) }),
		Statuses:         column(outcomes, statusText),
		Reasons:          column(outcomes, reasonText),
		SeniorityLevels:  text(func(p enrolment.Progress) string { return string(p.SeniorityLevel) }),
		SenioritySources: text(func(p enrolment.Progress) string { return string(p.SenioritySource) }),
		Errors:           column(outcomes, func(o *enrolment.Outcome) []byte { return encode(o.Progress.Problem) }),
	})
	if err != nil {
		return interpret("store the progress of requests", err)
	}
	b.awaited = make(map[uuid.UUID]bool, len(updated))
	for _, request := range updated {
		b.awaited[request.ID] = request.Awaited
	}
	return nil
}
