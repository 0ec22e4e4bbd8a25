package prescreen_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"greenroom/internal/lang"
	"greenroom/internal/prescreen"
	"greenroom/internal/seniority"
)

// rowsOf reads the rows of a file of tab-separated columns, comments left out.
func rowsOf(t *testing.T, path string) [][]string {
	t.Helper()
	content, err := os.ReadFile(path)
	require.NoError(t, err)
	var rows [][]string
	for row := range strings.Lines(string(content)) {
		row = strings.TrimRight(row, "\n")
		if !strings.HasPrefix(row, "#") && row != "" {
			rows = append(rows, strings.Split(row, "\t"))
		}
	}
	return rows
}

// pair is a résumé and a position of testdata, with what a recruiter would say.
type pair struct {
	resume, position string
	decisions        []string
	reason           string
}

func readPairs(t *testing.T) []pair {
	t.Helper()
	var pairs []pair
	for _, row := range rowsOf(t, "testdata/pairs.tsv") {
		require.Len(t, row, 5, row)
		pairs = append(pairs, pair{row[0], row[1], strings.Split(row[3], "|"), row[4]}) // whether they fit is in fit.jsonl, too
	}
	return pairs
}

func readResume(t *testing.T, name string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("testdata", "resumes", name+".txt"))
	require.NoError(t, err)
	return string(content)
}

// readPosition reads a position's file: a header of three lines, an empty line, the description.
func readPosition(t *testing.T, name string) prescreen.Position {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("testdata", "positions", name+".txt"))
	require.NoError(t, err)
	header, description, found := strings.Cut(string(content), "\n\n")
	require.True(t, found, name)
	position := prescreen.Position{Description: description}
	for row := range strings.Lines(header) {
		key, value, _ := strings.Cut(strings.TrimSpace(row), ": ")
		switch key {
		case "language":
			position.Language = lang.Code(value)
		case "level":
			position.Level = seniority.Level(value)
		case "title":
			position.Title = value
		}
	}
	return position
}

// allNames lists the files of a folder of testdata without their endings.
func allNames(t *testing.T, folder string) []string {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join("testdata", folder, "*.txt"))
	require.NoError(t, err)
	names := make([]string, 0, len(paths))
	for _, path := range paths {
		names = append(names, strings.TrimSuffix(filepath.Base(path), ".txt"))
	}
	return names
}

func TestCorpus(t *testing.T) {
	t.Parallel()

	for _, expected := range readPairs(t) {
		t.Run(expected.resume+" for "+expected.position, func(t *testing.T) {
			t.Parallel()

			resume := readResume(t, expected.resume)
			result := assess(readPosition(t, expected.position), resume)
			require.Contains(t, expected.decisions, string(result.Decision), "score %v, reason %q", result.Score, result.Reason)
			require.Contains(t, result.Reason, expected.reason)
			require.Equal(t, result.Decision == prescreen.DecisionAccept, result.Reason == "")
			requireVerbatim(t, resume, result)
		})
	}
}
