package workers

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"greenroom/internal/enrolment"
	"greenroom/internal/llm"
	"greenroom/internal/prescreen"
	"greenroom/jobs"
)

// modelCalls is how many calls the tests' model takes at once.
const modelCalls = 2

// modelConfig asks a model behind serve.
func (s *stand) modelConfig(t *testing.T, serve http.HandlerFunc) Config {
	t.Helper()

	server := httptest.NewServer(serve)
	t.Cleanup(server.Close)
	client, err := llm.New(llm.Config{
		BaseURL: server.URL + "/v1", Model: "judge", Timeout: patience, MaxTokens: 8000, Now: time.Now,
	})
	require.NoError(t, err)
	t.Cleanup(client.Close)
	config := s.config()
	config.Model = &Model{Assessor: client, Timeout: patience, Concurrency: modelCalls}
	return config
}

// answer completes a chat with eights for everything, for a line of ask's résumé.
func answer(w http.ResponseWriter) {
	opinion := map[string]any{}
	for _, name := range prescreen.ViewedCriteria() {
		opinion[name] = map[string]any{"score": 8, "quotes": []string{"menus, purchasing, training of apprentices"}}
	}
	content, _ := json.Marshal(opinion)
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(map[string]any{
		"object": "chat.completion", "model": "judge-1",
		"choices": []any{map[string]any{"finish_reason": "stop", "message": map[string]any{"role": "assistant", "content": string(content)}}},
	})
}

// raise keeps the highest of the values that it was given.
func raise(most *atomic.Int32, value int32) {
	for seen := most.Load(); value > seen && !most.CompareAndSwap(seen, value); {
		seen = most.Load()
	}
}

func (s *stand) assessment(t *testing.T, id uuid.UUID) prescreen.Assessment {
	t.Helper()

	var result prescreen.Assessment
	require.NoError(t, json.Unmarshal(s.awaitSuccess(t, id).Assessment, &result))
	return result
}

func TestModel(t *testing.T) {
	t.Parallel()

	t.Run("AsksNoMoreThanItsShareAtOnce", func(t *testing.T) {
		t.Parallel()

		const requests = 8
		var running, most, asked atomic.Int32
		meet := make(chan struct{})
		s := newStand(t)
		s.start(t, s.modelConfig(t, func(w http.ResponseWriter, r *http.Request) {
			raise(&most, running.Add(1))
			defer running.Add(-1)
			// Nobody leaves before another came: the share is used, too.
			select {
			case meet <- struct{}{}:
			case <-meet:
			case <-r.Context().Done():
			}
			asked.Add(1)
			answer(w)
		}))
		ids := make([]uuid.UUID, 0, requests)
		for n := range requests {
			ids = append(ids, s.submit(t, ask(fmt.Sprintf("c%d@example.com", n))))
		}
		for _, id := range ids {
			require.Equal(t, "remote:judge", s.assessment(t, id).Engine)
		}
		require.Equal(t, int32(modelCalls), most.Load())
		require.Equal(t, int32(requests), asked.Load())
	})

	t.Run("FallsBackInAnOutage", func(t *testing.T) {
		t.Parallel()

		s := newStand(t)
		s.start(t, s.modelConfig(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("X-Should-Retry", "false")
			http.Error(w, "down", http.StatusServiceUnavailable)
		}))
		id := s.submit(t, ask("a@example.com"))
		result := s.assessment(t, id)
		require.Equal(t, prescreen.Engine, result.Engine)
		require.Equal(t, "model_unavailable", result.FallbackReason)
		require.Equal(t, 1, s.get(t, id).Stages[enrolment.Prescreen].Attempts)
	})

	t.Run("GetsAJobOfItsOwn", func(t *testing.T) {
		t.Parallel()

		s := newStand(t)
		s.start(t, s.modelConfig(t, func(w http.ResponseWriter, _ *http.Request) { answer(w) }))
		id := s.submit(t, ask("a@example.com"))
		result := s.assessment(t, id)
		require.Equal(t, "remote:judge", result.Engine)
		require.NotNil(t, result.Opinion)
		require.Zero(t, result.Opinion.DroppedQuotes)
		rows, err := s.pool.Query(t.Context(), "SELECT queue FROM river_job WHERE kind <> 'resolve_position'")
		require.NoError(t, err)
		var queues []string
		for rows.Next() {
			var queue string
			require.NoError(t, rows.Scan(&queue))
			queues = append(queues, queue)
		}
		require.NoError(t, rows.Err())
		require.Equal(t, []string{jobs.Queue(enrolment.Prescreen, enrolment.Interactive)}, queues, "the other stages stay fused")
	})

	t.Run("GivesTheJobBackWhenStopped", func(t *testing.T) {
		t.Parallel()

		asked := make(chan struct{}, 1)
		s := newStand(t)
		stopping := s.start(t, s.modelConfig(t, func(_ http.ResponseWriter, r *http.Request) {
			// Only a server that has read the whole request notices that its client is gone.
			_, _ = io.Copy(io.Discard, r.Body)
			asked <- struct{}{}
			<-r.Context().Done()
		}))
		id := s.submit(t, ask("a@example.com"))
		<-asked
		require.NoError(t, stopping.client.StopAndCancel(t.Context()))
		require.Empty(t, s.get(t, id).Stages[enrolment.Prescreen].LastError)
		s.start(t, s.modelConfig(t, func(w http.ResponseWriter, _ *http.Request) { answer(w) }))
		require.Equal(t, "remote:judge", s.assessment(t, id).Engine)
		require.Equal(t, 1, s.get(t, id).Stages[enrolment.Prescreen].Attempts)
	})

	t.Run("GetsTimeForTheModel", func(t *testing.T) {
		t.Parallel()

		alone := &Prescreen{pipeline: &Pipeline{}}
		require.Equal(t, stageTimeout, alone.Timeout(nil))
		remote := &Prescreen{pipeline: &Pipeline{config: Config{Model: &Model{Timeout: time.Minute}}}}
		require.Equal(t, stageTimeout+time.Minute, remote.Timeout(nil))
	})
}
