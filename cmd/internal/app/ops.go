package app

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"go.uber.org/zap"

	"greenroom/db"
)

const (
	// opsTimeout bounds one look at health or figures, either way.
	opsTimeout = 10 * time.Second
	// opsPing bounds what a readiness check asks of the database, so that a probe gets its answer in time.
	opsPing = 2 * time.Second
)

var errStopping = errors.New("the process is stopping")

// ops is what operators look at, on an address of its own: it needs no token, and must not be reachable for everybody.
type ops struct {
	registry *prometheus.Registry
	listener net.Listener
	server   *http.Server
}

// buildOps makes the registry, and listens if the operator wants that. A taken address is found out now, not once the work has begun.
func (a *App) buildOps(ctx context.Context) error {
	a.ops = &ops{registry: prometheus.NewRegistry()}
	a.ops.registry.MustRegister(
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}), newPoolCollector(a.pool))
	if a.config.OpsListen == "" {
		return nil
	}
	var err error
	if a.ops.listener, err = new(net.ListenConfig).Listen(ctx, "tcp", a.config.OpsListen); err != nil {
		return fmt.Errorf("listen on GREENROOM_OPS_LISTEN: %w", err)
	}
	a.ops.server = &http.Server{
		Handler: a.opsHandler(), ReadTimeout: opsTimeout, WriteTimeout: opsTimeout, IdleTimeout: time.Minute,
		ErrorLog: zap.NewStdLog(a.logger),
	}
	a.closers = append(a.closers, func(context.Context) error {
		return errors.Join(a.ops.server.Close(), closeListener(a.ops.listener))
	})
	return nil
}

// OpsAddress is where operators reach this process; empty when that isn't served.
func (a *App) OpsAddress() string {
	if a.ops.listener == nil {
		return ""
	}
	return a.ops.listener.Addr().String()
}

// closeListener closes what a server that never ran doesn't know, and a server that ran has closed already.
func closeListener(listener net.Listener) error {
	if err := listener.Close(); err != nil && !errors.Is(err, net.ErrClosed) {
		return fmt.Errorf("close a listener: %w", err)
	}
	return nil
}

func (a *App) opsHandler() http.Handler {
	routes := http.NewServeMux()
	routes.HandleFunc("GET /livez", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("ok")) })
	routes.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) {
		if err := a.opsReady(r.Context()); err != nil {
			http.Error(w, "not ready", http.StatusServiceUnavailable)
			return
		}
		_, _ = w.Write([]byte("ok"))
	})
	routes.Handle("GET /metrics", promhttp.HandlerFor(a.ops.registry, promhttp.HandlerOpts{ErrorLog: zap.NewStdLog(a.logger)}))
	return routes
}

// opsReady says whether this process can do its work. The API's own /readyz looks at what requests need besides.
func (a *App) opsReady(ctx context.Context) error {
	if a.stopping.Load() {
		return errStopping
	}
	if err := a.ready(ctx); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, opsPing)
	defer cancel()
	return db.Ping(ctx, a.pool)
}

// serveOps serves until Close.
func (a *App) serveOps() {
	if a.ops.server == nil {
		return
	}
	if err := a.ops.server.Serve(a.ops.listener); !errors.Is(err, http.ErrServerClosed) {
		a.logger.Error("health and figures are no longer served", zap.Error(err))
	}
}
