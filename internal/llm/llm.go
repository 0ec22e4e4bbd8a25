// Package llm pre-screens with a remote model behind any endpoint that speaks OpenAI's chat completions. It refuses to believe: the model
// gives scores and quotes, and package prescreen decides what of them counts. It refuses to wait beyond its deadline, to let a résumé
// speak as anything but data, and to put any part of one into an error. Without an answer it falls back to the in-process engine.
package llm

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/openai/openai-go/v3"
	"github.com/openai/openai-go/v3/option"
	"github.com/sony/gobreaker/v2"

	"greenroom/internal/fault"
	"greenroom/internal/prescreen"
)

const (
	// maxRetries is how often one call tries again what a moment may heal, within the deadline.
	maxRetries = 2
	// patience is the part of the deadline that a server may ask to be left alone for; a longer wait is spent better in-process.
	patience = 4
	// tripAfter failures in a row open the circuit. It stays open for coolDown; then one call tries whether the endpoint is back.
	tripAfter = 5
	coolDown  = 30 * time.Second
	// maxBody bounds a response, in bytes. An honest answer has a few thousand.
	maxBody = 1 << 20
	// minTokens is the least budget that a short résumé and its answer fit into.
	minTokens = 4000
)

// Config is what an assessor needs.
type Config struct {
	// BaseURL is the endpoint without "chat/completions".
	BaseURL string
	Model   string
	// APIKey may be empty for an endpoint that asks for none.
	APIKey string
	// Timeout is the deadline of one assessment, retries included.
	Timeout time.Duration
	// MaxTokens is the budget of one assessment, question and answer together.
	MaxTokens int
	// Temperature below zero isn't sent, for models that refuse it.
	Temperature float64
	// InputPrice and OutputPrice are per million tokens, in any currency.
	InputPrice, OutputPrice float64
	// Now is the clock, for measuring.
	Now func() time.Time
	// Observer learns of every assessment; nil for nobody.
	Observer Observer
	// Transport replaces the network's own; nil for that.
	Transport http.RoundTripper
}

func (c Config) check() error {
	var problems []error
	address, err := url.Parse(c.BaseURL)
	if err != nil || address.Host == "" || address.User != nil || address.Scheme != "http" && address.Scheme != "https" {
		problems = append(problems, errors.New("the base URL must be http or https, with a host and without credentials"))
	}
	if strings.TrimSpace(c.Model) == "" {
		problems = append(problems, errors.New("the model isn't named"))
	}
	if c.Timeout <= 0 {
		problems = append(problems, errors.New("the timeout must be above zero"))
	}
	if c.MaxTokens < minTokens {
		problems = append(problems, fmt.Errorf("the token budget must be at least %d", minTokens))
	}
	return errors.Join(problems...)
}

// Assessor pre-screens with a remote model. It is safe for concurrent use.
type Assessor struct {
	config    Config
	chat      openai.ChatCompletionService
	breaker   *gobreaker.CircuitBreaker[*reply]
	transport *http.Transport
}

// New makes an assessor. Close it.
func New(config Config) (*Assessor, error) {
	if err := config.check(); err != nil {
		return nil, err
	}
	a := &Assessor{config: config}
	carrier := config.Transport
	if carrier == nil {
		// A copy: the default one is everybody's, and its idle connections can't be closed without closing theirs.
		a.transport = http.DefaultTransport.(*http.Transport).Clone() //nolint:errcheck // The standard library's is one.
		carrier = a.transport
	}
	// Not openai.NewClient, which would take what it isn't given from the environment.
	a.chat = openai.NewChatCompletionService(
		option.WithBaseURL(config.BaseURL), option.WithHTTPClient(&http.Client{Transport: boundedTransport{carrier}}),
		option.WithMaxRetries(maxRetries), option.WithMaxRetryDelay(max(config.Timeout/patience, time.Millisecond)), withKey(config.APIKey),
	)
	a.breaker = gobreaker.NewCircuitBreaker[*reply](gobreaker.Settings{
		Timeout:      coolDown,
		ReadyToTrip:  func(counts gobreaker.Counts) bool { return counts.ConsecutiveFailures >= tripAfter },
		IsSuccessful: func(err error) bool { return !endpointFailed(err) },
		IsExcluded:   func(err error) bool { return errors.Is(err, context.Canceled) },
	})
	return a, nil
}

func withKey(key string) option.RequestOption {
	if key == "" {
		return option.WithHeaderDel("Authorization")
	}
	return option.WithAPIKey(key)
}

// Close frees idle connections.
func (a *Assessor) Close() {
	if a.transport != nil {
		a.transport.CloseIdleConnections()
	}
}

// Engine names the engine in assessments.
func (a *Assessor) Engine() string { return "remote:" + a.config.Model }

// Assess pre-screens with the model's opinion, or, with the reason recorded, without it. Its only error is ctx's being canceled: then
// nobody wants the assessment any more.
func (a *Assessor) Assess(
	ctx context.Context, position prescreen.Position, candidate prescreen.Candidate, policy prescreen.Policy, asOf time.Time,
) (prescreen.Assessment, error) {
	began := a.config.Now()
	answered, err := a.ask(ctx, position, candidate)
	if errors.Is(ctx.Err(), context.Canceled) {
		return prescreen.Assessment{}, fmt.Errorf("ask the model: %w", ctx.Err())
	}
	a.report(answered, err, a.config.Now().Sub(began))
	if err != nil {
		result := prescreen.Assess(position, candidate, policy, asOf)
		result.FallbackReason = fault.From(err).Code
		return result, nil
	}
	return prescreen.AssessWithOpinion(position, candidate, policy, asOf, prescreen.Opinion{
		Engine: a.Engine(), Version: answered.version(), Views: answered.views,
	}), nil
}

// ask gets the model's views within the deadline, the token budget and the circuit breaker.
func (a *Assessor) ask(ctx context.Context, position prescreen.Position, candidate prescreen.Candidate) (*reply, error) {
	question := newQuestion(position, prescreen.Redact(position, candidate))
	if question.tokens() > a.config.MaxTokens-a.answerTokens() {
		return nil, errOverBudget
	}
	ctx, cancel := context.WithTimeout(ctx, a.config.Timeout)
	defer cancel()
	answered, err := a.breaker.Execute(func() (*reply, error) { return a.call(ctx, question) })
	if errors.Is(err, gobreaker.ErrOpenState) || errors.Is(err, gobreaker.ErrTooManyRequests) {
		return nil, errCircuitOpen
	}
	return answered, err
}

// answerTokens is the answer's part of the budget: with room for a model that thinks before it answers.
func (a *Assessor) answerTokens() int { return a.config.MaxTokens / 4 }
