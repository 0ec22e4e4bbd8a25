package embedded

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

const (
	// rootDataDir is reachable for every user, unlike root's home.
	rootDataDir = "/var/lib/greenroom"
	// ephemeralPrefix names temporary data directories, so that those of killed processes can be told and removed.
	ephemeralPrefix = "greenroom-postgres-"
	// ephemeralAge is how long a temporary directory without a lock is left alone: its process may be about to take the lock.
	ephemeralAge = 10 * time.Minute
)

// prepareDataDir makes the data directory and returns its absolute path.
func prepareDataDir(options Options) (string, error) {
	if options.Ephemeral {
		return makeEphemeralDir()
	}
	dir, err := resolveDataDir(options.DataDir)
	if err != nil {
		return "", err
	}
	if err := os.MkdirAll(dir, dirMode()); err != nil {
		return "", fmt.Errorf("make the data directory: %w", err)
	}
	return dir, nil
}

// resolveDataDir is the absolute path of a data directory; empty means DefaultDataDir.
func resolveDataDir(dir string) (string, error) {
	if dir == "" {
		var err error
		if dir, err = DefaultDataDir(); err != nil {
			return "", err
		}
	}
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", fmt.Errorf("resolve the data directory: %w", err)
	}
	return dir, nil
}

// dirMode keeps others out of the data directory; root must let the server's user pass through to the cluster.
func dirMode() os.FileMode {
	if os.Geteuid() == 0 {
		return 0o711
	}
	return 0o700
}

func makeEphemeralDir() (string, error) {
	sweepEphemeralDirs(time.Now())
	dir, err := os.MkdirTemp("", ephemeralPrefix)
	if err != nil {
		return "", fmt.Errorf("make a temporary data directory: %w", err)
	}
	if err := os.Chmod(dir, dirMode()); err != nil {
		return "", fmt.Errorf("open the temporary data directory: %w", err)
	}
	return dir, nil
}

// sweepEphemeralDirs removes what killed processes left behind. It is a courtesy: what can't be removed stays.
func sweepEphemeralDirs(now time.Time) {
	dirs, err := filepath.Glob(filepath.Join(os.TempDir(), ephemeralPrefix+"*"))
	if err != nil {
		return
	}
	for _, dir := range dirs {
		info, err := os.Lstat(dir)
		if err != nil || !info.IsDir() || now.Sub(info.ModTime()) < ephemeralAge {
			continue
		}
		lock, err := acquireLock(filepath.Join(dir, "lock"))
		if err != nil {
			continue
		}
		_ = os.RemoveAll(dir)
		_ = lock.Close()
	}
}

// acquireLock takes the data directory for this process until the file is closed or the process ends, however it ends.
func acquireLock(path string) (*os.File, error) {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600) //nolint:gosec // The operator chooses the data directory.
	if err != nil {
		return nil, fmt.Errorf("open the lock file: %w", err)
	}
	err = syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		err = inUse(path)
	}
	if err == nil {
		err = errors.Join(file.Truncate(0), writeString(file, fmt.Sprintln(os.Getpid())))
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("lock the data directory: %w", err), file.Close())
	}
	return file, nil
}

func writeString(file *os.File, text string) error {
	_, err := file.WriteAt([]byte(text), 0)
	return err
}

func inUse(path string) error {
	holder, err := os.ReadFile(path) //nolint:gosec // The operator chooses the data directory.
	pid := strings.TrimSpace(string(holder))
	if err != nil || pid == "" {
		return ErrInUse
	}
	return ErrInUse.WithMessage(
		fmt.Sprintf("process %s uses the data directory %s; stop it or choose another directory", pid, filepath.Dir(path)))
}
