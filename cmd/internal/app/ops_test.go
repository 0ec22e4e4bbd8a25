package app_test

import (
	"io"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/zap"

	"greenroom/cmd/internal/app"
	"greenroom/cmd/internal/app/apptest"
)

// look gets what operators see at url.
func look(t *testing.T, url string) (status int, body string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, http.NoBody)
	require.NoError(t, err)
	response, err := http.DefaultClient.Do(request)
	require.NoError(t, err)
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	return response.StatusCode, string(text)
}

func TestOps(t *testing.T) {
	t.Parallel()

	t.Run("FiguresAndHealthOfEveryKindOfProcess", func(t *testing.T) {
		t.Parallel()
		service := apptest.Start(t, apptest.WithoutWorkers())
		service.StartWorkers(t)
		for _, url := range []string{service.OpsURL, service.WorkerOpsURL} {
			status, _ := look(t, url+"/livez")
			require.Equal(t, http.StatusOK, status)
			require.Eventually(t, func() bool { status, _ := look(t, url+"/readyz"); return status == http.StatusOK },
				10*time.Second, 10*time.Millisecond)
			status, figures := look(t, url+"/metrics")
			require.Equal(t, http.StatusOK, status)
			require.Contains(t, figures, `greenroom_db_connections{state="idle"}`)
			require.Contains(t, figures, "go_goroutines")
		}
	})

	t.Run("NotOnThePublicAddress", func(t *testing.T) {
		t.Parallel()
		service := apptest.Start(t)
		require.Equal(t, http.StatusNotFound, service.Get(t, "", "/metrics").Status)
	})

	t.Run("UnreadyWithoutADatabase", func(t *testing.T) {
		t.Parallel()
		service := apptest.Start(t, apptest.ExpectErrors())
		service.CutDatabase(t)
		status, _ := look(t, service.OpsURL+"/readyz")
		require.Equal(t, http.StatusServiceUnavailable, status)
		status, _ = look(t, service.OpsURL+"/livez")
		require.Equal(t, http.StatusOK, status, "a process isn't dead because its database is")
	})

	t.Run("TakenAddressKeepsTheProcessFromStarting", func(t *testing.T) {
		t.Parallel()
		service := apptest.Start(t)
		config := service.Config
		config.OpsListen = service.OpsURL[len("http://"):]
		_, err := app.Build(t.Context(), app.Work, config, "test", zap.NewNop())
		require.ErrorContains(t, err, "GREENROOM_OPS_LISTEN")
	})
}
