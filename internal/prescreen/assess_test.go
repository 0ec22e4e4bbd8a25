package prescreen_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"greenroom/internal/prescreen"
)

// asOf is the date that "present" means in all tests.
func asOf() time.Time { return time.Date(2026, time.November, 1, 0, 0, 0, 0, time.UTC) }

// assess matches a résumé of somebody whose country isn't known, under the platform's policy.
func assess(position prescreen.Position, resume string) prescreen.Assessment {
	return prescreen.Assess(position, prescreen.Candidate{Resume: resume}, prescreen.DefaultPolicy(), asOf())
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

const goResume = `Backend engineer

Experience
Software developer, Acme, January 2018 – present
Built payment services in golang and ran them on k8s with PostgreSQL.
Skills: Python, Docker`

func goDeveloper() prescreen.Position {
	return prescreen.Position{
		Title: "Go Developer", Description: "Requirements\n- Go\n- Kubernetes\n- PostgreSQL", CountryCode: "NL", Language: "en",
	}
}

func TestAssess(t *testing.T) {
	t.Parallel()

	t.Run("EvidenceIsVerbatim", func(t *testing.T) {
		t.Parallel()

		result := assess(goDeveloper(), goResume)
		require.NotEmpty(t, result.Criteria[0].Evidence)
		requireVerbatim(t, goResume, result)
	})

	t.Run("MatchesSynonyms", func(t *testing.T) {
		t.Parallel()

		result := assess(goDeveloper(), goResume)
		require.Equal(t, []string{"Go", "Kubernetes", "PostgreSQL"}, result.Facts.SkillsFound)
		require.Empty(t, result.Facts.SkillsMissing)
	})
}
