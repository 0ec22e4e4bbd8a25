package embedded

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"syscall"
	"time"
)

// oldestMajor is the oldest Postgres we run on; it is also the oldest that the Postgres project still repairs.
const oldestMajor = 14

const (
	// versionAttempts and versionPause outlast another program's start, which takes milliseconds.
	versionAttempts = 5
	versionPause    = 10 * time.Millisecond
)

// binaries is one installation's programs.
type binaries struct {
	dir   string
	major int
}

func (b binaries) path(program string) string { return filepath.Join(b.dir, program) }

// locateBinaries finds an installation for a cluster of the wanted major version, or the newest if wanted is zero; without one on this
// machine it fetches one into the cache.
func locateBinaries(ctx context.Context, wanted int) (binaries, error) {
	cache, err := cacheDir()
	if err != nil {
		return binaries{}, err
	}
	dirs := append(systemDirs(), glob(filepath.Join(cache, "*", "bin"))...)
	if found, ok := chooseBinaries(ctx, dirs, wanted); ok {
		return found, nil
	}
	return source{cache: cache}.fetch(ctx, wanted)
}

func systemDirs() []string {
	dirs := slices.Concat(
		glob("/usr/lib/postgresql/*/bin"), // Debian, Ubuntu
		glob("/usr/pgsql-*/bin"),          // the PGDG packages for Red Hat
		glob("/usr/libexec/postgresql*"),  // Alpine
		glob("/opt/homebrew/opt/postgresql@*/bin"),
		glob("/usr/local/opt/postgresql@*/bin"),
		glob("/Applications/Postgres.app/Contents/Versions/*/bin"),
		[]string{"/usr/bin", "/usr/local/bin", "/usr/local/pgsql/bin"},
	)
	if onPath, err := exec.LookPath("postgres"); err == nil {
		dirs = append(dirs, filepath.Dir(onPath))
	}
	return dirs
}

func glob(pattern string) []string {
	// The only error is a malformed pattern, and ours are constants.
	matches, _ := filepath.Glob(pattern)
	return matches
}

// chooseBinaries picks the installation of the wanted major version, or the newest that we support if wanted is zero.
func chooseBinaries(ctx context.Context, dirs []string, wanted int) (binaries, bool) {
	var best binaries
	for _, dir := range dirs {
		major, ok := majorOf(ctx, dir)
		if !ok || major < oldestMajor || major <= best.major || (wanted != 0 && major != wanted) {
			continue
		}
		best = binaries{dir: dir, major: major}
	}
	return best, best.major > 0
}

var versionPattern = regexp.MustCompile(`\(PostgreSQL\) (\d+)`)

// majorOf asks the installation for its version; a folder with only the client's programs is none.
func majorOf(ctx context.Context, dir string) (int, bool) {
	for _, program := range []string{"initdb", "postgres"} {
		if info, err := os.Stat(filepath.Join(dir, program)); err != nil || info.IsDir() {
			return 0, false
		}
	}
	output, err := readVersion(ctx, filepath.Join(dir, "postgres"))
	if err != nil {
		return 0, false
	}
	match := versionPattern.FindSubmatch(output)
	if match == nil {
		return 0, false
	}
	major, err := strconv.Atoi(string(match[1]))
	return major, err == nil
}

// readVersion runs the program. One that was unpacked a moment ago counts as open for writing while any other program is being started,
// because that inherits our files until it runs: such an attempt is worth another.
func readVersion(ctx context.Context, program string) ([]byte, error) {
	for attempt := 1; ; attempt++ {
		output, err := exec.CommandContext(ctx, program, "--version").Output()
		if !errors.Is(err, syscall.ETXTBSY) || attempt == versionAttempts {
			return output, err
		}
		time.Sleep(time.Duration(attempt) * versionPause)
	}
}

// cacheDir is where fetched binaries are kept. Root's own cache is closed to the user who runs the server.
func cacheDir() (string, error) {
	if os.Geteuid() == 0 {
		return "/var/cache/greenroom/postgres", nil
	}
	dir, err := os.UserCacheDir()
	if err != nil {
		return "", fmt.Errorf("find the cache directory: %w", err)
	}
	return filepath.Join(dir, "greenroom", "postgres"), nil
}
