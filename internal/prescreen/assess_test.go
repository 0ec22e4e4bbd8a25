package prescreen_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"greenroom/internal/prescreen"
)

// asOf is the date that "present" means in all tests.
func asOf() time.Time { return time.Date(2026, time.November, 1, 0, 0, 0, 0, time.UTC) }

const goResume = `Backend engineer

Experience
Software developer, Acme, January 2018 – present
Built payment services in golang and ran them on k8s with PostgreSQL.
Skills: Python, Docker`

func TestAssess(t *testing.T) {
	t.Parallel()

	position := prescreen.Position{
		Title: "Go Developer", Description: "Requirements\n- Go\n- Kubernetes\n- PostgreSQL", CountryCode: "NL", Language: "en",
	}

	t.Run("EvidenceIsVerbatim", func(t *testing.T) {
		t.Parallel()

		result := prescreen.Assess(position, prescreen.Candidate{Resume: goResume}, prescreen.DefaultPolicy(), asOf())
		require.NotEmpty(t, result.Criteria[0].Evidence)
		for _, criterion := range result.Criteria {
			for _, evidence := range criterion.Evidence {
				require.True(t, strings.HasPrefix(goResume[evidence.Offset:], evidence.Quote))
			}
		}
	})

	t.Run("MatchesSynonyms", func(t *testing.T) {
		t.Parallel()

		result := prescreen.Assess(position, prescreen.Candidate{Resume: goResume}, prescreen.DefaultPolicy(), asOf())
		require.Equal(t, []string{"Go", "Kubernetes", "PostgreSQL"}, result.Facts.SkillsFound)
		require.Empty(t, result.Facts.SkillsMissing)
	})
}
