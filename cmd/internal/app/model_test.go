package app_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

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
		require.Equal(t, "model_rejected", assessment["fallback_reason"])
	})

	t.Run("TakesPartInTheDecision", func(t *testing.T) {
		t.Parallel()
		service := apptest.Start(t, withModel(t, func(w http.ResponseWriter, _ *http.Request) {
			opinion := map[string]any{}
			for _, name := range prescreen.ViewedCriteria() {
				opinion[name] = map[string]any{"score": 9, "quotes": []string{"designed and ran Go services", "invented"}}
			}
			content, _ := json.Marshal(opinion)
			w.Header().Set("Content-Type", "application/json")
			_ = json.NewEncoder(w).Encode(map[string]any{"model": "judge-1", "choices": []any{map[string]any{
				"finish_reason": "stop", "message": map[string]any{"role": "assistant", "content": string(content)},
			}}, "usage": map[string]any{"prompt_tokens": 1200, "completion_tokens": 90}})
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
}
