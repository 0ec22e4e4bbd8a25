package enrolment_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"greenroom/internal/enrolment"
	"greenroom/internal/fault"
)

// now is the time at which every test's body arrives.
var now = time.Date(2026, time.March, 10, 12, 0, 0, 0, time.UTC)

// least is the smallest body that is accepted.
func least() map[string]any {
	return map[string]any{
		"candidate_name": "Nadia Petrova", "candidate_email": "nadia@example.com", "candidate_country_code": "nl",
		"candidate_resume": "Backend engineer.", "position_name": "Engineer", "position_location": "remote",
		"position_country_code": "NL", "mojito_language_code": "en",
	}
}

// with is the smallest body with one field set.
func with(name string, value any) map[string]any {
	body := least()
	body[name] = value
	return body
}

func encode(t *testing.T, body map[string]any) []byte {
	t.Helper()
	text, err := json.Marshal(body)
	require.NoError(t, err)
	return text
}

func accepted(t *testing.T, body map[string]any) enrolment.Decoded {
	t.Helper()
	decoded, err := enrolment.Decode(encode(t, body), now)
	require.NoError(t, err)
	return decoded
}

// refused decodes a text that has to be refused, and gives the field problems.
func refused(t *testing.T, text string) []fault.Field {
	t.Helper()
	decoded, err := enrolment.Decode([]byte(text), now)
	require.Error(t, err)
	require.Zero(t, decoded)
	problem, isFault := errors.AsType[*fault.Error](err)
	require.True(t, isFault)
	require.Equal(t, fault.Invalid, problem.Kind)
	return problem.Fields
}

func TestDecode(t *testing.T) {
	t.Parallel()

	t.Run("BringsTextsIntoNormalForm", func(t *testing.T) {
		t.Parallel()

		body := with("candidate_name", "  Nadia\u00a0 ")
		body["candidate_email"] = " STRASSE@Straße.Example "
		body["candidate_resume"] = "\n one\n\ttwo\r\n "
		candidate := accepted(t, body).Request.Candidate
		require.Equal(t, "Nadia", candidate.Name)
		require.Equal(t, "STRASSE@Straße.Example", candidate.Email)
		require.Equal(t, "strasse@strasse.example", candidate.EmailKey)
		require.Equal(t, "NL", candidate.CountryCode)
		require.Equal(t, "one\n\ttwo", candidate.Resume)
	})

	t.Run("HoldsNothingOfTheCallersBytes", func(t *testing.T) {
		t.Parallel()

		text := encode(t, least())
		decoded, err := enrolment.Decode(text, now)
		require.NoError(t, err)
		for place := range text {
			text[place] = 'x'
		}
		require.Equal(t, "Nadia Petrova", decoded.Request.Candidate.Name)
	})

	t.Run("ReportsEveryProblemAtOnceInTheContractsOrder", func(t *testing.T) {
		t.Parallel()

		fields := refused(t, `{"max_duration": 1, "candidate_name": "\u0000", "custom_scoring": {"max_score": "secret"}}`)
		names := make([]string, 0, len(fields))
		for _, field := range fields {
			names = append(names, field.Name)
			require.NotContains(t, field.Message, "secret")
		}
		require.Equal(t, []string{
			"candidate_name", "candidate_email", "candidate_country_code", "candidate_resume", "position_name", "position_location",
			"position_country_code", "mojito_language_code", "custom_scoring", "max_duration",
		}, names)
	})

	t.Run("RoundTripsThroughStorage", func(t *testing.T) {
		t.Parallel()

		body := least()
		for _, field := range enrolment.Fields() {
			body[field.Name] = field.Example
		}
		body["custom_scoring"] = map[string]any{"max_score": 50, "ours": []any{1, 2.5, "x", nil}}
		decoded := accepted(t, body)
		require.Empty(t, decoded.Warnings)
		stored, err := json.Marshal(decoded.Request)
		require.NoError(t, err)
		var again enrolment.Request
		require.NoError(t, json.Unmarshal(stored, &again))
		require.Equal(t, decoded.Request, again)
	})

	t.Run("ToleratesAByteOrderMark", func(t *testing.T) {
		t.Parallel()

		_, err := enrolment.Decode(append([]byte("\uFEFF"), encode(t, least())...), now)
		require.NoError(t, err)
	})
}

func TestDecodePosition(t *testing.T) {
	t.Parallel()

	without := func(names ...string) map[string]any {
		body := least()
		for _, name := range names {
			delete(body, name)
		}
		return body
	}

	t.Run("AnIdReplacesTheFields", func(t *testing.T) {
		t.Parallel()

		body := without("position_name", "position_location", "position_country_code", "mojito_language_code")
		body["position_def_set_id"] = "0198C5E2-7b1a-7c3e-9f00-3d2a6b1c4e5f"
		position := accepted(t, body).Request.Position
		require.Equal(t, uuid.MustParse("0198c5e2-7b1a-7c3e-9f00-3d2a6b1c4e5f"), *position.ID)
		require.False(t, position.Described())
	})

	t.Run("ACodeLeavesMissingFieldsForLater", func(t *testing.T) {
		t.Parallel()

		body := without("position_location", "mojito_language_code")
		body["position_external_id"] = "REQ-1"
		missing := enrolment.MissingPositionFields(accepted(t, body).Request)
		require.Len(t, missing, 2)
		require.Equal(t, "position_location", missing[0].Name)
		require.Equal(t, "/mojito_language_code", missing[1].Pointer)
		require.Equal(t, "required", missing[1].Code)
		require.Empty(t, enrolment.MissingPositionFields(accepted(t, least()).Request))
	})

	t.Run("ABlankCodeNamesNothing", func(t *testing.T) {
		t.Parallel()

		body := without("position_name")
		body["position_external_id"] = " "
		fields := refused(t, string(encode(t, body)))
		require.Len(t, fields, 1)
		require.Equal(t, "position_name", fields[0].Name)
		require.Equal(t, "required", fields[0].Code)
	})
}

func TestDecodeWarnings(t *testing.T) {
	t.Parallel()

	t.Run("AreNoneForAKnownBody", func(t *testing.T) {
		t.Parallel()

		require.Empty(t, accepted(t, least()).Warnings)
	})

	t.Run("NameUnknownKeysInOrderAndShortened", func(t *testing.T) {
		t.Parallel()

		body := with("zeta", 1)
		body["alpha\n"] = map[string]any{"deep": "\u0000"}
		body[strings.Repeat("é", 80)] = nil
		body["hiring_for_company"] = map[string]any{"name": "Acme", "colour": "blue"}
		require.Equal(t, []string{
			"unknown key ignored: hiring_for_company.colour", "unknown key ignored: alpha?", "unknown key ignored: zeta",
			"unknown key ignored: " + strings.Repeat("é", 30) + "…",
		}, accepted(t, body).Warnings)
	})

	t.Run("StopNamingAfterTwenty", func(t *testing.T) {
		t.Parallel()

		body := least()
		for place := range 25 {
			body["unknown_"+string(rune('a'+place))] = place
		}
		warnings := accepted(t, body).Warnings
		require.Len(t, warnings, 21)
		require.Equal(t, "5 more unknown keys ignored", warnings[20])
	})

	t.Run("SayThatATextNeedsItsVideo", func(t *testing.T) {
		t.Parallel()

		body := with("instructional_video_custom_text", "Take your time.")
		require.Len(t, accepted(t, body).Warnings, 1)
		body["instructional_video"] = true
		require.Empty(t, accepted(t, body).Warnings)
	})
}
