package prescreen_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"greenroom/internal/prescreen"
	"greenroom/internal/seniority"
)

// TestReasons checks that the one sentence names what a recruiter would name.
func TestReasons(t *testing.T) {
	t.Parallel()

	const support = "Customer support agent\n\nExperience\nCustomer support agent, Acme, March 2020 - present\n" +
		"Answered customers by phone and e-mail, solved complaints, trained new colleagues, kept the ticket system tidy.\n\n" +
		"Languages\nEnglish: fluent\n"
	const junior = "Junior Go developer\n\nExperience\nJunior Go developer, Acme, March 2026 - present\n" +
		"Wrote Go services with PostgreSQL, deployed them on Kubernetes and AWS, and read a lot of code by others in the team.\n"
	tests := map[string]struct {
		position prescreen.Position
		resume   string
		decision prescreen.Decision
		reasons  []string
	}{
		"LanguageLevelTooLow": {
			prescreen.Position{Title: "Customer support agent", Description: "Customer service by phone. Required: German at C1.", Language: "en"},
			support + "German: A2\n", prescreen.DecisionReview,
			[]string{"German at C1 wanted, A2 claimed", "“German: A2”"},
		},
		"LanguageMissing": {
			prescreen.Position{Title: "Customer support agent", Description: "Customer service by phone. Required: German at B2.", Language: "en"},
			support, prescreen.DecisionReview,
			[]string{"German at B2 wanted, not among the languages claimed"},
		},
		"LanguageOnlyPreferred": {
			prescreen.Position{Title: "Customer support agent", Description: "Customer service by phone. German is a plus.", Language: "en"},
			support, prescreen.DecisionAccept,
			[]string{""},
		},
		"SeniorityGap": {
			prescreen.Position{
				Title: "Senior Go developer", Description: "Go, Kubernetes, PostgreSQL, AWS.", Language: "en", Level: seniority.Managerial,
			},
			junior, prescreen.DecisionReview,
			[]string{"entry-level", "Junior Go developer"},
		},
		"YearsBeforeGeneralFit": {
			prescreen.Position{
				Title: "Go developer", Description: "Go and PostgreSQL on Kubernetes. At least 12 years of experience. You like our office, our " +
					"garden and the people of our town, and you tell a story well.", Language: "en",
			},
			junior, prescreen.DecisionReview,
			[]string{"12 wanted"},
		},
		"SkillsMissing": {
			prescreen.Position{Title: "Go developer", Description: "Must have: Rust, Terraform, Elasticsearch and Cassandra.", Language: "en"},
			junior, prescreen.DecisionReview,
			[]string{"Rust, Terraform and Elasticsearch"},
		},
		"YearsMissing": {
			prescreen.Position{Title: "Go developer", Description: "Go, PostgreSQL, Kubernetes. 8 years of experience required.", Language: "en"},
			junior, prescreen.DecisionReview,
			[]string{"8 wanted", "March 2026 - present"},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			result := assess(test.position, test.resume)
			require.Equal(t, test.decision, result.Decision, "%v %q", result.Score, result.Reason)
			for _, reason := range test.reasons {
				require.Contains(t, result.Reason, reason)
			}
		})
	}
}

// TestRulesBesidesTheReason checks that a recruiter hears of every rule, not only of the one that decided.
func TestRulesBesidesTheReason(t *testing.T) {
	t.Parallel()

	policy := prescreen.DefaultPolicy()
	policy.Rules = []prescreen.Rule{
		{Kind: prescreen.RuleEligibility, Action: prescreen.Reject, CountryCodes: []string{"PT"}},
		{Kind: prescreen.RuleLanguage, Action: prescreen.MarkForReview, Language: "de", LanguageLevel: prescreen.LanguageB2},
		{Kind: prescreen.RuleEducation, Action: prescreen.MarkForReview, Education: prescreen.Master},
	}
	result := prescreen.Assess(
		prescreen.Position{Title: "Cook", Description: "Menus and HACCP.", Language: "en", CountryCode: "PT"},
		prescreen.Candidate{
			Resume: "Cook, Hotel Example, 2015 - present: menus, HACCP, grill.\nLanguages: English\n", CountryCode: "BR",
		}, policy, asOf())

	require.Equal(t, prescreen.DecisionReject, result.Decision)
	require.Contains(t, result.Reason, "the candidate is in BR")
	told := strings.Join(result.Recommendations, "\n")
	require.Contains(t, told, "German B2")
	require.Contains(t, told, "a master's degree")
	require.NotContains(t, told, "the candidate is in BR")
}

// TestReasonsOfRules says what is not known, instead of that it is nothing.
func TestReasonsOfRules(t *testing.T) {
	t.Parallel()

	policy := prescreen.DefaultPolicy()
	policy.Rules = []prescreen.Rule{
		{Kind: prescreen.RuleEligibility, CountryCodes: []string{"PT"}},
		{Kind: prescreen.RuleLanguage, Language: "de", LanguageLevel: prescreen.LanguageB2},
	}
	result := prescreen.Assess(prescreen.Position{Title: "Cook", Description: "Menus and HACCP.", Language: "en"},
		prescreen.Candidate{Resume: "Cook, Hotel Example, 2015 - present: menus, HACCP, grill.\nLanguages: English, German\n"}, policy, asOf())
	told := result.Reason + strings.Join(result.Recommendations, "\n")
	require.Contains(t, told, "the candidate's country is not known")
	require.Contains(t, told, "names the language without a level")
}

// TestReasonOfAHighThreshold checks that nobody is told of a fault that isn't there.
func TestReasonOfAHighThreshold(t *testing.T) {
	t.Parallel()

	policy := prescreen.DefaultPolicy()
	policy.ResumeScoreAccept = 9.9
	result := prescreen.Assess(
		prescreen.Position{Title: "Go developer", Description: "Go, PostgreSQL and Kubernetes.", Language: "en"},
		prescreen.Candidate{Resume: "Go developer\n\nExperience\nGo developer, Acme, March 2015 - present\nWrote Go services with PostgreSQL, " +
			"ran them on Kubernetes and Docker, and taught Go to a team of five in Lisbon.\n"}, policy, asOf())
	require.Equal(t, prescreen.DecisionReview, result.Decision)
	require.Contains(t, result.Reason, "below the 9.9 from which the policy accepts")
}

// TestRecommendationsKeepNames checks that a name keeps its capital where a recommendation goes on with it.
func TestRecommendationsKeepNames(t *testing.T) {
	t.Parallel()

	result := assess(
		prescreen.Position{Title: "Cook", Description: "Menus and HACCP. German at C1 is required.", Language: "en"},
		"Cook, Hotel Example, 2015 - present: menus, HACCP, grill.\nLanguages\nEnglish: fluent\nGerman: A2\n")
	require.Contains(t, strings.Join(result.Recommendations, "\n"), "German at C1 wanted, A2 claimed")
}
