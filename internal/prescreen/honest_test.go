package prescreen_test

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"greenroom/internal/prescreen"
)

// TestHonestPassages holds what people of certain trades write, and what looks like an attack to a naive filter. Wherever it stands, it
// isn't flagged and costs nothing.
func TestHonestPassages(t *testing.T) {
	t.Parallel()

	content, err := os.ReadFile("testdata/honest.tsv")
	require.NoError(t, err)
	for row := range strings.Lines(string(content)) {
		name, text, found := strings.Cut(strings.TrimRight(row, "\n"), "\t")
		if strings.HasPrefix(row, "#") {
			continue
		}
		require.True(t, found, row)
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			requireHonest(t, strings.ReplaceAll(text, `\n`, "\n"))
		})
	}
}

func requireHonest(t *testing.T, text string) {
	t.Helper()
	for _, names := range [][2]string{
		{"br_vendedor", "br_vendedor"},
		{"de_pflege", "de_pflege"},
		{"en_data_scientist", "en_data_scientist"},
		{"en_go_developer", "en_go_developer"},
		{"en_recruiter", "en_recruiter"},
		{"en_security", "en_go_developer"},
		{"fr_enseignante", "fr_enseignant"},
		{"zh_java", "zh_java"},
	} {
		resume, position := readResume(t, names[0]), readPosition(t, names[1])
		before := prescreen.Assess(position, prescreen.Candidate{Resume: resume}, prescreen.DefaultPolicy(), asOf())
		head, tail, _ := strings.Cut(resume, "\n\n")
		for _, with := range []string{resume + "\n" + text, text + "\n\n" + resume, head + "\n" + text + "\n\n" + tail} {
			after := prescreen.Assess(position, prescreen.Candidate{Resume: with}, prescreen.DefaultPolicy(), asOf())
			require.Empty(t, after.Flags, with)
			require.GreaterOrEqual(t, after.Score, before.Score, with)
		}
	}
}
