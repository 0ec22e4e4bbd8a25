package prescreen_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"greenroom/internal/labelled"
	"greenroom/internal/prescreen"
)

// corpus holds the texts of testdata.
func corpus() labelled.Corpus { return labelled.Corpus{Files: os.DirFS("testdata")} }

// pair is a résumé and a position of testdata, with what a recruiter would say.
type pair struct {
	resume, position string
	decisions        []string
	// reasons are words of which the reason names one; empty where nothing is settled.
	reasons []string
}

func readPairs(t *testing.T) []pair {
	t.Helper()
	rows, err := corpus().Rows("pairs.tsv", 5)
	require.NoError(t, err)
	var pairs []pair
	for _, row := range rows { // whether they fit is in fit.jsonl, too
		pairs = append(pairs, pair{row[0], row[1], strings.Split(row[3], "|"), strings.Split(row[4], "|")})
	}
	return pairs
}

func readResume(t *testing.T, name string) string {
	t.Helper()
	resume, err := corpus().Resume(name)
	require.NoError(t, err)
	return resume
}

func readPosition(t *testing.T, name string) prescreen.Position {
	t.Helper()
	position, err := corpus().Position(name)
	require.NoError(t, err)
	return position
}

// allNames lists the texts of a folder of testdata.
func allNames(t *testing.T, folder string) []string {
	t.Helper()
	names, err := corpus().Names(folder)
	require.NoError(t, err)
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
			require.True(t, slices.ContainsFunc(expected.reasons, func(word string) bool {
				return strings.Contains(strings.ToLower(result.Reason), strings.ToLower(word))
			}), "none of %v in %q", expected.reasons, result.Reason)
			require.Equal(t, result.Decision == prescreen.DecisionAccept, result.Reason == "")
			requireVerbatim(t, resume, result)
		})
	}
}
