package api

import (
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/gofiber/fiber/v2"
	"github.com/stretchr/testify/require"
	"go.uber.org/zap"
	"go.uber.org/zap/zapcore"
	"go.uber.org/zap/zaptest/observer"
)

func TestPanicBecomesAProblem(t *testing.T) {
	t.Parallel()

	core, logs := observer.New(zapcore.DebugLevel)
	service := New(Config{Logger: zap.New(core), GroupCommit: true})
	service.Fiber().Get("/broken", func(*fiber.Ctx) error { panic("the inside of the kitchen") })
	for range 2 {
		answer, err := service.Fiber().Test(httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/broken", http.NoBody), -1)
		require.NoError(t, err, "the process lives on")
		body, err := io.ReadAll(answer.Body)
		require.NoError(t, err)
		require.NoError(t, answer.Body.Close())
		require.Equal(t, http.StatusInternalServerError, answer.StatusCode)
		require.Equal(t, problemType, answer.Header.Get(fiber.HeaderContentType))
		require.NotContains(t, string(body), "kitchen", "nothing leaks")
		require.Contains(t, string(body), answer.Header.Get(fiber.HeaderXRequestID), "what to quote when asking for help")
	}
	failures := logs.FilterLevelExact(zapcore.ErrorLevel).All()
	require.Len(t, failures, 2)
	require.Contains(t, failures[0].ContextMap()["error"], "the inside of the kitchen")
	require.Contains(t, failures[0].ContextMap()["error"], "panic_test.go", "with the stack")
}
