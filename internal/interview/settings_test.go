package interview_test

import (
	"encoding/json"
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"greenroom/internal/interview"
	"greenroom/internal/seniority"
)

func apply(t *testing.T, below interview.Settings, overrides interview.Overrides) interview.Settings {
	t.Helper()
	merged, err := below.Apply(overrides)
	require.NoError(t, err)
	return merged
}

// everything sets every override, to something else than the defaults.
func everything() interview.Overrides {
	return interview.Overrides{
		Attempts: new(5), AvailableTill: new(time.Date(2027, time.May, 1, 0, 0, 0, 0, time.UTC)), CandidateVideo: new("required"),
		Company: &interview.Company{Name: "Acme"}, ConversationSpeed: new("faster"), CustomScoring: map[string]any{"max_score": 50.0},
		Department: new("Sales"), Description: new("short"), DescriptionLong: new("long"), EditTranscript: new(false),
		EnhancedExpectations: new(true), IncludeClosing: new(false), IncludeRapport: new(true), InstructionalVideo: new(true),
		InstructionalVideoText: new("look"), MaxDuration: new(600), MaxFollowups: new(0), PDFExport: map[string]any{"enabled": true},
		QuestionsRandomSubset: new(0.5), RecruiterProfileID: new("r"), RequiredPronunciation: new(true), ResultView: new("full"),
		Salary: new("much"), SeniorityLevel: new(seniority.Senior), ThankYouMessage: new("thanks"), WelcomeMessage: new("welcome"),
	}
}

func TestSettingsApply(t *testing.T) {
	t.Parallel()

	t.Run("ChangesNothingBelow", func(t *testing.T) {
		t.Parallel()

		below := apply(t, interview.Defaults(), everything())
		before, err := json.Marshal(below)
		require.NoError(t, err)
		merged := apply(t, below, interview.Overrides{
			AvailableTill: new(time.Date(2030, time.May, 1, 0, 0, 0, 0, time.UTC)), Company: &interview.Company{Sector: "Travel"},
			CustomScoring: map[string]any{"max_score": 7.0}, MaxDuration: new(900), MaxFollowups: new(9),
			PDFExport: map[string]any{"language": "de"}, QuestionsRandomSubset: new(0.1),
		})
		require.Equal(t, 900, *merged.MaxDuration)
		after, err := json.Marshal(below)
		require.NoError(t, err)
		require.JSONEq(t, string(before), string(after))
	})

	t.Run("DropsNoSetting", func(t *testing.T) {
		t.Parallel()

		written, err := json.Marshal(everything())
		require.NoError(t, err)
		stored, err := json.Marshal(apply(t, interview.Defaults(), everything()))
		require.NoError(t, err)
		require.JSONEq(t, string(written), string(stored))
	})

	t.Run("KeepsWhatIsNotOverridden", func(t *testing.T) {
		t.Parallel()

		below := apply(t, interview.Defaults(), everything())
		require.Equal(t, below, apply(t, below, interview.Overrides{}))
		require.Equal(t, interview.Defaults(), apply(t, interview.Defaults(), interview.Overrides{}))
	})

	t.Run("MergesScoringDeeply", func(t *testing.T) {
		t.Parallel()

		below := interview.Settings{CustomScoring: map[string]any{
			"early_stop": true, "max_score": 10.0,
			"pre_screening": map[string]any{"resume_score_accept": 8.0, "weights": map[string]any{"skills": 3.0}},
		}}
		merged := apply(t, below, interview.Overrides{CustomScoring: map[string]any{
			"early_stop": nil, "max_score": map[string]any{"odd": 1.0}, "mine": []any{1.0},
			"pre_screening": map[string]any{"resume_score_accept": nil, "weights": map[string]any{"education": 1.0}},
		}})
		require.Equal(t, map[string]any{
			"early_stop": true, "max_score": map[string]any{"odd": 1.0}, "mine": []any{1.0},
			"pre_screening": map[string]any{"resume_score_accept": 8.0, "weights": map[string]any{"education": 1.0, "skills": 3.0}},
		}, merged.CustomScoring)
	})

	t.Run("RefusesWhatCannotBeStored", func(t *testing.T) {
		t.Parallel()

		_, err := interview.Defaults().Apply(interview.Overrides{QuestionsRandomSubset: new(math.NaN())})
		require.Error(t, err)
	})

	t.Run("ReplacesTheCompanyAsAWhole", func(t *testing.T) {
		t.Parallel()

		below := interview.Settings{Company: &interview.Company{Name: "Acme", Sector: "Travel"}}
		merged := apply(t, below, interview.Overrides{Company: &interview.Company{Name: "Other"}})
		require.Equal(t, &interview.Company{Name: "Other"}, merged.Company)
	})

	t.Run("SharesNothingWithItsLayers", func(t *testing.T) {
		t.Parallel()

		below, overrides := interview.Defaults(), everything()
		below.Company = &interview.Company{Name: "Acme"}
		below.PDFExport = map[string]any{"recipients": []any{"a"}}
		below.CustomScoring = map[string]any{"deep": map[string]any{"list": []any{1.0}}}
		overrides.Company, overrides.PDFExport = nil, nil
		overrides.CustomScoring = map[string]any{"other": map[string]any{"x": 1.0}}
		merged := apply(t, below, overrides)

		merged.Company.Name = "changed"
		merged.PDFExport["recipients"].([]any)[0] = "changed"
		merged.CustomScoring["deep"].(map[string]any)["list"].([]any)[0] = "changed"
		merged.CustomScoring["other"].(map[string]any)["x"] = "changed"
		*merged.MaxDuration = 1
		require.Equal(t, "Acme", below.Company.Name)
		require.Equal(t, map[string]any{"recipients": []any{"a"}}, below.PDFExport)
		require.Equal(t, map[string]any{"deep": map[string]any{"list": []any{1.0}}}, below.CustomScoring)
		require.Equal(t, map[string]any{"other": map[string]any{"x": 1.0}}, overrides.CustomScoring)
		require.Equal(t, 600, *overrides.MaxDuration)
	})
}

func TestSettingsFingerprint(t *testing.T) {
	t.Parallel()

	fingerprint := func(t *testing.T, settings interview.Settings) [32]byte {
		t.Helper()
		digest, err := settings.Fingerprint()
		require.NoError(t, err)
		return digest
	}

	t.Run("ChangesWithEverySetting", func(t *testing.T) {
		t.Parallel()

		written, err := json.Marshal(everything())
		require.NoError(t, err)
		var single map[string]json.RawMessage
		require.NoError(t, json.Unmarshal(written, &single))
		require.Len(t, single, 26)
		seen := map[[32]byte]string{fingerprint(t, interview.Defaults()): "defaults"}
		for key, value := range single {
			patch, err := json.Marshal(map[string]json.RawMessage{key: value})
			require.NoError(t, err)
			var overrides interview.Overrides
			require.NoError(t, json.Unmarshal(patch, &overrides))
			digest := fingerprint(t, apply(t, interview.Defaults(), overrides))
			require.NotContains(t, seen, digest, key)
			seen[digest] = key
		}
	})

	t.Run("IgnoresHowTheSettingsCameAbout", func(t *testing.T) {
		t.Parallel()

		zone := time.FixedZone("CET", 3600)
		left := apply(t, interview.Defaults(), everything())
		right := apply(t, apply(t, interview.Defaults(), interview.Overrides{MaxDuration: new(7)}), everything())
		right.AvailableTill = new(left.AvailableTill.In(zone))
		require.Equal(t, fingerprint(t, left), fingerprint(t, right))

		withNull := apply(t, left, interview.Overrides{CustomScoring: map[string]any{"early_stop": nil}, PDFExport: nil})
		require.Equal(t, fingerprint(t, left), fingerprint(t, withNull))
		none := apply(t, interview.Defaults(), interview.Overrides{CustomScoring: map[string]any{}})
		require.Equal(t, fingerprint(t, interview.Defaults()), fingerprint(t, none))
	})

	t.Run("LeavesTheSettingsAlone", func(t *testing.T) {
		t.Parallel()

		till := time.Date(2027, time.May, 1, 0, 0, 0, 0, time.FixedZone("CET", 3600))
		settings := interview.Settings{AvailableTill: &till}
		fingerprint(t, settings)
		require.Equal(t, "CET", settings.AvailableTill.Location().String())
	})

	t.Run("SurvivesStorage", func(t *testing.T) {
		t.Parallel()

		settings := apply(t, interview.Defaults(), everything())
		stored, err := json.Marshal(settings)
		require.NoError(t, err)
		var again interview.Settings
		require.NoError(t, json.Unmarshal(stored, &again))
		require.Equal(t, fingerprint(t, settings), fingerprint(t, again))
	})
}
