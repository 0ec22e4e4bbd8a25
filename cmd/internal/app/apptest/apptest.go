// Package apptest runs the real wiring for end-to-end tests: real Postgres, real River, real HTTP. It checks what every test must hold:
// each answer fits the OpenAPI document, nothing is logged as an error, and no log line says anything about a person.
package apptest

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/pb33f/libopenapi"
	validator "github.com/pb33f/libopenapi-validator"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/zap"
	"go.uber.org/zap/zapcore"
	"go.uber.org/zap/zaptest/observer"

	"greenroom/cmd/internal/app"
	"greenroom/db"
	"greenroom/db/dbtest"
	"greenroom/internal/devissuer"
	"greenroom/internal/enrolment"
	"greenroom/internal/identity"
)

const (
	// startTimeout and stopTimeout bound what should take a second.
	startTimeout = 30 * time.Second
	stopTimeout  = 30 * time.Second
	// callTimeout is above every wait that a test asks for.
	callTimeout = time.Minute
)

// secrets must appear in no log line. Tests use the first as candidates' data, and Candidate builds bodies from them; with the last two
// every embed key and every token begins.
func secrets() []string {
	return []string{"@candidate.example", "Résumé-Marker", "Zaphod", "egk_", "eyJ"}
}

// Service is a running process and its surroundings.
type Service struct {
	URL string
	// OpsURL is where operators look at the process; WorkerOpsURL at the one that StartWorkers added.
	OpsURL, WorkerOpsURL string
	Pool                 *pgxpool.Pool
	// Config is what the process was built with; build others like it with Start's option.
	Config app.Config

	role   app.Role
	issuer *devissuer.Issuer
	logger *zap.Logger
	logs   *observer.ObservedLogs
	// unready says that the process isn't expected to become ready.
	unready bool
	// expectErrors switches the check for error lines off.
	expectErrors bool
	document     validator.Validator
	validating   sync.Mutex
	client       *http.Client
}

// Option changes how a Service is started.
type Option func(s *Service, config *app.Config)

// With changes the configuration.
func With(change func(config *app.Config)) Option {
	return func(_ *Service, config *app.Config) { change(config) }
}

// ExpectErrors allows error lines in the log, for tests that break things.
func ExpectErrors() Option { return func(s *Service, _ *app.Config) { s.expectErrors = true } }

// WithoutWorkers starts a process that only serves HTTP: requests stay queued until StartWorkers.
func WithoutWorkers() Option { return func(s *Service, _ *app.Config) { s.role = app.API } }

// WithoutKeys starts a process whose token issuer doesn't answer; it never becomes ready.
func WithoutKeys() Option {
	return func(s *Service, config *app.Config) {
		s.unready = true
		config.AuthJWKSURL = "http://127.0.0.1:1/nothing-listens-here"
	}
}

// CutDatabase takes the database away from the running process until the test ends: nobody gets in any more, and everybody is thrown out.
func (s *Service) CutDatabase(t *testing.T) {
	t.Helper()
	config := s.Pool.Config().ConnConfig.Copy()
	name := config.Database
	// From outside: nobody can shut the door of the room that they are in.
	config.Database = "postgres"
	outside, err := pgx.ConnectConfig(t.Context(), config)
	require.NoError(t, err)
	admit := func(ctx context.Context, anybody bool) {
		_, err := outside.Exec(ctx, fmt.Sprintf("ALTER DATABASE %s ALLOW_CONNECTIONS %t", pgx.Identifier{name}.Sanitize(), anybody))
		require.NoError(t, err)
	}
	t.Cleanup(func() {
		ctx := context.WithoutCancel(t.Context())
		// A process stops sooner with a database than without.
		admit(ctx, true)
		require.NoError(t, outside.Close(ctx))
	})
	admit(t.Context(), false)
	// Being told to go isn't being gone: until then, a session still answers.
	require.Eventually(t, func() bool {
		var left int
		err := outside.QueryRow(t.Context(), "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = $1", name).Scan(&left)
		return err == nil && left == 0
	}, startTimeout, 10*time.Millisecond)
}

// Count counts a merchant's rows of a table.
func (s *Service) Count(t *testing.T, table string, merchantID uuid.UUID) int {
	t.Helper()
	var count int
	err := s.Pool.QueryRow(t.Context(),
		"SELECT count(*) FROM "+pgx.Identifier{table}.Sanitize()+" WHERE merchant_id = $1", merchantID).Scan(&count)
	require.NoError(t, err)
	return count
}

// Start runs a process with API and workers until the test ends.
func Start(t *testing.T, options ...Option) *Service {
	t.Helper()
	s := &Service{role: app.Serve, client: &http.Client{Timeout: callTimeout, CheckRedirect: noRedirects}}
	issuer, err := devissuer.Open(t.TempDir())
	require.NoError(t, err)
	s.issuer = issuer
	keys := httptest.NewServer(issuer.Handler())
	t.Cleanup(keys.Close)
	s.Config = s.config(t, keys.URL)
	for _, option := range options {
		option(s, &s.Config)
	}
	core, logs := observer.New(zapcore.DebugLevel)
	s.logs, s.logger = logs, zap.New(core)
	s.run(t, s.logger)
	t.Cleanup(func() { s.checkLogs(t) })
	return s
}

func noRedirects(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

func (s *Service) config(t *testing.T, issuerURL string) app.Config {
	t.Helper()
	config, err := app.ConfigFromEnvironment()
	require.NoError(t, err)
	config.DatabaseURL = dbtest.URL(t)
	config.AuthIssuer, config.AuthJWKSURL = devissuer.IssuerURL, issuerURL+devissuer.JWKSPath
	config.SigningKeys, err = app.NewSigningKeys()
	require.NoError(t, err)
	config.EmbedKeys, err = app.NewEmbedKeys()
	require.NoError(t, err)
	config.RateLimit, config.MaxConns, config.OpsListen = 0, 10, "127.0.0.1:0"
	return config
}

// run builds and runs the process that serves HTTP, and stops it when the test ends.
func (s *Service) run(t *testing.T, logger *zap.Logger) {
	t.Helper()
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	s.Config.PublicURL = "http://" + listener.Addr().String()
	s.URL = s.Config.PublicURL
	s.OpsURL = s.runProcess(t, s.role, listener, logger)
	pool, err := db.Open(t.Context(), s.Config.DatabaseURL, db.Options{ApplicationName: "test", MaxConns: 5})
	require.NoError(t, err)
	s.Pool = pool
	t.Cleanup(pool.Close)
	require.Eventually(t, func() bool { return s.probe(t, s.unready) }, startTimeout, 10*time.Millisecond)
	s.loadDocument(t)
}

// StartWorkers adds a process with workers, for a service that was started without.
func (s *Service) StartWorkers(t *testing.T) {
	t.Helper()
	s.WorkerOpsURL = s.runProcess(t, app.Work, nil, s.logger)
}

// runProcess returns where operators look at the process.
func (s *Service) runProcess(t *testing.T, role app.Role, listener net.Listener, logger *zap.Logger) (opsURL string) {
	t.Helper()
	process, err := app.Build(t.Context(), role, s.Config, "test", logger)
	require.NoError(t, err)
	ctx, stop := context.WithCancel(context.WithoutCancel(t.Context()))
	stopped := make(chan error, 1)
	go func() { stopped <- process.Run(ctx, listener) }()
	t.Cleanup(func() {
		s.client.CloseIdleConnections()
		stop()
		select {
		case err := <-stopped:
			if !s.expectErrors {
				assert.NoError(t, err)
			}
		case <-time.After(stopTimeout):
			t.Error("the process doesn't stop")
		}
		assert.NoError(t, process.Close(context.WithoutCancel(ctx)))
	})
	return "http://" + process.OpsAddress()
}

// probe asks whether the process is ready, or, if it never will be, whether it serves at all.
func (s *Service) probe(t *testing.T, aliveOnly bool) bool {
	t.Helper()
	path := "/readyz"
	if aliveOnly {
		path = "/livez"
	}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.URL+path, http.NoBody)
	require.NoError(t, err)
	response, err := s.client.Do(request)
	if err != nil {
		return false
	}
	_ = response.Body.Close()
	return response.StatusCode == http.StatusOK
}

// loadDocument reads the OpenAPI document that answers are checked against.
func (s *Service) loadDocument(t *testing.T) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.URL+"/openapi.json", http.NoBody)
	require.NoError(t, err)
	response, err := s.client.Do(request)
	require.NoError(t, err)
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	document, err := libopenapi.NewDocument(text)
	require.NoError(t, err)
	checker, problems := validator.NewValidator(document)
	require.Empty(t, problems)
	s.document = checker
}

// checkLogs fails the test on error lines, and on lines that say something about a person.
func (s *Service) checkLogs(t *testing.T) {
	t.Helper()
	for _, entry := range s.logs.All() {
		line := entry.Message
		for name, value := range entry.ContextMap() {
			encoded, err := json.Marshal(value)
			require.NoError(t, err)
			line += " " + name + "=" + string(encoded)
		}
		for _, secret := range secrets() {
			require.NotContains(t, line, secret, "a log line says something about a person")
		}
		if !s.expectErrors {
			require.Less(t, entry.Level, zapcore.ErrorLevel, line)
		}
	}
}

// Merchant creates a merchant for one test.
func (s *Service) Merchant(t *testing.T, settings enrolment.MerchantSettings) uuid.UUID {
	t.Helper()
	return s.SubMerchant(t, nil, settings)
}

// SubMerchant creates a merchant below parent; nil makes one on its own.
func (s *Service) SubMerchant(t *testing.T, parent *uuid.UUID, settings enrolment.MerchantSettings) uuid.UUID {
	t.Helper()
	id := uuid.Must(uuid.NewV7())
	require.NoError(t, db.MerchantUpsert(t.Context(), s.Pool,
		db.NewMerchant{ID: id, ParentID: parent, Name: "Test Kitchens", Settings: settings}))
	return id
}

// Token makes an access token; a nil merchant gives one without.
func (s *Service) Token(t *testing.T, merchantID *uuid.UUID, role identity.Role) string {
	t.Helper()
	token, err := s.issuer.Token(devissuer.Claims{Subject: uuid.New(), MerchantID: merchantID, Role: role, TTL: time.Hour}, time.Now())
	require.NoError(t, err)
	return token
}

// Call is one HTTP request.
type Call struct {
	Method, Path, Token string
	// Body is sent as JSON unless it is a string or bytes, which are sent as they are.
	Body   any
	Header map[string]string
}

// Answer is what came back.
type Answer struct {
	Status int
	Header http.Header
	Raw    []byte
	// JSON is the body if it is a JSON object.
	JSON map[string]any
}

// Do makes a call and checks the answer against the OpenAPI document.
func (s *Service) Do(t *testing.T, call Call) Answer {
	t.Helper()
	request := s.request(t, call)
	response, err := s.client.Do(request)
	require.NoError(t, err)
	defer func() { _ = response.Body.Close() }()
	answer := Answer{Status: response.StatusCode, Header: response.Header}
	answer.Raw, err = io.ReadAll(response.Body)
	require.NoError(t, err)
	if strings.Contains(response.Header.Get("Content-Type"), "json") {
		_ = json.Unmarshal(answer.Raw, &answer.JSON)
	}
	s.validate(t, request, response, answer)
	return answer
}

func (s *Service) request(t *testing.T, call Call) *http.Request {
	t.Helper()
	var body []byte
	switch given := call.Body.(type) {
	case nil:
	case string:
		body = []byte(given)
	case []byte:
		body = given
	default:
		var err error
		body, err = json.Marshal(given)
		require.NoError(t, err)
	}
	request, err := http.NewRequestWithContext(t.Context(), call.Method, s.URL+call.Path, bytes.NewReader(body))
	require.NoError(t, err)
	if call.Body != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	if call.Token != "" {
		request.Header.Set("Authorization", "Bearer "+call.Token)
	}
	for name, value := range call.Header {
		request.Header.Set(name, value)
	}
	return request
}

// validate checks an answer of a documented operation against the document. Addresses that aren't in it are let through: pages, mistakes.
func (s *Service) validate(t *testing.T, request *http.Request, response *http.Response, answer Answer) {
	t.Helper()
	if !strings.HasPrefix(request.URL.Path, "/v1/") && !strings.HasPrefix(request.URL.Path, "/functions/") {
		return
	}
	if answer.Status == http.StatusNotFound && answer.JSON["code"] == "no_such_route" || answer.Status == http.StatusMethodNotAllowed {
		return
	}
	copied := *response
	copied.Body = io.NopCloser(bytes.NewReader(answer.Raw))
	s.validating.Lock()
	defer s.validating.Unlock()
	valid, problems := s.document.ValidateHttpResponse(request, &copied)
	for _, problem := range problems {
		t.Errorf("%s %s answered %d, which the OpenAPI document doesn't describe: %s: %s", request.Method, request.URL.Path, answer.Status,
			problem.Message, problem.Reason)
	}
	require.True(t, valid)
}

// Candidate is a valid body for a fresh candidate, with changes on top; a nil value takes a field away.
func Candidate(changes map[string]any) map[string]any {
	body := map[string]any{
		"candidate_name": "Zaphod Example", "candidate_email": uuid.NewString() + "@candidate.example", "candidate_country_code": "PT",
		"candidate_resume": "Résumé-Marker. Senior back-end engineer. 2019-2025 Example Ltd, Lisbon: designed and ran Go services on " +
			"PostgreSQL and Kubernetes for a payments platform, led code reviews, mentored three developers. 2016-2019 Sample SA: REST " +
			"APIs in Go and Python, Docker, CI. BSc Computer Science, 2016. English C1, Portuguese native.",
		"position_name": "Senior Go Engineer", "position_location": "remote", "position_country_code": "PT", "mojito_language_code": "en",
		"position_description": "You build Go services on PostgreSQL. Five years of experience with Go, and good English.",
	}
	for name, value := range changes {
		if value == nil {
			delete(body, name)
		} else {
			body[name] = value
		}
	}
	return body
}

// Enrol posts a body on the native path.
func (s *Service) Enrol(t *testing.T, token string, body any, header map[string]string) Answer {
	t.Helper()
	return s.Do(t, Call{Method: http.MethodPost, Path: "/v1/enrolments", Token: token, Body: body, Header: header})
}

// Get reads a path.
func (s *Service) Get(t *testing.T, token, path string) Answer {
	t.Helper()
	return s.Do(t, Call{Method: http.MethodGet, Path: path, Token: token})
}
