// Package api is Greenroom over HTTP: it authenticates, validates, accepts, waits and renders. It refuses to run stages, to know SQL and to
// decide anything about a candidate.
package api

import (
	"context"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humafiber"
	"github.com/gofiber/fiber/v2"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	"go.uber.org/zap"

	"greenroom/db"
	"greenroom/internal/accesstoken"
	"greenroom/internal/batcher"
	"greenroom/internal/embedkey"
	"greenroom/internal/hub"
)

const (
	// bodyLimit is the largest body, in bytes: a résumé of 256 KiB with every character escaped, and room for the rest.
	bodyLimit = 4 << 20
	// readLimit is how much of a body is read at all. Above bodyLimit, so that who sends too much is told so: the server closes a
	// connection on whose body it gives up, and a client that still writes sees a reset instead of the answer.
	readLimit = 16 << 20
	// idleTimeout closes connections that nobody uses.
	idleTimeout = 75 * time.Second
	// requestSlack is what a request may take apart from waiting for its outcome.
	requestSlack = 15 * time.Second
)

// Config is what the API needs.
type Config struct {
	Pool          *pgxpool.Pool
	Queue         *river.Client[pgx.Tx]
	Hub           *hub.Hub
	Authenticator *Authenticator
	Keyring       *accesstoken.Keyring
	Sealer        *embedkey.Sealer
	Logger        *zap.Logger
	// Now is the clock.
	Now func() time.Time
	// PublicURL is where clients and candidates reach this service, without a slash at the end.
	PublicURL string
	// ReadTimeout is how long a request may take to arrive; slower ones are answered 408.
	ReadTimeout time.Duration
	// MaxWait bounds every wait for an outcome; a request without a preference waits this long.
	MaxWait time.Duration
	// InterviewURL is the interview front end that the candidate's page leads to; empty for none.
	InterviewURL string
	// RateLimit is each merchant's; zero RequestsPerSecond switches limiting off.
	RateLimit RateLimit
	// CursorKey authenticates list cursors.
	CursorKey []byte
	// GroupCommit lets concurrent acceptances share a transaction.
	GroupCommit bool
	// Ready checks what this process needs beyond the database and the keys; nil checks nothing.
	Ready func(ctx context.Context) error
	// Version is the binary's, for the OpenAPI document.
	Version string
}

// API is the HTTP side of a process.
type API struct {
	config    Config
	fiber     *fiber.App
	huma      huma.API
	accepting *acceptor
	reading   *batcher.Batcher[db.CaseKey, *db.Request]
	limits    *limiter
	tenants   *tenants
	// stopping is closed when the process begins to stop.
	stopping chan struct{}
}

// New builds the API and its routes.
func New(config Config) *API {
	a := &API{
		config: config, limits: newLimiter(config.RateLimit), tenants: newTenants(config.Pool), stopping: make(chan struct{}),
	}
	a.accepting, a.reading = newAcceptor(config), newReader(config)
	a.fiber = fiber.New(fiber.Config{
		AppName:               "greenroom",
		BodyLimit:             readLimit,
		DisableStartupMessage: true,
		ErrorHandler:          handleError,
		IdleTimeout:           idleTimeout,
		// Without it, strings taken from a request change when the next one reuses its memory.
		Immutable:     true,
		ReadTimeout:   config.ReadTimeout,
		StrictRouting: false,
	})
	a.fiber.Use(headAsGet, a.withExchange, withHeaders, withBodyLimit, withPlainBody)
	a.huma = humafiber.New(a.fiber, a.openAPIConfig())
	a.routes()
	return a
}

// headAsGet routes HEAD like GET, as RFC 9110 (section 9.1) wants of every resource; the server itself leaves the body out.
func headAsGet(c *fiber.Ctx) error {
	if c.Method() == fiber.MethodHead {
		c.Method(fiber.MethodGet)
	}
	return c.Next()
}

// routes is the whole API on one screen.
func (a *API) routes() {
	a.registerEnrolments()
	a.registerEnrolmentActions()
	a.registerDecisions()
	a.registerAccess()
	a.registerHealth()
	a.registerPages()
	a.registerDocs()
}

// Fiber is the server to listen with and to test against.
func (a *API) Fiber() *fiber.App { return a.fiber }

// OpenAPI is the document that describes the API, as JSON.
func (a *API) OpenAPI() ([]byte, error) {
	return a.huma.OpenAPI().MarshalJSON() //nolint:wrapcheck // Nothing to add.
}

// Drain makes the process unready and answers all who wait with what is known by now, so that they don't hold up its stop. Requests are
// still served. Call it once.
func (a *API) Drain() { close(a.stopping) }

// register adds an operation whose errors are rendered as problems.
func register[I, O any](a *API, operation huma.Operation, handler func(ctx context.Context, input *I) (*O, error)) {
	huma.Register(a.huma, operation, func(ctx context.Context, input *I) (*O, error) {
		output, err := handler(ctx, input)
		if err != nil {
			return nil, problemOf(ctx, err)
		}
		return output, nil
	})
}
