package prescreen_test

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"greenroom/internal/lang"
	"greenroom/internal/prescreen"
)

// account is a file of testdata/readings: a résumé, what must be read from it, and two positions to compare it with.
type account struct {
	facts                    map[string]string
	resume, fitting, another string
	language                 lang.Code
}

func readAccount(t *testing.T, code lang.Code) account {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("testdata", "readings", string(code)+".txt"))
	require.NoError(t, err)
	head, rest, found := strings.Cut(string(content), "--- resume\n")
	require.True(t, found)
	read := account{facts: map[string]string{}, language: code}
	for row := range strings.Lines(head) {
		key, value, _ := strings.Cut(strings.TrimSpace(row), ": ")
		read.facts[key] = value
	}
	read.resume, rest, found = strings.Cut(rest, "--- match\n")
	require.True(t, found)
	read.fitting, read.another, found = strings.Cut(rest, "--- mismatch\n")
	require.True(t, found)
	return read
}

// against assesses a résumé against a position: its title is the first line.
func (r account) against(resume, position string) prescreen.Assessment {
	title, description, _ := strings.Cut(position, "\n")
	wanted := prescreen.Position{Title: title, Description: description, Language: r.language}
	return assess(wanted, resume)
}

// conceptOf is what a label is called in the data files.
func conceptOf(label string) string {
	return strings.NewReplacer(" ", "_", "-", "_").Replace(strings.ToLower(label))
}

func conceptsOf(labels []string) []string {
	concepts := make([]string, 0, len(labels))
	for _, label := range labels {
		concepts = append(concepts, conceptOf(label))
	}
	return concepts
}

func (r account) requireFacts(t *testing.T, facts prescreen.Facts) {
	t.Helper()
	years, err := strconv.ParseFloat(r.facts["years"], 64)
	require.NoError(t, err)
	require.NotNil(t, facts.YearsOfExperience)
	require.InDelta(t, years, *facts.YearsOfExperience, 0.5, "years")
	if r.facts["education"] != "" {
		require.Equal(t, r.facts["education"], string(facts.Education))
	}
	require.Subset(t, conceptsOf(facts.SkillsFound), strings.Split(r.facts["skills"], ", "))
	if r.facts["profession"] != "" {
		require.Contains(t, conceptsOf(facts.Professions), r.facts["profession"])
	}
	levels := map[string]prescreen.LanguageLevel{}
	for _, claimed := range facts.Languages {
		levels[claimed.Language] = claimed.Level
	}
	for claim := range strings.SplitSeq(r.facts["languages"], ", ") {
		language, level, _ := strings.Cut(claim, " ")
		require.InDelta(t, prescreen.LanguageLevel(level).Rank(), levels[language].Rank(), 1, "%s: %s", claim, levels[language])
	}
}

// besideEachOther sets the second half of a résumé beside the first, as two columns of a page that are read across.
func besideEachOther(resume string) string {
	rows := strings.Split(resume, "\n")
	half := (len(rows) + 1) / 2
	for place, row := range rows[half:] {
		rows[place] += "        " + row
	}
	return strings.Join(rows[:half], "\n")
}

// TestReadings reads one résumé in each language, also in the states that PDF extraction leaves it in.
func TestReadings(t *testing.T) {
	t.Parallel()

	layouts := map[string]func(string) string{
		"Plain":      func(resume string) string { return resume },
		"Capitals":   strings.ToUpper,
		"Columns":    besideEachOther,
		"Ligatures":  strings.NewReplacer("fi", "ﬁ", "fl", "ﬂ", "ff", "ﬀ").Replace,
		"PageBreaks": func(resume string) string { return strings.ReplaceAll(resume, "\n\n", "\n\nPage 1 / 3\n\fCV\n\n") },
		"Unbroken":   func(resume string) string { return strings.ReplaceAll(resume, "\n", " ") },
	}
	for _, code := range lang.Codes() {
		read := readAccount(t, code)
		for name, arrange := range layouts {
			if strings.Contains(read.facts["except"], name) {
				continue
			}
			t.Run(string(code)+"/"+name, func(t *testing.T) {
				t.Parallel()

				resume := arrange(read.resume)
				fitting, another := read.against(resume, read.fitting), read.against(resume, read.another)
				read.requireFacts(t, fitting.Facts)
				require.Greater(t, fitting.Score, another.Score+3)
			})
		}
	}
}
