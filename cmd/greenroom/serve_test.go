package main

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"greenroom/cmd/internal/app"
)

// newDataDir is a folder that the database's user can reach, which those of t.TempDir are not when root runs the tests.
func newDataDir(t *testing.T) string {
	t.Helper()

	dir, err := os.MkdirTemp("", "greenroom-serve-test-") //nolint:usetesting // See above.
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, os.RemoveAll(dir)) })
	require.NoError(t, os.Chmod(dir, 0o711))
	return filepath.Join(dir, "data")
}

func startDevelopment(t *testing.T, dataDir string) (*process, string) {
	t.Helper()

	p := start(t, nil, "serve", "--dev", "--listen", "127.0.0.1:0", "--data-dir", dataDir)
	return p, p.awaitReady(t)
}

// developmentToken is what the token command prints on standard output.
func developmentToken(t *testing.T, dataDir string) string {
	t.Helper()

	printed, err := command(t, nil, "token", "--data-dir", dataDir).Output()
	require.NoError(t, err)
	require.Regexp(t, `^[\w-]+\.[\w-]+\.[\w-]+\n$`, string(printed))
	return strings.TrimSpace(string(printed))
}

// processesNaming counts processes with text in their command line.
func processesNaming(t *testing.T, text string) int {
	t.Helper()

	lines, err := filepath.Glob("/proc/[0-9]*/cmdline")
	require.NoError(t, err)
	count := 0
	for _, line := range lines {
		if content, err := os.ReadFile(line); err == nil && strings.Contains(string(content), text) {
			count++
		}
	}
	return count
}

func TestServe(t *testing.T) {
	t.Parallel()

	dataDir := newDataDir(t)
	first, base := startDevelopment(t, dataDir)
	token := developmentToken(t, dataDir)
	accepted := enrol(t, base, token, "ada@example.com")
	require.Equal(t, "succeeded", accepted.State)
	require.Equal(t, "ai_accept", accepted.Status)
	status, page := call(t, http.MethodGet, accepted.InterviewURL, "", nil)
	require.Equal(t, http.StatusOK, status)
	require.Contains(t, string(page), "<!doctype html>")

	// The example that serve prints, and the secrets that it doesn't.
	first.awaitPrinted(t, "curl -sS "+base+"/v1/enrolments")
	require.Contains(t, first.out.String(), `"embed_keys": "********"`)
	require.Contains(t, first.out.String(), `:xxxxx@`)
	keys, err := os.ReadFile(filepath.Join(dataDir, "keys", "embed-sealing.txt"))
	require.NoError(t, err)
	require.NotContains(t, first.out.String(), string(keys))

	// A second server on the same data directory.
	printed, err := command(t, nil, "serve", "--dev", "--listen", "127.0.0.1:0", "--data-dir", dataDir).CombinedOutput()
	require.Error(t, err)
	require.Contains(t, string(printed), dataDir)
	require.NotContains(t, string(printed), "panic")

	// A replay beside the server, and on what it leaves behind.
	replay := []string{"replay", "--data-dir", dataDir, "--policy", writePolicy(t, `{"resume_score_accept": 10}`)}
	replayed, err := runToEnd(t, nil, replay...)
	require.NoError(t, err, replayed)
	require.Contains(t, replayed, "enrolment "+accepted.ID)
	require.Contains(t, replayed, "Senior Go Engineer: ai_accept → recruiter_action, score ")
	require.Contains(t, replayed, "The score is the same, only the policy")
	require.NotContains(t, replayed, "Ada")
	require.NotContains(t, replayed, "@")

	set, err := runToEnd(t, nil, "merchant", "set-policy", "--data-dir", dataDir, "--merchant", app.DemoMerchantID.String(),
		"--policy", writePolicy(t, `{"resume_score_accept": 10}`))
	require.NoError(t, err, set)
	require.Equal(t, "recruiter_action", enrol(t, base, token, "grace@example.com").Status)

	// After a crash, everything is still there.
	first.kill(t)
	second, base := startDevelopment(t, dataDir)
	status, answer := call(t, http.MethodGet, base+"/v1/enrolments/"+accepted.ID, token, nil)
	require.Equal(t, http.StatusOK, status)
	require.Contains(t, string(answer), `"ai_accept"`)
	require.Equal(t, "already-applied", enrol(t, base, token, "ada@example.com").Status)
	require.Equal(t, "recruiter_action", enrol(t, base, token, "alan@example.com").Status, "the policy stays, though the demo is set up anew")

	second.stop(t)
	afterwards, err := runToEnd(t, nil, replay...)
	require.NoError(t, err, afterwards)
	require.Contains(t, afterwards, "enrolment "+accepted.ID)
	require.Contains(t, afterwards, "looked at: 3, decided differently: 1, changed: 0, failed: 0")
	require.Contains(t, second.out.String(), "stopped")
	require.Eventually(t, func() bool { return processesNaming(t, dataDir) == 0 }, patience, poll)
}
