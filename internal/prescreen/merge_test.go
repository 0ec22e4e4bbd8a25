package prescreen_test

import (
	"encoding/json"
	"reflect"
	"testing"

	"github.com/stretchr/testify/require"

	"greenroom/internal/fault"
	"greenroom/internal/prescreen"
)

func TestPolicyMerge(t *testing.T) {
	t.Parallel()

	merge := func(t *testing.T, text string) (prescreen.Policy, []fault.Field) {
		t.Helper()
		var override map[string]any
		require.NoError(t, json.Unmarshal([]byte(text), &override))
		return prescreen.DefaultPolicy().Merge(override)
	}

	t.Run("KeepsWhatIsNotNamed", func(t *testing.T) {
		t.Parallel()

		merged, problems := merge(t, `{"weights": {"skills": 9}, "colour": "blue", "resume_score_accept": null}`)
		require.Empty(t, problems)
		want := prescreen.DefaultPolicy()
		want.Weights.Skills = 9
		require.Equal(t, want, merged)
	})

	t.Run("ReadsRules", func(t *testing.T) {
		t.Parallel()

		merged, problems := merge(t, `{"auto_reject": false, "resume_score_reject": 0, "rules": [
			{"kind": "experience_years", "min_years": 3},
			{"kind": "eligibility", "country_codes": ["nl", "DE", "de"], "action": "reject"},
			{"kind": "language", "language": "DE", "language_level": "B2"},
			{"kind": "education", "education": "bachelor"}]}`)
		require.Empty(t, problems)
		require.False(t, merged.AutoReject)
		require.Zero(t, merged.ResumeScoreReject)
		require.Equal(t, []prescreen.Rule{
			{Kind: prescreen.RuleExperienceYears, Action: prescreen.MarkForReview, MinYears: 3},
			{Kind: prescreen.RuleEligibility, Action: prescreen.Reject, CountryCodes: []string{"DE", "NL"}},
			{Kind: prescreen.RuleLanguage, Action: prescreen.MarkForReview, Language: "de", LanguageLevel: prescreen.LanguageB2},
			{Kind: prescreen.RuleEducation, Action: prescreen.MarkForReview, Education: prescreen.Bachelor},
		}, merged.Rules)
	})

	problems := map[string]struct {
		override string
		pointer  string
		code     string
	}{
		"AcceptBelowReject": {`{"resume_score_accept": 1}`, "/resume_score_accept", "out_of_range"},
		"AcceptAboveScale":  {`{"resume_score_accept": 11}`, "/resume_score_accept", "out_of_range"},
		"AgeRule":           {`{"rules": [{"kind": "age", "min_years": 18}]}`, "/rules/0/kind", "unknown_value"},
		"AllWeightsZero": {
			`{"weights": {"skills":0,"experience":0,"seniority":0,"education":0,"languages":0,"location":0,"profession":0}}`,
			"/weights", "out_of_range",
		},
		"CountryUnknown":     {`{"rules": [{"kind": "eligibility", "country_codes": ["XX"]}]}`, "/rules/0/country_codes/0", "unknown_value"},
		"CountryCodeTooLong": {`{"rules": [{"kind": "eligibility", "country_codes": ["NLD"]}]}`, "/rules/0/country_codes/0", "unknown_value"},
		"LanguageUnknown":    {`{"rules": [{"kind": "language", "language": "zz"}]}`, "/rules/0/language", "unknown_value"},
		"NegativeWeight":     {`{"weights": {"skills": -1}}`, "/weights/skills", "out_of_range"},
		"RejectAboveAccept":  {`{"resume_score_reject": 8}`, "/resume_score_reject", "out_of_range"},
		"RejectAboveBoth":    {`{"resume_score_accept": 3, "resume_score_reject": 4}`, "/resume_score_reject", "out_of_range"},
		"RuleWithoutKind":    {`{"rules": [{}]}`, "/rules/0/kind", "required"},
		"RuleWithoutYears":   {`{"rules": [{"kind": "experience_years"}]}`, "/rules/0/min_years", "required"},
		"RulesNotAnArray":    {`{"rules": {}}`, "/rules", "wrong_type"},
		"TextForFlag":        {`{"auto_reject": "no"}`, "/auto_reject", "wrong_type"},
		"TextForNumber":      {`{"resume_score_accept": "7"}`, "/resume_score_accept", "wrong_type"},
		"UnknownAction":      {`{"rules": [{"kind": "language", "language": "en", "action": "delete"}]}`, "/rules/0/action", "unknown_value"},
		"UnknownLanguageLevel": {
			`{"rules": [{"kind": "language", "language": "en", "language_level": "Z9"}]}`, "/rules/0/language_level", "unknown_value",
		},
		"WeightsNotAnObject": {`{"weights": 3}`, "/weights", "wrong_type"},
	}
	for name, problem := range problems {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			_, fields := merge(t, problem.override)
			require.Len(t, fields, 1)
			require.Empty(t, fields[0].Name, "the caller's")
			require.Equal(t, problem.pointer, fields[0].Pointer)
			require.Equal(t, problem.code, fields[0].Code)
		})
	}
}

func TestUnknownKeys(t *testing.T) {
	t.Parallel()

	t.Run("AreListedWithTheirPaths", func(t *testing.T) {
		t.Parallel()

		require.Equal(t, [][]string{{"autoreject"}, {"resume_score_acept"}, {"weights", "age"}, {"rules", "1", "years"}},
			prescreen.UnknownKeys(map[string]any{
				"autoreject": false, "resume_score_acept": nil, "weights": map[string]any{"age": 1.0, "skills": 2.0},
				"rules": []any{"a rule", map[string]any{"kind": "experience_years", "years": 3.0}},
			}))
	})

	t.Run("AreNoneOfAPolicys", func(t *testing.T) {
		t.Parallel()

		policy := prescreen.DefaultPolicy()
		policy.Rules = []prescreen.Rule{{
			Kind: prescreen.RuleEducation, Action: prescreen.Reject, MinYears: 1, Education: prescreen.Bachelor, Language: "en",
			LanguageLevel: prescreen.LanguageB2, CountryCodes: []string{"PT"},
		}}
		text, err := json.Marshal(policy)
		require.NoError(t, err)
		var override map[string]any
		require.NoError(t, json.Unmarshal(text, &override))
		require.Len(t, override["rules"].([]any)[0], reflect.TypeFor[prescreen.Rule]().NumField(), "every key is tried")
		require.Empty(t, prescreen.UnknownKeys(override))
	})
}

func TestPolicyCheck(t *testing.T) {
	t.Parallel()

	t.Run("LeavesLayersToMerge", func(t *testing.T) {
		t.Parallel()

		require.Empty(t, prescreen.Check(map[string]any{"resume_score_accept": 1.0}))
		require.Empty(t, prescreen.Check(map[string]any{"resume_score_reject": 9.0}))
	})

	t.Run("FindsWhatIsWrongAnywhere", func(t *testing.T) {
		t.Parallel()

		require.Len(t, prescreen.Check(map[string]any{"resume_score_accept": 3.0, "resume_score_reject": 4.0}), 1)
		require.Len(t, prescreen.Check(map[string]any{"resume_score_accept": 11.0, "auto_reject": 1.0}), 2)
	})
}

func TestPolicyVersion(t *testing.T) {
	t.Parallel()

	t.Run("ChangesWithContent", func(t *testing.T) {
		t.Parallel()

		policy := prescreen.DefaultPolicy()
		policy.Weights.Skills++
		require.NotEqual(t, prescreen.DefaultPolicy().Version(), policy.Version())
	})

	t.Run("IsStableForEqualPolicies", func(t *testing.T) {
		t.Parallel()

		policy := prescreen.DefaultPolicy()
		policy.Rules = nil
		require.Equal(t, prescreen.DefaultPolicy().Version(), policy.Version())
		require.Len(t, policy.Version(), 32)
	})
}
