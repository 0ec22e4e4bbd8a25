package app

import (
	"context"
	"fmt"
	"time"

	"greenroom/internal/llm"
	"greenroom/workers"
)

// buildModel makes the client of the remote model; nil when none is configured.
func (a *App) buildModel() (*workers.Model, error) {
	if a.config.LLMBaseURL == "" {
		return nil, nil //nolint:nilnil // No model is what most run with, and no error.
	}
	client, err := llm.New(llm.Config{
		BaseURL: a.config.LLMBaseURL, Model: a.config.LLMModel, APIKey: a.config.LLMAPIKey, Timeout: a.config.LLMTimeout,
		MaxTokens: a.config.LLMMaxTokens, Temperature: a.config.LLMTemperature,
		InputPrice: a.config.LLMInputPrice, OutputPrice: a.config.LLMOutputPrice, Now: time.Now, Observer: newModelMetrics(a.ops.registry),
	})
	if err != nil {
		return nil, fmt.Errorf("GREENROOM_LLM_*: %w", err)
	}
	a.closers = append(a.closers, func(context.Context) error { client.Close(); return nil })
	model := &workers.Model{Assessor: client, Timeout: a.config.LLMTimeout, Concurrency: a.config.LLMConcurrency}
	if a.config.LLMTexts {
		model.Author = client
	}
	return model, nil
}
