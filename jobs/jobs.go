// Package jobs is the contract between whoever enqueues work and the workers that do it: job kinds, their arguments, their queues.
// It holds no behaviour.
package jobs

import (
	"fmt"

	"github.com/google/uuid"
	"github.com/riverqueue/river"

	"greenroom/internal/enrolment"
)

// MaxAttempts is how often a stage is tried before its request fails: with the workers' back-off, over some five minutes.
const MaxAttempts = 6

// Case is what the four stages' jobs have in common: which case they go on with. Everything else is read when the job runs.
type Case struct {
	MerchantID uuid.UUID `json:"merchant_id"`
	RequestID  uuid.UUID `json:"request_id"`
}

// ResolvePosition finds or creates the position, its interview and the candidate's enrolment.
type ResolvePosition struct{ Case }

// Kind implements river.JobArgs.
func (ResolvePosition) Kind() string { return string(enrolment.ResolvePosition) }

// DetectSeniority finds out how senior the position is, and writes the questions that depend on it.
type DetectSeniority struct{ Case }

// Kind implements river.JobArgs.
func (DetectSeniority) Kind() string { return string(enrolment.DetectSeniority) }

// Prescreen assesses the résumé and decides.
type Prescreen struct{ Case }

// Kind implements river.JobArgs.
func (Prescreen) Kind() string { return string(enrolment.Prescreen) }

// TokeniseURL issues the token of the interview URL.
type TokeniseURL struct{ Case }

// Kind implements river.JobArgs.
func (TokeniseURL) Kind() string { return string(enrolment.TokeniseURL) }

// Queue names the queue of a stage for a class of work. Each has its own workers, so that bulk work can't hold up interactive work, and any
// stage can be paused on its own.
func Queue(stage enrolment.Stage, class enrolment.Class) string {
	return string(stage) + "_" + string(class)
}

// Insert is the job that runs stage for a case, ready for River's InsertMany.
func Insert(stage enrolment.Stage, class enrolment.Class, merchantID, requestID uuid.UUID) river.InsertManyParams {
	common := Case{MerchantID: merchantID, RequestID: requestID}
	options := &river.InsertOpts{Queue: Queue(stage, class), MaxAttempts: MaxAttempts}
	switch stage {
	case enrolment.ResolvePosition:
		return river.InsertManyParams{Args: ResolvePosition{common}, InsertOpts: options}
	case enrolment.DetectSeniority:
		return river.InsertManyParams{Args: DetectSeniority{common}, InsertOpts: options}
	case enrolment.Prescreen:
		return river.InsertManyParams{Args: Prescreen{common}, InsertOpts: options}
	case enrolment.TokeniseURL:
		return river.InsertManyParams{Args: TokeniseURL{common}, InsertOpts: options}
	}
	panic(fmt.Sprintf("jobs: no job kind runs stage %q", stage))
}

// TextsQueue is the queue of WriteTexts: no candidate waits for it, and it has workers of its own, for it asks the remote model.
const TextsQueue = "write_texts"

// textsAttempts is how often the texts of an interview are tried: with the workers' back-off, over half an hour. Then the templates stay.
const textsAttempts = 7

// WriteTexts has a model write the descriptions and questions of an interview. It belongs to no request.
type WriteTexts struct {
	MerchantID  uuid.UUID `json:"merchant_id"`
	InterviewID uuid.UUID `json:"interview_id"`
}

// Kind implements river.JobArgs.
func (WriteTexts) Kind() string { return "write_texts" }

// InsertWriteTexts is the job for an interview, ready for River's InsertMany. Of several for one interview, the first counts.
func InsertWriteTexts(merchantID, interviewID uuid.UUID) river.InsertManyParams {
	return river.InsertManyParams{
		Args:       WriteTexts{MerchantID: merchantID, InterviewID: interviewID},
		InsertOpts: &river.InsertOpts{Queue: TextsQueue, MaxAttempts: textsAttempts, UniqueOpts: river.UniqueOpts{ByArgs: true}},
	}
}
