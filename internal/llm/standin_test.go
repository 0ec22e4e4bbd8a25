package llm_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"greenroom/internal/llm"
	"greenroom/internal/prescreen"
)

// standIn speaks the chat completions protocol and behaves as each test wants.
type standIn struct {
	*httptest.Server
	mu       sync.Mutex
	requests []chatRequest
}

// chatRequest is what a test looks at in a request.
type chatRequest struct {
	Model               string  `json:"model"`
	MaxCompletionTokens int     `json:"max_completion_tokens"`
	Temperature         float64 `json:"temperature"`
	Messages            []struct {
		Role    string `json:"role"`
		Content string `json:"content"`
	} `json:"messages"`
	ResponseFormat struct {
		Type       string `json:"type"`
		JSONSchema struct {
			Strict bool           `json:"strict"`
			Schema map[string]any `json:"schema"`
		} `json:"json_schema"`
	} `json:"response_format"`
	authorization string
}

// newStandIn answers the n-th request, from 1, with answer.
func newStandIn(t *testing.T, answer func(w http.ResponseWriter, r *http.Request, n int)) *standIn {
	t.Helper()

	s := &standIn{}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		request := chatRequest{authorization: r.Header.Get("Authorization")}
		if err != nil || r.Method != http.MethodPost || r.URL.Path != "/v1/chat/completions" || json.Unmarshal(body, &request) != nil {
			http.Error(w, "not a chat completion", http.StatusNotFound)
			return
		}
		s.mu.Lock()
		s.requests = append(s.requests, request)
		n := len(s.requests)
		s.mu.Unlock()
		answer(w, r, n)
	}))
	t.Cleanup(s.Close)
	return s
}

func (s *standIn) seen() []chatRequest {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]chatRequest(nil), s.requests...)
}

// bundle is a client that asks a stand-in.
type bundle struct {
	*llm.Client
	calls *calls
}

// calls keeps what the client reports.
type calls struct {
	mu   sync.Mutex
	seen []llm.Call
}

// Observe implements llm.Observer.
func (c *calls) Observe(call llm.Call) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.seen = append(c.seen, call)
}

// only is the one call that was reported.
func (c *calls) only(t *testing.T) llm.Call {
	t.Helper()

	c.mu.Lock()
	defer c.mu.Unlock()
	require.Len(t, c.seen, 1)
	return c.seen[0]
}

func newClient(t *testing.T, server *standIn, change ...func(*llm.Config)) bundle {
	t.Helper()

	seen := &calls{}
	config := llm.Config{
		BaseURL: server.URL + "/v1", Model: "judge", APIKey: "secret", Timeout: 10 * time.Second, MaxTokens: 8000, InputPrice: 2, OutputPrice: 10,
		Now: time.Now, Observer: seen,
	}
	for _, apply := range change {
		apply(&config)
	}
	client, err := llm.New(config)
	require.NoError(t, err)
	t.Cleanup(client.Close)
	return bundle{client, seen}
}

func (b bundle) assess(t *testing.T, resume string) prescreen.Assessment {
	t.Helper()

	result, err := b.Assess(t.Context(), goDeveloper(), prescreen.Candidate{Resume: resume}, prescreen.DefaultPolicy(), asOf())
	require.NoError(t, err)
	return result
}

// completion is a well-formed response around what the model wrote.
func completion(content string) map[string]any {
	return map[string]any{
		"id": "chatcmpl-1", "object": "chat.completion", "created": 1_790_000_000, "model": "judge-2026-10-01",
		"choices": []any{map[string]any{
			"index": 0, "finish_reason": "stop", "logprobs": nil,
			"message": map[string]any{"role": "assistant", "content": content, "refusal": nil},
		}},
		"usage": map[string]any{"prompt_tokens": 1500, "completion_tokens": 200, "total_tokens": 1700},
	}
}

// opinion is what a model writes that gives every criterion one score for the same quotes.
func opinion(score any, quotes ...string) string {
	if quotes == nil {
		quotes = []string{}
	}
	written := map[string]any{}
	for _, name := range prescreen.ViewedCriteria() {
		written[name] = map[string]any{"score": score, "quotes": quotes}
	}
	return encode(written)
}

func encode(value any) string {
	encoded, err := json.Marshal(value)
	if err != nil {
		panic(err)
	}
	return string(encoded)
}

func reply(w http.ResponseWriter, status int, body string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = io.WriteString(w, body)
}

func asOf() time.Time { return time.Date(2026, time.November, 1, 0, 0, 0, 0, time.UTC) }

func goDeveloper() prescreen.Position {
	return prescreen.Position{
		Title: "Go Developer", Description: "Requirements\n- Go\n- Kubernetes\n- PostgreSQL", CountryCode: "NL", Language: "en",
	}
}

const goResume = `Ada Example
ada@example.com

Experience
Software developer, Acme, January 2018 – present
Built payment services in golang and ran them on k8s with PostgreSQL.
Mentored two colleagues and answered for the on-call rota of the payments team.
Skills: Python, Docker

Education
Bachelor of Science in computer science, 2017`

const cookResume = `Ada Example
ada@example.com

Experience
Line cook, Trattoria Roma, March 2015 – present
Prepared pasta and sauces for two hundred guests a night, trained apprentices and kept the kitchen clean.
Kitchen assistant, Hotel Adler, January 2012 – February 2015
Washed, peeled and cut vegetables; ordered supplies and checked deliveries.`
