package llm

import (
	"maps"
	"sync"
	"time"

	"greenroom/internal/fault"
)

// Answered is the outcome of an assessment that the model took part in; every other outcome is the code of a fallback.
const Answered = "model_answered"

// million is what prices are per.
const million = 1_000_000

// Call is what one assessment took. It holds nothing about anybody.
type Call struct {
	Outcome          string
	Duration         time.Duration
	PromptTokens     int64
	CompletionTokens int64
	// Cost is zero without prices.
	Cost float64
}

// Observer learns of every assessment. It is called from many goroutines.
type Observer interface{ Observe(call Call) }

func (a *Assessor) report(answered *reply, err error, took time.Duration) {
	if a.config.Observer == nil {
		return
	}
	call := Call{Outcome: Answered, Duration: took}
	if err != nil {
		call.Outcome = fault.From(err).Code
	}
	if answered != nil {
		call.PromptTokens, call.CompletionTokens = answered.promptTokens, answered.completedTokens
		call.Cost = (float64(call.PromptTokens)*a.config.InputPrice + float64(call.CompletionTokens)*a.config.OutputPrice) / million
	}
	a.config.Observer.Observe(call)
}

// Totals are sums over calls.
type Totals struct {
	// Outcomes counts the calls by outcome.
	Outcomes map[string]int64
	// Call sums everything else; its outcome is empty.
	Call
}

// Counters is an Observer that keeps totals. Its zero value is ready.
type Counters struct {
	mu     sync.Mutex
	totals Totals
}

// Observe implements Observer.
func (c *Counters) Observe(call Call) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.totals.Outcomes == nil {
		c.totals.Outcomes = make(map[string]int64)
	}
	c.totals.Outcomes[call.Outcome]++
	c.totals.Duration += call.Duration
	c.totals.PromptTokens += call.PromptTokens
	c.totals.CompletionTokens += call.CompletionTokens
	c.totals.Cost += call.Cost
}

// Totals is what was observed so far.
func (c *Counters) Totals() Totals {
	c.mu.Lock()
	defer c.mu.Unlock()
	copied := c.totals
	copied.Outcomes = maps.Clone(c.totals.Outcomes)
	return copied
}
