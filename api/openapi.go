package api

import (
	"net/http"
	"reflect"
	"strconv"
	"sync"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humafiber"
	"github.com/gofiber/fiber/v2"
)

// useOwnErrors makes huma render its own errors as our problems; the hook is a variable of the whole process, so it is set once.
var useOwnErrors = sync.OnceFunc(func() { //nolint:gochecknoglobals // See above.
	huma.NewErrorWithContext = humaError
})

const bearerScheme = "bearer"

func (a *API) openAPIConfig() huma.Config {
	useOwnErrors()
	config := huma.DefaultConfig("Greenroom", a.config.Version)
	config.OpenAPI.OpenAPI = "3.1.0"
	config.Info.Description = "The intake of a hiring platform: send a candidate and a position, get a decision and an interview link."
	config.Servers = []*huma.Server{{URL: a.config.PublicURL}}
	config.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		bearerScheme: {Type: "http", Scheme: "bearer", BearerFormat: "JWT", Description: "A Supabase access token"},
	}
	// No $schema links in bodies, and pages of our own instead of huma's, which load from elsewhere.
	config.CreateHooks = nil
	config.SchemasPath, config.DocsPath, config.OpenAPIPath = "", "", ""
	return config
}

func bearerAuth() []map[string][]string { return []map[string][]string{{bearerScheme: {}}} }

// responses describes an operation's answers: its own for the statuses of success, problems for the others.
func (a *API) responses(successes []int, problems ...int) map[string]*huma.Response {
	described := make(map[string]*huma.Response, len(successes)+len(problems))
	registry := a.huma.OpenAPI().Components.Schemas
	enrolment := registry.Schema(reflect.TypeFor[Enrolment](), true, "Enrolment")
	for _, status := range successes {
		response := &huma.Response{Description: http.StatusText(status), Headers: map[string]*huma.Param{}}
		switch status {
		case http.StatusAccepted:
			response.Description = "Accepted, and not over yet: poll Location"
			response.Headers[fiber.HeaderLocation] = requiredHeader("Where the answer can be polled")
			response.Headers[fiber.HeaderRetryAfter] = requiredHeader("Seconds until polling makes sense")
		case http.StatusNoContent, http.StatusNotModified:
			described[strconv.Itoa(status)] = response
			continue
		}
		response.Content = map[string]*huma.MediaType{fiber.MIMEApplicationJSON: {Schema: enrolment}}
		described[strconv.Itoa(status)] = response
	}
	problem := registry.Schema(reflect.TypeFor[Problem](), true, "Problem")
	for _, status := range problems {
		response := &huma.Response{
			Description: http.StatusText(status), Headers: map[string]*huma.Param{},
			Content: map[string]*huma.MediaType{problemType: {Schema: problem}},
		}
		switch status {
		case http.StatusUnauthorized:
			response.Headers[fiber.HeaderWWWAuthenticate] = requiredHeader("How to authenticate (RFC 6750)")
		case http.StatusTooManyRequests, http.StatusServiceUnavailable:
			response.Headers[fiber.HeaderRetryAfter] = requiredHeader("Seconds until it makes sense to try again")
		}
		described[strconv.Itoa(status)] = response
	}
	return described
}

func requiredHeader(doc string) *huma.Param {
	return &huma.Param{Description: doc, Required: true, Schema: &huma.Schema{Type: huma.TypeString}}
}

func unwrap(ctx huma.Context) *fiber.Ctx { return humafiber.Unwrap(ctx) }
