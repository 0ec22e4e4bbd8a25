package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
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
		require.Regexp(t, `first +en +2 +1\.000 +0\.500 +1\.000 +0\.000 +0\.000`, out.String())
		require.Regexp(t, `second +de +1 +1\.000 +1\.000 +1\.000 +1\.000 +-`, out.String())
		require.Contains(t, out.String(), "1 managerial|director taken for intermediate: Plumber")
	})

	t.Run("RefusesAnUnknownLevel", func(t *testing.T) {
		t.Parallel()

		err := runSeniority(write(t, "1\ten\tPlumber\t\t\tboss\t\tstaff\tgold\tfirst\n"), &bytes.Buffer{})
		require.ErrorContains(t, err, `unknown level "boss"`)
	})
}
