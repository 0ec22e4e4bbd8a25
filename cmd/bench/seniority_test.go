package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"greenroom/internal/seniority"
)

func TestRunSeniority(t *testing.T) {
	t.Parallel()

	const header = "id\tlang\ttitle\tdescription\tlabel\taccept\tconvention\tband\ttier\tsource\n"
	write := func(t *testing.T, rows string) []string {
		t.Helper()

		path := filepath.Join(t.TempDir(), "titles.tsv")
		require.NoError(t, os.WriteFile(path, []byte(header+rows), 0o600))
		return []string{path}
	}

	t.Run("MeasuresEachSourceAndLanguageByItself", func(t *testing.T) {
		t.Parallel()

		var out bytes.Buffer
		require.NoError(t, runSeniority(write(t,
			"1\ten\tSenior Plumber\t\tsenior\tsenior\t\tstaff\tgold\tfirst\n"+
				"2\ten\tPlumber\t\t\tmanagerial|director\t\tleadership\tgold\tfirst\n"+
				"3\tde\tFounder\t\texecutive\texecutive\t\tleadership\tgold\tsecond\n"), &out))
		require.Regexp(t, `first +en +2 +1\.000 +0\.500 +1\.000 +0\.000 +0\.000 `, out.String())
		require.Regexp(t, `second +de +1 +1\.000 +1\.000 +1\.000 +1\.000 +- `, out.String())
		require.Contains(t, out.String(), "1 managerial|director taken for intermediate: Plumber")
	})

	t.Run("ReportsFilesAsOne", func(t *testing.T) {
		t.Parallel()

		first := write(t, "1\ten\tPlumber\t\tintermediate\tintermediate\t\tstaff\tgold\tboth\n")
		second := write(t, "2\ten\tWelder\t\tintermediate\tintermediate\t\tstaff\tgold\tboth\n")
		var out bytes.Buffer
		require.NoError(t, runSeniority(append(first, second...), &out))
		require.Regexp(t, `both +en +2 `, out.String())
	})

	t.Run("ShowsADashWithoutLabels", func(t *testing.T) {
		t.Parallel()

		var out bytes.Buffer
		require.NoError(t, runSeniority(write(t, "1\tund\tPlumber\t\t\tintermediate\t\tstaff\tgold\tcoarse\n"), &out))
		require.Regexp(t, `coarse +und +1 +- +1\.000 +- +- +0\.000 `, out.String())
		require.Regexp(t, `default, confidence 0\.50: accepted 1\.000 \(0\.207–1\.000\) of 1, exact -`, out.String())
	})

	for name, test := range map[string]struct{ row, problem string }{
		"RefusesAnUnknownBand":  {"1\ten\tPlumber\t\t\tsenior\t\tboss\tgold\tfirst\n", `labelled title 1: unknown band "boss"`},
		"RefusesAnUnknownLabel": {"1\ten\tPlumber\t\tboss\tsenior\t\tstaff\tgold\tfirst\n", `labelled title 1: unknown label "boss"`},
		"RefusesAnUnknownLang":  {"1\txx\tPlumber\t\t\tsenior\t\tstaff\tgold\tfirst\n", `labelled title 1: unknown lang "xx"`},
		"RefusesAnUnknownLevel": {"1\ten\tPlumber\t\t\tboss\t\tstaff\tgold\tfirst\n", `labelled title 1: unknown level "boss" in accept`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			require.ErrorContains(t, runSeniority(write(t, test.row), &bytes.Buffer{}), test.problem)
		})
	}
}

func TestCalibration(t *testing.T) {
	t.Parallel()

	lead := seniority.Detection{Way: seniority.WayLead, Confidence: 0.9}
	starter := seniority.Detection{Way: seniority.WayStarter, Confidence: 0.6}

	t.Run("KeepsWaysApart", func(t *testing.T) {
		t.Parallel()

		measured := calibration{}
		for range 4 {
			measured.add(lead, true, true, true)
			measured.add(starter, false, true, false)
		}
		measured.add(lead, false, false, false)
		var out strings.Builder
		measured.write(&out)
		require.Equal(t, "  lead, confidence 0.90: accepted 0.800 (0.376–0.964) of 5, exact 1.000 (0.510–1.000) of 4\n"+
			"  starter, confidence 0.60: accepted 0.000 (0.000–0.490) of 4, exact 0.000 (0.000–0.490) of 4\n", out.String())
	})

	t.Run("SumsItsErrorUp", func(t *testing.T) {
		t.Parallel()

		measured := calibration{}
		for place := range 10 {
			measured.add(lead, place < 9, false, false)     // right
			measured.add(starter, place < 10, false, false) // 0.4 too low
		}
		require.InDelta(t, 0.2, measured.expectedError(), 1e-12)
	})
}
