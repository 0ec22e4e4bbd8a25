package app_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"greenroom/cmd/internal/app/apptest"
	"greenroom/internal/enrolment"
	"greenroom/internal/identity"
)

// succeed enrols a fresh candidate with changes, and requires a result.
func (b testBundle) succeed(t *testing.T, changes map[string]any) apptest.Answer {
	t.Helper()
	answer := b.Enrol(t, b.token, apptest.Candidate(changes), nil)
	require.Equal(t, http.StatusOK, answer.Status, string(answer.Raw))
	require.Equal(t, "succeeded", answer.JSON["state"], string(answer.Raw))
	return answer
}

// verify exchanges an answer's interview token, without starting the interview.
func (b testBundle) verify(t *testing.T, answer apptest.Answer) apptest.Answer {
	t.Helper()
	return verifyToken(t, b.Service, tokenOf(t, answer), false)
}

// undescribed takes the fields that describe a position away.
func undescribed(changes map[string]any) map[string]any {
	without := map[string]any{
		"position_name": nil, "position_location": nil, "position_country_code": nil, "mojito_language_code": nil,
		"position_description": nil,
	}
	for name, value := range changes {
		without[name] = value
	}
	return without
}

func TestPositions(t *testing.T) {
	t.Parallel()
	service := apptest.Start(t)

	t.Run("CodeFindsOrCreates", func(t *testing.T) {
		t.Parallel()
		bundle := newBundle(t, service, enrolment.MerchantSettings{})
		first := bundle.succeed(t, map[string]any{"position_external_id": "REQ-1"})
		again := bundle.succeed(t, undescribed(map[string]any{"position_external_id": "REQ-1"}))
		require.Equal(t, first.JSON["position_def_set_id"], again.JSON["position_def_set_id"])
		other := bundle.succeed(t, map[string]any{"position_external_id": "REQ-2"})
		require.NotEqual(t, first.JSON["position_def_set_id"], other.JSON["position_def_set_id"], "two codes are two positions")
	})

	t.Run("CodeThatIsUnknownNamesTheMissingFields", func(t *testing.T) {
		t.Parallel()
		bundle := newBundle(t, service, enrolment.MerchantSettings{})
		answer := bundle.Enrol(t, bundle.token, apptest.Candidate(map[string]any{
			"position_external_id": "REQ-9", "position_location": nil,
		}), nil)
		requireProblem(t, answer, http.StatusNotFound, "position_not_found")
		require.Equal(t, "position_location", answer.JSON["name"])
	})

	t.Run("IDWinsOverTheDescription", func(t *testing.T) {
		t.Parallel()
		bundle := newBundle(t, service, enrolment.MerchantSettings{})
		first := bundle.succeed(t, map[string]any{"position_external_id": "REQ-1"})
		again := bundle.succeed(t, map[string]any{
			"position_def_set_id": first.JSON["position_def_set_id"], "position_name": "Something Else", "position_external_id": "REQ-1",
		})
		require.Equal(t, first.JSON["position_def_set_id"], again.JSON["position_def_set_id"])
		mismatch := bundle.Enrol(t, bundle.token, apptest.Candidate(map[string]any{
			"position_def_set_id": first.JSON["position_def_set_id"], "position_external_id": "REQ-2",
		}), nil)
		requireProblem(t, mismatch, http.StatusUnprocessableEntity, "invalid_fields")
		require.Equal(t, "position_external_id", mismatch.JSON["name"])
	})

	t.Run("SameDescriptionIsTheSamePosition", func(t *testing.T) {
		t.Parallel()
		bundle := newBundle(t, service, enrolment.MerchantSettings{})
		first := bundle.succeed(t, map[string]any{"position_name": "Café Manager"})
		for _, name := range []string{"  café   MANAGER ", "Cafe\u0301 Manager"} {
			again := bundle.succeed(t, map[string]any{"position_name": name, "position_country_code": "pt"})
			require.Equal(t, first.JSON["position_def_set_id"], again.JSON["position_def_set_id"], name)
			require.Equal(t, "position", again.JSON["seniority_source"])
			require.NotContains(t, again.JSON["stages"], "detect_seniority", "it is known by then")
		}
		for name, value := range map[string]any{
			"mojito_language_code": "pt", "position_country_code": "ES", "position_location": "Lisbon", "position_name": "Cafe Manager",
		} {
			other := bundle.succeed(t, map[string]any{"position_name": "Café Manager", name: value})
			require.NotEqual(t, first.JSON["position_def_set_id"], other.JSON["position_def_set_id"], name)
		}
	})

	t.Run("SeniorityThatIsGivenIsNotDetected", func(t *testing.T) {
		t.Parallel()
		bundle := newBundle(t, service, enrolment.MerchantSettings{})
		given := bundle.succeed(t, map[string]any{"seniority_level": "director"})
		require.Equal(t, "director", given.JSON["seniority_level"])
		require.Equal(t, "request", given.JSON["seniority_source"])
		require.NotContains(t, given.JSON["stages"], "detect_seniority")
		require.NotContains(t, given.JSON, "seniority_detection")
		detected := bundle.succeed(t, map[string]any{"position_name": "Senior Rust Engineer"})
		require.Equal(t, "senior", detected.JSON["seniority_level"])
		require.Equal(t, "detected", detected.JSON["seniority_source"])
		require.Contains(t, detected.JSON["stages"], "detect_seniority")
	})

	t.Run("DetectedSeniorityIsExplained", func(t *testing.T) {
		t.Parallel()
		bundle := newBundle(t, service, enrolment.MerchantSettings{})
		body := map[string]any{"position_name": "Senior Rust Engineer"}
		first := bundle.succeed(t, body)
		detection := first.JSON["seniority_detection"].(map[string]any)
		require.Equal(t, "senior", detection["level"])
		require.Positive(t, detection["confidence"])
		require.Equal(t, false, detection["default"])
		evidence := detection["evidence"].([]any)[0].(map[string]any)
		require.Equal(t, map[string]any{
			"text": "Senior", "from": "title", "offset": 0.0, "level": "senior", "rule": evidence["rule"],
		}, evidence)
		require.Equal(t, detection, bundle.Get(t, bundle.token, path(first, "")).JSON["seniority_detection"])
		again := bundle.succeed(t, body)
		require.Equal(t, "position", again.JSON["seniority_source"])
		require.Equal(t, detection, again.JSON["seniority_detection"], "it was detected for the position")
		body["seniority_level"] = "senior"
		require.NotContains(t, bundle.succeed(t, body).JSON, "seniority_detection", "the request has decided")
		guessed := bundle.succeed(t, map[string]any{"position_name": "Ylläpito", "position_description": "Tule meille."})
		require.Equal(t, "default", guessed.JSON["seniority_source"])
		require.Equal(t, true, guessed.JSON["seniority_detection"].(map[string]any)["default"])
		require.Equal(t, "default", guessed.JSON["seniority_detection"].(map[string]any)["way"])
	})
}

func TestInterviews(t *testing.T) {
	t.Parallel()
	service := apptest.Start(t)

	t.Run("KeepEverySetting", func(t *testing.T) {
		t.Parallel()
		bundle := newBundle(t, service, enrolment.MerchantSettings{})
		recruiterID, till := uuid.NewString(), time.Now().UTC().Add(48*time.Hour).Truncate(time.Second).Format(time.RFC3339)
		answer := bundle.succeed(t, map[string]any{
			"candidate_video_introduction": "required", "custom_scoring": map[string]any{"max_score": 50, "own_key": "kept"},
			"hiring_for_company": map[string]any{"name": "Acme"}, "include_closing_prompt": false, "include_rapport_question": true,
			"instructional_video": true, "instructional_video_custom_text": "Watch", "interview_attempts": 5,
			"interview_available_till": till, "interview_conversation_speed": "slower", "interview_department": "Kitchen",
			"interview_salary": "plenty", "max_duration": 600, "max_followups": 4, "pdf_export_auto_config": map[string]any{"own": 1},
			"position_description_long": "# Long", "questions_random_subset": 0.5, "recruiter_profile_id": recruiterID,
			"required_pronunciation": true, "result_enable_edit_transcript": false, "result_view": "full", "thank_you_message": "Thanks",
			"use_enhanced_expectations": true, "welcome_message": "Hello",
		})
		var settings map[string]any
		require.NoError(t, service.Pool.QueryRow(t.Context(), "SELECT settings FROM interviews WHERE merchant_id = $1 AND id = $2",
			bundle.merchantID, answer.JSON["interview_def_set_id"]).Scan(&settings))
		shown := bundle.verify(t, answer).JSON["settings"].(map[string]any)
		require.Equal(t, settings["salary"], shown["salary"])
		for _, private := range []string{"pdf_export", "recruiter_profile_id"} {
			require.NotContains(t, shown, private, "the token is the candidate's own")
		}
		for name, want := range map[string]any{
			"attempts": 5.0, "available_till": till, "candidate_video": "required", "company": map[string]any{"name": "Acme"},
			"conversation_speed": "slower", "department": "Kitchen", "description_long": "# Long", "edit_transcript": false,
			"enhanced_expectations": true, "include_closing": false, "include_rapport": true, "instructional_video": true,
			"instructional_video_text": "Watch", "max_duration": 600.0, "max_followups": 4.0, "pdf_export": map[string]any{"own": 1.0},
			"questions_random_subset": 0.5, "recruiter_profile_id": recruiterID, "required_pronunciation": true, "result_view": "full",
			"salary": "plenty", "thank_you_message": "Thanks", "welcome_message": "Hello",
		} {
			require.Equal(t, want, settings[name], name)
		}
		scoring := settings["custom_scoring"].(map[string]any)
		require.EqualValues(t, 50, scoring["max_score"])
		require.Equal(t, "kept", scoring["own_key"])
	})

	t.Run("MakeOneVariantForOtherSettings", func(t *testing.T) {
		t.Parallel()
		bundle := newBundle(t, service, enrolment.MerchantSettings{})
		first := bundle.succeed(t, nil)
		same := bundle.succeed(t, nil)
		variant := bundle.succeed(t, map[string]any{"interview_attempts": 7})
		variantAgain := bundle.succeed(t, map[string]any{"interview_attempts": 7})
		for _, answer := range []apptest.Answer{same, variant, variantAgain} {
			require.Equal(t, first.JSON["position_def_set_id"], answer.JSON["position_def_set_id"])
		}
		require.Equal(t, first.JSON["interview_def_set_id"], same.JSON["interview_def_set_id"])
		require.NotEqual(t, first.JSON["interview_def_set_id"], variant.JSON["interview_def_set_id"])
		require.Equal(t, variant.JSON["interview_def_set_id"], variantAgain.JSON["interview_def_set_id"])
	})

	t.Run("MergeCustomScoringDeeply", func(t *testing.T) {
		t.Parallel()
		bundle := newBundle(t, service, enrolment.MerchantSettings{})
		scoring := func(answer apptest.Answer) any {
			settings := bundle.verify(t, answer).JSON["settings"].(map[string]any)
			return settings["custom_scoring"].(map[string]any)["own"]
		}
		first := bundle.succeed(t, map[string]any{"custom_scoring": map[string]any{"own": map[string]any{"a": 1, "b": 1}}})
		changed := map[string]any{"custom_scoring": map[string]any{"own": map[string]any{"b": 2}}}
		described := bundle.succeed(t, changed)
		changed["position_def_set_id"] = first.JSON["position_def_set_id"]
		named := bundle.succeed(t, changed)
		require.Equal(t, map[string]any{"a": 1.0, "b": 1.0}, scoring(first))
		require.Equal(t, map[string]any{"a": 1.0, "b": 2.0}, scoring(named), "over the position's interview, key by key")
		require.Equal(t, map[string]any{"b": 2.0}, scoring(described), "over the platform's defaults")
	})

	t.Run("StartFromThePositionWhenItIsOnlyNamed", func(t *testing.T) {
		t.Parallel()
		bundle := newBundle(t, service, enrolment.MerchantSettings{})
		first := bundle.succeed(t, map[string]any{"interview_attempts": 7, "position_external_id": "KITCHEN-1"})
		described := bundle.succeed(t, map[string]any{"position_external_id": "KITCHEN-1"})
		require.EqualValues(t, 3, bundle.verify(t, described).JSON["attempts_left"], "left out means the contract's default")
		require.NotEqual(t, first.JSON["interview_def_set_id"], described.JSON["interview_def_set_id"])
		named := bundle.succeed(t, map[string]any{
			"position_external_id": "KITCHEN-1", "position_name": nil, "position_location": nil, "position_country_code": nil,
			"mojito_language_code": nil, "position_description": nil,
		})
		require.Equal(t, first.JSON["interview_def_set_id"], named.JSON["interview_def_set_id"])
		require.EqualValues(t, 7, bundle.verify(t, named).JSON["attempts_left"])
	})

	t.Run("NumberTheirQuestionsByDuration", func(t *testing.T) {
		t.Parallel()
		bundle := newBundle(t, service, enrolment.MerchantSettings{})
		for name, test := range map[string]struct {
			changes    map[string]any
			least, top int
			kinds      [2]string
		}{
			"LongestAtMostForty":  {map[string]any{"max_duration": 14400, "include_closing_prompt": false}, 9, 40, [2]string{"main", "main"}},
			"RapportFirstClosing": {map[string]any{"max_duration": 240, "include_rapport_question": true}, 4, 4, [2]string{"rapport", "closing"}},
			"ShortestHasOne":      {map[string]any{"max_duration": 120, "include_closing_prompt": false}, 1, 1, [2]string{"main", "main"}},
			"UnlimitedFiveToEight": {
				map[string]any{"include_closing_prompt": false}, 5, 8, [2]string{"main", "main"},
			},
		} {
			// A position of its own: a later request takes over what the position's first one has set.
			test.changes["position_name"] = "Senior Go Engineer " + name
			token := tokenOf(t, bundle.succeed(t, test.changes))
			require.Empty(t, verifyToken(t, service, token, false).JSON["questions"], "nobody sees them before the interview")
			questions := verifyToken(t, service, token, true).JSON["questions"].([]any)
			require.GreaterOrEqual(t, len(questions), test.least, name)
			require.LessOrEqual(t, len(questions), test.top, name)
			require.Equal(t, test.kinds[0], questions[0].(map[string]any)["kind"], name)
			require.Equal(t, test.kinds[1], questions[len(questions)-1].(map[string]any)["kind"], name)
		}
	})
}

func TestSubMerchants(t *testing.T) {
	t.Parallel()
	service := apptest.Start(t)
	parent, stranger := service.Merchant(t, enrolment.MerchantSettings{}), service.Merchant(t, enrolment.MerchantSettings{})
	child := service.SubMerchant(t, &parent, enrolment.MerchantSettings{})
	admin, operator := service.Token(t, nil, identity.Admin), service.Token(t, &parent, identity.Integration)
	childs, strangers := service.Token(t, &child, identity.Integration), service.Token(t, &stranger, identity.Integration)
	enrolFor := func(t *testing.T, token string, merchantID uuid.UUID) apptest.Answer {
		t.Helper()
		return service.Enrol(t, token, apptest.Candidate(map[string]any{"merchant_id": merchantID.String()}), nil)
	}
	// mayRead says whose token sees the enrolment as its own merchant's.
	mayRead := func(t *testing.T, token string, answer apptest.Answer) bool {
		t.Helper()
		return service.Get(t, token, "/v1/enrolments/"+answer.JSON["id"].(string)).Status == http.StatusOK
	}

	t.Run("AdminActsForAnyone", func(t *testing.T) {
		t.Parallel()
		answer := enrolFor(t, admin, stranger)
		require.Equal(t, http.StatusOK, answer.Status, string(answer.Raw))
		require.True(t, mayRead(t, strangers, answer))
		self := answer.JSON["links"].(map[string]any)["self"].(string)
		require.Equal(t, http.StatusOK, service.Get(t, admin, strings.TrimPrefix(self, service.URL)).Status, "links work for who gets them")
		requireProblem(t, enrolFor(t, admin, uuid.New()), http.StatusForbidden, "merchant_not_allowed")
	})

	t.Run("OperatorActsForItsOwnOnly", func(t *testing.T) {
		t.Parallel()
		answer := enrolFor(t, operator, child)
		require.Equal(t, http.StatusOK, answer.Status, string(answer.Raw))
		require.True(t, mayRead(t, childs, answer))
		require.False(t, mayRead(t, operator, answer), "without merchant_id the operator reads its own")
		foreign, unknown := enrolFor(t, operator, stranger), enrolFor(t, operator, uuid.New())
		requireProblem(t, foreign, http.StatusForbidden, "merchant_not_allowed")
		requireSameProblem(t, unknown, foreign)
	})

	t.Run("OthersAreActingForThemselves", func(t *testing.T) {
		t.Parallel()
		answer := enrolFor(t, childs, parent)
		require.Equal(t, http.StatusOK, answer.Status, string(answer.Raw))
		require.True(t, mayRead(t, childs, answer))
		require.False(t, mayRead(t, operator, answer))
	})
}
