package api

import (
	"fmt"
	"math"
	"sync"
	"time"

	"github.com/google/uuid"
	"golang.org/x/time/rate"

	"greenroom/internal/fault"
)

// RateLimit is how much one merchant may ask for.
type RateLimit struct {
	// RequestsPerSecond is the lasting rate; zero switches limiting off.
	RequestsPerSecond float64
	// Burst is how many requests may come at once.
	Burst int
}

// errRateLimited says that a merchant asks for more than its share.
var errRateLimited = fault.New(fault.RateLimited, "rate_limited", "too many requests; see RateLimit-Policy and Retry-After")

// RateHeaders are the two fields of draft-ietf-httpapi-ratelimit-headers-11, empty when limiting is off.
type RateHeaders struct {
	RateLimit       string `header:"RateLimit" doc:"What is left of the merchant's quota (draft-ietf-httpapi-ratelimit-headers)"`
	RateLimitPolicy string `header:"RateLimit-Policy" doc:"The merchant's quota"`
}

// limiter counts each merchant's requests, in this process. A fleet of n processes allows up to n times the rate, which is fine for what
// it is for: keeping one merchant from crowding out the others.
type limiter struct {
	limit RateLimit

	mu      sync.Mutex
	buckets map[uuid.UUID]*rate.Limiter
}

func newLimiter(limit RateLimit) *limiter {
	return &limiter{limit: limit, buckets: make(map[uuid.UUID]*rate.Limiter)}
}

// take uses up one request of a merchant's quota. Errors: errRateLimited, with the time to wait.
func (l *limiter) take(merchantID uuid.UUID, now time.Time) (RateHeaders, error) {
	if l.limit.RequestsPerSecond <= 0 {
		return RateHeaders{}, nil
	}
	bucket := l.bucket(merchantID)
	allowed := bucket.AllowN(now, 1)
	left := math.Max(0, bucket.TokensAt(now))
	perToken := time.Duration(float64(time.Second) / l.limit.RequestsPerSecond)
	untilNext := time.Duration((1 - (left - math.Floor(left))) * float64(perToken))
	headers := RateHeaders{
		RateLimit: fmt.Sprintf(`"burst";r=%d;t=%s`, int(left), wholeSeconds(untilNext)),
		RateLimitPolicy: fmt.Sprintf(`"burst";q=%d;w=%s`, l.limit.Burst,
			wholeSeconds(time.Duration(float64(l.limit.Burst)*float64(perToken)))),
	}
	if !allowed {
		return headers, errRateLimited.WithRetryAfter(max(untilNext, time.Second))
	}
	return headers, nil
}

func (l *limiter) bucket(merchantID uuid.UUID) *rate.Limiter {
	l.mu.Lock()
	defer l.mu.Unlock()
	bucket := l.buckets[merchantID]
	if bucket == nil {
		// Merchants are few and the ones seen here exist, so the map stays small.
		bucket = rate.NewLimiter(rate.Limit(l.limit.RequestsPerSecond), l.limit.Burst)
		l.buckets[merchantID] = bucket
	}
	return bucket
}
