package seniority_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"greenroom/internal/seniority"
)

func TestDetect(t *testing.T) {
	t.Parallel()

	t.Run("QuotesTheTitleVerbatim", func(t *testing.T) {
		t.Parallel()

		found := seniority.Detect("  Sr. Engineer", "", "en")
		require.Equal(t, seniority.Senior, found.Level)
		require.Equal(t, []seniority.Evidence{{
			Text: "Sr", From: seniority.FromTitle, Offset: 2, Level: seniority.Senior, Rule: "en sr",
		}}, found.Evidence)
		require.False(t, found.Default)
	})

	t.Run("SaysSoWhenNothingTellsALevel", func(t *testing.T) {
		t.Parallel()

		found := seniority.Detect("Plumber", "", "en")
		require.Equal(t, seniority.Intermediate, found.Level)
		require.True(t, found.Default)
		require.Empty(t, found.Evidence)
		require.Less(t, found.Confidence, 0.7)
	})
}
