package api

import (
	"bytes"
	"html/template"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"go.uber.org/zap"
	"golang.org/x/net/html"

	"greenroom/db"
	"greenroom/internal/accesstoken"
	"greenroom/internal/enrolment"
	"greenroom/internal/interview"
	"greenroom/internal/lang"
	"greenroom/internal/position"
)

const (
	hostile  = `<script>alert(1)</script>"'&{merchant}`
	frontEnd = "https://interview.example/room?theme=calm"
)

func pageNow() time.Time { return time.Date(2026, time.November, 24, 9, 0, 0, 0, time.UTC) }

// pageAPI is an API without a database: enough for what is decided before one is asked.
func pageAPI(t *testing.T, interviewURL string) *API {
	t.Helper()

	keys, err := accesstoken.NewKeyringJSON()
	require.NoError(t, err)
	keyring, err := accesstoken.ParseKeyring(keys)
	require.NoError(t, err)
	return New(Config{
		Keyring: keyring, Logger: zap.NewNop(), Now: pageNow, PublicURL: "https://greenroom.example", InterviewURL: interviewURL,
		MaxWait: time.Second, GroupCommit: true, Version: "1",
	})
}

func admitted() db.Access {
	settings := interview.Defaults()
	settings.AvailableTill = new(pageNow().Add(time.Hour))
	settings.MaxDuration = new(901)
	return db.Access{
		MerchantName: "Demo Kitchens", Status: enrolment.AIAccept, AttemptsUsed: 1, CandidateName: "Nadia Petrova",
		Position:  position.Position{Name: "Cook", Location: "Lisbon", Language: lang.English},
		Interview: interview.Definition{Settings: settings},
	}
}

// rendered is a page as the template makes it, which must be whole HTML.
func rendered(t *testing.T, page *candidatePage) string {
	t.Helper()

	var content bytes.Buffer
	require.NoError(t, pageTemplate("candidate.html").Execute(&content, page))
	_, err := html.Parse(bytes.NewReader(content.Bytes()))
	require.NoError(t, err)
	return content.String()
}

func TestEnrolmentPage(t *testing.T) {
	t.Parallel()

	english := lang.For(lang.English)
	withFrontEnd, without := pageAPI(t, frontEnd), pageAPI(t, "")

	t.Run("CountsMinutesUpAndAttemptsLeft", func(t *testing.T) {
		t.Parallel()

		require.Equal(t, []template.HTML{
			"Duration: about <bdi>16</bdi> min", "Attempts left: <bdi>2</bdi>", "Available until: <bdi>2026-11-24 10:00 UTC</bdi>",
		}, withFrontEnd.enrolmentPage(admitted(), "").Facts)
	})

	t.Run("EscapesWhatMerchantsWrite", func(t *testing.T) {
		t.Parallel()

		access := admitted()
		access.MerchantName, access.Position.Name, access.Position.Location = hostile, hostile, hostile
		settings := &access.Interview.Settings
		settings.WelcomeMessage, settings.InstructionalVideo, settings.InstructionalVideoText = hostile, true, hostile
		for _, describe := range []func(){
			func() { settings.Description = hostile },
			func() {
				settings.DescriptionLong = hostile + "\n\n<img src=x onerror=alert(1)> [x](javascript:alert(1))"
			},
			func() { settings.Description, settings.DescriptionLong = "", "" },
		} {
			describe()
			page := rendered(t, withFrontEnd.enrolmentPage(access, `"><script>`))
			require.NotContains(t, page, "<script")
			require.NotContains(t, page, "onerror")
			require.NotContains(t, page, "javascript:")
		}
	})

	t.Run("LeadsToTheFrontEndWithTheToken", func(t *testing.T) {
		t.Parallel()

		page := withFrontEnd.enrolmentPage(admitted(), "a.b&c")
		require.Equal(t, "https://interview.example/room?interview_token=a.b%26c&theme=calm", page.StartURL)
		require.Equal(t, english.Page.Labels.Start, page.Start)
	})

	t.Run("NamesNoCandidate", func(t *testing.T) {
		t.Parallel()

		require.NotContains(t, rendered(t, withFrontEnd.enrolmentPage(admitted(), "")), "Petrova", "a link may be passed on")
	})

	t.Run("OffersNoButtonThatLeadsNowhere", func(t *testing.T) {
		t.Parallel()

		page := without.enrolmentPage(admitted(), "token")
		require.Equal(t, english.Page.Labels.NotOpen, page.NextStep)
		require.NotContains(t, rendered(t, page), `class="button"`)
	})

	t.Run("ReadsInEveryLanguageForEveryDecision", func(t *testing.T) {
		t.Parallel()

		for _, code := range lang.Codes() {
			for _, status := range []enrolment.Status{
				"", enrolment.AIAccept, enrolment.AIReject, enrolment.RecruiterAccept, enrolment.RecruiterAction, enrolment.RecruiterReject,
			} {
				access := admitted()
				access.Position.Language, access.Status = code, status
				page := rendered(t, withFrontEnd.enrolmentPage(access, ""))
				require.Contains(t, page, `<html lang="`+code.Tag()+`" dir="`+code.Direction()+`">`)
				require.Contains(t, page, template.HTMLEscapeString(noticeFor(lang.For(code).Page.Decisions, status).Headline), "%s", status)
				require.NotContains(t, page, "{", "%s: every placeholder is filled", code)
			}
		}
	})

	t.Run("SaysMessagesOfTheMerchant", func(t *testing.T) {
		t.Parallel()

		access := admitted()
		access.Interview.Settings.WelcomeMessage = "Hello!\r\n\r\nGood luck."
		access.Interview.Settings.InstructionalVideoText = "Watch this."
		require.Equal(t, []string{"Hello!", "Good luck."}, withFrontEnd.enrolmentPage(access, "").Messages, "a video is not asked for")
		access.Interview.Settings.InstructionalVideo = true
		require.Equal(t, []string{"Hello!", "Good luck.", "Watch this."}, withFrontEnd.enrolmentPage(access, "").Messages)
	})

	t.Run("SaysWhatKeepsFromStarting", func(t *testing.T) {
		t.Parallel()

		problems, decisions := english.Page.Problems, english.Page.Decisions
		for name, test := range map[string]struct {
			change   func(access *db.Access)
			headline string
		}{
			"attempts used":       {func(access *db.Access) { access.AttemptsUsed = 3 }, problems.AttemptsUsed.Headline},
			"closed":              {func(access *db.Access) { access.Interview.Settings.AvailableTill = new(pageNow()) }, problems.Closed.Headline},
			"a recruiter decides": {func(access *db.Access) { access.Status = enrolment.RecruiterAction }, decisions.RecruiterAction.Headline},
			"rejected and closed": {func(access *db.Access) {
				access.Status, access.Interview.Settings.AvailableTill = enrolment.AIReject, new(pageNow())
			}, decisions.AIReject.Headline},
			"undecided": {func(access *db.Access) { access.Status = "" }, decisions.RecruiterAction.Headline},
		} {
			access := admitted()
			test.change(&access)
			page := withFrontEnd.enrolmentPage(access, "token")
			require.Equal(t, test.headline, page.Headline, name)
			require.Empty(t, page.StartURL, name)
			require.Empty(t, page.Facts, name)
		}
	})

	t.Run("ThanksInTheMerchantsWordsOnceAllAttemptsAreUsed", func(t *testing.T) {
		t.Parallel()

		access := admitted()
		access.Interview.Settings.ThankYouMessage = "Thanks from all of us."
		require.NotContains(t, withFrontEnd.enrolmentPage(access, "").Messages, "Thanks from all of us.")
		access.AttemptsUsed = 3
		require.Equal(t, []string{"Thanks from all of us."}, withFrontEnd.enrolmentPage(access, "").Messages)
	})
}

// fetched is an answer that was read to its end.
type fetched struct {
	status int
	header http.Header
	body   string
}

func fetch(t *testing.T, a *API, request *http.Request) fetched {
	t.Helper()

	response, err := a.Fiber().Test(request, -1)
	require.NoError(t, err)
	body, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	require.NoError(t, response.Body.Close())
	return fetched{status: response.StatusCode, header: response.Header, body: string(body)}
}

func TestCandidatePageOverHTTP(t *testing.T) {
	t.Parallel()

	a := pageAPI(t, frontEnd)
	address := "/interview/take/" + uuid.NewString()

	get := func(t *testing.T, method, target, languages string) fetched {
		t.Helper()

		request := httptest.NewRequestWithContext(t.Context(), method, target, nil)
		request.Header.Set("Accept-Language", languages)
		return fetch(t, a, request)
	}

	t.Run("AnswersBadLinksInTheBrowsersLanguage", func(t *testing.T) {
		t.Parallel()

		for languages, code := range map[string]lang.Code{
			"": "en", "ar-EG,en;q=0.5": "ar", "de-AT": "de", "nb-NO": "no", "pt": "br", "pt-PT": "pt", "tlh": "en", ";;;": "en", "zh-TW": "zh",
		} {
			answer := get(t, http.MethodGet, address+"/?interview_token=forged", languages)
			require.Equal(t, http.StatusForbidden, answer.status)
			require.Equal(t, code.Tag(), answer.header.Get("Content-Language"), languages)
			require.Contains(t, answer.body, template.HTMLEscapeString(lang.For(code).Page.Problems.Invalid.Headline), languages)
		}
	})

	t.Run("AnswersHEADAndBothSpellings", func(t *testing.T) {
		t.Parallel()

		for _, target := range []string{address, address + "/", address + "/?interview_token=", "/interview/take/x/?interview_token=x"} {
			answer := get(t, http.MethodGet, target, "")
			require.Equal(t, http.StatusForbidden, answer.status, target)
			answer = get(t, http.MethodHead, target, "")
			require.Equal(t, http.StatusForbidden, answer.status, target)
			require.Empty(t, answer.body)
		}
	})

	t.Run("LoadsNothingFromElsewhere", func(t *testing.T) {
		t.Parallel()

		answer := get(t, http.MethodGet, address, "")
		require.Equal(t, pagePolicy, answer.header.Get("Content-Security-Policy"))
		require.Equal(t, "text/html; charset=utf-8", answer.header.Get("Content-Type"))
		require.Equal(t, "no-store", answer.header.Get("Cache-Control"))
		require.Equal(t, "no-referrer", answer.header.Get("Referrer-Policy"))
		require.Equal(t, "noindex, nofollow", answer.header.Get("X-Robots-Tag"))
		require.NotContains(t, answer.body, "://")
		require.NotContains(t, answer.body, "<script")
		require.NotContains(t, answer.body, " style=")
	})

	t.Run("ServesItsAssetsForGood", func(t *testing.T) {
		t.Parallel()

		page := get(t, http.MethodGet, address, "")
		_, after, found := strings.Cut(page.body, `rel="stylesheet" href="`)
		require.True(t, found)
		stylesheet, _, _ := strings.Cut(after, `"`)
		answer := get(t, http.MethodGet, stylesheet, "")
		require.Equal(t, http.StatusOK, answer.status)
		require.Equal(t, "text/css; charset=utf-8", answer.header.Get("Content-Type"))
		require.Equal(t, "public, max-age=31536000, immutable", answer.header.Get("Cache-Control"))
		answer = get(t, http.MethodGet, "/assets/candidate.000000000000.css", "")
		require.Equal(t, http.StatusNotFound, answer.status)
	})
}

func TestRenderMarkdown(t *testing.T) {
	t.Parallel()

	for name, test := range map[string]struct{ source, html string }{
		"HeadingsGoBelowThePages": {"# A\n\n###### B", "<h3>A</h3>\n<h6>B</h6>\n"},
		"LinksStay":               {"[us](https://a.example/)", "<p><a href=\"https://a.example/\">us</a></p>\n"},
		"PicturesBecomeWords":     {"![our *team*](https://a.example/x.png)!", "<p>our <em>team</em>!</p>\n"},
		"RawHTMLIsLeftOut":        {"a <b>b\n\n<div>c</div>", "<p>a <!-- raw HTML omitted -->b</p>\n<!-- raw HTML omitted -->\n"},
		"ScriptsDoNotRun":         {"[x](javascript:y) <javascript:z>", "<p><a href=\"\">x</a> <a href=\"\">javascript:z</a></p>\n"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			require.Equal(t, template.HTML(test.html), renderMarkdown(test.source)) //nolint:gosec // A test's own text.
		})
	}
}
