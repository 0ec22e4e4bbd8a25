package prescreen_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"greenroom/internal/prescreen"
)

// TestHonestLinesAreNotFlagged holds what people of certain trades write, and what looks like an attack to a naive filter.
func TestHonestLinesAreNotFlagged(t *testing.T) {
	t.Parallel()

	lines := map[string]string{
		"AIDeveloper":        "Built an assistant on top of large language models, with prompt engineering and a safety review of its answers",
		"AISkills":           "AI: TensorFlow, PyTorch, LangChain",
		"BestEmployee":       "Best employee award 2021, always on time",
		"CustomerScore":      "Raised the customer satisfaction score from 7 to 9.5",
		"EditorInstructions": "Wrote work instructions and guidelines for the assembly line",
		"FullMarks":          "Final exam: 100 points",
		"GermanRecruiter":    "Auswahl und Bewertung von Kandidaten, Führen von Vorstellungsgesprächen",
		"Grades":             "GPA 3.9, graduated top of class",
		"HRRecommendation":   "Screened candidates and recommended the most suitable ones to hiring managers",
		"LighthouseScore":    "Improved the Lighthouse score of the shop from 60 to 100",
		"MarkdownHeading":    "### System Administrator",
		"PhotoEditor":        "Photo editor for a weekly magazine",
		"RussianRecruiter":   "Подбор и оценка кандидатов, ведение базы резюме",
		"SecurityResearcher": "Found and reported a bypass of the authentication of a payment system",
		"SpanishRecruiter":   "Evaluación de candidatos y elaboración de informes",
		"SystemsList":        "System: Linux, Windows Server, VMware",
		"TeacherGrading":     "Graded exams and gave points for homework of 120 students",
		"TestScore":          "TOEFL score 110, IELTS 8.0",
	}
	for name, line := range lines {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			resume := "Profile\nI like my work.\n\nExperience\n" + line + "\nOffice clerk, Acme, 2019 - 2024\n"
			position := prescreen.Position{Title: "Office clerk", Description: "Filing and correspondence.", Language: "en"}
			require.Empty(t, prescreen.Assess(position, prescreen.Candidate{Resume: resume}, prescreen.DefaultPolicy(), asOf()).Flags)
		})
	}
}
