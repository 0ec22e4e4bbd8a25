// Package app wires the parts into a running process. Building and running are apart, so that tests and benchmarks run exactly what
// production runs. It refuses to hold behaviour of its own.
package app

import (
	"context"
	"crypto/hkdf"
	"crypto/sha256"
	"errors"
	"fmt"
	"net"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"go.uber.org/zap"

	"greenroom/api"
	"greenroom/db"
	"greenroom/internal/accesstoken"
	"greenroom/internal/embedkey"
	"greenroom/internal/enrolment"
	"greenroom/internal/fault"
	"greenroom/internal/hub"
	"greenroom/workers"
)

// httpStop is how long requests in flight get to finish.
const httpStop = 10 * time.Second

// parts are what a process does.
type parts struct {
	api  bool
	work bool
}

// App is one process's parts, built and not yet running.
type App struct {
	config   Config
	version  string
	logger   *zap.Logger
	parts    parts
	keyring  *accesstoken.Keyring
	pool     *pgxpool.Pool
	hub      *hub.Hub
	api      *api.API
	runner   *workers.Runner
	ops      *ops
	listener *db.Listener
	// listening is closed once the listener listens.
	listening chan struct{}
	// stopping is set when the process begins to drain.
	stopping atomic.Bool
	// closers undo what was started, in reverse order.
	closers []func(ctx context.Context) error
}

// Role is which parts of the service a process runs.
type Role string

// The roles.
const (
	Serve Role = "serve"
	API   Role = "api"
	Work  Role = "work"
)

func (r Role) parts() parts { return parts{api: r != Work, work: r != API} }

// Build makes the process of a role. The database must be there and have the schema; Build only verifies it. Close what it returns.
func Build(ctx context.Context, role Role, config Config, version string, logger *zap.Logger) (_ *App, err error) {
	a := &App{config: config, version: version, logger: logger, parts: role.parts(), listening: make(chan struct{})}
	if err := config.check(a.parts); err != nil {
		return nil, fmt.Errorf("configuration: %w", err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, a.Close(context.WithoutCancel(ctx)))
		}
	}()
	steps := []struct {
		name string
		run  func(ctx context.Context) error
	}{
		{"keys", a.readKeys},
		{"database", a.openDatabase},
		{"hub", a.buildHub},
		{"ops", a.buildOps},
		{"workers", a.buildWorkers},
		{"api", a.buildAPI},
	}
	for _, step := range steps {
		if err := step.run(ctx); err != nil {
			return nil, fmt.Errorf("%s: %w", step.name, err)
		}
	}
	return a, nil
}

// readKeys reads the keys that sign interview links: workers name one, the API signs with it.
func (a *App) readKeys(context.Context) (err error) {
	if a.keyring, err = accesstoken.ParseKeyring([]byte(a.config.SigningKeys)); err != nil {
		return fmt.Errorf("GREENROOM_SIGNING_KEYS: %w", err)
	}
	return nil
}

func (a *App) openDatabase(ctx context.Context) error {
	pool, err := db.Open(ctx, a.config.DatabaseURL, db.Options{ApplicationName: "greenroom", MaxConns: a.config.MaxConns})
	if err != nil {
		return err
	}
	a.pool = pool
	a.closers = append(a.closers, func(context.Context) error { pool.Close(); return nil })
	return db.VerifySchema(ctx, pool)
}

func (a *App) buildHub(context.Context) error {
	a.hub = hub.New(a.config.MaxWaiters)
	receive := func(changes []hub.Change) { a.hub.Publish(changes) }
	a.listener = &db.Listener{URL: a.config.DirectDatabaseURL, Receive: receive, Logger: a.logger}
	if a.listener.URL == "" {
		a.listener.URL = a.config.DatabaseURL
	}
	return nil
}

func (a *App) buildWorkers(context.Context) error {
	if !a.parts.work {
		return nil
	}
	model, err := a.buildModel()
	if err != nil {
		return err
	}
	a.listener.WorkerName = db.NewWorkerName()
	a.runner, err = workers.NewRunner(a.listener.WorkerName, workers.Config{
		Pool: a.pool, Logger: a.logger, Now: now, KeyID: a.keyring.SigningKeyID(), TokenTTL: a.config.TokenTTL, Publish: a.hub.Publish,
		Announce: a.announce, Fuse: a.config.Fuse, GroupCommit: a.config.GroupCommit, MaxWorkers: a.config.MaxWorkers,
		Model: model, Classes: enrolment.Classes(),
	})
	return err
}

func (a *App) announce(ctx context.Context, changes []hub.Change) error {
	return db.Announce(ctx, a.pool, changes)
}

func (a *App) buildAPI(ctx context.Context) error {
	if !a.parts.api {
		return nil
	}
	authenticator, err := api.NewAuthenticator(ctx, api.AuthConfig{
		Issuer: a.config.AuthIssuer, Audience: a.config.AuthAudience, JWKSURL: a.config.AuthJWKSURL,
		HS256Secret: a.config.AuthHS256Secret, Logger: a.logger,
	})
	if err != nil {
		return err
	}
	a.closers = append(a.closers, func(context.Context) error { authenticator.Close(); return nil })
	sealer, err := embedkey.ParseSealer(a.config.EmbedKeys)
	if err != nil {
		return fmt.Errorf("GREENROOM_EMBED_KEYS: %w", err)
	}
	// Cursors need a secret, not one of their own: derived, so that there is nothing more to configure and to leak.
	cursorKey, err := hkdf.Key(sha256.New, []byte(a.config.EmbedKeys), nil, "greenroom list cursors", sha256.Size)
	if err != nil {
		return fmt.Errorf("derive the cursor key: %w", err)
	}
	queue, err := db.NewInserter(a.pool)
	if err != nil {
		return err
	}
	a.api = api.New(api.Config{ //nolint:contextcheck // Routes take their context from each request, not from the start.
		Pool: a.pool, Queue: queue, Hub: a.hub, Authenticator: authenticator, Keyring: a.keyring, Sealer: sealer, Logger: a.logger,
		Now: now, PublicURL: a.config.PublicURL, InterviewURL: a.config.InterviewURL, ReadTimeout: a.config.ReadTimeout,
		MaxWait:   a.config.MaxWait,
		RateLimit: api.RateLimit{RequestsPerSecond: a.config.RateLimit, Burst: a.config.RateBurst}, CursorKey: cursorKey,
		GroupCommit: a.config.GroupCommit, Ready: a.ready, Version: a.version,
	})
	return nil
}

var errNotListening = fault.New(fault.Unavailable, "not_listening", "this process isn't connected for announcements yet")

func (a *App) ready(context.Context) error {
	select {
	case <-a.listening:
		return nil
	default:
		return errNotListening
	}
}

// Run works until ctx ends, then drains: first no more requests, then no more jobs, then no more connections. listener may be nil for a
// process that serves no HTTP.
func (a *App) Run(ctx context.Context, listener net.Listener) error {
	background, stop := context.WithCancel(context.WithoutCancel(ctx))
	var running sync.WaitGroup
	defer running.Wait()
	defer stop()
	running.Go(func() { a.listener.Run(background, func() { close(a.listening) }) })
	go a.serveOps()
	if a.runner != nil {
		// Not before the worker's liveness lock is held: without it, others would take its jobs away.
		select {
		case <-a.listening:
		case <-ctx.Done():
			return nil
		}
		if err := a.runner.Start(background); err != nil {
			return err
		}
	}
	failed := make(chan error, 1)
	if a.api != nil {
		running.Go(func() { a.api.PollChanges(background) })
		go func() { failed <- a.api.Fiber().Listener(listener) }()
	}
	a.logger.Info("running", zap.String("version", a.version), zap.Bool("api", a.parts.api), zap.Bool("work", a.parts.work),
		zap.String("ops", a.OpsAddress()))
	var err error
	select {
	case <-ctx.Done():
		a.logger.Info("stopping")
	case err = <-failed:
	}
	return errors.Join(err, a.drain(context.WithoutCancel(ctx)))
}

// drain stops HTTP before the workers, so that answers in flight can still be finished.
func (a *App) drain(ctx context.Context) error {
	var problems []error
	a.stopping.Store(true)
	if a.api != nil {
		a.api.Drain()
		if a.config.DrainDelay > 0 {
			time.Sleep(a.config.DrainDelay)
		}
		problems = append(problems, a.api.Fiber().ShutdownWithTimeout(httpStop))
	}
	if a.runner != nil {
		problems = append(problems, a.runner.Stop(ctx))
	}
	return errors.Join(problems...)
}

// Close frees what Build opened, last first.
func (a *App) Close(ctx context.Context) error {
	var problems []error
	for i := len(a.closers) - 1; i >= 0; i-- {
		problems = append(problems, a.closers[i](ctx))
	}
	a.closers = nil
	return errors.Join(problems...)
}

// now is the clock, as precise as Postgres: what is stored and what is answered at once are the same.
func now() time.Time { return time.Now().UTC().Truncate(time.Microsecond) }

// OpenAPI is the API's document, made without a database or keys: it comes from the code alone, and is the same wherever it is served.
func OpenAPI() ([]byte, error) {
	return api.New(api.Config{PublicURL: "/", Version: "1", Logger: zap.NewNop(), GroupCommit: true}).OpenAPI()
}
