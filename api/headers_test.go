package api

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"greenroom/internal/fault"
)

func TestParsePrefer(t *testing.T) {
	t.Parallel()
	const most = 30 * time.Second
	for name, test := range map[string]struct {
		lines   []string
		wait    time.Duration
		done    string
		running string
	}{
		"AbsentWaitsTheMost":     {nil, most, "", ""},
		"AsyncDoesNotWait":       {[]string{"respond-async"}, 0, "", "respond-async"},
		"BothWaitThenAnswer":     {[]string{"respond-async, wait=5"}, 5 * time.Second, "wait=5", "respond-async, wait=5"},
		"BothOnTwoLines":         {[]string{"wait=5", "respond-async"}, 5 * time.Second, "wait=5", "respond-async, wait=5"},
		"ClampsLongWaits":        {[]string{"wait=3600"}, most, "wait=30", "wait=30"},
		"FirstOfTwoCounts":       {[]string{"wait=2, wait=9"}, 2 * time.Second, "wait=2", "wait=2"},
		"IgnoresNegativeWaits":   {[]string{"wait=-1"}, most, "", ""},
		"IgnoresParameters":      {[]string{`respond-async; x="y"`}, 0, "", "respond-async"},
		"IgnoresUnknown":         {[]string{"return=minimal"}, most, "", ""},
		"IgnoresUnusableWaits":   {[]string{"wait=abc"}, most, "", ""},
		"NamesInAnyCase":         {[]string{"Respond-Async, WAIT=1"}, time.Second, "wait=1", "respond-async, wait=1"},
		"ZeroDoesNotWait":        {[]string{"wait=0"}, 0, "", ""},
		"ZeroStandsAboveDefault": {[]string{"wait = 0"}, 0, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			preferences := parsePrefer(test.lines)
			wait := preferences.waitFor(most, most)
			require.Equal(t, test.wait, wait)
			require.Equal(t, test.done, preferences.applied(wait, true))
			require.Equal(t, test.running, preferences.applied(wait, false))
		})
	}
}

func TestParseIdempotencyKey(t *testing.T) {
	t.Parallel()
	for header, want := range map[string]string{
		"": "", "  ": "", "abc": "abc", ` "abc" `: "abc", strings.Repeat("k", 255): strings.Repeat("k", 255), `a"b`: `a"b`,
	} {
		key, err := parseIdempotencyKey(header)
		require.NoError(t, err, header)
		require.Equal(t, want, key)
	}
	for _, header := range []string{`""`, "two words", "tab\there", "é", "\x7f", strings.Repeat("k", 256)} {
		_, err := parseIdempotencyKey(header)
		require.ErrorIs(t, err, errIdempotencyKey, header)
	}
}

func TestCursor(t *testing.T) {
	t.Parallel()
	a, id := &API{config: Config{CursorKey: []byte("one key")}}, uuid.New()
	cursor := a.writeCursor(id, "scope")
	read, err := a.readCursor(cursor, "scope")
	require.NoError(t, err)
	require.Equal(t, id, *read)
	none, err := a.readCursor("", "scope")
	require.NoError(t, err)
	require.Nil(t, none)
	_, err = a.readCursor(cursor, "other scope")
	require.ErrorIs(t, err, errCursor)
	_, err = (&API{config: Config{CursorKey: []byte("other key")}}).readCursor(cursor, "scope")
	require.ErrorIs(t, err, errCursor)
	for place := range cursor {
		changed := []byte(cursor)
		changed[place] ^= 1
		read, err := a.readCursor(string(changed), "scope")
		if err == nil {
			require.Equal(t, id, *read, "unused bits of the last character may differ, what they say may not")
		}
	}
}

func TestMatches(t *testing.T) {
	t.Parallel()
	const tag = `"v3-1"`
	for name, test := range map[string]struct {
		header       string
		weak, strong bool
	}{
		"Absent": {"", false, false}, "Any": {"*", true, true}, "Other": {`"v2-1"`, false, false}, "Same": {tag, true, true},
		"SameInAList": {`"v2-1", ` + tag, true, true}, "SameWeakened": {"W/" + tag, true, false}, "Unquoted": {"v3-1", false, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, test.weak, matches(test.header, tag))
			require.Equal(t, test.strong, matchesStrongly(test.header, tag))
		})
	}
}

func TestLimiter(t *testing.T) {
	t.Parallel()
	limits, merchant, now := newLimiter(RateLimit{RequestsPerSecond: 2, Burst: 2}), uuid.New(), time.Unix(1_000_000, 0)
	for _, left := range []string{"r=1;", "r=0;"} {
		headers, err := limits.take(merchant, now)
		require.NoError(t, err)
		require.Contains(t, headers.RateLimit, left)
		require.Equal(t, `"burst";q=2;w=1`, headers.RateLimitPolicy)
	}
	_, err := limits.take(merchant, now)
	require.Equal(t, fault.RateLimited, fault.KindOf(err))
	require.GreaterOrEqual(t, fault.From(err).RetryAfter, time.Second)
	_, err = limits.take(uuid.New(), now)
	require.NoError(t, err, "each merchant has its own")
	_, err = limits.take(merchant, now.Add(time.Second))
	require.NoError(t, err, "it fills up again")
	unlimited, err := newLimiter(RateLimit{}).take(merchant, now)
	require.NoError(t, err)
	require.Empty(t, unlimited)
}

func TestNewProblem(t *testing.T) {
	t.Parallel()
	for kind, status := range statuses() {
		problem := newProblem(fault.New(kind, "some_code", "what happened"), "request-1")
		require.Equal(t, status, problem.Status)
		require.Equal(t, http.StatusText(status), problem.Title)
		require.Equal(t, problem.Detail, problem.Error_, "existing clients read error")
		_, retries := problem.headers["Retry-After"]
		require.Equal(t, kind == fault.RateLimited || kind == fault.Unavailable, retries, status)
		_, challenges := problem.headers[http.CanonicalHeaderKey("WWW-Authenticate")]
		require.Equal(t, kind == fault.Unauthenticated, challenges, status)
	}
	named := newProblem(fault.InvalidFields([]fault.Field{{Name: "first"}, {Name: "second"}}), "")
	require.Equal(t, "first", named.Name)
	require.Len(t, named.Errors, 2)
}
