package prescreen_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"greenroom/internal/prescreen"
)

// TestLanguageDemands weighs what is required before what would be nice to have, in whatever order a position says it.
func TestLanguageDemands(t *testing.T) {
	t.Parallel()

	const german = "\nLanguages\nEnglish: C2\nGerman: B2"
	tests := map[string]struct {
		description, resume string
		score               float64
		explanation         string
	}{
		"PreferredLevelIsNoDemand": {"Requirements\nGerman B1\nNice to have\nGerman C2", german, 10, "German at B1 wanted, B2 claimed."},
		"PreferredFirst":           {"Nice to have\nGerman C2\nRequirements\nGerman B1", german, 10, "German at B1 wanted, B2 claimed."},
		"PreferredOnly":            {"Nice to have\nGerman C2", german, 5, "German at C2 wanted, B2 claimed."},
		"RequiredAndPreferred": {
			"Nice to have\nGerman\nRequirements\nGerman", "\nLanguages\nEnglish: C2", 0, "German wanted, not among the languages claimed.",
		},
		"RequiredTwiceTakesTheLevel": {"Requirements\nGerman\nGerman C1", german, 6, "German at C1 wanted, B2 claimed."},
		"AlternativeThatIsHeld": {
			"Requirements\nFrench or German", german, 10, "French wanted, not among the languages claimed; German wanted, B2 claimed.",
		},
		"AlternativeThatIsNotHeld": {
			"Requirements\nGerman or French", german, 10, "German wanted, B2 claimed; French wanted, not among the languages claimed.",
		},
		"RequiredWithoutALevel": {"Requirements\nGerman\nNice to have\nGerman C2", german, 10, "German wanted, B2 claimed."},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			position := prescreen.Position{Title: "Cook", Description: test.description, Language: "en"}
			result := assess(position, "Jane Doe\nCook in hotels"+test.resume)
			require.NotNil(t, result.Criteria[5].Score)
			require.InDelta(t, test.score, *result.Criteria[5].Score, 0.01)
			require.Equal(t, test.explanation, result.Criteria[5].Explanation)
		})
	}
}

// TestAlternativesInEitherOrder knows one of two alternatives only, by the language that the résumé is written in.
func TestAlternativesInEitherOrder(t *testing.T) {
	t.Parallel()

	resume := "Koch\nBerufserfahrung\n2015 - heute: Koch, Gasthof Beispiel, Küche und Einkauf für hundert Gäste am Tag und für Feste\n"
	for _, description := range []string{"Requirements\nGerman or English", "Requirements\nEnglish or German"} {
		result := assess(prescreen.Position{Title: "Cook", Description: description, Language: "en"}, resume)
		require.NotNil(t, result.Criteria[5].Score, description)
		require.InDelta(t, 9, *result.Criteria[5].Score, 0.01, description)
	}
}

func TestLanguageQuotesAreBounded(t *testing.T) {
	t.Parallel()

	names := []string{"English", "German", "French", "Spanish", "Italian", "Dutch", "Polish", "Czech", "Danish", "Greek", "Turkish"}
	description := "Requirements\n" + strings.Join(names, "\n")
	resume := "Jane Doe\nCook in hotels\nLanguages\n" + strings.Join(names, ": B2\n") + ": B2"
	result := assess(prescreen.Position{Title: "Cook", Description: description, Language: "en"}, resume)
	require.Len(t, result.Criteria[5].Evidence, 8)
}

// TestLevelsOfLanguagesInKorean reads the words for levels that Korean résumés use.
func TestLevelsOfLanguagesInKorean(t *testing.T) {
	t.Parallel()

	facts := assess(prescreen.Position{Title: "회계", Language: "ko"}, "김지원\n회계 담당\n언어\n영어 상급\n일본어 중급\n중국어 비즈니스").Facts
	levels := map[string]prescreen.LanguageLevel{}
	for _, claimed := range facts.Languages {
		levels[claimed.Language] = claimed.Level
	}
	require.Equal(t, map[string]prescreen.LanguageLevel{"en": "C1", "ja": "B1", "zh": "C1"}, levels)
}

func TestQuotesCloseTheirBrackets(t *testing.T) {
	t.Parallel()

	text := "Jane Doe\nCook\nLanguages\nEnglish (fluent)"
	result := assess(prescreen.Position{Title: "Cook", Language: "en"}, text)
	require.Equal(t, "English (fluent)", result.Facts.Languages[0].Quote)
	requireVerbatim(t, text, result)
}
