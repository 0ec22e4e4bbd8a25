// Package embedded runs a Postgres of our own below a data directory, so that the service works without a database being set up. It
// finds the machine's Postgres or fetches one, and owns the server process from first start to last checkpoint. It refuses to know
// schemas, to listen beyond the loopback interface and to share its data directory with another process.
//
// A data directory DIR holds DIR/postgres (the cluster), DIR/lock (held while a process of ours uses DIR) and DIR/secrets (port and
// passwords). A server that outlived a killed process of ours is stopped, not adopted: its settings and its log belong to nobody.
package embedded

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"sync"

	"go.uber.org/zap"

	"greenroom/internal/fault"
)

var (
	// ErrInUse says that another process runs a server on the same data directory; the message names it.
	ErrInUse = fault.New(fault.Conflict, "data_dir_in_use", "another process uses the data directory")
	// ErrUnreachable says that the user who runs the server can't get to the data directory.
	ErrUnreachable = fault.New(fault.Forbidden, "data_dir_unreachable", "the database's user can't reach the data directory")
)

// Options say where and how the server runs.
type Options struct {
	// DataDir holds everything that outlives the process; empty means DefaultDataDir. An ephemeral server doesn't read it.
	DataDir string
	// Ephemeral trades durability for speed in a temporary directory that Stop removes: for tests.
	Ephemeral bool
	// Logger receives our events and the server's log; nil discards them.
	Logger *zap.Logger
}

// Server is a running Postgres.
type Server struct {
	dataDir   string
	ephemeral bool
	lock      *os.File
	logger    *zap.Logger
	process   *process
	secrets   secrets
	stop      sync.Once
	stopErr   error
}

// DefaultDataDir is a place that works for whoever runs us: below /var/lib for root, else below the user's home.
func DefaultDataDir() (string, error) {
	if os.Geteuid() == 0 {
		return rootDataDir, nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", fmt.Errorf("find the home directory: %w", err)
	}
	if runtime.GOOS == "darwin" {
		return filepath.Join(home, "Library", "Application Support", "greenroom"), nil
	}
	return filepath.Join(home, ".local", "share", "greenroom"), nil
}

// Start brings the server up, with its role and database, and returns when it answers. ctx bounds the start, not the server's life.
func Start(ctx context.Context, options Options) (_ *Server, err error) {
	server := &Server{ephemeral: options.Ephemeral, logger: options.Logger}
	if server.logger == nil {
		server.logger = zap.NewNop()
	}
	// Whatever fails below, nothing stays behind: no process, no lock, no temporary directory.
	defer func() {
		if err != nil {
			err = errors.Join(err, server.Stop(context.WithoutCancel(ctx)))
		}
	}()
	if server.dataDir, err = prepareDataDir(options); err != nil {
		return nil, err
	}
	if server.lock, err = acquireLock(filepath.Join(server.dataDir, "lock")); err != nil {
		return nil, err
	}
	cluster, err := openCluster(ctx, server.dataDir, options.Ephemeral, server.logger)
	if err != nil {
		return nil, err
	}
	if server.secrets, server.process, err = cluster.start(ctx); err != nil {
		return nil, err
	}
	if err = ensureDatabase(ctx, server.AdminURL(), server.secrets); err != nil {
		return nil, err
	}
	server.logger.Info("embedded postgres started",
		zap.String("data_dir", server.dataDir), zap.Int("port", server.secrets.Port), zap.Int("version", cluster.binaries.major))
	return server, nil
}

// URL connects as the application's role, which owns its database and nothing else.
func (s *Server) URL() string { return s.connectionURL(appRole, s.secrets.AppPassword, appDatabase) }

// AdminURL connects as the superuser, to the maintenance database.
func (s *Server) AdminURL() string {
	return s.connectionURL(adminRole, s.secrets.AdminPassword, adminDatabase)
}

func (s *Server) connectionURL(role, password, database string) string {
	address := url.URL{
		Scheme:   "postgres",
		User:     url.UserPassword(role, password),
		Host:     fmt.Sprintf("%s:%d", listenAddress, s.secrets.Port),
		Path:     "/" + database,
		RawQuery: "sslmode=disable",
	}
	return address.String()
}

// Done is closed when the server process has ended, by Stop or by itself.
func (s *Server) Done() <-chan struct{} { return s.process.done }

// Stop ends the server: open sessions are cut, what is committed is written. When ctx ends first, the server is stopped at once and
// recovers at its next start. Further calls return the first one's result.
func (s *Server) Stop(ctx context.Context) error {
	s.stop.Do(func() { s.stopErr = s.shutDown(ctx) })
	return s.stopErr
}

func (s *Server) shutDown(ctx context.Context) error {
	var failures []error
	if s.process != nil {
		failures = append(failures, s.process.stop(ctx))
		s.logger.Info("embedded postgres stopped", zap.String("data_dir", s.dataDir))
	}
	if s.ephemeral && s.dataDir != "" {
		failures = append(failures, os.RemoveAll(s.dataDir))
	}
	if s.lock != nil {
		failures = append(failures, s.lock.Close())
	}
	return errors.Join(failures...)
}
