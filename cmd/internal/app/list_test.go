package app_test

import (
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"greenroom/cmd/internal/app/apptest"
	"greenroom/internal/enrolment"
)

const (
	// callDeadline and pollEvery are for what a test waits for outside of its own calls.
	callDeadline = 10 * time.Second
	pollEvery    = 5 * time.Millisecond
)

// listed reads one page.
func (b testBundle) listed(t *testing.T, query url.Values) apptest.Answer {
	t.Helper()
	return b.Get(t, b.token, "/v1/enrolments?"+query.Encode())
}

func idsOf(page apptest.Answer) []any {
	var ids []any
	for _, item := range page.JSON["data"].([]any) {
		ids = append(ids, item.(map[string]any)["id"])
	}
	return ids
}

func TestList(t *testing.T) {
	t.Parallel()
	service := apptest.Start(t)
	bundle, other := newBundle(t, service, enrolment.MerchantSettings{}), newBundle(t, service, enrolment.MerchantSettings{})
	const mail = "List.Me@candidate.example"
	first := bundle.succeed(t, map[string]any{"candidate_email": mail})
	rejected := bundle.succeed(t, map[string]any{"candidate_resume": unfittingResume, "position_name": "Senior Rust Engineer"})
	newest := []any{rejected.JSON["id"], first.JSON["id"]}
	for range 5 {
		newest = append([]any{bundle.succeed(t, nil).JSON["id"]}, newest...)
	}
	theirs := other.succeed(t, nil)

	t.Run("CoercesTheLimit", func(t *testing.T) {
		t.Parallel()
		require.Equal(t, newest, idsOf(bundle.listed(t, url.Values{"limit": {"100000"}})))
		for _, limit := range []string{"-1", "0", "many"} {
			refused := bundle.listed(t, url.Values{"limit": {limit}})
			require.GreaterOrEqual(t, refused.Status, http.StatusBadRequest, limit)
			require.Less(t, refused.Status, http.StatusInternalServerError, limit)
			require.Equal(t, "limit", refused.JSON["name"])
		}
	})

	t.Run("Filters", func(t *testing.T) {
		t.Parallel()
		for name, test := range map[string]struct {
			query url.Values
			want  []any
		}{
			"EmailAsEnrollingComparesIt": {url.Values{"candidate_email": {" list.me@CANDIDATE.example"}}, []any{first.JSON["id"]}},
			"NoSuchEmail":                {url.Values{"candidate_email": {"nobody@candidate.example"}}, nil},
			"NoSuchImport":               {url.Values{"import_id": {uuid.NewString()}}, nil},
			"OthersPosition":             {url.Values{"position_def_set_id": {theirs.JSON["position_def_set_id"].(string)}}, nil},
			"Position":                   {url.Values{"position_def_set_id": {rejected.JSON["position_def_set_id"].(string)}}, newest[5:6]},
			"State":                      {url.Values{"state": {"failed"}}, nil},
			"Status":                     {url.Values{"status": {"ai_reject"}}, []any{rejected.JSON["id"]}},
		} {
			require.Equal(t, test.want, idsOf(bundle.listed(t, test.query)), name)
		}
	})

	t.Run("RefusesCursorsOfOtherLists", func(t *testing.T) {
		t.Parallel()
		cursor := bundle.listed(t, url.Values{"limit": {"2"}}).JSON["next_cursor"].(string)
		changed := "A" + cursor[1:]
		if changed == cursor {
			changed = "B" + cursor[1:]
		}
		requireProblem(t, other.listed(t, url.Values{"cursor": {cursor}}), http.StatusBadRequest, "invalid_cursor")
		for name, query := range map[string]url.Values{
			"Changed": {"cursor": {changed}}, "Garbage": {"cursor": {"!"}}, "OtherFilters": {"cursor": {cursor}, "status": {"ai_accept"}},
		} {
			refused := bundle.listed(t, query)
			require.Equal(t, "invalid_cursor", refused.JSON["code"], name)
			requireProblem(t, refused, http.StatusBadRequest, "invalid_cursor")
		}
	})

	t.Run("RefusesEmailsThatNobodyHas", func(t *testing.T) {
		t.Parallel()
		for _, mail := range []string{"\x00", "\xff@candidate.example", "list.me"} {
			refused := bundle.listed(t, url.Values{"candidate_email": {mail}})
			requireProblem(t, refused, http.StatusUnprocessableEntity, "invalid_fields")
			require.Equal(t, "candidate_email", refused.JSON["name"])
		}
	})

	t.Run("WalksFromNewestToOldest", func(t *testing.T) {
		t.Parallel()
		var walked []any
		query, pages := url.Values{"limit": {"3"}}, 0
		for more := true; more; pages++ {
			page := bundle.listed(t, query)
			require.Equal(t, http.StatusOK, page.Status, string(page.Raw))
			walked = append(walked, idsOf(page)...)
			more = page.JSON["has_more"].(bool)
			next, _ := page.JSON["next_cursor"].(string)
			require.Equal(t, more, next != "")
			query.Set("cursor", next)
		}
		require.Equal(t, newest, walked)
		require.Equal(t, 3, pages)
	})
}
