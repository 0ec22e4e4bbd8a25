package dbtest

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"
	"sync"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"greenroom/db"
	"greenroom/db/embedded"
)

// shared is the one server of this test process. Its tests only meet in the process, so there is nowhere else to keep it.
//
//nolint:gochecknoglobals // See above.
var shared = &process{}

// process holds what the tests of one process share, made when the first test asks for it.
type process struct {
	mu       sync.Mutex
	begun    bool
	embedded *embedded.Server
	found    *server
	txPool   *pgxpool.Pool
	txName   string
}

// server is a Postgres with a migrated template database.
type server struct {
	address  url.URL
	template string
}

var errNoMain = errors.New("this package needs func TestMain(m *testing.M) { dbtest.Main(m) }, which stops the server")

func (p *process) begin() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.begun = true
}

// server gives the process's server, with its template built.
func (p *process) server(ctx context.Context) (*server, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.serverLocked(ctx)
}

func (p *process) serverLocked(ctx context.Context) (*server, error) {
	if !p.begun {
		return nil, errNoMain
	}
	if p.found != nil {
		return p.found, nil
	}
	address := os.Getenv("TEST_DATABASE_URL")
	if address == "" && p.embedded == nil {
		// The first test's context must not decide over the server of all.
		started, err := embedded.Start(context.WithoutCancel(ctx), embedded.Options{Ephemeral: true})
		if err != nil {
			return nil, fmt.Errorf("start a database for the tests (or set TEST_DATABASE_URL): %w", err)
		}
		p.embedded = started
	}
	if p.embedded != nil {
		address = p.embedded.AdminURL()
	}
	parsed, err := url.Parse(address)
	if err != nil || !strings.HasPrefix(parsed.Scheme, "postgres") {
		return nil, errors.New("read TEST_DATABASE_URL: it must look like postgres://user:password@host:port/database")
	}
	found := &server{address: *parsed}
	if found.template, err = buildTemplate(ctx, found); err != nil {
		return nil, err
	}
	p.found = found
	return found, nil
}

// pool gives the pool for transactions that are rolled back, on one clone for the process.
func (p *process) pool(ctx context.Context) (*pgxpool.Pool, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.txPool != nil {
		return p.txPool, nil
	}
	found, err := p.serverLocked(ctx)
	if err != nil {
		return nil, err
	}
	name, err := found.clone(ctx)
	if err != nil {
		return nil, err
	}
	p.txName = name
	// A pool's first connection and its health checks outlive the test that asked first.
	pool, err := db.Open(context.WithoutCancel(ctx), found.databaseURL(name),
		db.Options{ApplicationName: "greenroom-test", MaxConns: sharedConns})
	if err != nil {
		return nil, err
	}
	p.txPool = pool
	return pool, nil
}

// end closes and drops what the process made.
func (p *process) end(ctx context.Context) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	var failures []error
	if p.txPool != nil {
		p.txPool.Close()
	}
	if p.embedded != nil {
		return p.embedded.Stop(ctx)
	}
	if p.txName != "" {
		failures = append(failures, p.found.drop(ctx, p.txName))
	}
	return errors.Join(failures...)
}

func (s *server) databaseURL(name string) string { return withDatabase(s.address, name) }

// clone copies the template and returns the copy's name.
func (s *server) clone(ctx context.Context) (string, error) {
	name := "greenroom_test_" + strings.ToLower(rand.Text())
	err := s.exec(ctx, fmt.Sprintf("CREATE DATABASE %s TEMPLATE %s", name, s.template))
	if err != nil {
		return "", fmt.Errorf("clone the template database: %w", err)
	}
	return name, nil
}

// drop removes a clone, whoever is still connected.
func (s *server) drop(ctx context.Context, name string) error {
	if err := s.exec(ctx, fmt.Sprintf("DROP DATABASE IF EXISTS %s WITH (FORCE)", name)); err != nil {
		return fmt.Errorf("drop a test's database: %w", err)
	}
	return nil
}

func (s *server) exec(ctx context.Context, statement string) error {
	return s.withConn(ctx, func(conn *pgx.Conn) error {
		_, err := conn.Exec(ctx, statement)
		return err
	})
}

// withConn connects to the maintenance database for one piece of work.
func (s *server) withConn(ctx context.Context, work func(conn *pgx.Conn) error) (err error) {
	conn, err := pgx.Connect(ctx, s.address.String())
	if err != nil {
		return fmt.Errorf("connect to the test server: %w", err)
	}
	defer func() { err = errors.Join(err, conn.Close(context.WithoutCancel(ctx))) }()
	return work(conn)
}
