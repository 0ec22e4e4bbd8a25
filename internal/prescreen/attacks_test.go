package prescreen_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"greenroom/internal/labelled"
	"greenroom/internal/prescreen"
)

// TestAttacks checks that an attacked résumé scores no more than the honest one, and that the attack is reported. "bench decide --attacks"
// shows the scores.
func TestAttacks(t *testing.T) {
	t.Parallel()

	attacks, err := corpus().Attacks()
	require.NoError(t, err)
	require.GreaterOrEqual(t, len(attacks), 600)
	seen := map[labelled.Attack]bool{}
	for _, attack := range attacks {
		require.False(t, seen[attack], "%s is there twice", attack.Name)
		seen[attack] = true
		t.Run(attack.Name, func(t *testing.T) {
			t.Parallel()

			trials, err := attack.Try(corpus(), asOf())
			require.NoError(t, err)
			require.NotEmpty(t, trials)
			for _, trial := range trials {
				require.LessOrEqual(t, trial.Rise(), 0.0, trial.Attacked)
				requireVerbatim(t, trial.Attacked, trial.After)
				require.True(t, attack.Caught(trial.After), "%v in %s", trial.After.Flags, trial.Attacked)
				if attack.Flag != labelled.Unflagged {
					require.NotEqual(t, prescreen.DecisionAccept, trial.After.Decision, trial.Attacked)
				}
			}
		})
	}
}
