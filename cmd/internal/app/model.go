package app

import (
	"context"
	"fmt"
	"time"

	"go.uber.org/zap"

	"greenroom/internal/llm"
	"greenroom/workers"
)

// buildModel makes the remote model of pre-screening; nil when none is configured.
func (a *App) buildModel() (*workers.Model, error) {
	if a.config.LLMBaseURL == "" {
		return nil, nil //nolint:nilnil // No model is what most run with, and no error.
	}
	counters := &llm.Counters{}
	assessor, err := llm.New(llm.Config{
		BaseURL: a.config.LLMBaseURL, Model: a.config.LLMModel, APIKey: a.config.LLMAPIKey, Timeout: a.config.LLMTimeout,
		MaxTokens: a.config.LLMMaxTokens, Temperature: a.config.LLMTemperature,
		InputPrice: a.config.LLMInputPrice, OutputPrice: a.config.LLMOutputPrice, Now: time.Now, Observer: counters,
	})
	if err != nil {
		return nil, fmt.Errorf("GREENROOM_LLM_*: %w", err)
	}
	a.closers = append(a.closers, func(context.Context) error {
		assessor.Close()
		totals := counters.Totals()
		a.logger.Info("the remote model was asked", zap.Any("outcomes", totals.Outcomes), zap.Duration("time", totals.Duration),
			zap.Int64("prompt_tokens", totals.PromptTokens), zap.Int64("completion_tokens", totals.CompletionTokens),
			zap.Float64("cost", totals.Cost))
		return nil
	})
	return &workers.Model{Assessor: assessor, Timeout: a.config.LLMTimeout, Concurrency: a.config.LLMConcurrency}, nil
}
