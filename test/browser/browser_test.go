// Package browser_test opens the pages in a real browser against the real server: nothing else shows that they can be read by everybody. It
// holds no rule about what pages say, except where a page would be another without it.
package browser_test

import (
	"bytes"
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	_ "greenroom/api" // Built into the binary that runs here: without the import, a result from before a change would be taken from the cache.
	"greenroom/db/dbtest"
	"greenroom/internal/accesstoken"
	"greenroom/internal/lang"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

// page is one that the browser opens, and what it must find there.
type page struct {
	Name    string `json:"name"`
	URL     string `json:"url"`
	Status  int    `json:"status"`
	Lang    string `json:"lang"`
	Dir     string `json:"dir"`
	Heading string `json:"heading"`
	Button  bool   `json:"button"`
	// Whole asks for a picture of more than the first screen.
	Whole bool `json:"whole"`
}

func TestPages(t *testing.T) {
	t.Parallel()

	browser := lookForBrowser(t)
	running := serve(t)
	pages := append(candidatePages(t, running), page{
		Name: "docs", URL: running.url + "/docs#createEnrolment", Status: http.StatusOK, Lang: "en", Dir: "ltr", Heading: "Greenroom API",
	}, page{
		Name: "problems", URL: running.url + "/docs/problems#invalid_fields", Status: http.StatusOK, Lang: "en", Dir: "ltr", Heading: "Problems",
	})
	for _, finding := range look(t, browser, pages) {
		t.Error(finding)
	}
}

// candidatePages makes one enrolment for each kind of page that a candidate can get to see.
func candidatePages(t *testing.T, running *server) []page {
	t.Helper()

	// Recruiters decide, for what the machine thinks of a cook isn't this test's matter.
	enrol := func(name string, code lang.Code, decision string, more map[string]any) enrolled {
		fields := map[string]any{
			"position_name": "Cook " + name, "mojito_language_code": code,
			"custom_scoring": map[string]any{"pre_screening": map[string]any{"resume_score_accept": 10, "resume_score_reject": 0}},
		}
		maps.Copy(fields, more)
		enrolment := running.enrol(t, fields)
		if decision != "" {
			running.decide(t, enrolment, decision)
		}
		return enrolment
	}
	english := enrol("accepted", lang.English, "accept", map[string]any{
		"interview_available_till": "2099-12-31T22:00:00Z", "position_description_long": description, "instructional_video": true,
		"instructional_video_custom_text": "Please watch the short film first.",
	})
	rejected, review := enrol("rejected", lang.English, "reject", nil), enrol("review", lang.English, "", nil)
	texts := lang.For(lang.English).Page
	pages := []page{
		opened("accepted", english.InterviewURL, lang.English),
		pageOf("expired", running.expired(t, english.InterviewURL), lang.English, texts.Problems.Expired.Headline),
		pageOf("forged", english.InterviewURL+"x", lang.English, texts.Problems.Invalid.Headline),
		pageOf("rejected", rejected.InterviewURL, lang.English, texts.Decisions.RecruiterReject.Headline),
		pageOf("review", review.InterviewURL, lang.English, texts.Decisions.RecruiterAction.Headline),
	}
	pages[1].Status, pages[2].Status = http.StatusGone, http.StatusForbidden
	for _, code := range []lang.Code{"ar", "ta"} {
		pages = append(pages, opened(string(code), enrol("in "+string(code), code, "accept", nil).InterviewURL, code))
	}
	withdrawn := enrol("withdrawn", "ar", "accept", nil)
	running.post(t, "/v1/enrolments/"+withdrawn.ID+"/revoke-access", "", nil, nil)
	revoked := pageOf("revoked", withdrawn.InterviewURL, "ar", lang.For("ar").Page.Problems.Revoked.Headline)
	revoked.Status = http.StatusGone
	return append(pages, revoked, usedUp(t, running, enrol("used", lang.English, "accept", map[string]any{"interview_attempts": 1})))
}

// opened is the page of a candidate who may start.
func opened(name, address string, code lang.Code) page {
	shown := pageOf(name, address, code, lang.For(code).Page.Decisions.RecruiterAccept.Headline)
	shown.Button, shown.Whole = true, true
	return shown
}

// description has what merchants' texts have, good and bad.
const description = `# The kitchen

We cook for **two hundred guests** a day. [Read about us](https://merchant.example/about), and look:
![the team](https://merchant.example/team.png)

## What you bring

- Three years in a kitchen
- A longwordthatdoesnotfitonthenarrowestphoneunlessitisbrokensomewhereinthemiddleofitself

| Day | Hours |
| --- | --- |
| Monday to Thursday | 10:00–18:00 |
| Friday | 12:00–22:00 |

<script>alert("hello")</script>
`

func pageOf(name, address string, code lang.Code, heading string) page {
	return page{Name: name, URL: address, Status: http.StatusOK, Lang: code.Tag(), Dir: code.Direction(), Heading: heading}
}

func usedUp(t *testing.T, running *server, enrolment enrolled) page {
	t.Helper()

	running.post(t, "/v1/access/verify", "", map[string]any{"token": tokenOf(t, enrolment.InterviewURL), "start": true}, nil)
	return pageOf("used-up", enrolment.InterviewURL, lang.English, lang.For(lang.English).Page.Problems.AttemptsUsed.Headline)
}

func tokenOf(t *testing.T, address string) string {
	t.Helper()

	parsed, err := url.Parse(address)
	require.NoError(t, err)
	return parsed.Query().Get("interview_token")
}

// expired is the same link as if its time were over.
func (s *server) expired(t *testing.T, address string) string {
	t.Helper()

	claims, err := s.keyring.Verify(tokenOf(t, address), time.Now())
	require.NoError(t, err)
	claims.IssuedAt, claims.ExpiresAt = claims.IssuedAt.Add(-2*time.Hour), time.Now().Add(-time.Hour)
	token, err := s.keyring.Sign(claims)
	require.NoError(t, err)
	return accesstoken.InterviewURL(s.url, claims.InterviewID, token)
}

// look lets the browser open the pages and returns what is wrong with them.
func look(t *testing.T, browser string, pages []page) []string {
	t.Helper()

	// Looking at the file makes a change of it known to the cache of results, too.
	_, err := os.Stat("look.mjs")
	require.NoError(t, err)
	task, err := json.Marshal(map[string]any{
		"browser": browser, "pages": pages, "screenshots": os.Getenv("GREENROOM_SCREENSHOTS"),
	})
	require.NoError(t, err)
	command := exec.CommandContext(t.Context(), "node", "look.mjs")
	command.Stdin = bytes.NewReader(task)
	var findings []string
	require.NoError(t, json.Unmarshal([]byte(run(t, command)), &findings))
	return findings
}

// lookForBrowser is the browser's program. Without it, or without node or its modules, the test is left out, unless it is required.
func lookForBrowser(t *testing.T) string {
	t.Helper()

	var missing []string
	browser := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		if found, err := exec.LookPath(name); err == nil && browser == "" {
			browser = found
		}
	}
	if browser == "" {
		missing = append(missing, "Chromium or Chrome")
	}
	if _, err := exec.LookPath("node"); err != nil {
		missing = append(missing, "node")
	}
	if _, err := os.Stat("node_modules/playwright-core"); err != nil {
		missing = append(missing, "its modules (make test/prepare)")
	}
	if len(missing) == 0 {
		return browser
	}
	message := "THE PAGES ARE NOT TESTED: missing " + strings.Join(missing, ", ")
	if os.Getenv("GREENROOM_REQUIRE_BROWSER") == "1" {
		require.Fail(t, message)
	}
	t.Skip(message)
	return ""
}
