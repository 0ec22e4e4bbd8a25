package labelled_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"greenroom/internal/labelled"
	"greenroom/internal/seniority"
)

func TestReadFits(t *testing.T) {
	t.Parallel()

	t.Run("ReadsEveryLabel", func(t *testing.T) {
		t.Parallel()

		fits, err := labelled.ReadFits(strings.NewReader(`{"lang":"en","label":{"screen":"pass"}}

{"lang":"en","label":{"screen":"fail"}}
{"lang":"en","label":{"relevant":true}}
{"lang":"en","label":{"relevant":false}}
{"lang":"en"}
`))
		require.NoError(t, err)
		var verdicts [][2]bool
		for _, fit := range fits {
			fitting, known := fit.Verdict()
			verdicts = append(verdicts, [2]bool{fitting, known})
		}
		require.Equal(t, [][2]bool{{true, true}, {false, true}, {true, true}, {false, true}, {false, false}}, verdicts)
	})

	t.Run("DetectsTheLevel", func(t *testing.T) {
		t.Parallel()

		fits, err := labelled.ReadFits(strings.NewReader(`{"lang":"en","job_title":"Senior Plumber"}`))
		require.NoError(t, err)
		require.Equal(t, seniority.Senior, fits[0].Position().Level)
	})

	for name, test := range map[string]struct{ rows, problem string }{
		"NamesABrokenRow":       {"{\"lang\":\"en\"}\n{", "row 2"},
		"NamesAnUnknownLang":    {"\n{\"lang\":\"xx\"}", `row 2: unknown lang "xx"`},
		"RefusesAnAbsentLang":   {`{"resume":"Cook"}`, `row 1: unknown lang ""`},
		"RefusesAnotherJSONSet": {`["en"]`, "row 1"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			_, err := labelled.ReadFits(strings.NewReader(test.rows))
			require.ErrorContains(t, err, test.problem)
		})
	}
}
