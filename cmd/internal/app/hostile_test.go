package app_test

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"greenroom/cmd/internal/app"
	"greenroom/cmd/internal/app/apptest"
	"greenroom/internal/enrolment"
)

func TestHostileInput(t *testing.T) {
	t.Parallel()
	service := apptest.Start(t)
	bundle := newBundle(t, service, enrolment.MerchantSettings{})
	with := func(member string) string {
		return `{"candidate_name":"Zaphod Example","candidate_email":"hostile@candidate.example","candidate_country_code":"PT",` +
			`"candidate_resume":"Résumé-Marker","position_name":"Cook","position_location":"remote","position_country_code":"PT",` +
			`"mojito_language_code":"en",` + member + `}`
	}

	for name, body := range map[string]string{
		"Array": "[]", "ControlCharacters": with(`"interview_department":"a\u0007b"`), "DeepNesting": strings.Repeat("[", 100_000),
		"DeepNestingInside": with(`"custom_scoring":` + strings.Repeat(`{"a":`, 10_000) + "1" + strings.Repeat("}", 10_000)),
		"Empty":             "", "HugeNumber": with(`"max_duration":1e999`), "InvalidUTF8": with("\"welcome_message\":\"\xff\xfe\""),
		"LoneSurrogate": with(`"welcome_message":"\ud800"`), "NUL": with(`"welcome_message":"a\u0000b"`), "Null": "null",
		"Text": `"text"`, "Trailing": with(`"tags":[]`) + "{}", "Truncated": with(`"tags":[`)[:120],
		"WrongTypes": with(`"tags":"one","max_duration":"long","is_embedded":"yes"`),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			answer := bundle.Enrol(t, bundle.token, body, nil)
			require.GreaterOrEqual(t, answer.Status, http.StatusBadRequest, string(answer.Raw))
			require.Less(t, answer.Status, http.StatusInternalServerError, string(answer.Raw))
			require.NotEmpty(t, answer.JSON["error"])
			require.NotContains(t, string(answer.Raw), "hostile@candidate.example", "values are never echoed")
		})
	}

	t.Run("TooManyBytes", func(t *testing.T) {
		t.Parallel()
		answer := bundle.Enrol(t, bundle.token, with(`"welcome_message":"`+strings.Repeat("x", 10<<20)+`"`), nil)
		requireProblem(t, answer, http.StatusRequestEntityTooLarge, "body_too_large")
	})

	t.Run("UnknownKeysAreNamedNotRefused", func(t *testing.T) {
		t.Parallel()
		answer := bundle.succeed(t, map[string]any{"no_such_field": 1, "position_name": "Baker"})
		require.Len(t, answer.JSON["warnings"], 1)
		require.Contains(t, answer.JSON["warnings"].([]any)[0], "no_such_field")
	})

	t.Run("UnknownRoutesAndMethods", func(t *testing.T) {
		t.Parallel()
		for _, call := range []apptest.Call{
			{Method: http.MethodDelete, Path: "/v1/enrolments"},
			{Method: http.MethodGet, Path: "/no/such/page"},
			{Method: http.MethodGet, Path: compatiblePath},
			{Method: http.MethodGet, Path: "/v1/enrolments/not-an-id"},
			{Method: http.MethodPut, Path: "/v1/enrolments"},
		} {
			call.Token = bundle.token
			answer := bundle.Do(t, call)
			require.GreaterOrEqual(t, answer.Status, http.StatusBadRequest, call.Path)
			require.Less(t, answer.Status, http.StatusInternalServerError, call.Path)
			require.Equal(t, "application/problem+json", answer.Header.Get("Content-Type"), call.Path)
			if answer.Status == http.StatusMethodNotAllowed {
				require.NotEmpty(t, answer.Header.Get("Allow"), call.Path)
			}
		}
	})

	t.Run("UnfinishedBodyHoldsNobodyUp", func(t *testing.T) {
		t.Parallel()
		conn, err := new(net.Dialer).DialContext(t.Context(), "tcp", strings.TrimPrefix(service.URL, "http://"))
		require.NoError(t, err)
		_, err = io.WriteString(conn, "POST /v1/enrolments HTTP/1.1\r\nHost: x\r\n"+
			"Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{")
		require.NoError(t, err)
		require.Equal(t, http.StatusOK, bundle.succeed(t, map[string]any{"position_name": "Waiter"}).Status)
		require.NoError(t, conn.Close())
		require.Equal(t, http.StatusOK, service.Get(t, "", "/livez").Status)
	})
}

func TestSlowBody(t *testing.T) {
	t.Parallel()
	service := apptest.Start(t, apptest.With(func(config *app.Config) { config.ReadTimeout = 300 * time.Millisecond }))
	for name, body := range map[string]string{"Stalled": `{"candidate_name":`, "NothingAtAll": ""} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			conn, err := new(net.Dialer).DialContext(t.Context(), "tcp", strings.TrimPrefix(service.URL, "http://"))
			require.NoError(t, err)
			defer func() { _ = conn.Close() }()
			_, err = io.WriteString(conn, "POST /v1/enrolments HTTP/1.1\r\nHost: x\r\n"+
				"Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n"+body)
			require.NoError(t, err)
			response, err := http.ReadResponse(bufio.NewReader(conn), nil)
			require.NoError(t, err)
			defer func() { _ = response.Body.Close() }()
			text, err := io.ReadAll(response.Body)
			require.NoError(t, err)
			require.Equal(t, http.StatusRequestTimeout, response.StatusCode)
			require.Equal(t, "application/problem+json", response.Header.Get("Content-Type"))
			require.Contains(t, string(text), `"code":"request_timeout"`)
		})
	}
}
