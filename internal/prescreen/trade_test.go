package prescreen_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"greenroom/internal/prescreen"
)

// TestTrade checks that what somebody can do tells what they are, where their titles don't.
func TestTrade(t *testing.T) {
	t.Parallel()

	const tester = "Engineer, Acme, March 2019 - present\n" +
		"Wrote Selenium scripts and test plans for the web shop, kept Cypress tests in CI.\n" +
		"Tested releases by hand: manual testing of payments, test cases in Quality Center.\n"
	const merchant = "Engineer, Acme, March 2019 - present\nSold machines to plants, kept the price list and wrote offers every week.\n"
	professionOf := func(title, resume string) prescreen.Criterion {
		result := assess(prescreen.Position{Title: title, Language: "en"}, resume)
		for _, criterion := range result.Criteria {
			if criterion.Name == "profession" {
				return criterion
			}
		}
		require.Fail(t, "no criterion of the profession")
		return prescreen.Criterion{}
	}

	t.Run("SkillsOfTheTradeSpeakForIt", func(t *testing.T) {
		t.Parallel()

		require.Greater(t, *professionOf("QA Analyst", tester).Score, *professionOf("QA Analyst", merchant).Score+2)
	})

	t.Run("SkillsOfAnotherTradeCostNothing", func(t *testing.T) {
		t.Parallel()

		more := tester + "Painted the house: painting, carpentry, gardening.\n"
		require.InDelta(t, *professionOf("QA Analyst", tester).Score, *professionOf("QA Analyst", more).Score, 0)
	})

	t.Run("OneSkillMakesNoTrade", func(t *testing.T) {
		t.Parallel()

		require.Less(t, *professionOf("Data Scientist", merchant+"Statistics.\n").Score, 3.0)
	})
}

// TestLongResumesDontFitEverything checks that one word among thousands proves less than the same word among few.
func TestLongResumesDontFitEverything(t *testing.T) {
	t.Parallel()

	position := prescreen.Position{Title: "Data engineer", Description: "You know Kafka, Spark and Airflow.", Language: "en"}
	mention := "\nUsed Airflow once in a pilot with a colleague from the data team.\n"
	short := resumeOf(2<<10) + mention
	long := resumeOf(32<<10) + mention
	require.Greater(t, assess(position, short).Score, assess(position, long).Score)
}
