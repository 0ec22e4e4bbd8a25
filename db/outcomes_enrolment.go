package db

import (
	"context"

	"github.com/google/uuid"

	"greenroom/db/internal/sqlcgen"
	"greenroom/internal/enrolment"
)

func (b *outcomeBatch) upsertCandidates(ctx context.Context, outcomes []*enrolment.Outcome) error {
	// One statement can't touch a row twice: of several outcomes about one candidate, the last counts.
	newest := make(map[candidateKey]*enrolment.Outcome)
	for _, outcome := range outcomes {
		if outcome.Candidate != nil {
			newest[candidateKey{outcome.Case.MerchantID, outcome.Candidate.EmailKey}] = outcome
		}
	}
	if len(newest) == 0 {
		return nil
	}
	outcomes = having(outcomes, func(o *enrolment.Outcome) bool {
		return o.Candidate != nil && newest[candidateKey{o.Case.MerchantID, o.Candidate.EmailKey}] == o
	})
	text := func(value func(c *enrolment.CandidateRecord) string) []string {
		return column(outcomes, func(o *enrolment.Outcome) string { return value(o.Candidate) })
	}
	rows, err := b.queries.CandidateUpsertMany(ctx, b.tx, &sqlcgen.CandidateUpsertManyParams{
		MerchantIds:  column(outcomes, merchantID),
		Ids:          column(outcomes, func(o *enrolment.Outcome) uuid.UUID { return o.Candidate.ID }),
		Emails:       text(func(c *enrolment.CandidateRecord) string { return c.Email }),
		EmailKeys:    text(func(c *enrolment.CandidateRecord) string { return c.EmailKey }),
		Names:        text(func(c *enrolment.CandidateRecord) string { return c.Name }),
		CountryCodes: text(func(c *enrolment.CandidateRecord) string { return c.CountryCode }),
		ExternalIds:  text(func(c *enrolment.CandidateRecord) string { return c.ExternalID }),
		LinkedinUrls: text(func(c *enrolment.CandidateRecord) string { return c.LinkedInURL }),
	})
	if err != nil {
		return interpret("store candidates", err)
	}
	b.candidates = make(map[candidateKey]uuid.UUID, len(rows))
	for _, row := range rows {
		b.candidates[candidateKey{row.MerchantID, row.EmailKey}] = row.ID
	}
	return nil
}

func (b *outcomeBatch) insertEnrolments(ctx context.Context, outcomes []*enrolment.Outcome) error {
	outcomes = having(outcomes, func(o *enrolment.Outcome) bool { return o.Enrolment != nil })
	if len(outcomes) == 0 {
		return nil
	}
	newID := func(o *enrolment.Outcome) uuid.UUID { return o.Enrolment.ID }
	inserted, err := b.queries.EnrolmentInsertMany(ctx, b.tx, &sqlcgen.EnrolmentInsertManyParams{
		MerchantIds:  column(outcomes, merchantID),
		Ids:          column(outcomes, newID),
		PositionIds:  column(outcomes, positionID),
		InterviewIds: column(outcomes, interviewID),
		CandidateIds: column(outcomes, b.candidateID),
		RequestIds:   column(outcomes, requestID),
		Statuses:     column(outcomes, func(o *enrolment.Outcome) string { return decidedText(o, statusText) }),
		Reasons:      column(outcomes, func(o *enrolment.Outcome) string { return decidedText(o, reasonText) }),
		Now:          b.now,
	})
	if err != nil {
		return interpret("insert enrolments", err)
	}
	b.judge(outcomes, inserted, newID)
	return nil
}

// decidedText is what is said about a decision that the outcome brings along.
func decidedText(o *enrolment.Outcome, text func(o *enrolment.Outcome) string) string {
	if o.Assessment == nil {
		return ""
	}
	return text(o)
}

func (b *outcomeBatch) candidateID(o *enrolment.Outcome) uuid.UUID {
	if o.Candidate == nil {
		return o.Enrolment.CandidateID
	}
	return b.candidates[candidateKey{o.Case.MerchantID, o.Candidate.EmailKey}]
}

func (b *outcomeBatch) takeOver(ctx context.Context, outcomes []*enrolment.Outcome) error {
	outcomes = inOrderOf(having(outcomes, func(o *enrolment.Outcome) bool { return o.TakeOver != nil }), enrolmentID)
	if len(outcomes) == 0 {
		return nil
	}
	taken, err := b.queries.EnrolmentTakeOverMany(ctx, b.tx, &sqlcgen.EnrolmentTakeOverManyParams{
		MerchantIds:  column(outcomes, merchantID),
		Ids:          column(outcomes, func(o *enrolment.Outcome) uuid.UUID { return o.TakeOver.EnrolmentID }),
		InterviewIds: column(outcomes, interviewID),
		OwnerIds:     column(outcomes, func(o *enrolment.Outcome) uuid.UUID { return o.TakeOver.OwnerID }),
		RequestIds:   column(outcomes, requestID),
	})
	if err != nil {
		return interpret("take over enrolments", err)
	}
	b.judge(outcomes, taken, requestID)
	return nil
}

func (b *outcomeBatch) setSeniority(ctx context.Context, outcomes []*enrolment.Outcome) error {
	outcomes = inOrderOf(having(outcomes, func(o *enrolment.Outcome) bool { return o.Detection != nil }), positionID)
	if len(outcomes) == 0 {
		return nil
	}
	err := b.queries.PositionSetSeniorityMany(ctx, b.tx, &sqlcgen.PositionSetSeniorityManyParams{
		MerchantIds: column(outcomes, merchantID),
		Ids:         column(outcomes, positionID),
		Levels:      column(outcomes, func(o *enrolment.Outcome) string { return string(o.Detection.Level) }),
		Sources:     column(outcomes, func(o *enrolment.Outcome) string { return string(o.Detection.Source) }),
		Detections:  column(outcomes, func(o *enrolment.Outcome) []byte { return encode(o.Detection.Result) }),
	})
	if err != nil {
		return interpret("store detected seniorities", err)
	}
	rows, err := b.queries.PositionSeniorityMany(ctx, b.tx, &sqlcgen.PositionSeniorityManyParams{
		MerchantIds: column(outcomes, merchantID),
		Ids:         column(outcomes, positionID),
	})
	if err != nil {
		return interpret("read seniorities", err)
	}
	stored := make(map[uuid.UUID]string, len(rows))
	for _, row := range rows {
		stored[row.ID] = textOrEmpty[string](row.SeniorityLevel)
	}
	for _, outcome := range outcomes {
		// Another request's detection, from another description, came first: the position has one level, and this case must use it.
		if stored[positionID(outcome)] != string(outcome.Detection.Level) {
			b.verdicts[outcome] = enrolment.Stale
		}
	}
	return nil
}

func (b *outcomeBatch) setQuestions(ctx context.Context, outcomes []*enrolment.Outcome) error {
	outcomes = inOrderOf(having(outcomes, func(o *enrolment.Outcome) bool { return len(o.Questions) > 0 }), interviewID)
	if len(outcomes) == 0 {
		return nil
	}
	return interpret("store questions", b.queries.InterviewSetQuestionsMany(ctx, b.tx, &sqlcgen.InterviewSetQuestionsManyParams{
		MerchantIds: column(outcomes, merchantID),
		Ids:         column(outcomes, interviewID),
		Questions:   column(outcomes, func(o *enrolment.Outcome) []byte { return encode(o.Questions) }),
	}))
}

// decide stores decisions about enrolments that were there before; one that is new has been stored with its decision.
func (b *outcomeBatch) decide(ctx context.Context, outcomes []*enrolment.Outcome) error {
	decides := func(o *enrolment.Outcome) bool { return o.Assessment != nil && o.Enrolment == nil }
	outcomes = inOrderOf(having(outcomes, decides), enrolmentID)
	if len(outcomes) == 0 {
		return nil
	}
	decided, err := b.queries.EnrolmentDecideMany(ctx, b.tx, &sqlcgen.EnrolmentDecideManyParams{
		Now:         b.now,
		MerchantIds: column(outcomes, merchantID),
		Ids:         column(outcomes, enrolmentID),
		RequestIds:  column(outcomes, requestID),
		Statuses:    column(outcomes, statusText),
		Reasons:     column(outcomes, reasonText),
	})
	if err != nil {
		return interpret("store decisions", err)
	}
	b.judge(outcomes, decided, enrolmentID)
	return nil
}

func (b *outcomeBatch) insertAssessments(ctx context.Context, outcomes []*enrolment.Outcome) error {
	outcomes = having(outcomes, func(o *enrolment.Outcome) bool { return o.Assessment != nil })
	if len(outcomes) == 0 {
		return nil
	}
	text := func(value func(a *enrolment.Assessment) string) []string {
		return column(outcomes, func(o *enrolment.Outcome) string { return value(o.Assessment) })
	}
	bytes := func(value func(a *enrolment.Assessment) []byte) [][]byte {
		return column(outcomes, func(o *enrolment.Outcome) []byte { return value(o.Assessment) })
	}
	return interpret("insert assessments", b.queries.AssessmentInsertMany(ctx, b.tx, &sqlcgen.AssessmentInsertManyParams{
		Now:             b.now,
		MerchantIds:     column(outcomes, merchantID),
		Ids:             column(outcomes, func(o *enrolment.Outcome) uuid.UUID { return o.Assessment.ID }),
		EnrolmentIds:    column(outcomes, enrolmentID),
		RequestIds:      column(outcomes, requestID),
		Scores:          column(outcomes, func(o *enrolment.Outcome) float64 { return o.Assessment.Result.Score }),
		Decisions:       text(func(a *enrolment.Assessment) string { return string(a.Result.Decision) }),
		Results:         bytes(func(a *enrolment.Assessment) []byte { return encode(a.Result) }),
		Policies:        bytes(func(a *enrolment.Assessment) []byte { return encode(a.Policy) }),
		PolicyVersions:  text(func(a *enrolment.Assessment) string { return a.Result.PolicyVersion }),
		Engines:         text(func(a *enrolment.Assessment) string { return a.Result.Engine }),
		EngineVersions:  text(func(a *enrolment.Assessment) string { return a.Result.EngineVersion }),
		ResumeDigests:   bytes(func(a *enrolment.Assessment) []byte { return a.ResumeDigest[:] }),
		PositionDigests: bytes(func(a *enrolment.Assessment) []byte { return a.PositionDigest[:] }),
	}))
}
