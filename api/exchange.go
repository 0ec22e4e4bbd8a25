package api

import (
	"context"
	"fmt"
	"regexp"
	"runtime/debug"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"
	"go.uber.org/zap"

	"greenroom/internal/fault"
)

// exchange is what is known of one request and its answer, for the log line and for problems.
type exchange struct {
	requestID string
	// merchantID and enrolmentID are filled in as they become known; ids are all that a log may say about anyone.
	merchantID  uuid.UUID
	enrolmentID uuid.UUID
	cause       error
}

func (e *exchange) fail(cause error) { e.cause = cause }

type exchangeKey struct{}

// exchangeFrom is the exchange of a request's context; outside of one, an empty exchange that nobody reads.
func exchangeFrom(ctx context.Context) *exchange {
	if found, ok := ctx.Value(exchangeKey{}).(*exchange); ok {
		return found
	}
	return &exchange{}
}

// plausibleRequestID is what a client's X-Request-Id must look like to be taken over into logs and answers.
var plausibleRequestID = regexp.MustCompile(`^[A-Za-z0-9._-]{1,64}$`)

// withExchange gives every request an id, a deadline and a log line, and turns panics into problems.
func (a *API) withExchange(c *fiber.Ctx) error {
	began := time.Now()
	current := &exchange{requestID: c.Get(fiber.HeaderXRequestID)}
	if !plausibleRequestID.MatchString(current.requestID) {
		current.requestID = uuid.NewString()
	}
	c.Set(fiber.HeaderXRequestID, current.requestID)
	// Fiber's own context never ends (STYLE.md, section 11).
	ctx, cancel := context.WithTimeout(context.WithValue(context.Background(), exchangeKey{}, current), a.config.MaxWait+requestSlack)
	defer cancel()
	c.SetUserContext(ctx)
	err := recovering(c)
	if err != nil {
		// Rendered here, so that the log line knows the status.
		err = handleError(c, err)
	}
	a.logExchange(c, current, time.Since(began))
	return err
}

// recovering calls the next handler and turns a panic into an error: in Fiber it would end the process.
func recovering(c *fiber.Ctx) (err error) {
	defer func() {
		if panicked := recover(); panicked != nil {
			err = fmt.Errorf("panic: %v\n%s", panicked, debug.Stack())
		}
	}()
	return c.Next()
}

// logExchange writes the request's one line. It holds ids only: no query, no body, no token, no address of a person.
func (a *API) logExchange(c *fiber.Ctx, current *exchange, took time.Duration) {
	status := c.Response().StatusCode()
	fields := []zap.Field{
		zap.String("request_id", current.requestID), zap.String("method", c.Method()), zap.String("route", c.Route().Path),
		zap.Int("status", status), zap.Float64("duration_ms", float64(took.Microseconds())/1000),
		zap.Int("bytes_in", len(c.Request().Body())),
	}
	if current.merchantID != uuid.Nil {
		fields = append(fields, zap.Stringer("merchant_id", current.merchantID))
	}
	if current.enrolmentID != uuid.Nil {
		fields = append(fields, zap.Stringer("enrolment_id", current.enrolmentID))
	}
	if current.cause == nil {
		a.config.Logger.Info("request", fields...)
		return
	}
	found := fault.From(current.cause)
	fields = append(fields, zap.String("code", found.Code))
	switch found.Kind {
	case fault.Internal:
		a.config.Logger.Error("request", append(fields, zap.Error(current.cause))...)
	case fault.Unavailable:
		a.config.Logger.Warn("request", append(fields, zap.Error(current.cause))...)
	default:
		a.config.Logger.Info("request", fields...)
	}
}

// withHeaders sets what every answer carries.
func withHeaders(c *fiber.Ctx) error {
	c.Set(fiber.HeaderXContentTypeOptions, "nosniff")
	c.Set(fiber.HeaderReferrerPolicy, "no-referrer")
	c.Set(fiber.HeaderXFrameOptions, "DENY")
	c.Set(fiber.HeaderCacheControl, "no-store")
	c.Set(fiber.HeaderContentSecurityPolicy, "default-src 'none'; frame-ancestors 'none'")
	return c.Next()
}

// errEncoded says that a body is compressed. Fiber would unpack it as a whole, a thousand times what was sent, before any limit counts.
var errEncoded = fault.New(fault.UnsupportedMedia, "unsupported_content_encoding", "send the body as it is, without Content-Encoding")

// withPlainBody refuses compressed bodies before anything looks at them.
func withPlainBody(c *fiber.Ctx) error {
	encoding := c.Get(fiber.HeaderContentEncoding)
	if encoding == "" || strings.EqualFold(encoding, "identity") {
		return c.Next()
	}
	c.Set(fiber.HeaderAcceptEncoding, "identity")
	return errEncoded
}

// withBodyLimit refuses bodies that are too large before anything looks at them.
func withBodyLimit(c *fiber.Ctx) error {
	if len(c.Request().Body()) > bodyLimit {
		return fiber.ErrRequestEntityTooLarge
	}
	return c.Next()
}
