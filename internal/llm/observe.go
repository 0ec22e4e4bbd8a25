package llm

import (
	"time"

	"greenroom/internal/fault"
)

// Answered is the outcome of a task that the model did; every other outcome is the code of why not.
const Answered = "model_answered"

// Task is what the model is asked for.
type Task string

// The tasks.
const (
	Assess Task = "assess"
	Write  Task = "write"
)

// million is what prices are per.
const million = 1_000_000

// Call is what one task took. It holds nothing about anybody.
type Call struct {
	Task             Task
	Outcome          string
	Duration         time.Duration
	PromptTokens     int64
	CompletionTokens int64
	// Cost is zero without prices.
	Cost float64
}

// Observer learns of every task. It is called from many goroutines.
type Observer interface{ Observe(call Call) }

func (c *Client) report(task Task, answered *reply, err error, took time.Duration) {
	if c.config.Observer == nil {
		return
	}
	call := Call{Task: task, Outcome: Answered, Duration: took}
	if err != nil {
		call.Outcome = fault.From(err).Code
	}
	if answered != nil {
		call.PromptTokens, call.CompletionTokens = answered.promptTokens, answered.completedTokens
		call.Cost = (float64(call.PromptTokens)*c.config.InputPrice + float64(call.CompletionTokens)*c.config.OutputPrice) / million
	}
	c.config.Observer.Observe(call)
}
