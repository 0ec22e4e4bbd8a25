package api_test

import (
	"encoding/json"
	"regexp"
	"testing"

	"github.com/pb33f/libopenapi"
	validator "github.com/pb33f/libopenapi-validator"
	"github.com/stretchr/testify/require"

	"greenroom/api"
)

// document is the part of the OpenAPI document that the tests look at.
type document struct {
	Components struct {
		Schemas map[string]struct {
			AdditionalProperties any `json:"additionalProperties"`
		} `json:"schemas"`
	} `json:"components"`
	Paths map[string]map[string]operation `json:"paths"`
}

type operation struct {
	Description string `json:"description"`
	ID          string `json:"operationId"`
	Parameters  []struct {
		Description string `json:"description"`
		In          string `json:"in"`
		Name        string `json:"name"`
	} `json:"parameters"`
	RequestBody struct {
		Content map[string]media `json:"content"`
	} `json:"requestBody"`
	Responses map[string]struct {
		Content map[string]media `json:"content"`
		Headers map[string]struct {
			Required bool `json:"required"`
		} `json:"headers"`
		Links map[string]struct {
			OperationID string `json:"operationId"`
		} `json:"links"`
	} `json:"responses"`
	Summary string   `json:"summary"`
	Tags    []string `json:"tags"`
}

type media struct {
	Example  any            `json:"example"`
	Examples map[string]any `json:"examples"`
}

func (o operation) declares(in, name string) bool {
	for _, parameter := range o.Parameters {
		if parameter.In == in && parameter.Name == name {
			return true
		}
	}
	return false
}

func (d document) each(t *testing.T, look func(t *testing.T, operation operation)) {
	t.Helper()
	for path, operations := range d.Paths {
		for method, operation := range operations {
			t.Run(method+path, func(t *testing.T) {
				t.Parallel()

				look(t, operation)
			})
		}
	}
}

func TestOpenAPI(t *testing.T) {
	t.Parallel()

	text, err := api.New(api.Config{GroupCommit: true, PublicURL: "/", Version: "1"}).OpenAPI()
	require.NoError(t, err)
	var described document
	require.NoError(t, json.Unmarshal(text, &described))

	t.Run("AcceptedAnswersLeadToTheStatus", func(t *testing.T) {
		t.Parallel()

		described.each(t, func(t *testing.T, operation operation) {
			t.Helper()
			accepted, found := operation.Responses["202"]
			if !found {
				return
			}
			require.True(t, accepted.Headers["Location"].Required)
			require.True(t, accepted.Headers["Retry-After"].Required)
			require.Equal(t, "getEnrolment", accepted.Links["getEnrolment"].OperationID)
		})
	})

	t.Run("AllowsAdditionsToEverySchema", func(t *testing.T) {
		t.Parallel()

		require.Contains(t, described.Components.Schemas, "EnrolmentRequest")
		for name, schema := range described.Components.Schemas {
			require.Nil(t, schema.AdditionalProperties, name)
		}
	})

	// An embedded struct whose name isn't exported is passed over in silence: its parameters would be neither described nor read.
	t.Run("DeclaresTheParametersOfEmbeddedInputs", func(t *testing.T) {
		t.Parallel()

		inPath := regexp.MustCompile(`\{(\w+)\}`)
		for path, operations := range described.Paths {
			for method, operation := range operations {
				for _, found := range inPath.FindAllStringSubmatch(path, -1) {
					require.True(t, operation.declares("path", found[1]), "%s %s: %s", method, path, found[1])
				}
			}
		}
		enrolment := described.Paths["/v1/enrolments/{id}"]["get"]
		require.True(t, enrolment.declares("header", "Prefer"))
		require.True(t, enrolment.declares("query", "merchant_id"))
		require.True(t, described.Paths["/v1/enrolments"]["post"].declares("header", "Prefer"))
	})

	t.Run("DescribesEveryOperationForPeople", func(t *testing.T) {
		t.Parallel()

		described.each(t, func(t *testing.T, operation operation) {
			t.Helper()
			require.NotEmpty(t, operation.ID)
			require.NotEmpty(t, operation.Summary)
			require.NotEmpty(t, operation.Description)
			require.Len(t, operation.Tags, 1)
			for _, parameter := range operation.Parameters {
				require.NotEmpty(t, parameter.Description, parameter.Name)
			}
		})
	})

	t.Run("HasNoSchemaThatNothingRefersTo", func(t *testing.T) {
		t.Parallel()

		for name := range described.Components.Schemas {
			require.Contains(t, string(text), `"$ref":"#/components/schemas/`+name+`"`)
		}
	})

	t.Run("IsAValidDocument", func(t *testing.T) {
		t.Parallel()

		parsed, err := libopenapi.NewDocument(text)
		require.NoError(t, err)
		checker, problems := validator.NewValidator(parsed)
		require.Empty(t, problems)
		valid, found := checker.ValidateDocument()
		require.Empty(t, found)
		require.True(t, valid)
	})

	t.Run("ShowsExamples", func(t *testing.T) {
		t.Parallel()

		described.each(t, func(t *testing.T, operation operation) {
			t.Helper()
			for _, shown := range operation.RequestBody.Content {
				require.NotEmpty(t, shown.Examples)
			}
			for status, response := range operation.Responses {
				for _, shown := range response.Content {
					require.True(t, shown.Example != nil || len(shown.Examples) > 0, status)
				}
			}
		})
	})
}
