package enrolment_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"greenroom/internal/enrolment"
	"greenroom/internal/fault"
)

// bodyWith is the smallest accepted body as text, with raw JSON in front.
func bodyWith(t *testing.T, raw string) string {
	t.Helper()
	return "{" + raw + "," + string(encode(t, least())[1:])
}

func TestDecodeMalformed(t *testing.T) {
	t.Parallel()

	cases := map[string]struct{ text, where string }{
		"Array":                  {"[]", "line 1, column 1: expected a JSON object"},
		"BareWord":               {`{"a": yes}`, "line 1, column 7: expected a value"},
		"Blank":                  {" \n ", "line 2, column 2: the body is empty"},
		"ColumnsCountCharacters": {"{\"é\": \"é\"\n  é", "line 2, column 3: expected a comma or a closing brace"},
		"Empty":                  {"", "line 1, column 1: the body is empty"},
		"HalfEscape":             {`{"a": "\`, "line 1, column 8: the string has no closing quote"},
		"LeadingZero":            {`{"a": 01}`, "line 1, column 8: expected a comma or a closing brace"},
		"NoColon":                {`{"a" 1}`, "line 1, column 6: expected a colon after the key"},
		"NoFraction":             {`{"a": 1.}`, "line 1, column 9: a number needs a digit after its point"},
		"NoExponent":             {`{"a": 1e}`, "line 1, column 9: a number needs a digit in its exponent"},
		"NoMinus":                {`{"a": -}`, "line 1, column 8: a number needs a digit here"},
		"NotClosed":              {`{"a": [1, 2`, "line 1, column 12: expected a comma or a closing bracket"},
		"NoValue":                {`{"a":`, "line 1, column 6: the text ends where a value is expected"},
		"RawControl":             {"{\"a\": \"x\ny\"}", "line 1, column 9: a control character in a string must be written as an escape"},
		"RawControlAfterEscape":  {"{\"a\": \"\\n\x00\"}", "line 1, column 10: a control character in a string must be written as an escape"},
		"TrailingComma":          {`{"a": 1,}`, "line 1, column 9: expected a key in double quotes"},
		"TrailingData":           {`{} {}`, "line 1, column 4: unexpected data after the object"},
		"UnknownEscape":          {`{"a": "\x41"}`, "line 1, column 8: unknown escape in a string"},
		"UnquotedKey":            {`{a: 1}`, "line 1, column 2: expected a key in double quotes"},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			require.False(t, json.Valid([]byte(test.text)) && strings.HasPrefix(test.text, "{"))
			_, err := enrolment.Decode([]byte(test.text), now)
			problem := fault.From(err)
			require.Equal(t, fault.Invalid, problem.Kind)
			require.Equal(t, "malformed_json", problem.Code)
			require.Equal(t, "invalid JSON in "+test.where, problem.Message)
		})
	}

	t.Run("NamesTheFieldItBrokeIn", func(t *testing.T) {
		t.Parallel()

		fields := refused(t, `{"custom_scoring": {"list": [1, oops]}}`)
		require.Len(t, fields, 1)
		require.Equal(t, "custom_scoring", fields[0].Name)
		require.Equal(t, "/custom_scoring/list/1", fields[0].Pointer)
	})
}

func TestDecodeHostileText(t *testing.T) {
	t.Parallel()

	nested := func(depth int) string {
		return `"custom_scoring": ` + strings.Repeat(`{"a":`, depth) + "1" + strings.Repeat("}", depth)
	}
	cases := map[string]struct{ raw, name, pointer, code string }{
		"DuplicateKey":        {`"candidate_name": "x"`, "candidate_name", "/candidate_name", "duplicate_key"},
		"DuplicateKeyInside":  {`"custom_scoring": {"a": [{"b": 1, "\u0062": 2}]}`, "custom_scoring", "/custom_scoring/a/0/b", "duplicate_key"},
		"DuplicateUnknownKey": {`"x\n": 1, "x\n": 1, "x\n": 1`, "x?", "/x?", "duplicate_key"},
		"InvalidUTF8":         {"\"tags\": [\"\xff\"]", "tags", "/tags/0", "invalid_unicode"},
		"InvalidUTF8InKey":    {"\"custom_scoring\": {\"a\xc0\": 1}", "custom_scoring", "/custom_scoring/a?", "invalid_unicode"},
		"LoneHighSurrogate":   {`"welcome_message": "a\ud800b"`, "welcome_message", "/welcome_message", "invalid_unicode"},
		"LoneLowSurrogate":    {`"welcome_message": "\udc00"`, "welcome_message", "/welcome_message", "invalid_unicode"},
		"NestedTooDeeply":     {nested(32), "custom_scoring", "/custom_scoring", "too_deep"},
		"SwappedSurrogates":   {`"custom_scoring": {"a": "\ude00\ud83d"}`, "custom_scoring", "/custom_scoring/a", "invalid_unicode"},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			fields := refused(t, bodyWith(t, test.raw))
			require.Len(t, fields, 1)
			require.Equal(t, test.name, fields[0].Name)
			require.Equal(t, test.pointer, fields[0].Pointer)
			require.Equal(t, test.code, fields[0].Code)
			require.True(t, utf8.ValidString(fields[0].Message))
		})
	}

	t.Run("EscapesAreRead", func(t *testing.T) {
		t.Parallel()

		decoded, err := enrolment.Decode([]byte(bodyWith(t, `"welcome_message": "\"\\\/\n\t\u00e9\uD83D\ude00 end"`)), now)
		require.NoError(t, err)
		require.Equal(t, "\"\\/\n\té😀 end", *decoded.Request.Settings.WelcomeMessage)
	})

	t.Run("NestingUpToTheLimitIsRead", func(t *testing.T) {
		t.Parallel()

		_, err := enrolment.Decode([]byte(bodyWith(t, nested(31))), now)
		require.NoError(t, err)
	})

	t.Run("ProblemsAreBounded", func(t *testing.T) {
		t.Parallel()

		tags, texts := strings.Repeat("1,", 49), strings.Repeat(`"\u0000",`, 200)
		fields := refused(t, bodyWith(t, `"tags": [`+tags+`1], "custom_scoring": {"a": [`+texts+`1]}`))
		require.Len(t, fields, 100)
	})
}

func TestDecodeFingerprint(t *testing.T) {
	t.Parallel()

	fingerprint := func(t *testing.T, text string) [32]byte {
		t.Helper()
		decoded, err := enrolment.Decode([]byte(text), now)
		require.NoError(t, err)
		return decoded.Fingerprint
	}

	t.Run("IgnoresWhatJSONIgnores", func(t *testing.T) {
		t.Parallel()

		text := bodyWith(t, `"max_duration": 600, "welcome_message": "\u0041"`)
		spaced := "\uFEFF" + strings.ReplaceAll(strings.ReplaceAll(text, `\u0041`, "A"), "600,", " 6.0e2\n,\t")
		last := strings.Replace(strings.TrimSuffix(text, "}"), `"max_duration": 600, `, "", 1) + `, "max_duration": 600}`
		require.Equal(t, fingerprint(t, text), fingerprint(t, spaced))
		require.Equal(t, fingerprint(t, text), fingerprint(t, last))
	})

	t.Run("TellsBodiesApart", func(t *testing.T) {
		t.Parallel()

		seen := map[[32]byte]string{}
		for _, raw := range []string{
			`"x": 1`, `"x": "1"`, `"x": true`, `"x": null`, `"x": [1]`, `"x": [[1]]`, `"x": {"1": 1}`, `"x": 12345678901234567890`,
			`"x": 12345678901234567891`, `"x": [1, 2]`, `"x": [12]`, `"x": ["a", "b"]`, `"x": ["a\"1:b"]`, `"x": 1e999`, `"x": 1e998`,
		} {
			digest := fingerprint(t, bodyWith(t, raw))
			require.NotContains(t, seen, digest, raw)
			seen[digest] = raw
		}
	})
}

func FuzzDecode(f *testing.F) {
	for _, seed := range []string{
		`{}`, `{"a": [1, -0.5e+3, "\ud83d\ude00", null]}`, `{"tags": ["\u0000"]}`, "\uFEFF{ }", `{"a":{"a":1,"a":2}}`,
		`{"candidate_name":"n","candidate_email":"a@b.co","candidate_country_code":"nl","candidate_resume":"r\n","position_name":"p",` +
			`"position_location":"l","position_country_code":"NL","mojito_language_code":"en","custom_scoring":{"mine":[1e3,"\ud800",{"x":-0}],` +
			`"pre_screening":{"rules":[]}},"hiring_for_company":{"name":"c"},"interview_available_till":"2027-01-01","tags":["t"]}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		decoded, err := enrolment.Decode(body, now)
		if err != nil {
			requireUsefulProblem(t, body, err)
			return
		}
		require.True(t, json.Valid([]byte(strings.TrimPrefix(string(body), "\uFEFF"))))
		stored, err := json.Marshal(decoded.Request)
		require.NoError(t, err)
		require.True(t, utf8.Valid(stored))
		require.NotContains(t, string(stored), `\u0000`)
		require.NotContains(t, string(stored), `\ufffd`)
		var again enrolment.Request
		require.NoError(t, json.Unmarshal(stored, &again))
		restored, err := json.Marshal(again)
		require.NoError(t, err)
		require.JSONEq(t, string(stored), string(restored))
		for _, warning := range decoded.Warnings {
			require.True(t, utf8.ValidString(warning))
		}
	})
}

// requireUsefulProblem checks that a refusal can be shown to a client, and that only texts that aren't JSON are called malformed.
func requireUsefulProblem(t *testing.T, body []byte, err error) {
	t.Helper()
	problem, isFault := errors.AsType[*fault.Error](err)
	require.True(t, isFault)
	require.Equal(t, fault.Invalid, problem.Kind)
	require.True(t, utf8.ValidString(problem.Message))
	text := strings.TrimPrefix(string(body), "\uFEFF")
	if problem.Code == "malformed_json" {
		require.False(t, json.Valid([]byte(text)) && strings.HasPrefix(strings.TrimLeft(text, " \t\r\n"), "{"))
		return
	}
	require.NotEmpty(t, problem.Fields)
	for _, field := range problem.Fields {
		require.NotEmpty(t, field.Code)
		require.NotEmpty(t, field.Message)
		require.True(t, strings.HasPrefix(field.Pointer, "/"))
	}
}

func BenchmarkDecode(b *testing.B) {
	body := least()
	for _, field := range enrolment.Fields() {
		body[field.Name] = field.Example
	}
	body["candidate_resume"] = strings.Repeat("2019–2026 Acme: Go, \"PostgreSQL\", Kubernetes.\n", 120)
	text, err := json.Marshal(body)
	require.NoError(b, err)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := enrolment.Decode(text, now); err != nil {
			b.Fatal(err)
		}
	}
}
