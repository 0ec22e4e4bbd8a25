package embedded

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"

	embeddedpostgres "github.com/fergusstrange/embedded-postgres"
)

// releases are what can be fetched, by major version.
func releases() map[int]embeddedpostgres.PostgresVersion {
	return map[int]embeddedpostgres.PostgresVersion{
		14: embeddedpostgres.V14,
		15: embeddedpostgres.V15,
		16: embeddedpostgres.V16,
		17: embeddedpostgres.V17,
		18: embeddedpostgres.V18,
	}
}

// preferredMajor is fetched for a new cluster.
const preferredMajor = 17

// source is where fetched binaries come from and go to.
type source struct {
	cache string
	// repository serves the releases; empty means the library's own choice.
	repository string
}

// fetch downloads an installation into the cache. The download can't be interrupted, so ctx is looked at before and after.
func (s source) fetch(ctx context.Context, wanted int) (binaries, error) {
	// An ended context also hides what is installed.
	if err := ctx.Err(); err != nil {
		return binaries{}, fmt.Errorf("look for Postgres: %w", err)
	}
	if wanted == 0 {
		wanted = preferredMajor
	}
	version, ok := releases()[wanted]
	if !ok {
		return binaries{}, fmt.Errorf("find Postgres %d, which made the data directory: it is not installed and can't be fetched", wanted)
	}
	if err := os.MkdirAll(s.cache, 0o755); err != nil { //nolint:gosec // The user who runs the server must be able to read it.
		return binaries{}, fmt.Errorf("make the cache for Postgres: %w", err)
	}
	scratch, err := os.MkdirTemp(s.cache, ".fetch-")
	if err != nil {
		return binaries{}, fmt.Errorf("make room for Postgres: %w", err)
	}
	defer func() { _ = os.RemoveAll(scratch) }()
	installation := filepath.Join(scratch, "installation")
	cause := s.download(scratch, installation, version)
	if err := ctx.Err(); err != nil {
		return binaries{}, fmt.Errorf("fetch Postgres %s: %w", version, err)
	}
	found, ok := chooseBinaries(ctx, []string{filepath.Join(installation, "bin")}, wanted)
	if !ok {
		return binaries{}, fmt.Errorf("fetch Postgres %s (or install your system's package postgresql): %w", version, cause)
	}
	target := filepath.Join(s.cache, string(version))
	// Another process may have been faster; its copy is as good as ours.
	if err := os.Rename(installation, target); err != nil && !errors.Is(err, os.ErrExist) {
		return binaries{}, fmt.Errorf("keep Postgres %s: %w", version, err)
	}
	found.dir = filepath.Join(target, "bin")
	return found, nil
}

// download unpacks the release below installation. The library only fetches as part of starting a server of its own, which we don't
// want: a data path below a regular file ends that start after the unpacking, before any program runs. So an error is expected, and the
// caller judges by what was unpacked.
func (s source) download(scratch, installation string, version embeddedpostgres.PostgresVersion) error {
	blocker := filepath.Join(scratch, "blocker")
	if err := os.WriteFile(blocker, nil, 0o600); err != nil {
		return err
	}
	if err := os.Mkdir(installation, 0o755); err != nil { //nolint:gosec // The user who runs the server must be able to read it.
		return err
	}
	config := embeddedpostgres.DefaultConfig().
		Version(version).
		Port(0).
		Logger(io.Discard).
		CachePath(filepath.Join(scratch, "archive")).
		RuntimePath(filepath.Join(scratch, "runtime")).
		BinariesPath(installation).
		DataPath(filepath.Join(blocker, "data"))
	if s.repository != "" {
		config = config.BinaryRepositoryURL(s.repository)
	}
	return withoutAddresses(embeddedpostgres.NewDatabase(config).Start())
}

// withoutAddresses takes hosts and paths out of the library's message: where downloads come from is no business of our log's readers.
func withoutAddresses(err error) error {
	if err == nil {
		return errors.New("the download is not an installation of Postgres")
	}
	return errors.New(addressPattern.ReplaceAllString(err.Error(), "the repository"))
}

var addressPattern = regexp.MustCompile(`https?://\S+`)
