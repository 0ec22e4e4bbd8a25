package api

import (
	"net/http"
	"reflect"
	"strconv"
	"strings"
	"sync"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humafiber"
	"github.com/gofiber/fiber/v2"

	"greenroom/internal/fault"
)

// useOwnErrors makes huma render and describe its own errors as our problems; the hooks are variables of the whole process, so they are set
// once.
var useOwnErrors = sync.OnceFunc(func() { //nolint:gochecknoglobals // See above.
	huma.NewError = func(status int, message string, _ ...error) huma.StatusError {
		return newProblem(fault.New(kindOfStatus(status), codeOfStatus(status), message), "")
	}
	huma.NewErrorWithContext = humaError
})

const (
	bearerScheme = "bearer"
	// requestComponent is the schema of an enrolment request's body.
	requestComponent = "EnrolmentRequest"
	schemasPath      = "#/components/schemas/"
	// requestIDHeader is on every answer; it has one description.
	requestIDHeader = "#/components/headers/RequestId"
)

func (a *API) openAPIConfig() huma.Config {
	useOwnErrors()
	config := huma.DefaultConfig("Greenroom", a.config.Version)
	config.OpenAPI.OpenAPI = "3.1.0"
	config.Info.Description = "The intake of a hiring platform: send a candidate and a position, get a decision and an interview link.\n\n" +
		"Answers may gain members and header fields at any time: ignore the ones that you don't know."
	config.Servers = []*huma.Server{{URL: a.config.PublicURL}}
	config.Tags = []*huma.Tag{
		{Name: "Access", Description: "Interview links: what they entitle to, and how to end them."},
		{Name: "Decisions", Description: "What people decide about candidates."},
		{Name: "Enrolments", Description: "Candidates on their way to an interview."},
		{Name: "Operation", Description: "For load balancers and other services."},
	}
	config.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		bearerScheme: {Type: "http", Scheme: "bearer", BearerFormat: "JWT", Description: "A Supabase access token"},
	}
	config.Components.Headers = map[string]*huma.Header{"RequestId": requiredHeader("Quote it when you ask for help; it is in the logs")}
	config.Components.Responses = map[string]*huma.Response{}
	config.Components.Schemas.Map()[requestComponent] = RequestSchema()
	// An answer that has gained a member must still be valid for clients that were made from an older document; see also openSchemas.
	config.AllowAdditionalPropertiesByDefault = true
	config.OnAddOperation = append(config.OnAddOperation, completeOperation)
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
		response := &huma.Response{Description: http.StatusText(status)}
		switch status {
		case http.StatusAccepted:
			response.Description = "Accepted, and not over yet: poll Location"
		case http.StatusNoContent:
			described[strconv.Itoa(status)] = response
			continue
		case http.StatusNotModified:
			response.Description = "Nothing has changed since the answer with the ETag in If-None-Match"
			described[strconv.Itoa(status)] = response
			continue
		}
		response.Content = map[string]*huma.MediaType{fiber.MIMEApplicationJSON: {Schema: enrolment}}
		described[strconv.Itoa(status)] = response
	}
	for _, status := range problems {
		described[strconv.Itoa(status)] = a.problemResponse(status)
	}
	return described
}

// problemResponse refers to the one description of a status's problem.
func (a *API) problemResponse(status int) *huma.Response {
	components := a.huma.OpenAPI().Components
	name := strings.ReplaceAll(http.StatusText(status), " ", "")
	if components.Responses[name] == nil {
		response := &huma.Response{
			Description: problemDescription(status),
			Headers:     map[string]*huma.Param{fiber.HeaderXRequestID: {Ref: requestIDHeader}},
			Content: map[string]*huma.MediaType{problemType: {
				Schema: components.Schemas.Schema(reflect.TypeFor[Problem](), true, "Problem"), Example: problemExample(status),
			}},
		}
		switch status {
		case http.StatusUnauthorized:
			response.Headers[fiber.HeaderWWWAuthenticate] = requiredHeader("How to authenticate (RFC 6750)")
		case http.StatusTooManyRequests, http.StatusServiceUnavailable:
			response.Headers[fiber.HeaderRetryAfter] = requiredHeader("Seconds until it makes sense to try again")
		case http.StatusUnsupportedMediaType:
			response.Headers["Accept-Post"] = requiredHeader("The media type that is taken")
		}
		components.Responses[name] = response
	}
	return &huma.Response{Ref: "#/components/responses/" + name}
}

// completeOperation adds what huma can't read off an input or an output: examples, which header fields are always there, and where a 202
// leads.
func completeOperation(_ *huma.OpenAPI, operation *huma.Operation) {
	for _, parameter := range operation.Parameters {
		// Not for huma to know: it would answer 422 where RFC 6585 has 428.
		parameter.Required = parameter.Required || parameter.Name == fiber.HeaderIfMatch
	}
	examples := examplesOf(operation.OperationID)
	if operation.RequestBody != nil {
		// huma takes a body that is read raw for a file.
		delete(operation.RequestBody.Content, fiber.MIMEOctetStream)
		addExamples(operation.RequestBody.Content, examples.request)
	}
	for status, response := range operation.Responses {
		if response.Ref != "" {
			continue
		}
		completeHeaders(status, response)
		addExamples(response.Content, examples.answers[status])
		if status == strconv.Itoa(http.StatusAccepted) {
			response.Links = map[string]*huma.Link{"getEnrolment": {
				OperationID: "getEnrolment", Parameters: map[string]any{"id": "$response.body#/id"},
				Description: "The same enrolment later; also found at Location",
			}}
		}
	}
}

func completeHeaders(status string, response *huma.Response) {
	headers := map[string]*huma.Param{fiber.HeaderXRequestID: {Ref: requestIDHeader}}
	for name, header := range response.Headers {
		// huma says it of the value; it is the header field that the words are about.
		if header.Description == "" {
			header.Description, header.Schema.Description = header.Schema.Description, ""
		}
		headers[name] = header
	}
	content := response.Content[fiber.MIMEApplicationJSON]
	if status == strconv.Itoa(http.StatusNotModified) || (content != nil && content.Schema.Ref == schemasPath+"Enrolment") {
		headers[fiber.HeaderETag] = requiredHeader("Changes with everything that the answer shows")
	}
	if status == strconv.Itoa(http.StatusAccepted) {
		headers[fiber.HeaderLocation] = requiredHeader("Where the answer can be polled")
		headers[fiber.HeaderRetryAfter] = requiredHeader("Seconds until polling makes sense")
	}
	response.Headers = headers
}

func addExamples(content map[string]*huma.MediaType, examples map[string]*huma.Example) {
	if media := content[fiber.MIMEApplicationJSON]; media != nil && len(examples) > 0 {
		media.Examples = examples
	}
}

// openSchemas leaves away what is JSON Schema's default anyway, that other members are allowed: where a schema says so in words, generated
// clients take misspelt members for welcome ones.
func (a *API) openSchemas() {
	for _, schema := range a.huma.OpenAPI().Components.Schemas.Map() {
		if schema.AdditionalProperties == true {
			schema.AdditionalProperties = nil
		}
	}
}

// describe puts a plain handler's GET into the document: huma doesn't know of it.
func (a *API) describe(id, path, summary, description string, answer huma.Response, problems ...int) {
	responses := map[string]*huma.Response{"200": &answer}
	for _, status := range problems {
		responses[strconv.Itoa(status)] = a.problemResponse(status)
	}
	a.huma.OpenAPI().AddOperation(&huma.Operation{
		OperationID: id, Method: http.MethodGet, Path: path, Summary: summary, Description: description, Tags: []string{"Operation"},
		Responses: responses,
	})
}

func requiredHeader(doc string) *huma.Param {
	return &huma.Param{Description: doc, Required: true, Schema: &huma.Schema{Type: huma.TypeString}}
}

func unwrap(ctx huma.Context) *fiber.Ctx { return humafiber.Unwrap(ctx) }
