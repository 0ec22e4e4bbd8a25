package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestAreaUnderCurve(t *testing.T) {
	t.Parallel()

	t.Run("CountsTiesHalf", func(t *testing.T) {
		t.Parallel()

		area, _, _ := areaUnderCurve([]float64{1, 2}, []float64{1, 0})
		require.InDelta(t, 0.875, area, 1e-9)
	})

	t.Run("HoldsItsInterval", func(t *testing.T) {
		t.Parallel()

		area, low, high := areaUnderCurve([]float64{5, 6, 7, 2}, []float64{1, 3, 4, 2})
		require.Less(t, low, area)
		require.GreaterOrEqual(t, high, area)
	})
}

func TestRunFit(t *testing.T) {
	t.Parallel()

	path := filepath.Join(t.TempDir(), "rows.jsonl")
	rows := `{"resume":"Line cook, Bistro, 2019 - 2024. HACCP","job_title":"Cook","job":"HACCP","lang":"en","label":{"screen":"pass"}}
{"resume":"Java developer, Acme, 2019 - 2024","job_title":"Cook","job":"HACCP","lang":"en","label":{"relevant":false}}
`
	require.NoError(t, os.WriteFile(path, []byte(rows), 0o600))
	var out bytes.Buffer
	require.NoError(t, runFit(path, &out))
	require.Contains(t, out.String(), "| all | 1 | 1 | 1.000")
}
