package enrolment_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"greenroom/internal/enrolment"
	"greenroom/internal/fault"
)

// row is the smallest accepted row, with some cells set.
func row(cells map[string]string) map[string]string {
	all := map[string]string{}
	for name, value := range least() {
		all[name], _ = value.(string)
	}
	for name, cell := range cells {
		all[name] = cell
	}
	return all
}

func TestDecodeRow(t *testing.T) {
	t.Parallel()

	t.Run("MeansTheSameAsABody", func(t *testing.T) {
		t.Parallel()

		decoded, err := enrolment.DecodeRow(row(map[string]string{
			"custom_scoring": ` {"max_score": 50} `, "include_closing_prompt": "FALSE", "is_embedded": "true", "max_duration": " 600 ",
			"position_external_id": "0042", "questions_random_subset": "5e-1", "tags": "a; b;;", "welcome_message": " ", "mine": "x",
		}), now)
		require.NoError(t, err)
		body := least()
		for name, value := range map[string]any{
			"custom_scoring": map[string]any{"max_score": 50}, "include_closing_prompt": false, "is_embedded": true, "max_duration": 600,
			"position_external_id": "0042", "questions_random_subset": 0.5, "tags": []any{"a", "b"}, "mine": "x",
		} {
			body[name] = value
		}
		require.Equal(t, accepted(t, body).Request, decoded.Request)
		require.Equal(t, []string{"unknown key ignored: mine"}, decoded.Warnings)
	})

	cases := map[string]struct{ name, cell, pointer, code string }{
		"BrokenObject":       {"custom_scoring", `{"a"`, "/custom_scoring", "malformed_json"},
		"DuplicateKey":       {"custom_scoring", `{"a": {"b": 1, "b": 1}}`, "/custom_scoring/a/b", "duplicate_key"},
		"FlagInWords":        {"is_embedded", "yes", "/is_embedded", "wrong_type"},
		"ListForObject":      {"custom_scoring", "[]", "/custom_scoring", "wrong_type"},
		"ListOfNumbers":      {"tags", `["a", 1]`, "/tags/1", "wrong_type"},
		"NumberOutOfRange":   {"max_duration", "1", "/max_duration", "out_of_range"},
		"NumberWithUnit":     {"max_duration", "600 s", "/max_duration", "wrong_type"},
		"RequiredCellBlank":  {"candidate_name", " ", "/candidate_name", "required"},
		"TooDeep":            {"custom_scoring", strings.Repeat(`{"a":`, 33), "/custom_scoring", "too_deep"},
		"TextAfterTheObject": {"custom_scoring", "{} x", "/custom_scoring", "malformed_json"},
		"TrueForANumber":     {"max_duration", "true", "/max_duration", "wrong_type"},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			_, err := enrolment.DecodeRow(row(map[string]string{test.name: test.cell}), now)
			problem, isFault := errors.AsType[*fault.Error](err)
			require.True(t, isFault)
			require.Len(t, problem.Fields, 1)
			require.Equal(t, test.name, problem.Fields[0].Name)
			require.Equal(t, test.pointer, problem.Fields[0].Pointer)
			require.Equal(t, test.code, problem.Fields[0].Code)
		})
	}
}
