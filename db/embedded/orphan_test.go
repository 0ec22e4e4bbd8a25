package embedded

import (
	"context"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"
	"go.uber.org/zap"
)

func TestStopOrphan(t *testing.T) {
	t.Parallel()

	// dataDir is a new folder that the server's user can reach, which those of t.TempDir are not when root runs the tests.
	dataDir := func(t *testing.T) string {
		t.Helper()

		dir, err := os.MkdirTemp("", "greenroom-orphan-test-") //nolint:usetesting // See above.
		require.NoError(t, err)
		t.Cleanup(func() { require.NoError(t, os.RemoveAll(dir)) })
		require.NoError(t, os.Chmod(dir, 0o711))
		return dir
	}

	t.Run("LeavesNothingToDoWithoutAPidFile", func(t *testing.T) {
		t.Parallel()

		require.NoError(t, stopOrphan(t.Context(), t.TempDir(), zap.NewNop()))
	})

	t.Run("RemovesAPidFileThatMakesNoSense", func(t *testing.T) {
		t.Parallel()

		for _, content := range []string{"", "nonsense\n", "0\n", "-1\n", "1\n", strconv.Itoa(os.Getpid()) + "\n"} {
			dir := t.TempDir()
			pidFile := filepath.Join(dir, "postmaster.pid")
			require.NoError(t, os.WriteFile(pidFile, []byte(content), 0o600))
			require.NoError(t, stopOrphan(t.Context(), dir, zap.NewNop()))
			require.NoFileExists(t, pidFile)
		}
	})

	t.Run("StopsAServerThatRunsWithoutUs", func(t *testing.T) {
		t.Parallel()

		opened, err := openCluster(t.Context(), dataDir(t), false, zap.NewNop())
		require.NoError(t, err)
		known, running, err := opened.start(t.Context())
		require.NoError(t, err)
		t.Cleanup(func() { require.NoError(t, running.stop(context.WithoutCancel(t.Context()))) })
		conn, err := pgx.Connect(t.Context(), (&Server{secrets: known}).AdminURL())
		require.NoError(t, err)

		require.NoError(t, stopOrphan(t.Context(), opened.dir, zap.NewNop()))
		<-running.done
		require.Error(t, conn.Ping(t.Context()))
	})
}
