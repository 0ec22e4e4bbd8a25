package app

import (
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/prometheus/client_golang/prometheus"

	"greenroom/internal/llm"
)

// poolCollector reads a connection pool's figures whenever they are asked for.
type poolCollector struct {
	pool  *pgxpool.Pool
	conns *prometheus.Desc
	waits *prometheus.Desc
}

func newPoolCollector(pool *pgxpool.Pool) *poolCollector {
	return &poolCollector{
		pool:  pool,
		conns: prometheus.NewDesc("greenroom_db_connections", "Connections of the pool, by what they do.", []string{"state"}, nil),
		waits: prometheus.NewDesc("greenroom_db_wait_seconds_total", "Time that work has waited for a connection.", nil, nil),
	}
}

// Describe implements prometheus.Collector.
func (c *poolCollector) Describe(descriptions chan<- *prometheus.Desc) {
	descriptions <- c.conns
	descriptions <- c.waits
}

// Collect implements prometheus.Collector.
func (c *poolCollector) Collect(metrics chan<- prometheus.Metric) {
	stat := c.pool.Stat()
	for state, count := range map[string]int32{"idle": stat.IdleConns(), "used": stat.AcquiredConns()} {
		metrics <- prometheus.MustNewConstMetric(c.conns, prometheus.GaugeValue, float64(count), state)
	}
	metrics <- prometheus.MustNewConstMetric(c.waits, prometheus.CounterValue, stat.EmptyAcquireWaitTime().Seconds())
}

// modelMetrics counts what the remote model is asked for, what that takes and what it costs. It is an llm.Observer.
type modelMetrics struct {
	calls    *prometheus.CounterVec
	duration *prometheus.HistogramVec
	tokens   *prometheus.CounterVec
	cost     *prometheus.CounterVec
}

func newModelMetrics(registry prometheus.Registerer) *modelMetrics {
	m := &modelMetrics{
		calls: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "greenroom_model_calls_total",
			Help: "Tasks for the remote model; outcome is model_answered, or the code of why it went without the model.",
		}, []string{"task", "outcome"}),
		duration: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "greenroom_model_duration_seconds", Help: "Time of a task for the remote model, retries included.",
			Buckets: []float64{.1, .25, .5, 1, 2, 4, 8, 16, 32, 64},
		}, []string{"task"}),
		tokens: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "greenroom_model_tokens_total", Help: "Tokens that the remote model's endpoint has billed.",
		}, []string{"task", "kind"}),
		cost: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "greenroom_model_cost_total", Help: "What they cost, in the currency of the configured prices.",
		}, []string{"task"}),
	}
	registry.MustRegister(m.calls, m.duration, m.tokens, m.cost)
	return m
}

// Observe implements llm.Observer.
func (m *modelMetrics) Observe(call llm.Call) {
	task := string(call.Task)
	m.calls.WithLabelValues(task, call.Outcome).Inc()
	m.duration.WithLabelValues(task).Observe(call.Duration.Seconds())
	m.tokens.WithLabelValues(task, "prompt").Add(float64(call.PromptTokens))
	m.tokens.WithLabelValues(task, "completion").Add(float64(call.CompletionTokens))
	m.cost.WithLabelValues(task).Add(call.Cost)
}
