package questions

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"greenroom/internal/lang"
	"greenroom/internal/seniority"
)

func TestBank(t *testing.T) {
	t.Parallel()

	var keys []string
	for _, topic := range bank() {
		for _, entry := range topic {
			keys = append(keys, entry.key)
		}
	}
	slices.Sort(keys)
	require.Equal(t, slices.Sorted(maps.Keys(lang.For(lang.English).Questions.Main)), keys, "each text once, each key with a text")
}

func TestChooseSuits(t *testing.T) {
	t.Parallel()

	fits := func(level seniority.Level) (keys []string) {
		fitting, _ := audiences(level)
		for _, topic := range bank() {
			keys = append(keys, suiting(topic, fitting)...)
		}
		return keys
	}
	for _, level := range seniority.Levels() {
		t.Run(string(level), func(t *testing.T) {
			t.Parallel()

			require.Subset(t, fits(level), choose(level, 30), "an hour needs no question meant for others")
			require.Len(t, choose(level, maxQuestions), maxQuestions)
			subjects := map[string]bool{}
			for _, key := range choose(level, mostUnlimited) {
				subject, _, _ := strings.Cut(key, "_")
				require.False(t, subjects[subject], "a short interview asks about %s once", subject)
				subjects[subject] = true
			}
		})
	}
}
