package api_test

import (
	"encoding/json"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"

	"greenroom/api"
)

// document is the part of the OpenAPI document that the tests look at.
type document struct {
	Paths map[string]map[string]operation `json:"paths"`
}

type operation struct {
	Parameters []struct {
		In   string `json:"in"`
		Name string `json:"name"`
	} `json:"parameters"`
}

func (o operation) declares(in, name string) bool {
	for _, parameter := range o.Parameters {
		if parameter.In == in && parameter.Name == name {
			return true
		}
	}
	return false
}

func describe(t *testing.T) document {
	t.Helper()
	text, err := api.New(api.Config{GroupCommit: true}).OpenAPI()
	require.NoError(t, err)
	var described document
	require.NoError(t, json.Unmarshal(text, &described))
	return described
}

func TestOpenAPI(t *testing.T) {
	t.Parallel()

	described := describe(t)

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
}
