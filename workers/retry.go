package workers

import (
	"math/rand/v2"
	"time"
)

const (
	// stageTimeout bounds one job. A stage takes milliseconds, so this is reached only when the database hangs; it also bounds how long
	// the rescuer has to wait for a worker that vanished.
	stageTimeout = 10 * time.Second
	// firstRetry is the wait after the first failure; each later one is retryGrowth times longer: 1 s, 4 s, 16 s, 64 s, 256 s.
	firstRetry  = time.Second
	retryGrowth = 4
	// retryJitter spreads retries by up to this share, so that what failed together doesn't come back together.
	retryJitter = 0.1
)

// nextRetry is when a job that failed in its attempt-th attempt is tried again.
func nextRetry(now time.Time, attempt int) time.Time {
	wait := firstRetry
	for range attempt - 1 {
		wait *= retryGrowth
	}
	jitter := 1 + retryJitter*rand.Float64() //nolint:gosec // Spreading load needs no secrecy.
	return now.Add(time.Duration(float64(wait) * jitter))
}
