package prescreen_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"greenroom/internal/prescreen"
)

// TestAssessSurvivesDebris reads one résumé in the states that PDF extraction leaves it in.
func TestAssessSurvivesDebris(t *testing.T) {
	t.Parallel()

	position := readPosition(t, "en_go_developer")
	clean := readResume(t, "en_go_developer")
	want := assess(position, clean)

	same := map[string]string{
		"ByteOrderMark":   "\ufeff" + clean,
		"CarriageReturns": strings.ReplaceAll(clean, "\n", "\r\n"),
		"EmptyLines":      strings.ReplaceAll(clean, "\n", "\n\n\n"),
		"FullWidth":       strings.NewReplacer("Go", "Ｇｏ", "AWS", "ＡＷＳ").Replace(clean),
		"Ligatures":       strings.NewReplacer("fi", "ﬁ", "fl", "ﬂ", "ff", "ﬀ").Replace(clean),
		"RepeatedPages":   clean + "\n\f" + clean + "\n\f" + clean,
		"SoftHyphens":     strings.ReplaceAll(clean, "settlement", "settle\u00adment"),
		"WordsCutAtLines": strings.ReplaceAll(clean, "microservices", "micro-\nservices"),
	}
	for name, resume := range same {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			result := assess(position, resume)
			require.InDelta(t, want.Score, result.Score, 0.3)
			require.Equal(t, want.Decision, result.Decision)
			require.Empty(t, result.Flags)
		})
	}

	readable := map[string]string{
		"AllCapitals":   strings.ToUpper(clean),
		"Emoji":         strings.ReplaceAll(clean, "•", "🚀"),
		"NoLineBreaks":  strings.ReplaceAll(clean, "\n", " "),
		"PageFurniture": strings.ReplaceAll(clean, "\n\n", "\nPriya Nair - Page 1 of 3\n\n"),
		"WideSpaces":    strings.ReplaceAll(clean, " ", "   "),
	}
	for name, resume := range readable {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			result := assess(position, resume)
			require.NotEqual(t, prescreen.DecisionReject, result.Decision)
			require.Greater(t, result.Score, 7.0)
			require.Empty(t, result.Flags)
		})
	}

	t.Run("OneByte", func(t *testing.T) {
		t.Parallel()

		require.Equal(t, prescreen.DecisionReview, assess(position, "x").Decision)
	})

	t.Run("RightToLeftMarks", func(t *testing.T) {
		t.Parallel()

		resume := readResume(t, "ar_engineer")
		marked := "\u202b" + strings.ReplaceAll(resume, "\n", "\u202c\n\u202b") + "\u202c"
		arabic := readPosition(t, "ar_civil")
		plain := assess(arabic, resume)
		result := assess(arabic, marked)
		require.InDelta(t, plain.Score, result.Score, 0.01)
		require.Empty(t, result.Flags)
	})

	t.Run("TheLargestResume", func(t *testing.T) {
		t.Parallel()

		resume := resumeOf(256 << 10)
		result := assess(position, resume)
		require.Equal(t, prescreen.DecisionAccept, result.Decision)
		require.InDelta(t, assess(position, resumeOf(6<<10)).Score, result.Score, 0.3)
		require.Equal(t, []string{"Go", "Kubernetes", "PostgreSQL", "Kafka"}, result.Facts.SkillsFound)
		require.Empty(t, result.Flags)
		requireVerbatim(t, resume, result)
	})
}
