package workers

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"go.uber.org/zap"

	"greenroom/db"
	"greenroom/internal/authoring"
	"greenroom/internal/enrolment"
	"greenroom/internal/fault"
	"greenroom/internal/interview"
	"greenroom/internal/position"
	"greenroom/internal/questions"
	"greenroom/jobs"
)

// Author writes a position's texts by asking somebody outside of this process. What it returns is fit to be shown.
type Author interface {
	WriteTexts(ctx context.Context, brief authoring.Brief) (authoring.Draft, error)
}

// WriteTexts works jobs.WriteTexts. The interview has its questions and descriptions from templates already; a model's take their place
// when they come, and nobody waits for them.
type WriteTexts struct {
	river.WorkerDefaults[jobs.WriteTexts]
	config Config
}

// NextRetry implements river.Worker.
func (w *WriteTexts) NextRetry(job *river.Job[jobs.WriteTexts]) time.Time {
	return nextRetry(w.config.Now(), job.Attempt)
}

// Timeout implements river.Worker.
func (w *WriteTexts) Timeout(*river.Job[jobs.WriteTexts]) time.Duration {
	return stageTimeout + w.config.Model.Timeout
}

// Work implements river.Worker.
func (w *WriteTexts) Work(ctx context.Context, job *river.Job[jobs.WriteTexts]) error {
	key := db.InterviewKey{MerchantID: job.Args.MerchantID, InterviewID: job.Args.InterviewID}
	untold, err := db.UntoldGet(ctx, w.config.Pool, key)
	switch {
	case fault.KindOf(err) == fault.NotFound:
		return river.JobCancel(err)
	case err != nil || untold.Told:
		return err
	}
	brief := briefOf(untold)
	draft, err := w.config.Model.Author.WriteTexts(ctx, brief)
	if err != nil {
		return w.settle(ctx, job, err)
	}
	return db.WithTx(ctx, w.config.Pool, func(tx pgx.Tx) error {
		return db.TextsStore(ctx, tx, key, draft.Author,
			interview.Texts{Description: draft.Description, DescriptionLong: draft.DescriptionLong},
			questions.Assemble(brief.Questions, draft.Questions))
	})
}

// uselessAttempts is the attempt from which on a useless answer is the last: each answer costs.
const uselessAttempts = 3

// settle says whether trying again can help. The same brief may well lead to a better draft next time.
func (w *WriteTexts) settle(ctx context.Context, job *river.Job[jobs.WriteTexts], cause error) error {
	if errors.Is(ctx.Err(), context.Canceled) {
		return cause
	}
	found := fault.From(cause)
	useless := found.Kind == fault.Malformed && job.Attempt >= uselessAttempts
	final := useless || found.Kind == fault.TooLarge || job.Attempt >= job.MaxAttempts
	w.config.Logger.Warn("an interview keeps its texts from templates for now", zap.Stringer("merchant_id", job.Args.MerchantID),
		zap.Stringer("interview_id", job.Args.InterviewID), zap.Int("attempt", job.Attempt), zap.Bool("final", final),
		zap.String("code", found.Code), zap.NamedError("rules", found.Unwrap()))
	if final {
		return river.JobCancel(cause)
	}
	return cause
}

// briefOf is what there is to write about an interview's position. What the merchant has written itself stays as it is.
func briefOf(untold db.Untold) authoring.Brief {
	facts := position.FactsOf(untold.Position, untold.MerchantName, untold.Settings)
	return authoring.Brief{
		Facts: facts, Description: untold.Settings.Description, DescriptionLong: untold.Settings.DescriptionLong,
		Questions: enrolment.QuestionsInput(untold.Position, untold.Settings, facts.Level),
	}
}
