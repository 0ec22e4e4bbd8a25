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
		"HobbiesAreNoWork":         {"Go Developer", nurse + "Hobbies\nI learn Go and PostgreSQL in my free time.", 9, 0},
		"LanguagesAreNoWork":       {"Go Developer", nurse + "Languages\nEnglish, Go", 9, 0},
		"SkillsAreNoWork":          {"Go Developer", nurse + "Skills\nGo, software development", 9, 0},
		"SkillsBetweenJobs":        {"Go Developer", nurse + "Skills\nGo, software development\n\nExperience\nCook, Inn, 2010 - 2015", 14, 0},
		"TasksAreWork":             {"Go Developer", "Experience\nAcme, 2015 - 2024\nResponsibilities\nGo services, software development", 9, 9},
		"CoursesAreNoWork":         {"Junior Software Developer", "Experience\nHead Chef, Marlowe Hotel, 2014 - 2024\n\nEducation\nSoftware developer bootcamp, 2023", 10, 0},
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
