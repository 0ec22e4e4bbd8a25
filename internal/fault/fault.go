// Package fault is the project's one error model. A fault says what kind of failure happened, in words a caller may read, and keeps its
// cause for the log. Each edge (HTTP, workers) holds one table from Kind to its own terms; this package knows none of them.
package fault

import (
	"errors"
	"strings"
	"time"
)

// Kind classifies a failure by what the caller can do about it. It carries no transport's numbers.
type Kind int

// The kinds. Internal is the zero value, so that an unclassified fault is never shown to a caller.
const (
	Internal Kind = iota
	Malformed
	Invalid
	Unauthenticated
	Forbidden
	NotFound
	MethodNotAllowed
	Conflict
	PreconditionFailed
	PreconditionRequired
	TooLarge
	UnsupportedMedia
	RateLimited
	Timeout
	Unavailable
)

// Field is one thing wrong with one input field.
type Field struct {
	// Name is the top-level field a client sent, such as "candidate_email".
	Name string
	// Pointer is a JSON Pointer (RFC 6901) into the body, such as "/custom_scoring/max_score". Empty for input outside the body.
	Pointer string
	// Code is a stable snake_case word that programs may switch on.
	Code string
	// Message is for humans and never echoes the offending value, which may be personal data.
	Message string
}

// Error is a failure that an edge can render.
type Error struct {
	Kind Kind
	// Code is a stable snake_case word that clients may switch on.
	Code string
	// Message is for humans; it may change and never holds personal data.
	Message string
	// Fields lists every field problem found, for Invalid and Malformed faults.
	Fields []Field
	// RetryAfter tells a caller when to try again; zero when it is unknown or pointless.
	RetryAfter time.Duration

	cause error
}

// New makes a fault.
func New(kind Kind, code, message string) *Error {
	return &Error{Kind: kind, Code: code, Message: message}
}

// InvalidFields makes an Invalid fault from field problems; it returns nil when there are none, so a validator can end with it.
func InvalidFields(fields []Field) *Error {
	if len(fields) == 0 {
		return nil
	}
	return &Error{Kind: Invalid, Code: "invalid_fields", Message: summary(fields), Fields: fields}
}

// Below places field problems that were found in a part of the input: name is the field that holds the part, pointer leads to it.
func Below(fields []Field, name, pointer string) []Field {
	placed := make([]Field, 0, len(fields))
	for _, field := range fields {
		field.Name, field.Pointer = name, pointer+field.Pointer
		placed = append(placed, field)
	}
	return placed
}

func summary(fields []Field) string {
	messages := make([]string, 0, len(fields))
	for _, field := range fields {
		messages = append(messages, field.Message)
	}
	return strings.Join(messages, "; ")
}

// Error implements error with the public message and the cause, for logs.
func (e *Error) Error() string {
	if e.cause == nil {
		return e.Message
	}
	return e.Message + ": " + e.cause.Error()
}

// Unwrap gives the cause to errors.Is and errors.As.
func (e *Error) Unwrap() error { return e.cause }

// Is reports whether target is the same fault apart from its cause, fields and wait, so that a package variable can serve as a sentinel.
func (e *Error) Is(target error) bool {
	other, ok := target.(*Error)
	return ok && other.Kind == e.Kind && other.Code == e.Code
}

// WithCause returns a copy that wraps cause. The cause is logged and never shown to a caller.
func (e *Error) WithCause(cause error) *Error {
	wrapped := *e
	wrapped.cause = cause
	return &wrapped
}

// WithMessage returns a copy that says the same in other words: those of the case at hand.
func (e *Error) WithMessage(message string) *Error {
	reworded := *e
	reworded.Message = message
	return &reworded
}

// WithRetryAfter returns a copy that tells callers how long to wait.
func (e *Error) WithRetryAfter(wait time.Duration) *Error {
	waiting := *e
	waiting.RetryAfter = wait
	return &waiting
}

// From finds the fault in err's chain. An error that carries none becomes an Internal fault whose message says nothing about it.
func From(err error) *Error {
	if found, ok := errors.AsType[*Error](err); ok {
		return found
	}
	return &Error{Kind: Internal, Code: "internal", Message: "something went wrong on our side", cause: err}
}

// KindOf is the kind of err's fault; Internal when it carries none.
func KindOf(err error) Kind { return From(err).Kind }
