package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"runtime/pprof"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/spf13/cobra"
	"go.uber.org/zap"

	"greenroom/cmd/internal/app"
	"greenroom/db"
	"greenroom/internal/identity"
)

// pipelineOptions say what to measure.
type pipelineOptions struct {
	requests int
	clients  []int
	dataDir  string
	// cpuProfile is a file to write a CPU profile of the whole run to; empty for none.
	cpuProfile string
	// only names the one variant to measure; empty for all.
	only string
}

// variant is one way to run the pipeline.
type variant struct {
	name        string
	fuse        bool
	groupCommit bool
}

func variants() []variant {
	return []variant{
		{"as shipped", true, true},
		{"group commit off", true, false},
		{"fusing off", false, true},
		// A job and a transaction for each stage: the textbook chain.
		{"both off", false, false},
	}
}

func newPipelineCommand() *cobra.Command {
	options := pipelineOptions{}
	command := &cobra.Command{
		Use:   "pipeline",
		Short: "Measure the API and the four stages end to end, with and without group commit and fusing",
		Long: "Posts requests with 6 KB résumés over HTTP to a process with API and workers, waiting for the result and with respond-async,\n" +
			"on a Postgres with full durability; then has workers alone do a backlog of them. All variants run in one go, on the same\n" +
			"machine, so that their ratios mean something.",
		Args: cobra.NoArgs,
		RunE: func(command *cobra.Command, _ []string) error {
			return profiled(options.cpuProfile, func() error {
				return runPipeline(command.Context(), options, command.OutOrStdout())
			})
		},
	}
	command.Flags().IntVar(&options.requests, "requests", 2000, "requests for each row of the table")
	command.Flags().IntSliceVar(&options.clients, "clients", []int{1, 16, 64}, "how many clients post at once")
	command.Flags().StringVar(&options.dataDir, "data-dir", "", "where to run Postgres; a temporary directory if empty")
	command.Flags().StringVar(&options.cpuProfile, "cpu-profile", "", "write a CPU profile to this file")
	command.Flags().StringVar(&options.only, "only", "", "measure this variant alone")
	return command
}

// profiled runs work under the CPU profiler if a file is given.
func profiled(path string, work func() error) (err error) {
	if path == "" {
		return work()
	}
	file, err := os.Create(path) //nolint:gosec // The developer who runs the benchmark names it.
	if err != nil {
		return fmt.Errorf("create the profile: %w", err)
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	if err := pprof.StartCPUProfile(file); err != nil {
		return fmt.Errorf("start the profiler: %w", err)
	}
	defer pprof.StopCPUProfile()
	return work()
}

// runPipeline measures every variant and prints one table.
func runPipeline(ctx context.Context, options pipelineOptions, out io.Writer) (err error) {
	if options.dataDir == "" {
		// The user who runs the database for root must get through it.
		if options.dataDir, err = os.MkdirTemp("", "greenroom-bench"); err != nil {
			return fmt.Errorf("make a data directory: %w", err)
		}
		defer func() { err = errors.Join(err, os.RemoveAll(options.dataDir)) }()
		if err := os.Chmod(options.dataDir, 0o711); err != nil { //nolint:gosec // See above.
			return fmt.Errorf("open the data directory: %w", err)
		}
		options.dataDir = filepath.Join(options.dataDir, "data")
	}
	config, err := app.ConfigFromEnvironment()
	if err != nil {
		return err
	}
	config.Dev, config.DataDir, config.RateLimit = true, options.dataDir, 0
	around, config, err := app.Surround(ctx, config, zap.NewNop())
	defer func() { err = errors.Join(err, around.Close(context.WithoutCancel(ctx))) }()
	if err != nil {
		return err
	}
	if _, err := fmt.Fprintf(out, "%-17s %-8s %8s %10s %9s %9s %9s %13s\n",
		"variant", "mode", "clients", "requests/s", "p50 ms", "p95 ms", "p99 ms", "completed/s"); err != nil {
		return fmt.Errorf("print: %w", err)
	}
	for _, measured := range variants() {
		if options.only != "" && options.only != measured.name {
			continue
		}
		if err := measureVariant(ctx, config, options, measured, out); err != nil {
			return fmt.Errorf("%s: %w", measured.name, err)
		}
	}
	return nil
}

// measureVariant runs one process in its variant and every load against it, and then workers alone.
func measureVariant(ctx context.Context, config app.Config, options pipelineOptions, measured variant, out io.Writer) error {
	config.Fuse, config.GroupCommit = measured.fuse, measured.groupCommit
	err := serving(ctx, app.Serve, config, options, func(target *load) error {
		for _, mode := range []string{"waiting", "202"} {
			for _, clients := range options.clients {
				result, err := target.run(ctx, mode, clients)
				if err != nil {
					return err
				}
				if err := result.print(out, measured.name, mode, clients); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return measureBacklog(ctx, config, options, measured, out)
}

// serving runs a process that serves HTTP for as long as work takes.
func serving(ctx context.Context, role app.Role, config app.Config, options pipelineOptions, work func(target *load) error) error {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return fmt.Errorf("listen: %w", err)
	}
	config.PublicURL = "http://" + listener.Addr().String()
	stop, err := start(ctx, role, config, listener)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	token, err := app.DevelopmentToken(config.DataDir, &app.DemoMerchantID, identity.Integration, time.Hour)
	if err != nil {
		return errors.Join(err, stop())
	}
	target := &load{base: config.PublicURL, token: token, requests: options.requests}
	if err = target.awaitReady(ctx); err == nil && role == app.Serve {
		err = target.warmUp(ctx)
	}
	if err == nil {
		err = work(target)
	}
	return errors.Join(err, stop())
}

// start runs a process until stop.
func start(ctx context.Context, role app.Role, config app.Config, listener net.Listener) (stop func() error, err error) {
	process, err := app.Build(ctx, role, config, "bench", zap.NewNop())
	if err != nil {
		return nil, err
	}
	running, cancel := context.WithCancel(ctx)
	stopped := make(chan error, 1)
	go func() { stopped <- process.Run(running, listener) }()
	return func() error {
		cancel()
		return errors.Join(<-stopped, process.Close(context.WithoutCancel(ctx)))
	}, nil
}

// measureBacklog has workers alone do what was accepted before they started: neither HTTP nor a client takes part in the time.
func measureBacklog(ctx context.Context, config app.Config, options pipelineOptions, measured variant, out io.Writer) (err error) {
	const acceptors = 16
	err = serving(ctx, app.API, config, options, func(target *load) error {
		_, err := target.accept(ctx, "202", acceptors)
		return err
	})
	if err != nil {
		return err
	}
	pool, err := db.Open(ctx, config.DatabaseURL, db.Options{ApplicationName: "bench", MaxConns: 1})
	if err != nil {
		return err
	}
	defer pool.Close()
	began := time.Now()
	stop, err := start(ctx, app.Work, config, nil)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, stop()) }()
	if err := awaitIdle(ctx, pool); err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "%-17s %-8s %8s %10s %9s %9s %9s %13.0f\n", measured.name, "backlog", "-", "-", "-", "-", "-",
		float64(options.requests)/time.Since(began).Seconds())
	if err != nil {
		return fmt.Errorf("print: %w", err)
	}
	return nil
}

// awaitIdle waits until no request is on its way any more.
func awaitIdle(ctx context.Context, pool *pgxpool.Pool) error {
	for {
		var busy bool
		err := pool.QueryRow(ctx, "SELECT EXISTS (SELECT FROM enrolment_requests WHERE state IN ('queued', 'running'))").Scan(&busy)
		if err != nil {
			return fmt.Errorf("look for requests on their way: %w", err)
		}
		if !busy {
			return nil
		}
		time.Sleep(drainPoll)
	}
}
