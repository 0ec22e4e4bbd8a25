package prescreen_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"greenroom/internal/labelled"
)

// TestHonestResumesAreNotFlagged keeps the guard from seeing attacks where there are none.
func TestHonestResumesAreNotFlagged(t *testing.T) {
	t.Parallel()

	for _, resume := range allNames(t, "resumes") {
		for _, position := range allNames(t, "positions") {
			result := assess(readPosition(t, position), readResume(t, resume))
			require.Empty(t, result.Flags, "%s for %s", resume, position)
		}
	}
}

// TestHonestPassages holds what people of certain trades write, and what looks like an attack to a naive filter. Wherever it stands, it
// isn't flagged and costs nothing.
func TestHonestPassages(t *testing.T) {
	t.Parallel()

	rows, err := corpus().Rows("honest.tsv", 2)
	require.NoError(t, err)
	for _, row := range rows {
		t.Run(row[0], func(t *testing.T) {
			t.Parallel()

			requireHonest(t, strings.ReplaceAll(row[1], `\n`, "\n"))
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
		before := assess(position, resume)
		for _, with := range labelled.WithPassage(resume, text) {
			after := assess(position, with)
			require.Empty(t, after.Flags, with)
			require.GreaterOrEqual(t, after.Score, before.Score, with)
		}
	}
}
