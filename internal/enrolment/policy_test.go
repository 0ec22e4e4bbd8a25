package enrolment_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"greenroom/internal/enrolment"
	"greenroom/internal/fault"
	"greenroom/internal/interview"
)

func TestMerchantPolicy(t *testing.T) {
	t.Parallel()

	layer := func(override map[string]any) enrolment.PolicyLayer {
		return enrolment.InterviewLayer(interview.Settings{CustomScoring: map[string]any{"pre_screening": override}})
	}

	t.Run("ALaterLayerIsOnTop", func(t *testing.T) {
		t.Parallel()

		merchant := enrolment.Merchant{Settings: enrolment.MerchantSettings{PreScreening: map[string]any{
			"resume_score_accept": 8.0, "resume_score_reject": 1.0,
		}}}
		policy, err := merchant.Policy(layer(map[string]any{"resume_score_accept": 6.0}), layer(map[string]any{"auto_reject": false}))
		require.NoError(t, err)
		require.InDelta(t, 6, policy.ResumeScoreAccept, 0)
		require.InDelta(t, 1, policy.ResumeScoreReject, 0)
		require.False(t, policy.AutoReject)
	})

	t.Run("NoLayerTurnsTheMerchantsProtectionOff", func(t *testing.T) {
		t.Parallel()

		for name, settings := range map[string]enrolment.MerchantSettings{
			"InSettings": {AutoReject: new(false)},
			"InPolicy":   {PreScreening: map[string]any{"auto_reject": false}},
		} {
			policy, err := enrolment.Merchant{Settings: settings}.Policy(layer(map[string]any{"auto_reject": true}))
			require.NoError(t, err, name)
			require.False(t, policy.AutoReject, name)
		}
	})

	t.Run("ProblemsAreTheLayers", func(t *testing.T) {
		t.Parallel()

		_, err := enrolment.Merchant{}.Policy(layer(nil), layer(map[string]any{"resume_score_accept": 1.0}))
		require.Equal(t, fault.Invalid, fault.KindOf(err))
		field := fault.From(err).Fields[0]
		require.Equal(t, "custom_scoring", field.Name)
		require.Equal(t, "/custom_scoring/pre_screening/resume_score_accept", field.Pointer)
	})
}
