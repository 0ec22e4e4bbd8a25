package api

import (
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"

	"greenroom/db"
	"greenroom/internal/enrolment"
	"greenroom/internal/fault"
	"greenroom/internal/interview"
	"greenroom/internal/questions"
)

// examples are what the OpenAPI document shows of an operation. They are values of the types that are really answered, so that they can't
// fall behind them.
type examples struct {
	request map[string]*huma.Example
	// answers are by status.
	answers map[string]map[string]*huma.Example
}

func examplesOf(operationID string) examples {
	switch operationID {
	case "createEnrolment", "createEnrolmentCompatible":
		return examples{request: oneExample("A candidate for a new position", RequestExample()), answers: map[string]map[string]*huma.Example{
			"200": {
				"accepted": {Summary: "The candidate may start the interview", Value: acceptedExample()},
				"rejected": {Summary: "Rejected, with a reason", Value: rejectedExample()},
			},
			"202": oneExample("Accepted, and not begun yet", queuedExample()),
		}}
	case "decideEnrolment":
		decided := acceptedExample()
		decided.Status, decided.Reason = string(enrolment.RecruiterAccept), "Convincing portfolio, see the attached notes."
		return examples{
			request: oneExample("Accept", map[string]any{"decision": "accept", "reason": decided.Reason}), answers: answering("200", decided),
		}
	case "getEnrolment":
		return examples{answers: answering("200", acceptedExample())}
	case "cancelEnrolment":
		canceled := queuedExample()
		canceled.State, canceled.CompletedAt, canceled.Links.Cancel = string(enrolment.Canceled), new(exampleTime()), ""
		return examples{answers: answering("200", canceled)}
	case "retryEnrolment":
		return examples{answers: answering("202", queuedExample())}
	case "listEnrolments":
		shown := acceptedExample()
		shown.Assessment, shown.Score, shown.InterviewURL = nil, nil, ""
		cursor := "eyJ2IjoxfQ.c2lnbmF0dXJl"
		return examples{answers: answering("200", enrolmentPage{Data: []Enrolment{shown}, NextCursor: &cursor, HasMore: true})}
	case "verifyAccess":
		return examples{
			request: oneExample("Start the interview", map[string]any{"token": "eyJhbGciOiJFZERTQSJ9.e30.c2lnbmF0dXJl", "start": true}),
			answers: answering("200", admissionExample()),
		}
	}
	return examples{}
}

func answering(status string, value any) map[string]map[string]*huma.Example {
	return map[string]map[string]*huma.Example{status: oneExample("An answer", value)}
}

func oneExample(summary string, value any) map[string]*huma.Example {
	return map[string]*huma.Example{"example": {Summary: summary, Value: value}}
}

const exampleHost = "https://greenroom.example"

func exampleTime() time.Time { return time.Date(2026, time.March, 10, 12, 0, 0, 0, time.UTC) }

func exampleID(last byte) uuid.UUID {
	id := uuid.MustParse("0198c5e2-7b1a-7c3e-9f00-3d2a6b1c4e00")
	id[len(id)-1] = last
	return id
}

func queuedExample() Enrolment {
	self := exampleHost + "/v1/enrolments/" + exampleID(1).String()
	return Enrolment{
		ID: exampleID(1), State: string(enrolment.Queued), Stage: string(enrolment.ResolvePosition), Stages: map[string]Stage{},
		Warnings: []string{}, Links: Links{Self: self, Cancel: self + "/cancel"}, CreatedAt: exampleTime(), UpdatedAt: exampleTime(),
	}
}

// decidedExample is a request that is over and whose candidate got a score.
func decidedExample(status enrolment.Status, score float64) Enrolment {
	answer := queuedExample()
	done := exampleTime().Add(40 * time.Millisecond)
	answer.State, answer.Stage, answer.Status = string(enrolment.Succeeded), string(enrolment.TokeniseURL), string(status)
	answer.PositionDefSetID, answer.InterviewDefSetID = new(exampleID(2)), new(exampleID(3))
	answer.ProfileInterviewID = new(exampleID(4))
	answer.InterviewURL = exampleHost + "/interview/take/" + exampleID(3).String() + "/?interview_token=eyJhbGciOiJFZERTQSJ9.e30.c2lnbmF0dXJl"
	answer.Score, answer.Assessment = &score, map[string]any{"score": score, "engine": "rules", "criteria": []any{}, "flags": []any{}}
	answer.SeniorityLevel, answer.SenioritySource = "senior", "detected"
	answer.Stages = map[string]Stage{string(enrolment.Prescreen): {Attempts: 1, StartedAt: new(exampleTime()), CompletedAt: &done}}
	answer.Links.Cancel, answer.Links.Decision = "", answer.Links.Self+"/decision"
	answer.UpdatedAt, answer.CompletedAt = done, &done
	return answer
}

func acceptedExample() Enrolment { return decidedExample(enrolment.AIAccept, 8.2) }

func rejectedExample() Enrolment {
	answer := decidedExample(enrolment.AIReject, 1.4)
	answer.Reason = "The résumé shows none of the required skills."
	return answer
}

func admissionExample() Admission {
	return Admission{
		EnrolmentID: exampleID(4), InterviewID: exampleID(3), PositionID: exampleID(2), Status: string(enrolment.AIAccept), MayStart: true,
		AttemptsLeft: 2, PositionName: "Senior Backend Engineer", MerchantName: "Acme B.V.", Language: "en",
		Settings:  interview.Settings{Attempts: 3, EditTranscript: true, IncludeClosing: true, ResultView: "minimal"},
		Questions: []questions.Question{{Kind: questions.Main, Text: "Which service that you built are you proud of, and why?"}},
		ExpiresAt: exampleTime().AddDate(0, 6, 0),
	}
}

// problemExample is a problem as the service really answers it.
func problemExample(status int) *Problem {
	found := map[int]*fault.Error{
		http.StatusBadRequest:            errIdempotencyKey,
		http.StatusConflict:              errNotAdmitted,
		http.StatusForbidden:             errMayNotDecide,
		http.StatusNotFound:              db.ErrRequestNotFound,
		http.StatusPreconditionFailed:    errPreconditionFailed,
		http.StatusPreconditionRequired:  errPreconditionRequired,
		http.StatusServiceUnavailable:    errDraining,
		http.StatusTooManyRequests:       errRateLimited,
		http.StatusUnauthorized:          errMissingToken,
		http.StatusUnprocessableEntity:   invalidParameter("merchant_id", "must be a UUID"),
		http.StatusUnsupportedMediaType:  errNotJSON,
		http.StatusInternalServerError:   fault.New(fault.Internal, "internal", messageOfStatus(status)),
		http.StatusRequestEntityTooLarge: fault.New(fault.TooLarge, codeOfStatus(status), messageOfStatus(status)),
	}[status]
	return newProblem(found, "5f0c7f5e-8a3b-4a55-9d25-0d7f4d0f9a10")
}

// problemDescription says when a status is answered.
func problemDescription(status int) string {
	return map[int]string{
		http.StatusBadRequest:            "A header field or parameter can't be understood",
		http.StatusConflict:              "The state of things doesn't allow it, or not yet",
		http.StatusForbidden:             "Authenticated, and not allowed to do this",
		http.StatusInternalServerError:   "Something went wrong on our side",
		http.StatusNotFound:              "Unknown, or another merchant's",
		http.StatusPreconditionFailed:    "If-Match doesn't name the current ETag",
		http.StatusPreconditionRequired:  "If-Match is missing",
		http.StatusRequestEntityTooLarge: "The body is too large",
		http.StatusServiceUnavailable:    "Unavailable for the moment",
		http.StatusTooManyRequests:       "Over the merchant's rate limit",
		http.StatusUnauthorized:          "The token is missing, malformed, expired, or not from the trusted issuer",
		http.StatusUnprocessableEntity:   "Invalid fields, all at once in errors; or an Idempotency-Key that was used with another body",
		http.StatusUnsupportedMediaType:  "The body is not application/json",
	}[status]
}
