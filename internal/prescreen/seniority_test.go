package prescreen_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"greenroom/internal/lang"
	"greenroom/internal/prescreen"
	"greenroom/internal/seniority"
)

// TestLevelOfTheLatestTitle reads the level of somebody's title, whatever the occupation and the language of the position.
func TestLevelOfTheLatestTitle(t *testing.T) {
	t.Parallel()

	tests := map[string]struct {
		resume   string
		language lang.Code
		level    seniority.Level
		reads    string
	}{
		"LanguageOfTheResume": {
			"Chef, Marlowe Hotel, 2019 - 2023\nI cooked for the guests of the hotel and wrote the menus.", "de", seniority.Intermediate,
			"The position is intermediate, the résumé reads as intermediate.",
		},
		"LatestOfSeveral": {
			"Experience\nHead of Glaciology, Acme, 2019 - 2023\nWaiter, Other, 2012 - 2019", "en", seniority.EntryLevel,
			"The position is entry-level, the résumé reads as managerial.",
		},
		"UnknownOccupation": {
			"Experience\nDirector of Glaciology, Acme, 2019 - 2023\nMeasured the ice.", "en", seniority.EntryLevel,
			"The position is entry-level, the résumé reads as director.",
		},
		"UnknownOccupationInTheHeadline": {
			"Jane Doe\nSenior Glaciologist\n\nExperience\nAcme, 2019 - 2023\nMeasured the ice.", "en", seniority.Senior,
			"The position is senior, the résumé reads as senior.",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			position := prescreen.Position{Title: "Glaciologist", Language: test.language, Level: test.level}
			result := assess(position, test.resume)
			require.Equal(t, test.reads, result.Criteria[3].Explanation)
			requireVerbatim(t, test.resume, result)
		})
	}
}
