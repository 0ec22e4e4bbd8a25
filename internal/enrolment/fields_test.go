package enrolment_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"greenroom/internal/enrolment"
	"greenroom/internal/interview"
	"greenroom/internal/lang"
	"greenroom/internal/seniority"
)

// someID is a well-formed UUID that means nothing.
const someID = "0198c5e2-7b1a-7c3e-9f00-3d2a6b1c4e5f"

// fieldCase says of one field, independently of the table in the code, what the contract accepts and what it refuses with which code.
type fieldCase struct {
	// value is accepted and stored as want, where got finds it.
	value, want any
	got         func(enrolment.Decoded) any
	// accepted are the field's outermost good values.
	accepted []any
	// refused are bad values by the code that they get.
	refused map[string][]any
	// absent is the code that an absent field gets; empty when it is optional.
	absent string
}

func settings(d enrolment.Decoded) interview.Overrides { return d.Request.Settings }

func wrong(values ...any) map[string][]any { return map[string][]any{"wrong_type": values} }

// textRefusals are the refusals of a text of at most most characters, besides its own.
func textRefusals(most int, more map[string][]any) map[string][]any {
	refusals := map[string][]any{
		"control_character": {"a\x00b", "a\x1bb", "a\u0085b", "a\x7fb"},
		"wrong_type":        {1, true, []any{}, map[string]any{}},
	}
	if most > 0 {
		refusals["too_long"] = []any{strings.Repeat("é", most+1)}
	}
	for code, values := range more {
		refusals[code] = append(refusals[code], values...)
	}
	return refusals
}

func lineRefusals(most int, more map[string][]any) map[string][]any {
	refusals := textRefusals(most, more)
	refusals["control_character"] = append(refusals["control_character"], "a\nb", "a\tb")
	return refusals
}

func flagCase(got func(enrolment.Decoded) any) fieldCase {
	return fieldCase{
		value: true, want: new(true), got: got, accepted: []any{false, nil}, refused: wrong("true", 1, 0, []any{}, map[string]any{}),
	}
}

func wordCase(value string, want any, got func(enrolment.Decoded) any, accepted ...any) fieldCase {
	return fieldCase{
		value: value, want: want, got: got, accepted: append(accepted, nil),
		refused: map[string][]any{
			"not_in_enum": {"", "unknown", strings.ToUpper(value)}, "wrong_type": {1, false, []any{value}}, "control_character": {value + "\x00"},
		},
	}
}

func uuidCase(want any, got func(enrolment.Decoded) any) fieldCase {
	return fieldCase{
		value: strings.ToUpper(someID), want: want, got: got, accepted: []any{someID, nil},
		refused: map[string][]any{
			"invalid_format": {"", "1", "{" + someID + "}", "urn:uuid:" + someID, strings.ReplaceAll(someID, "-", ""), someID[:35] + "g"},
			"wrong_type":     {1, true, []any{someID}},
		},
	}
}

func optionalLines(most int, got func(enrolment.Decoded) any) fieldCase {
	return fieldCase{
		value: " one\n\ttwo ", want: new("one\n\ttwo"), got: got, accepted: []any{"", strings.Repeat("é", most), nil},
		refused: textRefusals(most, nil),
	}
}

func countryCase(got func(enrolment.Decoded) any) fieldCase {
	return fieldCase{
		value: " de ", want: "DE", got: got, accepted: []any{"AD", "zw", "Ua"}, absent: "required",
		refused: map[string][]any{
			"invalid_format": {"", "D", "DEU", "276", "XX", "ZZ", "ıt", "UK", "EU", "AN", "SU", "Germany"}, "wrong_type": {49, true},
		},
	}
}

func candidateCases() map[string]fieldCase {
	return map[string]fieldCase{
		"candidate_country_code": countryCase(func(d enrolment.Decoded) any { return d.Request.Candidate.CountryCode }),
		"candidate_email": {
			value: " A.B+c@Example.ORG \u200b", want: "A.B+c@Example.ORG", got: func(d enrolment.Decoded) any { return d.Request.Candidate.Email },
			accepted: []any{
				"a@b.co", "o'neil@sub.example.co.uk", "jürgen@bücher.example", "用户@例え.テスト", "a@xn--bcher-kva.example",
				strings.Repeat("a", 64) + "@" + strings.Repeat(strings.Repeat("b", 30)+".", 6) + "com",
			},
			refused: lineRefusals(0, map[string][]any{
				"invalid_format": {
					"a", "a@", "@b.co", "a b@c.co", "a@b", "a@b..co", "a@-b.co", "a@b-.co", "a@1.2.3.4", "a@[1.2.3.4]", "Ann <a@b.co>", "<a@b.co>",
					"a@b.co, c@d.co", "a@b.co (x)", "a@@b.co", ".a@b.co", "a.@b.co", strings.Repeat("a", 65) + "@b.co", "a@b_c.co",
					"a\u200bb@c.co", "a\u202eb@c.co",
				},
				"too_long": {"a@" + strings.Repeat("b.", 130) + "co"}, "too_short": {"", "  "},
			}),
			absent: "required",
		},
		"candidate_external_id": {
			value: " ats-1 ", want: "ats-1", got: func(d enrolment.Decoded) any { return d.Request.Candidate.ExternalID },
			accepted: []any{"", strings.Repeat("é", 200), nil}, refused: lineRefusals(200, nil),
		},
		"candidate_linkedin_url": {
			value: " https://linkedin.com/in/x?y=1 ", want: "https://linkedin.com/in/x?y=1",
			got:      func(d enrolment.Decoded) any { return d.Request.Candidate.LinkedInURL },
			accepted: []any{"http://a.example", "HTTPS://a.example", "https://a.example/" + strings.Repeat("x", 2030), nil},
			refused: lineRefusals(0, map[string][]any{
				"invalid_format": {
					"", "linkedin.com/in/x", "ftp://a.example", "javascript:alert(1)", "https://", "https:///x", "https://u:p@a.example", "https://:80/",
					"https://a b.example", "https://a.example/a b", "//a.example",
				},
				"too_long": {"https://a.example/" + strings.Repeat("x", 2031)},
			}),
		},
		"candidate_name": {
			value: " N ", want: "N", got: func(d enrolment.Decoded) any { return d.Request.Candidate.Name },
			accepted: []any{"n", strings.Repeat("é", 200)}, absent: "required",
			refused: lineRefusals(200, map[string][]any{"too_short": {"", " \u00a0\u3000", "\u200b\ufeff"}}),
		},
		"candidate_resume": {
			value: " a\n\tb\r\n", want: "a\n\tb", got: func(d enrolment.Decoded) any { return d.Request.Candidate.Resume },
			accepted: []any{"x", strings.Repeat("é", 128<<10)}, absent: "required",
			refused: textRefusals(0, map[string][]any{"too_short": {"", "\n\t"}, "too_long": {strings.Repeat("é", 128<<10) + "x"}}),
		},
		"candidate_video_introduction": wordCase("required", new("required"),
			func(d enrolment.Decoded) any { return settings(d).CandidateVideo }, "optional"),
	}
}

func positionCases() map[string]fieldCase {
	id := uuid.MustParse(someID)
	name := func(got func(enrolment.Decoded) any) fieldCase {
		return fieldCase{
			value: " N ", want: "N", got: got, accepted: []any{"n", strings.Repeat("é", 300)}, absent: "required",
			refused: lineRefusals(300, map[string][]any{"too_short": {"", "  "}}),
		}
	}
	language := wordCase("br", lang.Code("br"), func(d enrolment.Decoded) any { return d.Request.Position.Language }, "ar", "fil", "vi", "no")
	language.accepted, language.absent = language.accepted[:4], "required"
	long := optionalLines(32<<10, func(d enrolment.Decoded) any { return settings(d).DescriptionLong })
	return map[string]fieldCase{
		"interview_template_id":     uuidCase(&id, func(d enrolment.Decoded) any { return d.Request.Position.TemplateID }),
		"mojito_language_code":      language,
		"position_country_code":     countryCase(func(d enrolment.Decoded) any { return d.Request.Position.CountryCode }),
		"position_def_set_id":       uuidCase(&id, func(d enrolment.Decoded) any { return d.Request.Position.ID }),
		"position_description":      optionalLines(2000, func(d enrolment.Decoded) any { return settings(d).Description }),
		"position_description_long": long,
		"position_external_id": {
			value: " R-1 ", want: "R-1", got: func(d enrolment.Decoded) any { return d.Request.Position.ExternalID },
			accepted: []any{"", strings.Repeat("é", 200), nil}, refused: lineRefusals(200, nil),
		},
		"position_location": name(func(d enrolment.Decoded) any { return d.Request.Position.Location }),
		"position_name":     name(func(d enrolment.Decoded) any { return d.Request.Position.Name }),
	}
}

func interviewCases() map[string]fieldCase {
	id := uuid.MustParse(someID)
	return map[string]fieldCase{
		"include_closing_prompt":          flagCase(func(d enrolment.Decoded) any { return settings(d).IncludeClosing }),
		"include_rapport_question":        flagCase(func(d enrolment.Decoded) any { return settings(d).IncludeRapport }),
		"instructional_video":             flagCase(func(d enrolment.Decoded) any { return settings(d).InstructionalVideo }),
		"instructional_video_custom_text": optionalLines(4000, func(d enrolment.Decoded) any { return settings(d).InstructionalVideoText }),
		"interview_attempts": {
			value: 5, want: new(5), got: func(d enrolment.Decoded) any { return settings(d).Attempts },
			accepted: []any{1, 20, json.Number("3.0"), json.Number("2e1"), nil},
			refused:  map[string][]any{"out_of_range": {0, 21, -1, json.Number("1e999")}, "wrong_type": {"3", 2.5, true}},
		},
		"interview_conversation_speed": wordCase("slower", new("slower"),
			func(d enrolment.Decoded) any { return settings(d).ConversationSpeed }, "normal", "faster"),
		"max_duration": {
			value: 600, want: new(600), got: func(d enrolment.Decoded) any { return settings(d).MaxDuration }, accepted: []any{120, 14400, nil},
			refused: map[string][]any{"out_of_range": {119, 14401, -1}, "wrong_type": {"600", 120.5, false}},
		},
		"max_followups": {
			value: 7, want: new(7), got: func(d enrolment.Decoded) any { return settings(d).MaxFollowups }, accepted: []any{0, 999, nil},
			refused: map[string][]any{"out_of_range": {-1, 1000}, "wrong_type": {"7", 0.5}},
		},
		"merchant_id": uuidCase(&id, func(d enrolment.Decoded) any { return d.MerchantID }),
		"questions_random_subset": {
			value: 0.5, want: new(0.5), got: func(d enrolment.Decoded) any { return settings(d).QuestionsRandomSubset },
			accepted: []any{0.01, 0.9, nil},
			refused:  map[string][]any{"out_of_range": {0, 0.009999, 0.900001, 1, -0.5, json.Number("-1e999")}, "wrong_type": {"0.5", true}},
		},
		"recruiter_profile_id":   uuidCase(new(someID), func(d enrolment.Decoded) any { return settings(d).RecruiterProfileID }),
		"required_pronunciation": flagCase(func(d enrolment.Decoded) any { return settings(d).RequiredPronunciation }),
		"result_view": wordCase("full", new("full"), func(d enrolment.Decoded) any { return settings(d).ResultView },
			"none", "minimal", "minimal_with_score", "advanced", "full_expand_scores"),
		"seniority_level": wordCase("senior", new(seniority.Senior), func(d enrolment.Decoded) any { return settings(d).SeniorityLevel },
			"entry-level", "intermediate", "managerial", "director", "executive"),
		"thank_you_message":         optionalLines(4000, func(d enrolment.Decoded) any { return settings(d).ThankYouMessage }),
		"use_enhanced_expectations": flagCase(func(d enrolment.Decoded) any { return settings(d).EnhancedExpectations }),
		"welcome_message":           optionalLines(4000, func(d enrolment.Decoded) any { return settings(d).WelcomeMessage }),
	}
}

func detailCases() map[string]fieldCase {
	line := func(got func(enrolment.Decoded) any) fieldCase {
		return fieldCase{
			value: " x ", want: new("x"), got: got, accepted: []any{"", strings.Repeat("é", 200), nil}, refused: lineRefusals(200, nil),
		}
	}
	embedded := flagCase(func(d enrolment.Decoded) any { return d.Request.Embedded })
	embedded.want = true
	return map[string]fieldCase{
		"custom_scoring": {
			value: map[string]any{"early_stop": true, "mine": 1}, want: map[string]any{"early_stop": true, "mine": 1.0},
			got:      func(d enrolment.Decoded) any { return settings(d).CustomScoring },
			accepted: []any{map[string]any{}, nil}, refused: wrong("x", 1, true, []any{}),
		},
		"hiring_for_company": {
			value: map[string]any{"name": " Acme ", "description": "a\nb", "location": "Delft", "sector": "Travel", "company_size": "50"},
			want:  &interview.Company{Name: "Acme", Description: "a\nb", Location: "Delft", Sector: "Travel", CompanySize: "50"},
			got:   func(d enrolment.Decoded) any { return settings(d).Company }, accepted: []any{map[string]any{"name": nil}, nil},
			refused: wrong("Acme", 1, []any{}),
		},
		"interview_available_till": {
			value: "2026-03-10", want: new(time.Date(2026, time.March, 10, 23, 59, 59, 0, time.UTC)),
			got:      func(d enrolment.Decoded) any { return settings(d).AvailableTill },
			accepted: []any{"2026-03-10T13:00:01+01:00", "2026-03-10t12:00:00.5z", "9999-12-31", nil},
			refused: lineRefusals(0, map[string][]any{
				"in_the_past": {"2026-03-09", "2026-03-10T12:00:00Z", "2026-03-10T13:00:00+01:00", "0001-01-01"},
				"invalid_format": {
					"", "tomorrow", "2026-02-30", "2027-01-01 10:00:00Z", "2027-01-01T10:00:00", "01/02/2027", "9999-12-31T23:59:59-01:00",
				},
				"too_long": {"2027-01-01T00:00:00." + strings.Repeat("0", 60) + "Z"},
			}),
		},
		"interview_department": line(func(d enrolment.Decoded) any { return settings(d).Department }),
		"interview_salary":     line(func(d enrolment.Decoded) any { return settings(d).Salary }),
		"is_embedded":          embedded,
		"pdf_export_auto_config": {
			value: map[string]any{"enabled": true, "x": nil}, want: map[string]any{"enabled": true, "x": nil},
			got:      func(d enrolment.Decoded) any { return settings(d).PDFExport },
			accepted: []any{map[string]any{}, nil}, refused: wrong("on", true, []any{}),
		},
		"result_enable_edit_transcript": flagCase(func(d enrolment.Decoded) any { return settings(d).EditTranscript }),
		"tags": {
			value: []any{" a ", "b"}, want: []string{"a", "b"}, got: func(d enrolment.Decoded) any { return d.Request.Tags },
			accepted: []any{[]any{}, []any{strings.Repeat("é", 100)}, list(50), nil},
			refused:  map[string][]any{"too_many": {list(51)}, "wrong_type": {"a", 1, map[string]any{}}},
		},
	}
}

// list makes an array of short texts.
func list(length int) []any {
	items := make([]any, length)
	for place := range items {
		items[place] = "x"
	}
	return items
}

func TestFields(t *testing.T) {
	t.Parallel()

	cases := map[string]fieldCase{}
	for _, part := range []map[string]fieldCase{candidateCases(), detailCases(), interviewCases(), positionCases()} {
		for name, field := range part {
			cases[name] = field
		}
	}
	require.Len(t, cases, 42)
	require.Len(t, enrolment.Fields(), 42)
	for _, field := range enrolment.Fields() {
		require.Contains(t, cases, field.Name)
		t.Run(field.Name, func(t *testing.T) {
			t.Parallel()

			checkField(t, field.Name, cases[field.Name])
		})
	}
}

func checkField(t *testing.T, name string, field fieldCase) {
	t.Helper()
	require.Equal(t, field.want, field.got(accepted(t, with(name, field.value))))
	for _, value := range field.accepted {
		accepted(t, with(name, value))
	}
	for code, values := range field.refused {
		for _, value := range values {
			requireProblem(t, with(name, value), name, "/"+name, code)
		}
	}
	absent := least()
	delete(absent, name)
	if field.absent == "" {
		accepted(t, absent)
		require.Equal(t, accepted(t, absent).Request, accepted(t, with(name, nil)).Request)
		return
	}
	requireProblem(t, absent, name, "/"+name, field.absent)
	requireProblem(t, with(name, nil), name, "/"+name, field.absent)
}

// requireProblem decodes a body with exactly one problem.
func requireProblem(t *testing.T, body map[string]any, name, pointer, code string) {
	t.Helper()
	text := string(encode(t, body))
	fields := refused(t, text)
	require.Len(t, fields, 1, text)
	require.Equal(t, name, fields[0].Name, text)
	require.Equal(t, pointer, fields[0].Pointer, text)
	require.Equal(t, code, fields[0].Code, text)
	require.True(t, strings.HasPrefix(fields[0].Message, name), fields[0].Message)
}
