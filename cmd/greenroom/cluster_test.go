package main

import (
	"context"
	"fmt"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	"github.com/stretchr/testify/require"

	"greenroom/cmd/internal/app"
	"greenroom/db"
	"greenroom/db/dbtest"
	"greenroom/internal/devissuer"
	"greenroom/internal/enrolment"
	"greenroom/internal/identity"
	"greenroom/jobs"
)

// cluster is a database with one merchant and an issuer, as several processes share them.
type cluster struct {
	url         string
	pool        *pgxpool.Pool
	merchant    uuid.UUID
	issuer      *devissuer.Issuer
	environment []string
}

func newCluster(t *testing.T, environment ...string) *cluster {
	t.Helper()

	c := &cluster{url: dbtest.URL(t), merchant: uuid.Must(uuid.NewV7())}
	var err error
	c.pool, err = db.Open(t.Context(), c.url, db.Options{ApplicationName: "greenroom-test", MaxConns: 4})
	require.NoError(t, err)
	t.Cleanup(c.pool.Close)
	require.NoError(t, db.MerchantUpsert(t.Context(), c.pool, db.NewMerchant{ID: c.merchant, Name: "Kitchens"}))
	c.issuer, err = devissuer.Open(t.TempDir())
	require.NoError(t, err)
	signing, err := app.NewSigningKeys()
	require.NoError(t, err)
	embed, err := app.NewEmbedKeys()
	require.NoError(t, err)
	c.environment = append([]string{
		"DATABASE_URL=" + c.url, "GREENROOM_SIGNING_KEYS=" + signing, "GREENROOM_EMBED_KEYS=" + embed, "GREENROOM_MAX_CONNS=10",
		"GREENROOM_AUTH_ISSUER=" + devissuer.IssuerURL, "GREENROOM_AUTH_JWKS_URL=" + c.serveKeys(t), "GREENROOM_RATE_LIMIT=0",
	}, environment...)
	return c
}

// serveKeys serves the issuer's keys and says where.
func (c *cluster) serveKeys(t *testing.T) string {
	t.Helper()

	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	ctx, stop := context.WithCancel(context.WithoutCancel(t.Context()))
	stopped := make(chan error, 1)
	go func() { stopped <- c.issuer.Serve(ctx, listener) }()
	t.Cleanup(func() {
		stop()
		require.NoError(t, <-stopped)
	})
	return "http://" + listener.Addr().String() + devissuer.JWKSPath
}

func (c *cluster) token(t *testing.T) string {
	t.Helper()

	token, err := c.issuer.Token(devissuer.Claims{
		Subject: uuid.Must(uuid.NewV7()), MerchantID: &c.merchant, Role: identity.Integration, TTL: time.Hour,
	}, time.Now())
	require.NoError(t, err)
	return token
}

func (c *cluster) count(t *testing.T, query string) int {
	t.Helper()

	var count int
	require.NoError(t, c.pool.QueryRow(t.Context(), query).Scan(&count))
	return count
}

// accept stores many requests with their first jobs, as the API does.
func (c *cluster) accept(t *testing.T, requests int) {
	t.Helper()

	queue, err := db.NewInserter(c.pool)
	require.NoError(t, err)
	stored := make([]db.NewRequest, 0, requests)
	first := make([]river.InsertManyParams, 0, requests)
	for n := range requests {
		id, email := uuid.Must(uuid.NewV7()), fmt.Sprintf("c%d@example.com", n)
		stored = append(stored, db.NewRequest{
			CaseKey: db.CaseKey{MerchantID: c.merchant, ID: id}, Class: enrolment.Interactive, CreatedAt: time.Now(),
			Request: enrolment.Request{
				Candidate: enrolment.Candidate{
					Name: "Ada", Email: email, EmailKey: email, CountryCode: "PT", Resume: strings.Repeat("Cook in Lisbon, 2012-2024. ", 100),
				},
				Position: enrolment.Position{Name: fmt.Sprint("Cook ", n%7), Location: "Lisbon", CountryCode: "PT", Language: "en"},
			},
		})
		first = append(first, jobs.Insert(enrolment.ResolvePosition, enrolment.Interactive, c.merchant, id))
	}
	require.NoError(t, db.WithTx(t.Context(), c.pool, func(tx pgx.Tx) error {
		if _, err := db.RequestsInsert(t.Context(), tx, stored); err != nil {
			return err
		}
		return db.JobsInsert(t.Context(), tx, queue, first)
	}))
}

func TestWorkAfterACrash(t *testing.T) {
	t.Parallel()

	for _, mode := range []struct {
		name        string
		requests    int
		environment []string
	}{
		{"AloneInEveryStageAndTransaction", 400, []string{"GREENROOM_FUSE=false", "GREENROOM_GROUP_COMMIT=false"}},
		{"FusedWithSharedTransactions", 3000, nil},
	} {
		t.Run(mode.name, func(t *testing.T) {
			t.Parallel()

			c := newCluster(t, mode.environment...)
			c.accept(t, mode.requests)
			const succeeded = "SELECT count(*) FROM enrolment_requests WHERE state = 'succeeded'"
			victim := start(t, c.environment, "work")
			require.Eventually(t, func() bool { return c.count(t, succeeded) > 0 }, patience, poll)
			victim.kill(t)
			before, orphans := c.count(t, succeeded), c.count(t, "SELECT count(*) FROM river_job WHERE state = 'running'")
			require.Less(t, before, mode.requests)
			require.Positive(t, orphans)
			began := time.Now()
			start(t, c.environment, "work")
			require.Eventually(t, func() bool { return c.count(t, succeeded) == mode.requests }, patience, poll)
			took := time.Since(began)
			t.Logf("killed after %d of %d requests, with %d jobs running; the rest took %s", before, mode.requests, orphans, took)
			require.Less(t, took, 30*time.Second)
			for _, table := range []string{"access_tokens", "assessments", "candidates", "enrolments"} {
				require.Equal(t, mode.requests, c.count(t, "SELECT count(*) FROM "+table), table)
			}
			require.Equal(t, 7, c.count(t, "SELECT count(*) FROM positions"))
			require.Equal(t, mode.requests, c.count(t, `
				SELECT count(*) FROM enrolment_requests AS request
				JOIN access_tokens AS token ON token.id = request.token_id AND token.enrolment_id = request.enrolment_id`))
		})
	}
}

func TestAPIAndWorkApart(t *testing.T) {
	t.Parallel()

	c := newCluster(t)
	worker := start(t, c.environment, "work")
	worker.awaitPrinted(t, `"running"`)
	server := start(t, c.environment, "api", "--listen", "127.0.0.1:0")
	base, token := server.awaitReady(t), c.token(t)
	require.Contains(t, server.out.String(), `"signing_keys":"********"`)
	require.Contains(t, server.out.String(), `"embed_keys":"********"`)

	// Were it not for the announcement, each answer would wait for the next of the polls, which are a second apart.
	const posts, fast = 10, 600 * time.Millisecond
	post := func(kind string) {
		began := time.Now()
		for n := range posts {
			require.Equal(t, "succeeded", enrol(t, base, token, fmt.Sprintf("%s%d@example.com", kind, n)).State)
		}
		average := time.Since(began) / posts
		t.Logf("%s: %s for each answer", kind, average)
		require.Less(t, average, fast)
	}
	post("connected")
	const listening = "FROM pg_stat_activity WHERE datname = current_database() AND query = 'LISTEN greenroom_changes'"
	require.Equal(t, 2, c.count(t, "SELECT count(*) FILTER (WHERE pg_terminate_backend(pid)) "+listening))
	require.Equal(t, "succeeded", enrol(t, base, token, "meanwhile@example.com").State)
	require.Eventually(t, func() bool { return c.count(t, "SELECT count(*) "+listening) == 2 }, patience, poll)
	post("reconnected")
	server.stop(t)
	worker.stop(t)
}
