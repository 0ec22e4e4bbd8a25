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

// pair is a résumé and a position of testdata, with what a recruiter would say.
type pair struct {
	resume, position string
	relevant         bool
	decisions        []string
	reason           string
}

func readPairs(t *testing.T) []pair {
	t.Helper()
	content, err := os.ReadFile("testdata/pairs.tsv")
	require.NoError(t, err)
	var pairs []pair
	for row := range strings.Lines(string(content)) {
		fields := strings.Split(strings.TrimRight(row, "\n"), "\t")
		if strings.HasPrefix(row, "#") {
			continue
		}
		require.Len(t, fields, 5, row)
		pairs = append(pairs, pair{fields[0], fields[1], fields[2] == "yes", strings.Split(fields[3], "|"), fields[4]})
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
			result := prescreen.Assess(readPosition(t, expected.position), prescreen.Candidate{Resume: resume}, prescreen.DefaultPolicy(), asOf())
			require.Contains(t, expected.decisions, string(result.Decision), "score %v, reason %q", result.Score, result.Reason)
			require.Contains(t, result.Reason, expected.reason)
			require.Equal(t, result.Decision == prescreen.DecisionAccept, result.Reason == "")
			requireVerbatim(t, resume, result)
		})
	}
}

// requireVerbatim checks that every quote is in the résumé at its offset.
func requireVerbatim(t *testing.T, resume string, result prescreen.Assessment) {
	t.Helper()
	for _, criterion := range result.Criteria {
		for _, evidence := range criterion.Evidence {
			require.Equal(t, evidence.Quote, resume[evidence.Offset:evidence.Offset+len(evidence.Quote)])
		}
	}
	for _, language := range result.Facts.Languages {
		require.Equal(t, language.Quote, resume[language.Offset:language.Offset+len(language.Quote)])
	}
	for _, flag := range result.Flags {
		require.Equal(t, flag.Quote, resume[flag.Offset:flag.Offset+len(flag.Quote)])
	}
}

// TestCorpusSeparates holds the ranking of the development set: the area under the curve must stay above what was reached.
func TestCorpusSeparates(t *testing.T) {
	t.Parallel()

	var measured scores
	for _, expected := range readPairs(t) {
		candidate := prescreen.Candidate{Resume: readResume(t, expected.resume)}
		score := prescreen.Assess(readPosition(t, expected.position), candidate, prescreen.DefaultPolicy(), asOf()).Score
		if expected.relevant {
			measured.yes = append(measured.yes, score)
		} else {
			measured.no = append(measured.no, score)
		}
	}
	require.Greater(t, measured.area(), 0.98)
}
