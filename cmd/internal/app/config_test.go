package app_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/zap"

	"greenroom/cmd/internal/app"
)

func TestConfig(t *testing.T) {
	t.Parallel()

	t.Run("RefusesWhatCannotWorkAllAtOnce", func(t *testing.T) {
		t.Parallel()

		config := app.Config{PublicURL: "jobs.example.com", MaxWait: -time.Second, RateLimit: 5}
		_, err := app.Build(t.Context(), app.API, config, "test", zap.NewNop())
		for _, name := range []string{
			"DATABASE_URL", "GREENROOM_MAX_WAIT", "GREENROOM_PUBLIC_URL", "GREENROOM_RATE_BURST", "GREENROOM_TOKEN_TTL",
		} {
			require.ErrorContains(t, err, name)
		}
	})

	t.Run("ShowsNoPassword", func(t *testing.T) {
		t.Parallel()

		for _, address := range []string{
			"postgres://u:hushhush@db/x?sslmode=require", "host=db user=u password=hushhush", "postgres:///x?host=/run&password=hushhush",
			"postgres://db/x?sslmode=require&password=hushhush",
		} {
			for _, setting := range (app.Config{DatabaseURL: address}).Settings() {
				require.NotContains(t, setting.Value, "hushhush", address)
			}
		}
	})
}

func TestConfigFromEnvironment(t *testing.T) {
	t.Setenv("GREENROOM_PUBLIC_URL", "https://jobs.example.com/")
	config, err := app.ConfigFromEnvironment()
	require.NoError(t, err)
	require.Equal(t, "https://jobs.example.com", config.PublicURL)
}
