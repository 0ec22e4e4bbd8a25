package prescreen_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"greenroom/internal/prescreen"
)

func TestAssessFollowsThePolicy(t *testing.T) {
	t.Parallel()

	type testBundle struct {
		position prescreen.Position
		fit      string
		unfit    string
	}
	setup := func(t *testing.T) *testBundle {
		t.Helper()
		position := readPosition(t, "en_go_developer")
		position.CountryCode = "NL"
		return &testBundle{position: position, fit: readResume(t, "en_go_developer"), unfit: readResume(t, "en_chef")}
	}
	assessUnder := func(bundle *testBundle, resume string, policy prescreen.Policy) prescreen.Assessment {
		return prescreen.Assess(bundle.position, prescreen.Candidate{Resume: resume, CountryCode: "in"}, policy, asOf())
	}

	t.Run("AutoRejectOffKeepsTheRecommendation", func(t *testing.T) {
		t.Parallel()

		policy := prescreen.DefaultPolicy()
		policy.AutoReject = false
		result := assessUnder(setup(t), setup(t).unfit, policy)
		require.Equal(t, prescreen.DecisionReview, result.Decision)
		require.Equal(t, prescreen.DecisionReject, result.Recommendation)
		require.NotEmpty(t, result.Reason)
		require.Equal(t, policy.Version(), result.PolicyVersion)
	})

	t.Run("ThresholdZeroRejectsNobody", func(t *testing.T) {
		t.Parallel()

		policy := prescreen.DefaultPolicy()
		policy.ResumeScoreReject = 0
		require.Equal(t, prescreen.DecisionReview, assessUnder(setup(t), setup(t).unfit, policy).Decision)
	})

	t.Run("UnfitIsRejectedWithAReason", func(t *testing.T) {
		t.Parallel()

		result := assessUnder(setup(t), setup(t).unfit, prescreen.DefaultPolicy())
		require.Equal(t, prescreen.DecisionReject, result.Decision)
		require.Contains(t, result.Reason, "“Sous Chef”")
		require.NotNil(t, result.Facts.SwitchingProfession)
		require.True(t, *result.Facts.SwitchingProfession)
	})

	rules := map[string]struct {
		rule     prescreen.Rule
		decision prescreen.Decision
		reason   string
	}{
		"EducationHeld": {prescreen.Rule{Kind: prescreen.RuleEducation, Education: prescreen.Bachelor}, prescreen.DecisionAccept, ""},
		"EducationTooLow": {
			prescreen.Rule{Kind: prescreen.RuleEducation, Education: prescreen.Master},
			prescreen.DecisionReview,
			"requires a master's degree; the résumé shows a bachelor's",
		},
		"EligibilityBroken": {
			prescreen.Rule{Kind: prescreen.RuleEligibility, CountryCodes: []string{"NL"}},
			prescreen.DecisionReview, "open to candidates in NL",
		},
		"EligibilityHeld": {
			prescreen.Rule{Kind: prescreen.RuleEligibility, CountryCodes: []string{"IN", "NL"}}, prescreen.DecisionAccept, "",
		},
		"EligibilityRejects": {
			prescreen.Rule{Kind: prescreen.RuleEligibility, Action: prescreen.Reject, CountryCodes: []string{"NL"}},
			prescreen.DecisionReject, "IN",
		},
		"ExperienceHeld": {prescreen.Rule{Kind: prescreen.RuleExperienceYears, MinYears: 8}, prescreen.DecisionAccept, ""},
		"ExperienceTooLow": {
			prescreen.Rule{Kind: prescreen.RuleExperienceYears, MinYears: 15}, prescreen.DecisionReview, "requires 15 years",
		},
		"LanguageHeld": {
			prescreen.Rule{Kind: prescreen.RuleLanguage, Language: "en", LanguageLevel: prescreen.LanguageC1}, prescreen.DecisionAccept, "",
		},
		"LanguageMissing": {
			prescreen.Rule{Kind: prescreen.RuleLanguage, Action: prescreen.Reject, Language: "de"}, prescreen.DecisionReview, "requires German",
		},
		"LanguageTooLow": {
			prescreen.Rule{Kind: prescreen.RuleLanguage, Language: "nl", LanguageLevel: prescreen.LanguageC1},
			prescreen.DecisionReview, "claims B1",
		},
	}
	for name, test := range rules {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			policy := prescreen.DefaultPolicy()
			policy.Rules = []prescreen.Rule{test.rule}
			result := assessUnder(setup(t), setup(t).fit, policy)
			require.Equal(t, test.decision, result.Decision, result.Reason)
			require.Contains(t, result.Reason, test.reason)
		})
	}

	t.Run("WhatIsUnknownNeverRejects", func(t *testing.T) {
		t.Parallel()

		policy := prescreen.DefaultPolicy()
		policy.Rules = []prescreen.Rule{
			{Kind: prescreen.RuleEducation, Action: prescreen.Reject, Education: prescreen.Bachelor},
			{Kind: prescreen.RuleExperienceYears, Action: prescreen.Reject, MinYears: 3},
			{Kind: prescreen.RuleLanguage, Action: prescreen.Reject, Language: "de"},
		}
		silent := "Senior Go developer. I ran Go services on Kubernetes with PostgreSQL, AWS and Kafka, " +
			"and I like to write them in small steps with tests."
		result := assessUnder(setup(t), silent, policy)
		require.Equal(t, prescreen.DecisionReview, result.Decision, result.Reason)
	})
}
