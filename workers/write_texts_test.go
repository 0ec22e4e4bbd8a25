package workers

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"sync/atomic"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"
	"github.com/stretchr/testify/require"

	"greenroom/db"
	"greenroom/internal/authoring"
	"greenroom/internal/enrolment"
	"greenroom/internal/fault"
	"greenroom/internal/questions"
	"greenroom/jobs"
)

// author is a model that writes as a test wants.
type author struct {
	write func(n int, brief authoring.Brief) (authoring.Draft, error)
	calls atomic.Int32
}

// WriteTexts implements Author.
func (a *author) WriteTexts(_ context.Context, brief authoring.Brief) (authoring.Draft, error) {
	return a.write(int(a.calls.Add(1)), brief)
}

// drafts writes as many questions as are asked for.
func drafts(_ int, brief authoring.Brief) (authoring.Draft, error) {
	draft := authoring.Draft{Description: "short", DescriptionLong: "long", Author: "model"}
	for range questions.Count(brief.Questions) {
		draft.Questions = append(draft.Questions, "What did you cook last?")
	}
	return draft, nil
}

// withAuthor is a configuration whose model writes texts.
func (s *stand) withAuthor(t *testing.T, writer *author) Config {
	t.Helper()

	config := s.modelConfig(t, func(w http.ResponseWriter, _ *http.Request) { answer(w) })
	config.Model.Author = writer
	return config
}

// told is an interview's texts as they are stored.
type told struct {
	Description, DescriptionLong, TextsAuthor, QuestionsAuthor *string
	Questions                                                  []questions.Question
}

func (s *stand) told(t *testing.T, interviewID uuid.UUID) told {
	t.Helper()

	var found told
	var asked []byte
	require.NoError(t, s.pool.QueryRow(t.Context(),
		"SELECT description, description_long, texts_author, questions_author, questions FROM interviews WHERE merchant_id = $1 AND id = $2",
		s.merchant, interviewID).Scan(&found.Description, &found.DescriptionLong, &found.TextsAuthor, &found.QuestionsAuthor, &asked))
	require.NoError(t, json.Unmarshal(asked, &found.Questions))
	return found
}

// textsJob is how the only job for texts stands.
func (s *stand) textsJob(t *testing.T) (state string, attempt int) {
	t.Helper()

	require.NoError(t, s.pool.QueryRow(t.Context(), "SELECT state, attempt FROM river_job WHERE kind = 'write_texts'").Scan(&state, &attempt))
	return state, attempt
}

func (s *stand) awaitTextsJob(t *testing.T, wanted string) (attempt int) {
	t.Helper()

	require.Eventually(t, func() bool {
		var state string
		state, attempt = s.textsJob(t)
		return state == wanted
	}, patience, poll)
	return attempt
}

func TestWriteTexts(t *testing.T) {
	t.Parallel()

	t.Run("ComesFromTemplatesWithoutAnAuthor", func(t *testing.T) {
		t.Parallel()

		s := newStand(t)
		s.start(t, s.modelConfig(t, func(w http.ResponseWriter, _ *http.Request) { answer(w) }))
		request := s.awaitSuccess(t, s.submit(t, ask("a@example.com")))
		require.Nil(t, s.told(t, *request.InterviewID).TextsAuthor)
		var enqueued int
		require.NoError(t, s.pool.QueryRow(t.Context(), "SELECT count(*) FROM river_job WHERE kind = 'write_texts'").Scan(&enqueued))
		require.Zero(t, enqueued)
	})

	t.Run("IsWrittenOnceForManyCandidates", func(t *testing.T) {
		t.Parallel()

		s := newStand(t)
		writer := &author{write: drafts}
		s.start(t, s.withAuthor(t, writer))
		ids := make([]uuid.UUID, 0, 6)
		for _, email := range []string{"a", "b", "c", "d", "e", "f"} {
			ids = append(ids, s.submit(t, ask(email+"@example.com")))
		}
		request := s.awaitSuccess(t, ids[0])
		for _, id := range ids {
			s.awaitSuccess(t, id)
		}
		require.Equal(t, 1, s.awaitTextsJob(t, "completed"))
		stored := s.told(t, *request.InterviewID)
		require.Equal(t, "short", *stored.Description)
		require.Equal(t, "long", *stored.DescriptionLong)
		require.Equal(t, "model", *stored.TextsAuthor)
		require.Equal(t, "model", *stored.QuestionsAuthor)
		require.Equal(t, questions.Question{Kind: questions.Main, Text: "What did you cook last?"}, stored.Questions[0])
		require.EqualValues(t, 1, writer.calls.Load())
	})

	t.Run("KnowsThePosition", func(t *testing.T) {
		t.Parallel()

		s := newStand(t)
		briefs := make(chan authoring.Brief, 1)
		s.start(t, s.withAuthor(t, &author{write: func(n int, brief authoring.Brief) (authoring.Draft, error) {
			briefs <- brief
			return drafts(n, brief)
		}}))
		described := ask("a@example.com")
		own, minutes, rapport := "The merchant's own text.", 600, true
		described.Settings.Description, described.Settings.MaxDuration, described.Settings.IncludeRapport = &own, &minutes, &rapport
		request := s.awaitSuccess(t, s.submit(t, described))
		brief := <-briefs
		require.Equal(t, "Senior cook", brief.Facts.Name)
		require.Equal(t, "Kitchens", brief.Facts.Merchant)
		require.Equal(t, "PT", brief.Facts.CountryCode)
		require.Equal(t, request.SeniorityLevel, brief.Facts.Level)
		require.Equal(t, own, brief.Description)
		require.Equal(t, 5, questions.Count(brief.Questions))
		s.awaitTextsJob(t, "completed")
		asked := s.told(t, *request.InterviewID).Questions
		require.Len(t, asked, 7, "between the opening and the closing")
		require.Equal(t, questions.Rapport, asked[0].Kind)
	})

	t.Run("LeavesQuestionsThatSomebodyWasAsked", func(t *testing.T) {
		t.Parallel()

		s := newStand(t)
		started, write := make(chan struct{}), make(chan struct{})
		s.start(t, s.withAuthor(t, &author{write: func(n int, brief authoring.Brief) (authoring.Draft, error) {
			close(started)
			<-write
			return drafts(n, brief)
		}}))
		request := s.awaitSuccess(t, s.submit(t, ask("a@example.com")))
		before := s.told(t, *request.InterviewID).Questions
		<-started
		s.exec(t, "UPDATE enrolments SET attempts_used = 1")
		close(write)
		s.awaitTextsJob(t, "completed")
		after := s.told(t, *request.InterviewID)
		require.Equal(t, before, after.Questions)
		require.Nil(t, after.QuestionsAuthor)
		require.Equal(t, "short", *after.Description)
	})

	t.Run("RequestsDoNotWaitForIt", func(t *testing.T) {
		t.Parallel()

		s := newStand(t)
		write := make(chan struct{})
		s.start(t, s.withAuthor(t, &author{write: func(n int, brief authoring.Brief) (authoring.Draft, error) {
			<-write
			return drafts(n, brief)
		}}))
		request := s.awaitSuccess(t, s.submit(t, ask("a@example.com")))
		require.NotEmpty(t, s.told(t, *request.InterviewID).Questions, "those of the templates are there at once")
		close(write)
		s.awaitTextsJob(t, "completed")
	})

	for name, test := range map[string]struct {
		cause   error
		attempt int
		over    bool
	}{
		"OutageEndsWithTheLastAttempt":       {fault.New(fault.Unavailable, "model_unavailable", "down"), 7, true},
		"OutageIsTriedAgain":                 {fault.New(fault.Unavailable, "model_unavailable", "down"), 6, false},
		"TooMuchForTheBudgetIsNotTriedAgain": {fault.New(fault.TooLarge, "model_over_budget", "long"), 1, true},
		"UselessDraftIsTriedAgain":           {authoring.ErrUnfit, 2, false},
		"UselessDraftsEndWithTheThird":       {authoring.ErrUnfit, 3, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			s := newStand(t)
			s.start(t, s.config())
			request := s.awaitSuccess(t, s.submit(t, ask("a@example.com")))
			worker := &WriteTexts{config: s.withAuthor(t, &author{write: func(int, authoring.Brief) (authoring.Draft, error) {
				return authoring.Draft{}, test.cause
			}})}
			inserted := jobs.InsertWriteTexts(s.merchant, *request.InterviewID)
			err := worker.Work(t.Context(), &river.Job[jobs.WriteTexts]{
				JobRow: &rivertype.JobRow{Attempt: test.attempt, MaxAttempts: inserted.InsertOpts.MaxAttempts},
				Args:   inserted.Args.(jobs.WriteTexts),
			})
			require.ErrorIs(t, err, test.cause)
			require.Equal(t, test.over, errors.Is(err, &river.JobCancelError{}), "%v", err)
			require.Nil(t, s.told(t, *request.InterviewID).TextsAuthor)
		})
	}

	t.Run("OneJobForAnInterviewWhoeverAsks", func(t *testing.T) {
		t.Parallel()

		s := newStand(t)
		interview := newID()
		for range 3 {
			_, err := s.queue.InsertMany(t.Context(), []river.InsertManyParams{jobs.InsertWriteTexts(s.merchant, interview)})
			require.NoError(t, err)
		}
		require.Equal(t, 1, s.count(t, "river_job"))
	})

	t.Run("OneJobForManyOutcomesOfABatch", func(t *testing.T) {
		t.Parallel()

		s := newStand(t)
		config := s.withAuthor(t, &author{write: drafts})
		runner, err := NewRunner(db.NewWorkerName(), config)
		require.NoError(t, err)
		shared := newID()
		outcomes, results := make([]*enrolment.Outcome, 0, 9), make([]db.OutcomeResult, 9)
		for n := range results {
			interview := shared
			if n > 2 {
				interview = newID()
			}
			outcomes = append(outcomes, &enrolment.Outcome{
				Case: enrolment.Case{MerchantID: s.merchant}, Questions: []questions.Question{{Text: "Why?"}},
				Progress: enrolment.Progress{InterviewID: &interview},
			})
		}
		require.NoError(t, db.WithTx(t.Context(), s.pool, func(tx pgx.Tx) error {
			return runner.pipeline.insertNextJobs(t.Context(), tx, outcomes, results)
		}))
		require.Equal(t, 7, s.count(t, "river_job"))
	})

	t.Run("UnknownInterviewIsNotTriedAgain", func(t *testing.T) {
		t.Parallel()

		s := newStand(t)
		worker := &WriteTexts{config: s.withAuthor(t, &author{write: drafts})}
		err := worker.Work(t.Context(), &river.Job[jobs.WriteTexts]{
			JobRow: &rivertype.JobRow{Attempt: 1, MaxAttempts: 7}, Args: jobs.WriteTexts{MerchantID: s.merchant, InterviewID: newID()},
		})
		require.ErrorIs(t, err, &river.JobCancelError{})
	})

	t.Run("VanishedWorkersJobGoesOn", func(t *testing.T) {
		t.Parallel()

		s := newStand(t)
		write := make(chan struct{})
		first := s.withAuthor(t, &author{write: func(n int, brief authoring.Brief) (authoring.Draft, error) {
			<-write
			return drafts(n, brief)
		}})
		s.start(t, first)
		request := s.awaitSuccess(t, s.submit(t, ask("a@example.com")))
		require.Eventually(t, func() bool { state, _ := s.textsJob(t); return state == "running" }, patience, poll)
		s.exec(t, "UPDATE river_job SET attempted_by = '{gone}' WHERE kind = 'write_texts'")
		s.start(t, s.withAuthor(t, &author{write: drafts}))
		s.awaitTold(t, *request.InterviewID)
		close(write)
	})

	t.Run("VanishedWorkersLastAttemptHarmsNobody", func(t *testing.T) {
		t.Parallel()

		s := newStand(t)
		_, err := s.queue.InsertMany(t.Context(), []river.InsertManyParams{jobs.InsertWriteTexts(s.merchant, newID())})
		require.NoError(t, err)
		s.exec(t, "UPDATE river_job SET state = 'running', attempt = max_attempts, attempted_at = now(), attempted_by = '{gone}'")
		s.start(t, s.withAuthor(t, &author{write: drafts}))
		s.awaitTextsJob(t, "discarded")
		s.awaitSuccess(t, s.submit(t, ask("a@example.com")))
	})
}

func (s *stand) awaitTold(t *testing.T, interviewID uuid.UUID) {
	t.Helper()

	require.Eventually(t, func() bool { return s.told(t, interviewID).TextsAuthor != nil }, patience, poll)
}
