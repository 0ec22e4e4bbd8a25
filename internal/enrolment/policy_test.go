package enrolment_test

import (
	"testing"

	"github.com/google/uuid"
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

func TestCheckPolicy(t *testing.T) {
	t.Parallel()

	scoring := func(accept float64) map[string]any {
		return map[string]any{"pre_screening": map[string]any{"resume_score_accept": accept}}
	}
	id, templateID := uuid.New(), uuid.New()
	strict := enrolment.Merchant{Settings: enrolment.MerchantSettings{PreScreening: map[string]any{"resume_score_reject": 6.0}}}
	byInterview := enrolment.Resolution{Merchant: strict, Default: &interview.Definition{
		ID: id, Settings: interview.Settings{CustomScoring: scoring(5)},
	}}
	byTemplate := enrolment.Resolution{Merchant: strict, Template: &interview.Overrides{CustomScoring: scoring(5)}}
	described := enrolment.Position{Name: "Cook", Location: "Ulm", CountryCode: "DE", Language: "de", TemplateID: &templateID}
	check := func(t *testing.T, resolution enrolment.Resolution, request enrolment.Request) error {
		t.Helper()
		wanted, err := resolution.WantedSettings(request)
		require.NoError(t, err)
		return resolution.CheckPolicy(request, wanted)
	}

	t.Run("WhatTheRequestDidNotSendIsNotItsFault", func(t *testing.T) {
		t.Parallel()

		err := check(t, byInterview, enrolment.Request{})
		require.ErrorIs(t, err, enrolment.ErrInterviewPolicy)
		require.ErrorContains(t, err, "interview "+id.String()+" can't be used: resume_score_accept must not be below")
		require.Empty(t, fault.From(err).Fields)
		err = check(t, byTemplate, enrolment.Request{Position: described})
		require.ErrorIs(t, err, enrolment.ErrInterviewPolicy)
		require.ErrorContains(t, err, "interview template "+templateID.String())
		dossier := enrolment.Dossier{Merchant: strict, Interview: *byInterview.Default}
		_, err = dossier.Policy()
		require.ErrorIs(t, err, enrolment.ErrInterviewPolicy)
	})

	t.Run("TheRequestMayMendIt", func(t *testing.T) {
		t.Parallel()

		request := enrolment.Request{Settings: interview.Overrides{CustomScoring: scoring(8)}}
		require.NoError(t, check(t, byInterview, request))
	})

	t.Run("ItsOwnLayerIs", func(t *testing.T) {
		t.Parallel()

		request := enrolment.Request{Settings: interview.Overrides{CustomScoring: scoring(5)}}
		err := check(t, enrolment.Resolution{Merchant: strict}, request)
		require.Equal(t, fault.Invalid, fault.KindOf(err))
	})
}
