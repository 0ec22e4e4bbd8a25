package prescreen_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"greenroom/internal/lang"
)

// dataPaths lists the files of knowledge.
func dataPaths(t *testing.T) []string {
	t.Helper()
	paths, err := filepath.Glob("data/*.tsv")
	require.NoError(t, err)
	ofLanguages, err := filepath.Glob("data/lang/*.tsv")
	require.NoError(t, err)
	return append(paths, ofLanguages...)
}

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

func TestData(t *testing.T) {
	t.Parallel()

	kinds := []string{
		"cue", "degree", "era", "gender", "head", "hostile", "idle", "joined", "language", "left", "level", "month", "number", "personal",
		"present", "profession", "range", "section", "since", "skill", "stop", "work", "years",
	}

	t.Run("EveryLanguageAnswersEveryQuestion", func(t *testing.T) {
		t.Parallel()

		for _, code := range lang.Codes() {
			given := map[string]bool{}
			for _, row := range rowsOf(t, filepath.Join("data", "lang", string(code)+".tsv")) {
				given[row[0]] = true
			}
			for _, kind := range []string{
				"cue", "degree", "head", "language", "level", "number", "personal", "present", "range", "section", "since", "stop", "work", "years",
			} {
				require.True(t, given[kind], "%s lacks %s", code, kind)
			}
		}
	})

	t.Run("TermsMeanOneThing", func(t *testing.T) {
		t.Parallel()

		for _, code := range lang.Codes() {
			meanings := map[string]string{}
			for _, row := range rowsOf(t, filepath.Join("data", "lang", string(code)+".tsv")) {
				if !slices.Contains([]string{"degree", "language", "level", "month", "number", "skill"}, row[0]) {
					continue
				}
				for spelling := range strings.SplitSeq(row[3], "|") {
					term := row[0] + " " + strings.ToLower(strings.TrimSpace(spelling))
					require.Contains(t, []string{"", row[1]}, meanings[term], "%s: %s", code, term)
					meanings[term] = row[1]
				}
			}
		}
	})

	t.Run("ReadmeExplainsKindsAndAttributes", func(t *testing.T) {
		t.Parallel()

		readme, err := os.ReadFile("data/README.md")
		require.NoError(t, err)
		for _, name := range append(slices.Clone(kinds), "family=", "implies=", "label=", "trade=", "weight=") {
			require.Contains(t, string(readme), "`"+name+"`")
		}
	})

	t.Run("AttributesAreGivenOnceAndReferToWhatExists", func(t *testing.T) {
		t.Parallel()

		given, concepts, referred := map[string]bool{}, map[string]bool{}, []string{}
		for _, path := range dataPaths(t) {
			for _, row := range rowsOf(t, path) {
				concepts[row[0]+" "+row[1]] = true
				for attribute := range strings.FieldsSeq(row[2]) {
					name, value, _ := strings.Cut(attribute, "=")
					key := row[0] + " " + row[1] + " " + name
					require.False(t, given[key], "%s: %s", path, key)
					given[key] = true
					kind, refers := map[string]string{"implies": row[0], "trade": "profession"}[name]
					for other := range strings.SplitSeq(value, ",") {
						if refers {
							referred = append(referred, kind+" "+other)
						}
					}
				}
			}
		}
		for _, other := range referred {
			require.True(t, concepts[other], other)
		}
	})

	t.Run("RowsAreWellFormed", func(t *testing.T) {
		t.Parallel()

		for _, path := range dataPaths(t) {
			for _, row := range rowsOf(t, path) {
				require.Len(t, row, 4, "%s: %v", path, row)
				require.True(t, slices.Contains(kinds, row[0]), "%s: %v", path, row)
				require.NotEmpty(t, row[1], "%s: %v", path, row)
				for spelling := range strings.SplitSeq(row[3], "|") {
					isBareEnding := row[0] == "gender" && spelling == "*" // what stands where the other gender has an ending
					require.True(t, isBareEnding || strings.Trim(spelling, " *=") != "", "%s: %v", path, row)
				}
			}
		}
	})
}
