package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"greenroom/db/dbtest"
)

const (
	// patience is how long a test waits for a process on a busy machine; poll is how often it looks.
	patience = time.Minute
	poll     = 20 * time.Millisecond
)

// binaryDir holds the command, which is built once for all tests.
var binaryDir string

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "greenroom-binary-")
	if err != nil {
		panic(err)
	}
	binaryDir = dir
	build := exec.CommandContext(context.Background(), "go", "build", "-o", filepath.Join(dir, "greenroom"), ".")
	if printed, err := build.CombinedOutput(); err != nil {
		panic(fmt.Sprintf("%v: %s", err, printed))
	}
	dbtest.Main(m, goleak.Cleanup(func(code int) {
		_ = os.RemoveAll(dir)
		os.Exit(code)
	}))
}

// process is a running command.
type process struct {
	command *exec.Cmd
	out     *output
	ended   chan struct{}
	err     error
}

// output keeps what a process prints while it still prints.
type output struct {
	mu   sync.Mutex
	text bytes.Buffer
}

// Write implements io.Writer.
func (o *output) Write(text []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.Write(text)
}

// String is all that was printed so far.
func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.String()
}

// command prepares a command in an environment that holds nothing but environment and what every process needs.
func command(t *testing.T, environment []string, arguments ...string) *exec.Cmd {
	t.Helper()

	prepared := exec.CommandContext(context.WithoutCancel(t.Context()), filepath.Join(binaryDir, "greenroom"), arguments...)
	prepared.Env = append([]string{"HOME=" + os.Getenv("HOME"), "PATH=" + os.Getenv("PATH")}, environment...)
	return prepared
}

// start runs a command until it ends by itself or the test does.
func start(t *testing.T, environment []string, arguments ...string) *process {
	t.Helper()

	p := &process{command: command(t, environment, arguments...), out: &output{}, ended: make(chan struct{})}
	p.command.Stdout, p.command.Stderr = p.out, p.out
	require.NoError(t, p.command.Start())
	go func() {
		p.err = p.command.Wait()
		close(p.ended)
	}()
	t.Cleanup(func() {
		_ = p.command.Process.Signal(os.Interrupt)
		select {
		case <-p.ended:
		case <-time.After(patience):
			_ = p.command.Process.Kill()
			<-p.ended
		}
		if t.Failed() {
			t.Logf("%v printed:\n%s", arguments, p.out)
		}
	})
	return p
}

// kill ends the process as a crash would.
func (p *process) kill(t *testing.T) {
	t.Helper()

	require.NoError(t, p.command.Process.Kill())
	<-p.ended
}

// stop ends the process as an operator would, and waits for its end.
func (p *process) stop(t *testing.T) {
	t.Helper()

	require.NoError(t, p.command.Process.Signal(syscall.SIGINT))
	select {
	case <-p.ended:
	case <-time.After(patience):
		require.Fail(t, "the process doesn't stop")
	}
	require.NoError(t, p.err)
}

// awaitPrinted waits until the process has printed something.
func (p *process) awaitPrinted(t *testing.T, text string) {
	t.Helper()

	require.Eventually(t, func() bool { return strings.Contains(p.out.String(), text) }, patience, poll, text)
}

// awaitReady waits until the process serves, and returns its address.
func (p *process) awaitReady(t *testing.T) string {
	t.Helper()

	address := regexp.MustCompile(`"public_url": ?"(http://[^"]+)"`)
	var base string
	require.Eventually(t, func() bool {
		found := address.FindStringSubmatch(p.out.String())
		if found == nil {
			return false
		}
		base = found[1]
		status, _ := call(t, http.MethodGet, base+"/readyz", "", nil)
		return status == http.StatusOK
	}, patience, poll)
	return base
}

// call makes a request; its status is zero when there is no answer.
func call(t *testing.T, method, url, token string, body io.Reader) (status int, answer []byte) {
	t.Helper()

	request, err := http.NewRequestWithContext(t.Context(), method, url, body)
	require.NoError(t, err)
	request.Header.Set("Content-Type", "application/json")
	if token != "" {
		request.Header.Set("Authorization", "Bearer "+token)
	}
	// A client without kept connections leaves no goroutine behind.
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}, Timeout: patience}
	response, err := client.Do(request)
	if err != nil {
		return 0, nil
	}
	defer func() { require.NoError(t, response.Body.Close()) }()
	answer, err = io.ReadAll(response.Body)
	require.NoError(t, err)
	return response.StatusCode, answer
}

// enrolled is what the tests read of an answer.
type enrolled struct {
	ID           string `json:"id"`
	InterviewURL string `json:"interview_url"`
	State        string `json:"state"`
	Status       string `json:"status"`
}

// enrol posts the demo request for a candidate and returns the answer, which has to be final.
func enrol(t *testing.T, base, token, email string) enrolled {
	t.Helper()

	body := strings.ReplaceAll(demoRequest, "ada@example.com", email)
	status, answer := call(t, http.MethodPost, base+"/v1/enrolments", token, strings.NewReader(body))
	require.Equal(t, http.StatusOK, status, string(answer))
	var result enrolled
	require.NoError(t, json.Unmarshal(answer, &result))
	return result
}
