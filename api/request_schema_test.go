package api_test

import (
	"encoding/json"
	"maps"
	"testing"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/stretchr/testify/require"

	"greenroom/api"
	"greenroom/internal/enrolment"
)

func TestRequestSchema(t *testing.T) {
	t.Parallel()

	now := time.Date(2026, time.March, 10, 12, 0, 0, 0, time.UTC)

	// agree sends one body past the decoder and past the schema, and wants the same verdict from both.
	agree := func(t *testing.T, body map[string]any, accepted bool) {
		t.Helper()
		text, err := json.Marshal(body)
		require.NoError(t, err)
		_, err = enrolment.Decode(text, now)
		require.Equal(t, accepted, err == nil, "%s: %v", text, err)
		var decoded any
		require.NoError(t, json.Unmarshal(text, &decoded))
		result := &huma.ValidateResult{}
		registry := huma.NewMapRegistry("#/components/schemas/", huma.DefaultSchemaNamer)
		huma.Validate(registry, api.RequestSchema(), huma.NewPathBuffer(nil, 0), huma.ModeWriteToServer, decoded, result)
		require.Equal(t, accepted, len(result.Errors) == 0, "%s: %v", text, result.Errors)
	}
	with := func(name string, value any) map[string]any {
		body := maps.Clone(api.RequestExample())
		body[name] = value
		return body
	}

	t.Run("AgreesWithTheDecoderOnEveryExampleAndNull", func(t *testing.T) {
		t.Parallel()

		agree(t, api.RequestExample(), true)
		for _, field := range enrolment.Fields() {
			require.NotNil(t, field.Example, field.Name)
			agree(t, with(field.Name, field.Example), true)
			agree(t, with(field.Name, struct{ A []int }{}), field.Kind == enrolment.Object)
			agree(t, with(field.Name, nil), field.Need != enrolment.Required)
		}
		agree(t, with("unheard_of", 1), true)
	})

	t.Run("AgreesWithTheDecoderOnBounds", func(t *testing.T) {
		t.Parallel()

		for name, values := range map[string][]any{
			"candidate_country_code": {"", "NLD"}, "candidate_name": {""},
			"custom_scoring": {
				map[string]any{"early_stop": 1},
				map[string]any{"max_score": 0},
				map[string]any{"pre_screening": map[string]any{"auto_reject": 1}},
				map[string]any{"pre_screening": map[string]any{"resume_score_accept": 11}},
			},
			"pdf_export_auto_config": {map[string]any{"enabled": "on"}, map[string]any{"language": "xx"}},
			"hiring_for_company":     {map[string]any{"name": 1}}, "interview_attempts": {0, 21, 1.5}, "position_def_set_id": {"1"},
			"questions_random_subset": {0.009, 0.91}, "result_view": {"everything"}, "tags": {[]any{""}, []any{1}},
		} {
			for _, value := range values {
				agree(t, with(name, value), false)
			}
		}
	})

	t.Run("DescribesEveryFieldForPeople", func(t *testing.T) {
		t.Parallel()

		text, err := json.Marshal(api.RequestSchema())
		require.NoError(t, err)
		require.Contains(t, string(text), `"additionalProperties":true`)
		var written struct {
			Properties map[string]map[string]any `json:"properties"`
			Required   []string                  `json:"required"`
		}
		require.NoError(t, json.Unmarshal(text, &written))
		require.Equal(t, []string{"candidate_name", "candidate_email", "candidate_country_code", "candidate_resume"}, written.Required)
		require.Len(t, written.Properties, 42)
		for name, property := range written.Properties {
			require.NotEmpty(t, property["description"], name)
			require.NotEmpty(t, property["examples"], name)
		}
		require.Equal(t, []any{"string", "null"}, written.Properties["position_name"]["type"])
		require.Equal(t, "string", written.Properties["candidate_name"]["type"])
		require.InDelta(t, 1200, written.Properties["max_duration"]["default"], 0)
		require.Contains(t, written.Properties["result_view"]["enum"], nil)
	})
}
