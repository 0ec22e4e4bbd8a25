package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestRunFit(t *testing.T) {
	t.Parallel()

	measure := func(t *testing.T, rows string, asOf time.Time) string {
		t.Helper()

		path := filepath.Join(t.TempDir(), "rows.jsonl")
		require.NoError(t, os.WriteFile(path, []byte(rows), 0o600))
		var out bytes.Buffer
		require.NoError(t, runFit(path, asOf, &out))
		return out.String()
	}
	const cook = `{"resume":"Line cook, Bistro, 2019 - 2024. HACCP","job_title":"Cook","job":"HACCP","lang":"en","label":{"screen":"pass"}}
`
	const developer = `{"resume":"Java developer, Acme, 2019 - 2024","job_title":"Cook","job":"HACCP","lang":"en","label":{"relevant":false}}
`
	const unknown = `{"resume":"Java developer, Acme, 2019 - 2024","job_title":"Cook","job":"HACCP","lang":"en"}
`
	year := func(year int) time.Time { return time.Date(year, time.May, 1, 0, 0, 0, 0, time.UTC) }

	t.Run("MeasuresEachSourceByItself", func(t *testing.T) {
		t.Parallel()

		out := measure(t, cook+developer+strings.ReplaceAll(cook, `"lang"`, `"source":"kitchens","lang"`), year(2026))
		require.Contains(t, out, "| en | 2 | 1 | 1 | 1 | 1.000 (≥ 0.050) | - | 1.000 |")
		require.Contains(t, out, "| kitchens en | 1 | 1 | 1 | 0 | - | - | - |")
	})

	t.Run("CountsRowsWithoutALabel", func(t *testing.T) {
		t.Parallel()

		out := measure(t, cook+unknown+unknown, year(2026))
		require.Contains(t, out, "left out: 2\n")
		require.Contains(t, out, "| en | 1 | 1 | 1 | 0 |")
	})

	t.Run("TellsWhatPresentIs", func(t *testing.T) {
		t.Parallel()

		require.Contains(t, measure(t, cook, year(2021)), "“present” is 2021-05-01\n")
	})
}

func TestDecideFlags(t *testing.T) {
	t.Parallel()

	command := newRootCommand()
	command.SetArgs([]string{"decide", "--fit", "rows.jsonl", "--as-of", "May"})
	require.ErrorContains(t, command.Execute(), `read the date "May"`)
}
