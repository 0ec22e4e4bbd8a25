package workers

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	"github.com/stretchr/testify/require"
	"go.uber.org/zap"

	"greenroom/db"
	"greenroom/db/dbtest"
	"greenroom/internal/enrolment"
	"greenroom/internal/hub"
	"greenroom/jobs"
)

const (
	// patience is how long a test waits for workers on a busy machine; poll is how often it looks.
	patience = 30 * time.Second
	poll     = 10 * time.Millisecond
)

func TestMain(m *testing.M) { dbtest.Main(m) }

// stand is a database with one merchant, and what tests do with it.
type stand struct {
	pool     *pgxpool.Pool
	merchant uuid.UUID
	queue    *river.Client[pgx.Tx]
}

func newStand(t *testing.T) *stand {
	t.Helper()

	s := &stand{pool: dbtest.Pool(t), merchant: newID()}
	require.NoError(t, db.MerchantUpsert(t.Context(), s.pool, db.NewMerchant{ID: s.merchant, Name: "Kitchens"}))
	var err error
	s.queue, err = db.NewInserter(s.pool)
	require.NoError(t, err)
	return s
}

// config is what production uses, but for the waiters, of whom there are none.
func (s *stand) config() Config {
	return Config{
		Pool: s.pool, Logger: zap.NewNop(), Now: func() time.Time { return time.Now().UTC().Truncate(time.Microsecond) },
		KeyID: "key", TokenTTL: time.Hour, Publish: func(changes []hub.Change) []hub.Change { return changes },
		Announce: func(context.Context, []hub.Change) error { return nil },
		Fuse:     true, GroupCommit: true, MaxWorkers: 20, Classes: enrolment.Classes(),
	}
}

// start runs workers until the test ends.
func (s *stand) start(t *testing.T, config Config) *Runner {
	t.Helper()

	runner, err := NewRunner(db.NewWorkerName(), config)
	require.NoError(t, err)
	require.NoError(t, runner.Start(t.Context()))
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(t.Context()), patience)
		defer cancel()
		require.NoError(t, runner.Stop(ctx))
	})
	return runner
}

func ask(email string) enrolment.Request {
	return enrolment.Request{
		Candidate: enrolment.Candidate{
			Name: "Ada", Email: email, EmailKey: email, CountryCode: "PT",
			Resume: "Senior cook, 2012-2024 in Lisbon: menus, purchasing, training of apprentices.",
		},
		Position: enrolment.Position{Name: "Senior cook", Location: "Lisbon", CountryCode: "PT", Language: "en"},
	}
}

// store stores a request without a job.
func (s *stand) store(t *testing.T, request enrolment.Request) uuid.UUID {
	t.Helper()

	id := newID()
	stored, err := db.RequestsInsert(t.Context(), s.pool, []db.NewRequest{{
		CaseKey: db.CaseKey{MerchantID: s.merchant, ID: id}, Request: request, Class: enrolment.Interactive, CreatedAt: time.Now(),
	}})
	require.NoError(t, err)
	require.True(t, stored[id])
	return id
}

// enqueue inserts a case's first job, with so many attempts.
func (s *stand) enqueue(t *testing.T, id uuid.UUID, attempts int) {
	t.Helper()

	job := jobs.Insert(enrolment.ResolvePosition, enrolment.Interactive, s.merchant, id)
	job.InsertOpts.MaxAttempts = attempts
	_, err := s.queue.InsertMany(t.Context(), []river.InsertManyParams{job})
	require.NoError(t, err)
}

// submit accepts a request as the API does.
func (s *stand) submit(t *testing.T, request enrolment.Request) uuid.UUID {
	t.Helper()

	id := s.store(t, request)
	s.enqueue(t, id, jobs.MaxAttempts)
	return id
}

func (s *stand) get(t *testing.T, id uuid.UUID) db.Request {
	t.Helper()

	request, err := db.RequestGet(t.Context(), s.pool, s.merchant, id)
	require.NoError(t, err)
	return request
}

// await waits until a request is as wanted, and returns it.
func (s *stand) await(t *testing.T, id uuid.UUID, wanted func(request db.Request) bool) db.Request {
	t.Helper()

	var request db.Request
	require.Eventually(t, func() bool {
		request = s.get(t, id)
		return wanted(request)
	}, patience, poll)
	return request
}

func (s *stand) awaitEnd(t *testing.T, id uuid.UUID) db.Request {
	t.Helper()

	return s.await(t, id, func(request db.Request) bool { return request.State.Terminal() })
}

func (s *stand) awaitSuccess(t *testing.T, id uuid.UUID) db.Request {
	t.Helper()

	request := s.awaitEnd(t, id)
	require.Equal(t, enrolment.Succeeded, request.State)
	return request
}

// atPrescreen reports whether a request waits to be pre-screened.
func atPrescreen(request db.Request) bool { return request.Stage == enrolment.Prescreen }

func (s *stand) exec(t *testing.T, sql string) {
	t.Helper()

	_, err := s.pool.Exec(t.Context(), sql)
	require.NoError(t, err)
}

func (s *stand) count(t *testing.T, table string) int {
	t.Helper()

	var count int
	require.NoError(t, s.pool.QueryRow(t.Context(), "SELECT count(*) FROM "+pgx.Identifier{table}.Sanitize()).Scan(&count))
	return count
}

// pausePrescreen pauses a queue, waits until runner knows, and returns what resumes it.
func (s *stand) pausePrescreen(t *testing.T, runner *Runner) (resume func()) {
	t.Helper()

	queue := jobs.Queue(enrolment.Prescreen, enrolment.Interactive)
	require.NoError(t, runner.client.QueuePause(t.Context(), queue, nil))
	require.Eventually(t, func() bool { return runner.pipeline.paused.has(queue) }, patience, poll)
	return func() { require.NoError(t, runner.client.QueueResume(t.Context(), queue, nil)) }
}
