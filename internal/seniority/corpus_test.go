package seniority_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"greenroom/internal/lang"
	"greenroom/internal/seniority"
)

// minCases is how many titles of its own each language is tested with.
const minCases = 40

// TestCorpus checks titles written for this project, with their false friends and gendered forms, in every language.
func TestCorpus(t *testing.T) {
	t.Parallel()

	for _, code := range lang.Codes() {
		t.Run(string(code), func(t *testing.T) {
			t.Parallel()

			content, err := os.ReadFile(filepath.Join("testdata", string(code)+".tsv"))
			require.NoError(t, err)
			cases := 0
			for line := range strings.Lines(string(content)) {
				cells := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
				if strings.HasPrefix(line, "#") || len(cells) < 2 {
					continue
				}
				cases++
				t.Run(cells[0], func(t *testing.T) {
					t.Parallel()

					found := seniority.Detect(cells[0], "", code)
					require.Equal(t, cells[1], string(found.Level), "%+v", found)
					require.Equal(t, len(cells) > 2, found.Default, "%+v", found)
					requireQuoted(t, cells[0], "", found)
				})
			}
			require.GreaterOrEqual(t, cases, minCases)
		})
	}
}

// requireQuoted checks that all evidence stands where it says it does.
func requireQuoted(t *testing.T, title, description string, found seniority.Detection) {
	t.Helper()

	for _, evidence := range found.Evidence {
		from := title
		if evidence.From == seniority.FromDescription {
			from = description
		}
		require.NotEmpty(t, evidence.Text)
		require.Equal(t, evidence.Text, from[evidence.Offset:evidence.Offset+len(evidence.Text)])
	}
}
