// Package llm asks a remote model behind any endpoint that speaks OpenAI's chat completions: for an opinion about a résumé, and for the
// texts of a position. It refuses to believe: the model gives scores and quotes, and package prescreen decides what of them counts; it
// drafts, and package authoring decides what may be shown. It refuses to wait beyond its deadline, to let a document speak as anything but
// data, and to put any part of one into an error.
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

// Config is what a client needs.
type Config struct {
	// BaseURL is the endpoint without "chat/completions".
	BaseURL string
	Model   string
	// APIKey may be empty for an endpoint that asks for none.
	APIKey string
	// Timeout is the deadline of one task, retries included.
	Timeout time.Duration
	// MaxTokens is the budget of one task, question and answer together.
	MaxTokens int
	// Temperature below zero isn't sent, for models that refuse it.
	Temperature float64
	// InputPrice and OutputPrice are per million tokens, in any currency.
	InputPrice, OutputPrice float64
	// Now is the clock, for measuring.
	Now func() time.Time
	// Observer learns of every task; nil for nobody.
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

// Client asks a remote model. All its tasks share one circuit breaker, for they share the endpoint. It is safe for concurrent use.
type Client struct {
	config    Config
	chat      openai.ChatCompletionService
	breaker   *gobreaker.CircuitBreaker[*reply]
	transport *http.Transport
}

// New makes a client. Close it.
func New(config Config) (*Client, error) {
	if err := config.check(); err != nil {
		return nil, err
	}
	c := &Client{config: config}
	carrier := config.Transport
	if carrier == nil {
		// A copy: the default one is everybody's, and its idle connections can't be closed without closing theirs.
		c.transport = http.DefaultTransport.(*http.Transport).Clone() //nolint:errcheck // The standard library's is one.
		carrier = c.transport
	}
	// Not openai.NewClient, which would take what it isn't given from the environment.
	c.chat = openai.NewChatCompletionService(
		option.WithBaseURL(config.BaseURL), option.WithHTTPClient(&http.Client{Transport: boundedTransport{carrier}}),
		option.WithMaxRetries(maxRetries), option.WithMaxRetryDelay(max(config.Timeout/patience, time.Millisecond)), withKey(config.APIKey),
	)
	c.breaker = gobreaker.NewCircuitBreaker[*reply](gobreaker.Settings{
		Timeout:      coolDown,
		ReadyToTrip:  func(counts gobreaker.Counts) bool { return counts.ConsecutiveFailures >= tripAfter },
		IsSuccessful: func(err error) bool { return !endpointFailed(err) },
		IsExcluded:   func(err error) bool { return errors.Is(err, context.Canceled) },
	})
	return c, nil
}

func withKey(key string) option.RequestOption {
	if key == "" {
		return option.WithHeaderDel("Authorization")
	}
	return option.WithAPIKey(key)
}

// Close frees idle connections.
func (c *Client) Close() {
	if c.transport != nil {
		c.transport.CloseIdleConnections()
	}
}

// Engine names the model in what is stored.
func (c *Client) Engine() string { return "remote:" + c.config.Model }

// ask puts one task to the model within the deadline, the token budget and the circuit breaker.
func (c *Client) ask(ctx context.Context, asked prompt) (*reply, error) {
	if asked.tokens() > c.config.MaxTokens-c.answerTokens() {
		return nil, errOverBudget
	}
	ctx, cancel := context.WithTimeout(ctx, c.config.Timeout)
	defer cancel()
	answered, err := c.breaker.Execute(func() (*reply, error) { return c.call(ctx, asked) })
	if errors.Is(err, gobreaker.ErrOpenState) || errors.Is(err, gobreaker.ErrTooManyRequests) {
		return nil, errCircuitOpen
	}
	return answered, err
}

// answerTokens is the answer's part of the budget: with room for a model that thinks before it answers.
func (c *Client) answerTokens() int { return c.config.MaxTokens / 4 }
