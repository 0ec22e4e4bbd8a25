package embedded

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"time"

	"go.uber.org/zap"
)

const (
	// listenAddress keeps the server on this machine.
	listenAddress = "127.0.0.1"
	// startAttempts covers a port lost to somebody else, and memory that a killed server's sessions are still about to give back.
	startAttempts = 3
	// startPause is how long a killed server's sessions usually take to notice.
	startPause = 500 * time.Millisecond
)

// cluster is the folder that holds the databases, with what it takes to run it.
type cluster struct {
	binaries  binaries
	dataDir   string
	dir       string
	ephemeral bool
	identity  identity
	logger    *zap.Logger
}

// openCluster readies the cluster in the data directory, making it if there is none.
func openCluster(ctx context.Context, dataDir string, ephemeral bool, logger *zap.Logger) (*cluster, error) {
	c := &cluster{dataDir: dataDir, dir: filepath.Join(dataDir, "postgres"), ephemeral: ephemeral, logger: logger}
	wanted, err := clusterMajor(c.dir)
	if err != nil {
		return nil, err
	}
	if c.identity, err = chooseIdentity(c.dir); err != nil {
		return nil, err
	}
	if c.binaries, err = locateBinaries(ctx, wanted); err != nil {
		return nil, err
	}
	if err := c.identity.checkReach(ctx, c.binaries, dataDir); err != nil {
		return nil, err
	}
	made, err := loadSecrets(c.secretsPath(), wanted != 0)
	if err != nil {
		return nil, err
	}
	if wanted == 0 {
		return c, c.create(ctx, made.AdminPassword)
	}
	if owner, ok := ownerOf(c.dir); ok && owner == 0 {
		if err := c.identity.own(c.dir); err != nil {
			return nil, fmt.Errorf("hand the cluster to its user: %w", err)
		}
	}
	return c, stopOrphan(ctx, c.dir, logger)
}

func (c *cluster) secretsPath() string { return filepath.Join(c.dataDir, "secrets") }

// clusterMajor is the version that made the cluster; zero when there is none.
func clusterMajor(dir string) (int, error) {
	content, err := os.ReadFile(filepath.Join(dir, "PG_VERSION")) //nolint:gosec // The operator chooses the data directory.
	if errors.Is(err, os.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("read the cluster's version: %w", err)
	}
	major, err := strconv.Atoi(strings.TrimSpace(string(content)))
	if err != nil {
		return 0, fmt.Errorf("read the cluster's version: %w", err)
	}
	return major, nil
}

// create makes the cluster beside its place and moves it there when it is whole, so that a crash leaves no half of one.
func (c *cluster) create(ctx context.Context, adminPassword string) error {
	scratch := c.dir + ".new"
	if err := os.RemoveAll(scratch); err != nil {
		return fmt.Errorf("remove an unfinished cluster: %w", err)
	}
	if err := os.Mkdir(scratch, 0o700); err != nil {
		return fmt.Errorf("make the cluster's folder: %w", err)
	}
	passwordFile := c.dir + ".password"
	defer func() { _ = os.Remove(passwordFile) }()
	if err := os.WriteFile(passwordFile, []byte(adminPassword), 0o600); err != nil {
		return fmt.Errorf("hand over the database's password: %w", err)
	}
	if err := errors.Join(c.identity.own(scratch), c.identity.ownFile(passwordFile)); err != nil {
		return fmt.Errorf("hand the cluster to its user: %w", err)
	}
	arguments := []string{
		"--pgdata=" + scratch, "--username=" + adminRole, "--pwfile=" + passwordFile, "--auth=scram-sha-256",
		"--encoding=UTF8", "--locale=C", // The same order of texts on every machine.
	}
	if runtime.GOOS == "linux" {
		arguments = append(arguments, "--lc-ctype=C.UTF-8") // lower() beyond ASCII; other systems may not have it.
	}
	if c.ephemeral {
		arguments = append(arguments, "--no-sync")
	} else {
		arguments = append(arguments, "--data-checksums")
	}
	output, err := c.identity.command(ctx, c.binaries.path("initdb"), arguments...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("make the cluster: %w: %s", err, lastLine(output))
	}
	if err := os.Rename(scratch, c.dir); err != nil {
		return fmt.Errorf("put the cluster in its place: %w", err)
	}
	return nil
}

func lastLine(output []byte) string {
	lines := strings.Split(strings.TrimSpace(string(output)), "\n")
	return lines[len(lines)-1]
}

// start runs the server until it answers and keeps the port it got, so that what knows the URL finds it again after a restart.
func (c *cluster) start(ctx context.Context) (secrets, *process, error) {
	known, err := loadSecrets(c.secretsPath(), true)
	if err != nil {
		return secrets{}, nil, err
	}
	for attempt := 1; ; attempt++ {
		running, err := c.try(ctx, &known)
		if err == nil {
			return known, running, nil
		}
		if attempt == startAttempts || ctx.Err() != nil {
			return secrets{}, nil, fmt.Errorf("start postgres: %w", err)
		}
		c.logger.Warn("embedded postgres did not start, trying again", zap.Int("attempt", attempt), zap.Error(err))
		select {
		case <-ctx.Done():
		case <-time.After(startPause):
		}
	}
}

func (c *cluster) try(ctx context.Context, known *secrets) (*process, error) {
	port, err := freePort(known.Port)
	if err != nil {
		return nil, err
	}
	if port != known.Port {
		known.Port = port
		if err := known.save(c.secretsPath()); err != nil {
			return nil, err
		}
	}
	running, err := startProcess(c.binaries.path("postgres"), c.arguments(port), c.identity, c.logger)
	if err != nil {
		return nil, err
	}
	if err := running.awaitAnswer(ctx, (&Server{secrets: *known}).AdminURL()); err != nil {
		return nil, errors.Join(err, running.stop(context.WithoutCancel(ctx)))
	}
	return running, nil
}

// arguments are the server's settings. They are given at each start rather than written once, so that they follow this version of ours.
func (c *cluster) arguments(port int) []string {
	settings := []string{
		"jit=off", // Our statements are short: compiling them costs more than it saves.
		"lc_messages=C",
		"listen_addresses=" + listenAddress,
		"log_destination=stderr",
		"log_error_verbosity=terse",     // Details hold values, which may be personal data.
		"log_line_prefix=",              // Our logger adds the time.
		"log_min_error_statement=panic", // Statements hold values too.
		"log_min_messages=log",          // Failed statements are reported by whoever sent them.
		"log_timezone=UTC",
		"logging_collector=off",
		"max_connections=200",
		"max_wal_size=2GB", // Bulk imports would else force checkpoints all the time.
		"password_encryption=scram-sha-256",
		"port=" + strconv.Itoa(port),
		"random_page_cost=1.1", // Solid-state disks.
		"timezone=UTC",
		"unix_socket_directories=",
		"wal_compression=on",
	}
	if c.ephemeral {
		settings = append(settings, "fsync=off", "full_page_writes=off", "max_wal_senders=0", "shared_buffers=128MB",
			"synchronous_commit=off", "wal_level=minimal")
	} else {
		settings = append(settings, "shared_buffers=256MB")
	}
	arguments := []string{"-D", c.dir}
	for _, setting := range settings {
		arguments = append(arguments, "-c", setting)
	}
	return arguments
}
