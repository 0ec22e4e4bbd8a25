package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/google/uuid"
)

const (
	// resumeSize is that of an ordinary parsed résumé (DESIGN.md, "Goals that are measured").
	resumeSize = 6 << 10
	// drainPoll is how often the bench looks whether everything that was accepted is done. Looking costs the database, too.
	drainPoll = 100 * time.Millisecond
	// loadTimeout bounds a single request; more means that something is broken.
	loadTimeout = time.Minute
)

// load posts enrolment requests to one process.
type load struct {
	base, token string
	requests    int
}

// loadResult is what one row of the table says.
type loadResult struct {
	took      time.Duration
	drained   time.Duration
	latencies []time.Duration
}

func (l *load) awaitReady(ctx context.Context) error {
	deadline := time.Now().Add(loadTimeout)
	for time.Now().Before(deadline) {
		if status, _, err := l.call(ctx, http.MethodGet, "/readyz", "", nil); err == nil && status == http.StatusOK {
			return nil
		}
		time.Sleep(drainPoll)
	}
	return fmt.Errorf("%s isn't ready", l.base)
}

func (l *load) warmUp(ctx context.Context) error {
	_, err := (&load{base: l.base, token: l.token, requests: 50}).run(ctx, "waiting", 4)
	return err
}

// run posts all requests with so many clients, and waits until the last one is done.
func (l *load) run(ctx context.Context, mode string, clients int) (loadResult, error) {
	began := time.Now()
	result, err := l.accept(ctx, mode, clients)
	if err != nil {
		return result, err
	}
	err = l.drain(ctx)
	result.drained = time.Since(began)
	return result, err
}

// accept posts all requests with so many clients.
func (l *load) accept(ctx context.Context, mode string, clients int) (loadResult, error) {
	position := "Bench cook " + uuid.NewString()
	var next atomic.Int64
	latencies := make([][]time.Duration, clients)
	failures := make([]error, clients)
	began := time.Now()
	var wait sync.WaitGroup
	for client := range clients {
		wait.Go(func() {
			for next.Add(1) <= int64(l.requests) && failures[client] == nil {
				sent := time.Now()
				failures[client] = l.post(ctx, mode, position)
				latencies[client] = append(latencies[client], time.Since(sent))
			}
		})
	}
	wait.Wait()
	result := loadResult{took: time.Since(began), latencies: slices.Concat(latencies...)}
	slices.Sort(result.latencies)
	return result, errors.Join(failures...)
}

func (l *load) post(ctx context.Context, mode, position string) error {
	body, err := json.Marshal(map[string]any{
		"candidate_name": "Bench Candidate", "candidate_email": uuid.NewString() + "@example.com", "candidate_country_code": "PT",
		"candidate_resume": benchResume(), "position_name": position, "position_location": "Lisbon", "position_country_code": "PT",
		"mojito_language_code": "en",
		"position_description": "You cook for two hundred guests a day. HACCP, menu planning, five years in kitchens.",
	})
	if err != nil {
		return fmt.Errorf("encode a request: %w", err)
	}
	prefer, want := "", http.StatusOK
	if mode == "202" {
		prefer, want = "respond-async", http.StatusAccepted
	}
	status, answer, err := l.call(ctx, http.MethodPost, "/v1/enrolments", prefer, body)
	if err == nil && status != want {
		err = fmt.Errorf("answered %d instead of %d: %.200s", status, want, answer)
	}
	return err
}

// drain waits until no request is on its way any more.
func (l *load) drain(ctx context.Context) error {
	for _, state := range []string{"queued", "running"} {
		for {
			_, answer, err := l.call(ctx, http.MethodGet, "/v1/enrolments?limit=1&state="+state, "", nil)
			if err != nil {
				return err
			}
			if bytes.Contains(answer, []byte(`"data":[]`)) {
				break
			}
			time.Sleep(drainPoll)
		}
	}
	return nil
}

func (l *load) call(ctx context.Context, method, path, prefer string, body []byte) (int, []byte, error) {
	ctx, cancel := context.WithTimeout(ctx, loadTimeout)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, method, l.base+path, bytes.NewReader(body))
	if err != nil {
		return 0, nil, fmt.Errorf("make a request: %w", err)
	}
	request.Header.Set("Authorization", "Bearer "+l.token)
	request.Header.Set("Content-Type", "application/json")
	if prefer != "" {
		request.Header.Set("Prefer", prefer)
	}
	response, err := benchClient().Do(request)
	if err != nil {
		return 0, nil, fmt.Errorf("call %s: %w", path, err)
	}
	defer func() { _ = response.Body.Close() }()
	answer, err := io.ReadAll(response.Body)
	if err != nil {
		return 0, nil, fmt.Errorf("read the answer of %s: %w", path, err)
	}
	return response.StatusCode, answer, nil
}

// benchClient keeps one connection for each of up to 256 clients.
var benchClient = sync.OnceValue(func() *http.Client { //nolint:gochecknoglobals // One pool of connections for the whole run.
	return &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 256}}
})

// benchResume is a résumé of ordinary size whose sentences a real assessment has to read.
var benchResume = sync.OnceValue(func() string { //nolint:gochecknoglobals // Built once, and never changed.
	const sentence = "Chef de partie, Hotel Example, Lisbon, 03/2016 - 05/2021: ran the cold kitchen, wrote HACCP records, planned menus, " +
		"trained four apprentices, cut food waste by a fifth. English B2, Portuguese native. "
	return strings.Repeat(sentence, resumeSize/len(sentence)+1)[:resumeSize]
})

func (r loadResult) print(out io.Writer, name, mode string, clients int) error {
	count := float64(len(r.latencies))
	_, err := fmt.Fprintf(out, "%-17s %-8s %8d %10.0f %9.1f %9.1f %9.1f %13.0f\n", name, mode, clients, count/r.took.Seconds(),
		r.quantile(0.50), r.quantile(0.95), r.quantile(0.99), count/r.drained.Seconds())
	if err != nil {
		return fmt.Errorf("print: %w", err)
	}
	return nil
}

// quantile is a latency in milliseconds; the latencies are sorted.
func (r loadResult) quantile(share float64) float64 {
	at := min(int(share*float64(len(r.latencies))), len(r.latencies)-1)
	return float64(r.latencies[at].Microseconds()) / 1000
}
