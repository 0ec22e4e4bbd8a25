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

// TestChooseNeverSuits: however long an interview is, nobody is asked about what they can't have done yet or have long left behind.
func TestChooseNeverSuits(t *testing.T) {
	t.Parallel()

	cases := map[seniority.Level]audience{
		"": lead, seniority.EntryLevel: lead, seniority.Intermediate: lead,
		seniority.Senior: early, seniority.Managerial: early, seniority.Director: early, seniority.Executive: early,
	}
	for level, never := range cases {
		t.Run(string(level), func(t *testing.T) {
			t.Parallel()

			chosen := choose(level, maxQuestions)
			require.Len(t, chosen, maxQuestions)
			for _, topic := range bank() {
				for _, key := range suiting(topic, []audience{never}) {
					require.NotContains(t, chosen, key)
				}
			}
		})
	}
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
