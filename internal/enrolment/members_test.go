package enrolment_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestFieldMembers(t *testing.T) {
	t.Parallel()

	scoring := func(key string, value any) map[string]any { return with("custom_scoring", map[string]any{key: value}) }
	export := func(key string, value any) map[string]any {
		return with("pdf_export_auto_config", map[string]any{key: value})
	}
	company := func(key string, value any) map[string]any {
		return with("hiring_for_company", map[string]any{key: value})
	}
	many := map[string]any{}
	for place := range 201 {
		many[strings.Repeat("k", place+1)] = 1
	}
	cases := map[string]struct {
		body          map[string]any
		pointer, code string
	}{
		"BadPolicy": {
			scoring("pre_screening", map[string]any{"auto_reject": 1}), "/custom_scoring/pre_screening/auto_reject", "wrong_type",
		},
		"CompanyTextTooLong":   {company("name", strings.Repeat("x", 4001)), "/hiring_for_company/name", "too_long"},
		"CompanyTextWrongType": {company("company_size", 50), "/hiring_for_company/company_size", "wrong_type"},
		"ControlInDeepText":    {scoring("mine", []any{map[string]any{"a/b": "\x00"}}), "/custom_scoring/mine/0/a~1b", "control_character"},
		"ControlInKey":         {scoring("mi\x00ne", 1), "/custom_scoring/mi?ne", "control_character"},
		"EarlyStopNumber":      {scoring("early_stop", 1), "/custom_scoring/early_stop", "wrong_type"},
		"ExportEnabledText":    {export("enabled", "yes"), "/pdf_export_auto_config/enabled", "wrong_type"},
		"ExportLanguage":       {export("language", "xx"), "/pdf_export_auto_config/language", "not_in_enum"},
		"ExportRecipient":      {export("recipients", []any{"a@b.co", 1}), "/pdf_export_auto_config/recipients/1", "wrong_type"},
		"InexactInteger":       {scoring("mine", json.Number("9007199254740993")), "/custom_scoring/mine", "out_of_range"},
		"MaxScoreTooLarge":     {scoring("max_score", 1001), "/custom_scoring/max_score", "out_of_range"},
		"MaxScoreTooSmall":     {scoring("max_score", 0.5), "/custom_scoring/max_score", "out_of_range"},
		"NumberTooLarge":       {scoring("mine", json.Number("1e999")), "/custom_scoring/mine", "out_of_range"},
		"ObjectTooLarge":       {scoring("mine", strings.Repeat("x", 64<<10)), "/custom_scoring", "too_large"},
		"PolicyNotAnObject":    {scoring("pre_screening", []any{}), "/custom_scoring/pre_screening", "wrong_type"},
		"TagNotText":           {with("tags", []any{"a", 1}), "/tags/1", "wrong_type"},
		"TagTooLong":           {with("tags", []any{strings.Repeat("é", 101)}), "/tags/0", "too_long"},
		"TagTooShort":          {with("tags", []any{" "}), "/tags/0", "too_short"},
		"TooManyKeys":          {scoring("mine", many), "/custom_scoring", "too_many"},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			fields := refused(t, string(encode(t, test.body)))
			require.Len(t, fields, 1)
			require.Equal(t, test.pointer, fields[0].Pointer)
			require.Equal(t, test.code, fields[0].Code)
			require.Equal(t, strings.Split(test.pointer, "/")[1], fields[0].Name)
		})
	}

	t.Run("KnownKeysOfEachScoringSwitchTakeFlagsAndObjects", func(t *testing.T) {
		t.Parallel()

		for _, key := range []string{
			"ai_assessment_answer", "ai_assessment_resume", "ai_assessment_session", "ai_pronunciation", "early_stop", "sentiment_analysis",
			"speech_cadence",
		} {
			accepted(t, scoring(key, true))
			accepted(t, scoring(key, map[string]any{"weight": 2}))
			requireProblem(t, scoring(key, "on"), "custom_scoring", "/custom_scoring/"+key, "wrong_type")
		}
	})

	t.Run("UnknownKeysOfAPolicyAreNamed", func(t *testing.T) {
		t.Parallel()

		decoded := accepted(t, scoring("pre_screening", map[string]any{
			"autoreject": false, "resume_score_accept": 8, "weights": map[string]any{"age": 1}, "rules": []any{
				map[string]any{"kind": "language", "language": "en", "level": "B2"},
			},
		}))
		require.Equal(t, []string{
			"unknown key ignored: custom_scoring.pre_screening.autoreject",
			"unknown key ignored: custom_scoring.pre_screening.weights.age",
			"unknown key ignored: custom_scoring.pre_screening.rules.0.level",
		}, decoded.Warnings)
	})

	t.Run("NullOfAKnownKeyIsNotGiven", func(t *testing.T) {
		t.Parallel()

		decoded := accepted(t, with("custom_scoring", map[string]any{"max_score": nil, "mine": nil, "pre_screening": map[string]any{}}))
		require.Equal(t, map[string]any{"mine": nil, "pre_screening": map[string]any{}}, decoded.Request.Settings.CustomScoring)
		require.Nil(t, accepted(t, company("name", nil)).Request.Settings.Company)
	})
}
