package api

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/MicahParks/jwkset"
	"go.uber.org/zap"
	"golang.org/x/time/rate"
)

// maxUnknownKeys bounds what is remembered about key ids that don't exist; anybody can make them up.
const maxUnknownKeys = 1024

var (
	errNoKeys     = errors.New("the key set has no usable keys")
	errUnknownKey = errors.New("unknown key")
)

// keyTiming is how often the issuer is asked for its keys, and how long anything waits for it.
type keyTiming struct {
	// refresh is below the ten minutes that Supabase leaves between publishing a key and expecting everybody to know it.
	refresh time.Duration
	// unknownEvery is how often tokens with an unknown key may make us ask. It is also how long a flood of them can hide a new key.
	unknownEvery time.Duration
	// unknownFor is how long a key id that wasn't there doesn't make us ask again.
	unknownFor time.Duration
	// patience is how long a request waits for the answer; the fetch goes on without it.
	patience time.Duration
	// retryFirst doubles with every failure up to retryMax.
	retryFirst time.Duration
	retryMax   time.Duration
	// startup is how long the first fetch may hold up the start.
	startup time.Duration
	// timeout ends a fetch.
	timeout time.Duration
}

func defaultKeyTiming() keyTiming {
	return keyTiming{
		refresh: 5 * time.Minute, unknownEvery: 10 * time.Second, unknownFor: time.Minute, patience: 50 * time.Millisecond,
		retryFirst: 100 * time.Millisecond, retryMax: 5 * time.Second, startup: time.Second, timeout: 5 * time.Second,
	}
}

// keySource keeps an issuer's key set fresh. keyfunc can do that too, but asks the issuer within the request and within the time that the
// request may wait: with a short wait no distant issuer ever answers, with a long one anybody can hang requests. Here one goroutine asks.
type keySource struct {
	client  *http.Client
	loaded  atomic.Bool
	logger  *zap.Logger
	set     keySet
	timing  keyTiming
	url     string
	stop    context.CancelFunc
	stopped chan struct{}
	wanted  chan struct{}

	mu sync.Mutex
	// round is closed when the fetch that is wanted or running is over; nil when there is none.
	round   chan struct{}
	limiter *rate.Limiter
	unknown map[string]time.Time
}

// keySet holds the last good keys: an issuer that answers with none is mistaken, or not the issuer.
type keySet struct{ *jwkset.MemoryJWKSet }

// KeyReplaceAll implements jwkset.Storage.
func (s keySet) KeyReplaceAll(ctx context.Context, keys []jwkset.JWK) error {
	if len(keys) == 0 {
		return errNoKeys
	}
	return s.MemoryJWKSet.KeyReplaceAll(ctx, keys)
}

func newKeySource(address string, logger *zap.Logger, timing keyTiming) *keySource {
	return &keySource{
		client: &http.Client{Transport: &http.Transport{ForceAttemptHTTP2: true, Proxy: http.ProxyFromEnvironment}},
		logger: logger, set: keySet{jwkset.NewMemoryStorage()}, timing: timing, url: address,
		stopped: make(chan struct{}), wanted: make(chan struct{}, 1),
		limiter: rate.NewLimiter(rate.Every(timing.unknownEvery), 1), unknown: make(map[string]time.Time),
	}
}

// start begins to fetch and returns when the first fetch is over, or has taken too long.
func (s *keySource) start(ctx context.Context) {
	ctx, s.stop = context.WithCancel(ctx)
	first := s.begin()
	go s.run(ctx)
	await(ctx, first, s.timing.startup)
}

func (s *keySource) close() {
	s.stop()
	<-s.stopped
	s.client.CloseIdleConnections()
}

func (s *keySource) run(ctx context.Context) {
	defer close(s.stopped)
	retry := s.timing.retryFirst
	for {
		s.begin()
		pause := s.timing.refresh
		if s.fetch(ctx) {
			retry = s.timing.retryFirst
		} else {
			pause, retry = retry, min(2*retry, s.timing.retryMax)
		}
		s.end()
		timer := time.NewTimer(pause)
		select {
		case <-ctx.Done():
			timer.Stop()
			return
		case <-s.wanted:
			timer.Stop()
		case <-timer.C:
		}
	}
}

// begin opens a round unless one is open.
func (s *keySource) begin() <-chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.round == nil {
		s.round = make(chan struct{})
	}
	return s.round
}

func (s *keySource) end() {
	s.mu.Lock()
	defer s.mu.Unlock()
	close(s.round)
	s.round = nil
}

func (s *keySource) fetch(ctx context.Context) bool {
	// Without an interval this is one fetch into the given storage, which keeps what it has when the fetch fails.
	_, err := jwkset.NewStorageFromHTTP(s.url, jwkset.HTTPClientStorageOptions{
		Client: s.client, Ctx: ctx, HTTPTimeout: s.timing.timeout, Storage: s.set,
	})
	if err != nil {
		if ctx.Err() == nil {
			s.logger.Warn("verification keys not refreshed", zap.Bool("have_older_keys", s.loaded.Load()), zap.Error(err))
		}
		return false
	}
	s.loaded.Store(true)
	return true
}

// know reports whether the issuer has a key, asking it when that isn't known and it is time to ask.
func (s *keySource) know(ctx context.Context, keyID string) bool {
	if s.has(ctx, keyID) {
		return true
	}
	round := s.request(keyID)
	if round == nil || !await(ctx, round, s.timing.patience) {
		return false
	}
	if s.has(ctx, keyID) {
		return true
	}
	s.remember(keyID)
	return false
}

func (s *keySource) has(ctx context.Context, keyID string) bool {
	_, err := s.set.KeyRead(ctx, keyID)
	return err == nil
}

// request returns what is closed when the issuer has answered; nil when it isn't asked, because it was about this key or just now.
func (s *keySource) request(keyID string) <-chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	if since, ok := s.unknown[keyID]; ok && time.Since(since) < s.timing.unknownFor {
		return nil
	}
	if s.round == nil && s.limiter.Allow() {
		s.round = make(chan struct{})
		select {
		case s.wanted <- struct{}{}:
		default:
		}
	}
	return s.round
}

// remember notes that the issuer doesn't have a key.
func (s *keySource) remember(keyID string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.unknown) >= maxUnknownKeys {
		clear(s.unknown)
	}
	s.unknown[keyID] = time.Now()
}

// await reports whether done was closed in time.
func await(ctx context.Context, done <-chan struct{}, patience time.Duration) bool {
	timer := time.NewTimer(patience)
	defer timer.Stop()
	select {
	case <-done:
		return true
	case <-ctx.Done():
	case <-timer.C:
	}
	return false
}
