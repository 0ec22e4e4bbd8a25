package embedded

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"go.uber.org/zap"
)

// orphanInterval is the pause between two looks at an ending process that isn't our child.
const orphanInterval = 50 * time.Millisecond

// stopOrphan stops a server that runs on the cluster without us: its process of ours was killed. We hold the data directory's lock, so
// nobody else is using it. A pid file without a server is removed, because its number may by now be anybody's, and Postgres would then
// refuse to start: in a container, where the same few numbers come again, that is the rule.
func stopOrphan(ctx context.Context, clusterDir string, logger *zap.Logger) error {
	pidFile := filepath.Join(clusterDir, "postmaster.pid")
	content, err := os.ReadFile(pidFile) //nolint:gosec // The operator chooses the data directory.
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read the server's pid file: %w", err)
	}
	first, _, _ := strings.Cut(string(content), "\n")
	pid, err := strconv.Atoi(strings.TrimSpace(first))
	if err != nil || pid <= 1 || !isServer(pid, clusterDir) {
		logger.Info("removing a stale pid file", zap.String("file", pidFile))
		if err := os.Remove(pidFile); err != nil {
			return fmt.Errorf("remove a stale pid file: %w", err)
		}
		return nil
	}
	logger.Warn("stopping an embedded postgres that a killed process left behind", zap.Int("pid", pid))
	for _, signal := range []syscall.Signal{syscall.SIGINT, syscall.SIGQUIT, syscall.SIGKILL} {
		if err := syscall.Kill(pid, signal); err != nil && !errors.Is(err, syscall.ESRCH) {
			return fmt.Errorf("stop the server that was left behind (process %d): %w", pid, err)
		}
		if awaitEnd(ctx, pid, clusterDir) {
			return nil
		}
	}
	return fmt.Errorf("stop the server that was left behind: process %d doesn't end", pid)
}

func awaitEnd(ctx context.Context, pid int, clusterDir string) bool {
	ctx, cancel := context.WithTimeout(ctx, stopTimeout)
	defer cancel()
	ticker := time.NewTicker(orphanInterval)
	defer ticker.Stop()
	for isServer(pid, clusterDir) {
		select {
		case <-ctx.Done():
			return false
		case <-ticker.C:
		}
	}
	return true
}

// isServer reports whether the process is a server on the cluster. A server works inside its cluster's folder; where the system doesn't
// show that (it isn't Linux), any living process is taken for one, as Postgres itself does.
func isServer(pid int, clusterDir string) bool {
	if err := syscall.Kill(pid, 0); errors.Is(err, syscall.ESRCH) {
		return false
	}
	if _, err := os.Stat("/proc/self/cwd"); err != nil {
		return true
	}
	workDir, err := os.Readlink(filepath.Join("/proc", strconv.Itoa(pid), "cwd"))
	if err != nil {
		return false
	}
	want, err := filepath.EvalSymlinks(clusterDir)
	return err == nil && workDir == want
}
