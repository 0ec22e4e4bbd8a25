package browser_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"greenroom/db/dbtest"
	"greenroom/internal/accesstoken"
)

const (
	startTimeout = time.Minute
	stopTimeout  = 20 * time.Second
	// frontEnd is where the start button leads; nobody follows it here.
	frontEnd = "https://interview.example/room"
)

// server is the real binary on a database of its own.
type server struct {
	url     string
	token   string
	keyring *accesstoken.Keyring
}

// serve builds greenroom and runs it in development mode until the test ends.
func serve(t *testing.T) *server {
	t.Helper()

	dir := t.TempDir()
	binary := filepath.Join(dir, "greenroom")
	run(t, exec.CommandContext(t.Context(), "go", "build", "-o", binary, "greenroom/cmd/greenroom"))
	keys, err := accesstoken.NewKeyringJSON()
	require.NoError(t, err)
	keyring, err := accesstoken.ParseKeyring(keys)
	require.NoError(t, err)
	data := filepath.Join(dir, "data")
	// It is asked to stop when the test is over, not killed.
	command := exec.CommandContext(context.WithoutCancel(t.Context()), binary, "serve", "--dev", "--listen", "127.0.0.1:0", "--data-dir", data)
	command.Env = append(os.Environ(), "DATABASE_URL="+dbtest.URL(t), "GREENROOM_SIGNING_KEYS="+string(keys),
		"GREENROOM_INTERVIEW_URL="+frontEnd, "GREENROOM_LOG_LEVEL=error")
	log := &bytes.Buffer{}
	command.Stderr = log
	output, err := command.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, command.Start())
	t.Cleanup(func() {
		require.NoError(t, command.Process.Signal(syscall.SIGTERM))
		stuck := time.AfterFunc(stopTimeout, func() { _ = command.Process.Kill() })
		defer stuck.Stop()
		_, _ = io.Copy(io.Discard, output)
		require.NoError(t, command.Wait(), "it stops in order: %s", log)
		require.Empty(t, log.String(), "nothing to complain about")
	})
	started := &server{url: announced(t, output), keyring: keyring}
	started.waitUntilReady(t)
	started.token = strings.TrimSpace(run(t, exec.CommandContext(t.Context(), binary, "token", "--data-dir", data)))
	return started
}

// announced is the address in the process's greeting.
func announced(t *testing.T, output io.Reader) string {
	t.Helper()

	lines := bufio.NewScanner(output)
	for lines.Scan() {
		if _, after, found := strings.Cut(lines.Text(), "Greenroom is ready at "); found {
			address, _, _ := strings.Cut(after, " ")
			return address
		}
	}
	require.Fail(t, "the server ended before it was ready")
	return ""
}

func (s *server) waitUntilReady(t *testing.T) {
	t.Helper()

	require.Eventually(t, func() bool {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.url+"/readyz", nil)
		if err != nil {
			return false
		}
		response, err := client().Do(request)
		if err != nil {
			return false
		}
		_ = response.Body.Close()
		return response.StatusCode == http.StatusOK
	}, startTimeout, 50*time.Millisecond)
}

// client keeps no connections, which would outlive the tests.
func client() *http.Client { return &http.Client{Transport: &http.Transport{DisableKeepAlives: true}} }

// post sends a JSON body and reads the JSON answer into answer, if there is to be one.
// It returns the answer's ETag. ifMatch may be empty.
func (s *server) post(t *testing.T, path, ifMatch string, body, answer any) string {
	t.Helper()

	content, err := json.Marshal(body)
	require.NoError(t, err)
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.url+path, bytes.NewReader(content))
	require.NoError(t, err)
	request.Header.Set("Authorization", "Bearer "+s.token)
	request.Header.Set("Content-Type", "application/json")
	if ifMatch != "" {
		request.Header.Set("If-Match", ifMatch)
	}
	response, err := client().Do(request)
	require.NoError(t, err)
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	require.Contains(t, []int{http.StatusOK, http.StatusNoContent}, response.StatusCode, "%s: %s", path, text)
	if answer != nil {
		require.NoError(t, json.Unmarshal(text, answer))
	}
	return response.Header.Get("ETag")
}

// enrolled is what the test needs of an answer.
type enrolled struct {
	ID           string `json:"id"`
	InterviewURL string `json:"interview_url"`

	etag string
}

// enrol sends a request for a position that only changes distinguish, and returns the decided enrolment.
func (s *server) enrol(t *testing.T, changes map[string]any) enrolled {
	t.Helper()

	body := map[string]any{
		"candidate_name": "Nadia Petrova", "candidate_email": "nadia.petrova@example.com", "candidate_country_code": "PT",
		"candidate_resume": "Senior cook. 2018-2026 Example Restaurant, Lisbon: planned menus, ordered goods, trained six cooks, kept the " +
			"kitchen's hygiene records. 2014-2018 Sample Hotel: cook. Diploma of the hotel school, 2014. English C1, Portuguese native.",
		"position_name": "Cook", "position_location": "Lisbon", "position_country_code": "PT", "mojito_language_code": "en",
	}
	maps.Copy(body, changes)
	var answer enrolled
	answer.etag = s.post(t, "/v1/enrolments", "", body, &answer)
	require.NotEmpty(t, answer.InterviewURL)
	return answer
}

// decide is a recruiter's decision: "accept" or "reject".
func (s *server) decide(t *testing.T, enrolment enrolled, decision string) {
	t.Helper()

	s.post(t, "/v1/enrolments/"+enrolment.ID+"/decision", enrolment.etag, map[string]any{"decision": decision, "reason": "seen"}, nil)
}

func run(t *testing.T, command *exec.Cmd) string {
	t.Helper()

	var problems bytes.Buffer
	command.Stderr = &problems
	output, err := command.Output()
	require.NoError(t, err, "%s: %s", filepath.Base(command.Path), &problems)
	return string(output)
}
