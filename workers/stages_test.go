package workers

import (
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivertest"
	"github.com/stretchr/testify/require"

	"greenroom/db"
	"greenroom/internal/enrolment"
	"greenroom/internal/fault"
	"greenroom/internal/seniority"
	"greenroom/jobs"
)

// work gives one job to one worker and returns how it ended.
func work[Args river.JobArgs](t *testing.T, s *stand, worker river.Worker[Args], args Args) river.EventKind {
	t.Helper()

	var kind river.EventKind
	require.NoError(t, db.WithTx(t.Context(), s.pool, func(tx pgx.Tx) error {
		result, err := rivertest.NewWorker(t, riverpgxv5.New(s.pool), &river.Config{}, worker).
			Work(t.Context(), t, tx, args, &river.InsertOpts{MaxAttempts: jobs.MaxAttempts})
		if result != nil {
			kind = result.EventKind
		}
		return err
	}))
	return kind
}

// newAlone builds a pipeline that leaves every next stage to another job.
func newAlone(t *testing.T, s *stand) *Pipeline {
	t.Helper()

	config := s.config()
	config.Fuse = false
	runner, err := NewRunner(db.NewWorkerName(), config)
	require.NoError(t, err)
	return runner.pipeline
}

func (s *stand) args(id uuid.UUID) jobs.Case { return jobs.Case{MerchantID: s.merchant, RequestID: id} }

func TestStages(t *testing.T) {
	t.Parallel()

	t.Run("EachDoesItsPartAndAsksForTheNext", func(t *testing.T) {
		t.Parallel()

		s := newStand(t)
		pipeline, id := newAlone(t, s), s.store(t, ask("a@example.com"))
		for _, stage := range []struct {
			work func() river.EventKind
			next enrolment.Stage
		}{
			{func() river.EventKind {
				return work(t, s, &ResolvePosition{pipeline: pipeline}, jobs.ResolvePosition{Case: s.args(id)})
			}, enrolment.DetectSeniority},
			{func() river.EventKind {
				return work(t, s, &DetectSeniority{pipeline: pipeline}, jobs.DetectSeniority{Case: s.args(id)})
			}, enrolment.Prescreen},
			{func() river.EventKind {
				return work(t, s, &Prescreen{pipeline: pipeline}, jobs.Prescreen{Case: s.args(id)})
			}, enrolment.TokeniseURL},
		} {
			require.Equal(t, river.EventKindJobCompleted, stage.work())
			request := s.get(t, id)
			require.Equal(t, stage.next, request.Stage)
			require.Equal(t, enrolment.Running, request.State)
			listed, err := s.queue.JobList(t.Context(), river.NewJobListParams().Kinds(string(stage.next)))
			require.NoError(t, err)
			require.Len(t, listed.Jobs, 1)
			require.Equal(t, jobs.Queue(stage.next, enrolment.Interactive), listed.Jobs[0].Queue)
			require.Equal(t, jobs.MaxAttempts, listed.Jobs[0].MaxAttempts)
		}
		require.Equal(t, river.EventKindJobCompleted, work(t, s, &TokeniseURL{pipeline: pipeline}, jobs.TokeniseURL{Case: s.args(id)}))
		require.Equal(t, enrolment.Succeeded, s.get(t, id).State)
	})

	t.Run("GoneCaseIsCanceled", func(t *testing.T) {
		t.Parallel()

		s := newStand(t)
		worker := &ResolvePosition{pipeline: newAlone(t, s)}
		require.Equal(t, river.EventKindJobCancelled, work(t, s, worker, jobs.ResolvePosition{Case: s.args(newID())}))
	})

	t.Run("GivenSeniorityIsNotDetected", func(t *testing.T) {
		t.Parallel()

		s := newStand(t)
		request := ask("a@example.com")
		request.Settings.SeniorityLevel = new(seniority.Director)
		worker, id := &ResolvePosition{pipeline: newAlone(t, s)}, s.store(t, request)
		require.Equal(t, river.EventKindJobCompleted, work(t, s, worker, jobs.ResolvePosition{Case: s.args(id)}))
		resolved := s.get(t, id)
		require.Equal(t, enrolment.Prescreen, resolved.Stage)
		require.Equal(t, seniority.Director, resolved.SeniorityLevel)
		require.Equal(t, enrolment.SourceRequest, resolved.SenioritySource)
	})

	t.Run("MerchantWithoutAPolicyFailsAtOnce", func(t *testing.T) {
		t.Parallel()

		for settings, said := range map[string]string{
			`{"pre_screening": {"resume_score_accept": 11}}`: "the merchant's pre-screening settings are invalid: resume_score_accept must",
			`{"pre_screening": ["resume_score_accept"]}`:     "the merchant's pre-screening settings are invalid",
			`{"auto_reject": "no"}`:                          "the merchant's pre-screening settings are invalid",
		} {
			s := newStand(t)
			s.exec(t, "UPDATE merchants SET settings = '"+settings+"'")
			worker, id := &ResolvePosition{pipeline: newAlone(t, s)}, s.store(t, ask("a@example.com"))
			require.Equal(t, river.EventKindJobCancelled, work(t, s, worker, jobs.ResolvePosition{Case: s.args(id)}), settings)
			failed := s.get(t, id)
			require.Equal(t, enrolment.Failed, failed.State)
			require.Equal(t, enrolment.ErrMerchantPolicy.Code, failed.Problem.Code)
			require.Contains(t, failed.Problem.Message, said)
		}
	})

	t.Run("PolicyThatContradictsTheMerchantsFailsAtOnce", func(t *testing.T) {
		t.Parallel()

		s := newStand(t)
		_, err := db.MerchantChangeSettings(t.Context(), s.pool, s.merchant,
			enrolment.MerchantSettings{}.WithPolicy(map[string]any{"resume_score_reject": 6.0}))
		require.NoError(t, err)
		request := ask("a@example.com")
		request.Settings.CustomScoring = map[string]any{"pre_screening": map[string]any{"resume_score_accept": 5.0}}
		worker, id := &ResolvePosition{pipeline: newAlone(t, s)}, s.store(t, request)
		require.Equal(t, river.EventKindJobCancelled, work(t, s, worker, jobs.ResolvePosition{Case: s.args(id)}))
		failed := s.get(t, id)
		require.Equal(t, enrolment.Failed, failed.State)
		require.Equal(t, fault.Invalid, failed.Problem.Kind)
		require.Equal(t, "/custom_scoring/pre_screening/resume_score_accept", failed.Problem.Fields[0].Pointer)
		require.Zero(t, s.count(t, "positions"))
	})

	t.Run("RedeliveredJobDoesNothing", func(t *testing.T) {
		t.Parallel()

		s := newStand(t)
		worker, id := &ResolvePosition{pipeline: newAlone(t, s)}, s.store(t, ask("a@example.com"))
		require.Equal(t, river.EventKindJobCompleted, work(t, s, worker, jobs.ResolvePosition{Case: s.args(id)}))
		before := s.get(t, id)
		require.Equal(t, river.EventKindJobCompleted, work(t, s, worker, jobs.ResolvePosition{Case: s.args(id)}))
		require.Equal(t, before, s.get(t, id))
	})

	t.Run("UnfulfillableRequestFailsAtOnce", func(t *testing.T) {
		t.Parallel()

		s := newStand(t)
		request := ask("a@example.com")
		request.Position.ID = new(newID())
		worker, id := &ResolvePosition{pipeline: newAlone(t, s)}, s.store(t, request)
		require.Equal(t, river.EventKindJobCancelled, work(t, s, worker, jobs.ResolvePosition{Case: s.args(id)}))
		failed := s.get(t, id)
		require.Equal(t, enrolment.Failed, failed.State)
		require.Equal(t, enrolment.ErrPositionNotFound.Code, failed.Problem.Code)
		require.Equal(t, "position_def_set_id", failed.Problem.Fields[0].Name)
	})
}
