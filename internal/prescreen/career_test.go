package prescreen_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"greenroom/internal/prescreen"
)

// TestRelevantYears counts the years of work like the position's; asOf is November 2026.
func TestRelevantYears(t *testing.T) {
	t.Parallel()

	const nurse = "Registered Nurse\n\nExperience\nStaff Nurse, General Hospital, 2015 - 2024\nCared for patients on the ward.\n\n"
	tests := map[string]struct {
		title, resume   string
		total, relevant float64
	}{
		"HobbiesAreNoWork":       {"Go Developer", nurse + "Hobbies\nI learn Go and PostgreSQL in my free time.", 9, 0},
		"LanguagesAreNoWork":     {"Go Developer", nurse + "Languages\nEnglish, Go", 9, 0},
		"SkillsAreNoWork":        {"Go Developer", nurse + "Skills\nGo, software development", 9, 0},
		"SkillsBetweenJobs":      {"Go Developer", nurse + "Skills\nGo, software development\n\nExperience\nCook, Inn, 2010 - 2015", 14, 0},
		"DurationsOfSeveralJobs": {"Go Developer", "Go Developer, Acme (2 years)\nWrote services.\nCook, Inn (3 years)\nMade soup.", 5, 2},
		"TasksAreWork":           {"Go Developer", "Experience\nAcme, 2015 - 2024\nResponsibilities\nGo services, software development", 9, 9},
		"CoursesAreNoWork": {
			"Junior Software Developer", "Experience\nHead Chef, Marlowe Hotel, 2014 - 2024\n\nEducation\nSoftware developer bootcamp, 2023", 10, 0,
		},
		"WithoutHeadingsNoBorders": {"Go Developer", "Acme, 2015 - 2024\nGo services, software development", 9, 9},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			position := prescreen.Position{Title: test.title, Description: "Go and software development.", Language: "en"}
			facts := assess(position, test.resume).Facts
			require.NotNil(t, facts.YearsOfExperience)
			require.InDelta(t, test.total, *facts.YearsOfExperience, 0.01, "total")
			require.InDelta(t, test.relevant, *facts.RelevantYears, 0.01, "relevant")
		})
	}
}

// TestWorkBesideADegree tells work from study where both stand on one line.
func TestWorkBesideADegree(t *testing.T) {
	t.Parallel()

	const opening = "Jane Doe\nI like to build things that last.\n"
	tests := map[string]struct {
		resume string
		years  float64
	}{
		"DegreeBeforeItsYears":       {"BSc Computer Science 2012 - 2016, Go Developer, Acme, 2016 - 2022", 6},
		"DegreeBehindItsYears":       {"Waiter, Inn, 2010 - 2012. 2012 - 2016 University of Leeds. BSc Computer Science.", 2},
		"DegreeInTheSentenceBefore":  {"BSc Computer Science. Go Developer, Acme, 2016 - 2022.", 6},
		"FinishedBeforeTheJob":       {"2019-2025 Example Ltd: Go services. 2016-2019 Sample Ltd: Java. BSc Computing, 2016.", 9},
		"FinishedWithThePeriod":      {"Waiter, Inn, 2010 - 2012. 2012 - 2016 Leeds, BSc Computer Science, 2016.", 2},
		"OccupationAtTheDates":       {"2016 - 2022 Go Developer, Acme: services in Go. BSc Computer Science.", 6},
		"OccupationBeforeTheDates":   {"Go Developer, Acme, 2016 - 2022. BSc Computer Science.", 6},
		"OccupationThatWasStudied":   {"Waiter, Inn, 2010 - 2012\nBSc Nursing, registered nurse programme, 2012 - 2016", 2},
		"OccupationWithinTheDegree":  {"Waiter, Inn, 2010 - 2012\n2012 - 2016 Bachelor of Science for registered nurses", 2},
		"StudyUnderTheLatestTitle":   {"Waiter, Inn, 2010 - 2012\nRegistered Nurse\n2012 - 2016 BSc Nursing, University of Leeds", 2},
		"TwoDegreesOfDifferentYears": {"2016 - 2022 Acme: services in Go. BSc, 2014. MSc, 2016.", 6},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			facts := assess(prescreen.Position{Title: "Go Developer", Language: "en"}, opening+test.resume).Facts
			require.NotNil(t, facts.YearsOfExperience)
			require.InDelta(t, test.years, *facts.YearsOfExperience, 0.01)
		})
	}
}
