package questions_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"greenroom/internal/lang"
	"greenroom/internal/questions"
	"greenroom/internal/seniority"
)

func TestGenerateCount(t *testing.T) {
	t.Parallel()

	minutes := func(n float64) *time.Duration { return new(time.Duration(n * float64(time.Minute))) }
	cases := []struct {
		name     string
		level    seniority.Level
		duration *time.Duration
		want     int
	}{
		{"EntryLevelUnlimited", seniority.EntryLevel, nil, 5},
		{"ExecutiveUnlimited", seniority.Executive, nil, 8},
		{"IntermediateUnlimited", seniority.Intermediate, nil, 6},
		{"LeastIsOne", seniority.Senior, minutes(1), 1},
		{"ManagerialUnlimited", seniority.Managerial, nil, 8},
		{"MostIs40", seniority.Director, minutes(240), 40},
		{"OnePerTwoMinutes", seniority.Senior, minutes(20), 10},
		{"PartialSlotAsksNothing", seniority.Senior, minutes(21.9), 10},
		{"SeniorUnlimited", seniority.Senior, nil, 7},
		{"UnknownLevelUnlimited", "", nil, 6},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()

			got := questions.Generate(questions.Input{Language: lang.English, Level: c.level, Position: "Welder", MaxDuration: c.duration})
			require.Len(t, got, c.want)
		})
	}
}

func TestGenerateEverywhere(t *testing.T) {
	t.Parallel()

	longest := 4 * time.Hour
	for _, code := range lang.Codes() {
		t.Run(string(code), func(t *testing.T) {
			t.Parallel()

			for _, level := range append(seniority.Levels(), "") {
				input := questions.Input{
					Language: code, Level: level, Position: "Welder", MaxDuration: &longest, Rapport: true, Closing: true,
				}
				got := questions.Generate(input)
				require.Len(t, got, 42, "40 and the two that don't count at %q", level)
				require.Equal(t, got, questions.Generate(input), "deterministic")
				requireWellFormed(t, got)
			}
		})
	}
}

func requireWellFormed(t *testing.T, generated []questions.Question) {
	t.Helper()

	seen := map[string]bool{}
	for at, question := range generated {
		require.NotEmpty(t, question.Text)
		require.NotContains(t, question.Text, "{")
		require.False(t, seen[question.Text], "%q is asked twice", question.Text)
		seen[question.Text] = true
		want := questions.Main
		switch at {
		case 0:
			want = questions.Rapport
		case len(generated) - 1:
			want = questions.Closing
		}
		require.Equal(t, want, question.Kind)
	}
}

func TestGenerateChoice(t *testing.T) {
	t.Parallel()

	generate := func(level seniority.Level) []questions.Question {
		return questions.Generate(questions.Input{Language: lang.English, Level: level, Position: "Welder"})
	}
	english := lang.For(lang.English).Questions.Main
	asked := func(key string) questions.Question {
		return questions.Question{Kind: questions.Main, Text: lang.Fill(english[key], map[string]string{"position": "Welder"})}
	}

	t.Run("BeginnersAreAskedAboutTraining", func(t *testing.T) {
		t.Parallel()

		got := generate(seniority.EntryLevel)
		require.Equal(t, asked("motivation_role"), got[0])
		require.Contains(t, got, asked("experience_training"))
		require.NotContains(t, got, asked("leadership_style"))
	})

	t.Run("LeadersAreAskedAboutLeadingAndStrategy", func(t *testing.T) {
		t.Parallel()

		got := generate(seniority.Executive)
		require.Contains(t, got, asked("leadership_style"))
		require.Contains(t, got, asked("strategy_goals"))
		require.NotContains(t, got, asked("experience_training"))
	})

	t.Run("LeadersAreAskedAboutLeadingInEightMinutes", func(t *testing.T) {
		t.Parallel()

		duration := 8 * time.Minute
		for _, level := range []seniority.Level{seniority.Managerial, seniority.Director, seniority.Executive} {
			got := questions.Generate(questions.Input{Language: lang.English, Level: level, Position: "Welder", MaxDuration: &duration})
			require.Contains(t, got, asked("leadership_style"))
			require.Contains(t, got, asked("strategy_goals"))
		}
	})

	t.Run("NoOpeningOrClosingUnlessAsked", func(t *testing.T) {
		t.Parallel()

		for _, question := range generate(seniority.Senior) {
			require.Equal(t, questions.Main, question.Kind)
		}
	})
}
