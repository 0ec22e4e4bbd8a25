package app_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"greenroom/cmd/internal/app"
	"greenroom/cmd/internal/app/apptest"
	"greenroom/internal/enrolment"
	"greenroom/internal/prescreen"
)

// withModel configures a remote model behind serve.
func withModel(t *testing.T, serve http.HandlerFunc) apptest.Option {
	t.Helper()
	server := httptest.NewServer(serve)
	t.Cleanup(server.Close)
	return apptest.With(func(config *app.Config) {
		config.LLMBaseURL, config.LLMModel, config.LLMAPIKey = server.URL+"/v1", "judge", "secret"
		config.LLMInputPrice, config.LLMOutputPrice = 2, 10
	})
}

// complete answers a chat with what the model wrote.
func complete(w http.ResponseWriter, written map[string]any) {
	content, _ := json.Marshal(written)
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(map[string]any{"model": "judge-1", "choices": []any{map[string]any{
		"finish_reason": "stop", "message": map[string]any{"role": "assistant", "content": string(content)},
	}}, "usage": map[string]any{"prompt_tokens": 1200, "completion_tokens": 90}})
}

func TestModel(t *testing.T) {
	t.Parallel()

	assess := func(t *testing.T, service *apptest.Service) map[string]any {
		t.Helper()
		bundle := newBundle(t, service, enrolment.MerchantSettings{})
		answer := bundle.Enrol(t, bundle.token, apptest.Candidate(nil), nil)
		require.Equal(t, http.StatusOK, answer.Status, string(answer.Raw))
		require.Equal(t, "ai_accept", answer.JSON["status"], string(answer.Raw))
		return answer.JSON["assessment"].(map[string]any)
	}

	t.Run("DecidesWithoutOneThatLeaksWhatItWasSent", func(t *testing.T) {
		t.Parallel()
		// apptest looks for the résumé in every log line.
		assessment := assess(t, apptest.Start(t, withModel(t, func(w http.ResponseWriter, r *http.Request) {
			body, _ := io.ReadAll(r.Body)
			message, _ := json.Marshal(map[string]any{"error": map[string]any{"message": string(body)}})
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(http.StatusBadRequest)
			_, _ = w.Write(message)
		})))
		require.Equal(t, prescreen.Engine, assessment["engine"])
		require.Equal(t, "model_refused", assessment["fallback_reason"])
	})

	t.Run("TakesPartInTheDecision", func(t *testing.T) {
		t.Parallel()
		service := apptest.Start(t, withModel(t, func(w http.ResponseWriter, _ *http.Request) {
			opinion := map[string]any{}
			for _, name := range prescreen.ViewedCriteria() {
				opinion[name] = map[string]any{"score": 9, "quotes": []string{"designed and ran Go services", "invented"}}
			}
			complete(w, opinion)
		}))
		assessment := assess(t, service)
		require.Equal(t, "remote:judge", assessment["engine"])
		require.InDelta(t, len(prescreen.ViewedCriteria()), assessment["opinion"].(map[string]any)["dropped_quotes"], 0)
		_, figures := look(t, service.OpsURL+"/metrics")
		require.Contains(t, figures, `greenroom_model_calls_total{outcome="model_answered",task="assess"} 1`)
		require.Contains(t, figures, `greenroom_model_tokens_total{kind="prompt",task="assess"} 1200`)
		require.Contains(t, figures, `greenroom_model_cost_total{task="assess"} 0.0033`)
		require.Contains(t, figures, `greenroom_model_duration_seconds_count{task="assess"} 1`)
	})

	t.Run("WritesWhatCandidatesRead", func(t *testing.T) {
		t.Parallel()
		const short = "Cooks with a sense for fish are wanted in our kitchen."
		const long = "## The kitchen\n\nYou **cook** fish, and you teach others how to. The team is small and knows its guests by name."
		service := apptest.Start(t, withModel(t, func(w http.ResponseWriter, r *http.Request) {
			if question, _ := io.ReadAll(r.Body); !strings.Contains(string(question), `"name":"texts"`) {
				http.Error(w, "no opinions here", http.StatusBadRequest)
				return
			}
			complete(w, map[string]any{"description": short, "description_long": long, "questions": []string{
				"Which dish do you like to cook most?", "How do you tell that a fish is fresh?",
			}})
		}))
		bundle := newBundle(t, service, enrolment.MerchantSettings{})
		answer := bundle.succeed(t, map[string]any{"position_description": nil, "max_duration": 240})
		token := tokenOf(t, answer)
		require.Eventually(t, func() bool {
			settings := verifyToken(t, service, token, false).JSON["settings"].(map[string]any)
			return settings["description"] == short && settings["description_long"] == long
		}, 20*time.Second, 10*time.Millisecond)
		shown := service.Get(t, "", strings.TrimPrefix(answer.JSON["interview_url"].(string), service.URL))
		require.Equal(t, http.StatusOK, shown.Status)
		require.Contains(t, string(shown.Raw), "You <strong>cook</strong> fish")
		started := verifyToken(t, service, token, true)
		require.Contains(t, string(started.Raw), "Which dish do you like to cook most?")
	})
}
