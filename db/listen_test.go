package db_test

import (
	"context"
	"slices"
	"sync"
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
	patience = 20 * time.Second
	poll     = 5 * time.Millisecond
)

// ear keeps what a listener hears.
type ear struct {
	mu    sync.Mutex
	heard []hub.Change
}

func (e *ear) hear(changes []hub.Change) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.heard = append(e.heard, changes...)
}

func (e *ear) all() []hub.Change {
	e.mu.Lock()
	defer e.mu.Unlock()
	return slices.Clone(e.heard)
}

// listen runs a listener until the test or stop ends it, and returns once it listens.
func listen(t *testing.T, url, workerName string, receive func([]hub.Change)) (stop func()) {
	t.Helper()

	listener := &db.Listener{URL: url, WorkerName: workerName, Receive: receive, Logger: zap.NewNop()}
	ctx, end := context.WithCancel(context.WithoutCancel(t.Context()))
	ready, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		listener.Run(ctx, func() { close(ready) })
	}()
	stop = func() {
		end()
		<-done
	}
	t.Cleanup(stop)
	select {
	case <-ready:
	case <-time.After(patience):
		require.Fail(t, "the listener doesn't listen")
	}
	return stop
}

func openBoth(t *testing.T) (url string, pool *pgxpool.Pool) {
	t.Helper()

	url = dbtest.URL(t)
	pool, err := db.Open(t.Context(), url, db.Options{MaxConns: 4})
	require.NoError(t, err)
	t.Cleanup(pool.Close)
	return url, pool
}

func TestListener(t *testing.T) {
	t.Parallel()

	t.Run("HearsEveryAnnouncementOnce", func(t *testing.T) {
		t.Parallel()

		url, pool := openBoth(t)
		var one, two ear
		listen(t, url, "", one.hear)
		listen(t, url, "", two.hear)
		// More than fit into one notification.
		announced := make([]hub.Change, 250)
		for i := range announced {
			announced[i] = hub.Change{ID: newID(), Version: int32(i), Terminal: i%2 == 0}
		}
		require.NoError(t, db.Announce(t.Context(), pool, announced))
		for _, heard := range []*ear{&one, &two} {
			require.Eventually(t, func() bool { return len(heard.all()) >= len(announced) }, patience, poll)
			require.Equal(t, announced, heard.all())
		}
		require.NoError(t, db.Announce(t.Context(), pool, nil))
	})

	t.Run("SkipsWhatItDoesNotKnow", func(t *testing.T) {
		t.Parallel()

		url, pool := openBoth(t)
		var listening ear
		listen(t, url, "", listening.hear)
		known := hub.Change{ID: newID(), Version: 3, Terminal: true}
		_, err := pool.Exec(t.Context(), "SELECT pg_notify('greenroom_changes', $1)",
			"nonsense "+uuid.Nil.String()+":99999999999:true "+known.ID.String()+":3:true x:1:true "+uuid.Nil.String()+":1:true:more")
		require.NoError(t, err)
		require.Eventually(t, func() bool { return len(listening.all()) > 0 }, patience, poll)
		require.Equal(t, []hub.Change{known}, listening.all())
	})

	t.Run("SurvivesALostConnection", func(t *testing.T) {
		t.Parallel()

		url, pool := openBoth(t)
		var listening ear
		listen(t, url, "", listening.hear)
		_, err := pool.Exec(t.Context(), `
			SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'`)
		require.NoError(t, err)
		change := hub.Change{ID: newID(), Version: 2, Terminal: true}
		require.Eventually(t, func() bool {
			return db.Announce(t.Context(), pool, []hub.Change{change}) == nil && len(listening.all()) > 0
		}, patience, poll)
		require.Equal(t, change, listening.all()[0])
	})
}

func TestJobsRescue(t *testing.T) {
	t.Parallel()

	url, pool := openBoth(t)
	queue, err := db.NewInserter(pool)
	require.NoError(t, err)
	alive, gone, self := db.NewWorkerName(), db.NewWorkerName(), db.NewWorkerName()
	owned := func(owner string, attempt int) db.CaseKey {
		key := db.CaseKey{MerchantID: newID(), ID: newID()}
		require.NoError(t, db.WithTx(t.Context(), pool, func(tx pgx.Tx) error {
			return db.JobsInsert(t.Context(), tx, queue,
				[]river.InsertManyParams{jobs.Insert(enrolment.Prescreen, enrolment.Bulk, key.MerchantID, key.ID)})
		}))
		_, err := pool.Exec(t.Context(), `
			UPDATE river_job SET state = 'running', attempt = $1, attempted_at = now(), attempted_by = ARRAY['earlier', $2]
			WHERE args ->> 'request_id' = $3`, attempt, owner, key.ID.String())
		require.NoError(t, err)
		return key
	}
	stateOf := func(key db.CaseKey) (state string) {
		require.NoError(t, pool.QueryRow(t.Context(), "SELECT state FROM river_job WHERE args ->> 'request_id' = $1", key.ID.String()).
			Scan(&state))
		return state
	}
	rescue := func() (found db.Rescue) {
		require.NoError(t, db.WithTx(t.Context(), pool, func(tx pgx.Tx) (err error) {
			found, err = db.JobsRescue(t.Context(), tx, self)
			return err
		}))
		return found
	}
	stop := listen(t, url, alive, func([]hub.Change) {})
	living, mine, lost, exhausted := owned(alive, 1), owned(self, 1), owned(gone, 1), owned(gone, jobs.MaxAttempts)
	require.Equal(t, db.Rescue{Returned: 1, Exhausted: []db.CarriedCase{{CaseKey: exhausted, Carrier: enrolment.Prescreen}}}, rescue())
	require.Equal(t, []string{"running", "running", "available", "discarded"},
		[]string{stateOf(living), stateOf(mine), stateOf(lost), stateOf(exhausted)})
	require.Equal(t, db.Rescue{}, rescue())
	stop()
	// The server notices the end of a session a moment later.
	require.Eventually(t, func() bool { return rescue().Returned == 1 }, patience, poll)
	require.Equal(t, "available", stateOf(living))
}
