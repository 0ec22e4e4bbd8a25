package api

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gofiber/fiber/v2"

	"greenroom/internal/enrolment"
	"greenroom/internal/fault"
)

// problemType is the media type of RFC 9457.
const problemType = "application/problem+json"

// statuses is the one table from fault kinds to HTTP statuses. CONTRACT.md wants 422 for every kind of invalid body.
func statuses() map[fault.Kind]int {
	return map[fault.Kind]int{
		fault.Conflict:             http.StatusConflict,
		fault.Forbidden:            http.StatusForbidden,
		fault.Internal:             http.StatusInternalServerError,
		fault.Invalid:              http.StatusUnprocessableEntity,
		fault.Malformed:            http.StatusBadRequest,
		fault.MethodNotAllowed:     http.StatusMethodNotAllowed,
		fault.NotFound:             http.StatusNotFound,
		fault.PreconditionFailed:   http.StatusPreconditionFailed,
		fault.PreconditionRequired: http.StatusPreconditionRequired,
		fault.RateLimited:          http.StatusTooManyRequests,
		fault.Timeout:              http.StatusRequestTimeout,
		fault.TooLarge:             http.StatusRequestEntityTooLarge,
		fault.Unauthenticated:      http.StatusUnauthorized,
		fault.Unavailable:          http.StatusServiceUnavailable,
		fault.UnsupportedMedia:     http.StatusUnsupportedMediaType,
	}
}

// Problem is an RFC 9457 problem document, with the two members that existing clients read: error and name.
type Problem struct { //nolint:errname // RFC 9457 calls it a problem, and so does the API's document.
	Type      string         `json:"type" doc:"Identifies the kind of problem; a link to its description" format:"uri-reference"`
	Title     string         `json:"title" doc:"The status in words"`
	Status    int            `json:"status" minimum:"400" maximum:"599" doc:"The HTTP status"`
	Detail    string         `json:"detail" doc:"What went wrong this time, for humans"`
	Instance  string         `json:"instance,omitempty" doc:"The resource that the problem is about, when there is one" format:"uri-reference"`
	Code      string         `json:"code" doc:"A stable word that programs may switch on"`
	Error_    string         `json:"error" doc:"The same as detail, for clients of the compatible path"` //nolint:revive // Error is a method.
	Name      string         `json:"name,omitempty" doc:"The first offending field, for clients of the compatible path"`
	Errors    []ProblemField `json:"errors,omitempty" nullable:"false" doc:"Everything that is wrong with the input, all at once"`
	RequestID string         `json:"request_id,omitempty" doc:"Quote this when you ask for help; it is in the logs"`

	headers http.Header
}

// ProblemField is one thing wrong with one field.
type ProblemField struct {
	Field   string `json:"field" doc:"The field's name"`
	Pointer string `json:"pointer,omitempty" doc:"Where it is in the body, as a JSON Pointer"`
	Code    string `json:"code" doc:"A stable word that programs may switch on"`
	Message string `json:"message" doc:"What is wrong, for humans; never echoes the value"`
}

// Error implements error.
func (p *Problem) Error() string { return p.Detail }

// GetStatus implements huma.StatusError.
func (p *Problem) GetStatus() int { return p.Status }

// GetHeaders implements huma.HeadersError.
func (p *Problem) GetHeaders() http.Header { return p.headers }

// ContentType implements huma.ContentTypeFilter.
func (*Problem) ContentType(string) string { return problemType }

// newProblem renders what a caller may see of a fault.
func newProblem(found *fault.Error, requestID string) *Problem {
	status := statuses()[found.Kind]
	problem := &Problem{
		Type: "/docs/problems#" + found.Code, Title: http.StatusText(status), Status: status, Detail: found.Message, Code: found.Code,
		Error_: found.Message, RequestID: requestID, headers: http.Header{},
	}
	for _, field := range found.Fields {
		problem.Errors = append(problem.Errors, ProblemField{
			Field: field.Name, Pointer: field.Pointer, Code: field.Code, Message: field.Message,
		})
	}
	if len(found.Fields) > 0 {
		problem.Name = found.Fields[0].Name
	}
	switch found.Kind {
	case fault.Unauthenticated:
		problem.headers.Set(fiber.HeaderWWWAuthenticate, challenge(found.Code))
	case fault.UnsupportedMedia:
		problem.headers.Set("Accept-Post", fiber.MIMEApplicationJSON)
	case fault.RateLimited:
		problem.Type = "https://iana.org/assignments/http-problem-types#quota-exceeded"
	default:
	}
	if wait := retryAfter(found); wait > 0 {
		problem.headers.Set(fiber.HeaderRetryAfter, wholeSeconds(wait))
	}
	return problem
}

// defaultRetryAfter is for faults that pass by themselves but don't know when.
const defaultRetryAfter = 5 * time.Second

func retryAfter(found *fault.Error) time.Duration {
	if found.RetryAfter == 0 && (found.Kind == fault.Unavailable || found.Kind == fault.RateLimited) {
		return defaultRetryAfter
	}
	return found.RetryAfter
}

// wholeSeconds rounds up: a client that comes back early is refused again.
func wholeSeconds(wait time.Duration) string {
	return strconv.Itoa(int((wait + time.Second - 1) / time.Second))
}

// challenge is the WWW-Authenticate header of RFC 6750: a request without a token gets no error code.
func challenge(code string) string {
	if code == "missing_token" {
		return `Bearer realm="greenroom"`
	}
	return `Bearer realm="greenroom", error="invalid_token"`
}

// problemOf turns any error into a problem, and keeps its cause for the request's log line.
func problemOf(ctx context.Context, err error) *Problem {
	if problem, ok := errors.AsType[*Problem](err); ok {
		return problem
	}
	exchange := exchangeFrom(ctx)
	exchange.fail(err)
	return newProblem(fault.From(err), exchange.requestID)
}

// humaError makes huma's own errors (a parameter of the wrong type, say) problems like all others.
func humaError(ctx huma.Context, status int, message string, errs ...error) huma.StatusError {
	found := fault.New(kindOfStatus(status), codeOfStatus(status), message)
	if status == http.StatusBadRequest && isAboutBody(message, errs) {
		// As everywhere (decision 0007): what is wrong with the body is 422.
		found = fault.New(fault.Invalid, enrolment.CodeMalformedJSON, "the body must be a JSON object")
	}
	for _, err := range errs {
		detail, ok := errors.AsType[*huma.ErrorDetail](err)
		if !ok {
			continue
		}
		// The location reads "query.limit"; the value is left out, for it may be personal data.
		found.Fields = append(found.Fields, fault.Field{Name: lastPart(detail.Location), Code: "invalid", Message: detail.Message})
	}
	return newProblem(found, exchangeFrom(ctx.Context()).requestID)
}

// isAboutBody tells huma's answers to a body that is empty or no JSON from those to a parameter.
func isAboutBody(message string, errs []error) bool {
	return message == "request body is required" || slices.ContainsFunc(errs, func(err error) bool {
		detail, ok := errors.AsType[*huma.ErrorDetail](err)
		return ok && detail.Location == "body"
	})
}

func lastPart(location string) string {
	for i := len(location) - 1; i >= 0; i-- {
		if location[i] == '.' {
			return location[i+1:]
		}
	}
	return location
}

// handleError is Fiber's last resort: unknown routes, oversized bodies, and whatever a plain handler returns.
func handleError(c *fiber.Ctx, err error) error {
	if framework, ok := errors.AsType[*fiber.Error](err); ok {
		err = fault.New(kindOfStatus(framework.Code), codeOfStatus(framework.Code), messageOfStatus(framework.Code))
	}
	return writeProblem(c, problemOf(c.UserContext(), err))
}

func writeProblem(c *fiber.Ctx, problem *Problem) error {
	for name, values := range problem.headers {
		c.Set(name, values[0])
	}
	body, err := json.Marshal(problem)
	if err != nil {
		return err //nolint:wrapcheck // A problem is strings and numbers; this can't happen.
	}
	c.Set(fiber.HeaderContentType, problemType)
	c.Set(fiber.HeaderCacheControl, "no-store")
	return c.Status(problem.Status).Send(body)
}

func kindOfStatus(status int) fault.Kind {
	for kind, mapped := range statuses() {
		if mapped == status {
			return kind
		}
	}
	if status >= http.StatusBadRequest && status < http.StatusInternalServerError {
		return fault.Malformed
	}
	return fault.Internal
}

func codeOfStatus(status int) string {
	switch status {
	case http.StatusNotFound:
		return "no_such_route"
	case http.StatusMethodNotAllowed:
		return "method_not_allowed"
	case http.StatusRequestEntityTooLarge:
		return "body_too_large"
	case http.StatusRequestTimeout:
		return "request_timeout"
	case http.StatusUnprocessableEntity:
		return "invalid_parameters"
	case http.StatusUnsupportedMediaType:
		return "unsupported_media_type"
	case http.StatusInternalServerError:
		return "internal"
	}
	return "bad_request"
}

func messageOfStatus(status int) string {
	switch status {
	case http.StatusNotFound:
		return "there is nothing at this address"
	case http.StatusMethodNotAllowed:
		return "this address doesn't take this method"
	case http.StatusRequestEntityTooLarge:
		return "the body is larger than 4 MiB"
	case http.StatusRequestTimeout:
		return "the request took too long to arrive"
	case http.StatusInternalServerError:
		return "something went wrong on our side"
	}
	return "the request can't be understood"
}
