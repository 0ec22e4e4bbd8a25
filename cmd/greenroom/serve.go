package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"

	"github.com/spf13/cobra"
	"go.uber.org/zap"

	"greenroom/cmd/internal/app"
)

func newServeCommand() *cobra.Command {
	var flags struct {
		dev             bool
		listen, dataDir string
	}
	command := &cobra.Command{
		Use:   "serve",
		Short: "Run API and workers in one process",
		Long: "Runs API and workers in one process. Without DATABASE_URL it also runs a Postgres of its own in the data directory and keeps\n" +
			"its schema up to date. With --dev it brings a demo merchant, keys and a token issuer along, and works on an empty machine.",
		Args: cobra.NoArgs,
		RunE: func(command *cobra.Command, _ []string) error {
			config, err := app.ConfigFromEnvironment()
			if err != nil {
				return err
			}
			config.Dev = flags.dev
			override(command, "listen", &config.Listen, flags.listen)
			override(command, "data-dir", &config.DataDir, flags.dataDir)
			return run(command.Context(), app.Serve, config, command.OutOrStdout())
		},
	}
	command.Flags().BoolVar(&flags.dev, "dev", false, "bring a demo merchant, keys and a token issuer along; never in production")
	command.Flags().StringVar(&flags.listen, "listen", "", "the address to serve HTTP on (GREENROOM_LISTEN)")
	command.Flags().StringVar(&flags.dataDir, "data-dir", "", "where the own Postgres and development keys are kept (GREENROOM_DATA_DIR)")
	return command
}

func newAPICommand() *cobra.Command {
	var listen string
	command := &cobra.Command{
		Use:   "api",
		Short: "Run the API alone",
		Long:  "Runs the API alone: add as many as needed. It needs DATABASE_URL and verifies the schema; greenroom migrate applies it.",
		Args:  cobra.NoArgs,
		RunE: func(command *cobra.Command, _ []string) error {
			config, err := app.ConfigFromEnvironment()
			if err != nil {
				return err
			}
			override(command, "listen", &config.Listen, listen)
			return run(command.Context(), app.API, config, command.OutOrStdout())
		},
	}
	command.Flags().StringVar(&listen, "listen", "", "the address to serve HTTP on (GREENROOM_LISTEN)")
	return command
}

func newWorkCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "work",
		Short: "Run workers alone",
		Long:  "Runs workers alone: add as many as needed. They need DATABASE_URL and verify the schema; greenroom migrate applies it.",
		Args:  cobra.NoArgs,
		RunE: func(command *cobra.Command, _ []string) error {
			config, err := app.ConfigFromEnvironment()
			if err != nil {
				return err
			}
			return run(command.Context(), app.Work, config, command.OutOrStdout())
		},
	}
}

// override lets a flag that was given win over the environment.
func override(command *cobra.Command, flag string, setting *string, value string) {
	if command.Flags().Changed(flag) {
		*setting = value
	}
}

// run starts a process of role and keeps it running until ctx ends.
func run(ctx context.Context, role app.Role, config app.Config, out io.Writer) (err error) {
	logger, err := newLogger(config)
	if err != nil {
		return err
	}
	defer func() { _ = logger.Sync() }()
	var listener net.Listener
	if role != app.Work {
		// First of all: a second process on the same address says so before it has touched anything.
		if listener, err = new(net.ListenConfig).Listen(ctx, "tcp", config.Listen); err != nil {
			return fmt.Errorf("listen on %s: %w", config.Listen, err)
		}
		defer func() { _ = listener.Close() }()
		if config.PublicURL == "" {
			config.PublicURL = "http://" + listener.Addr().String()
		}
	}
	if role == app.Serve {
		var around *app.Surroundings
		around, config, err = app.Surround(ctx, config, logger)
		defer func() { err = errors.Join(err, around.Close(context.WithoutCancel(ctx))) }()
		if err != nil {
			return err
		}
	}
	logger.Info("configuration", config.LogFields()...)
	process, err := app.Build(ctx, role, config, version, logger)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, process.Close(context.WithoutCancel(ctx))) }()
	if config.Dev {
		welcome(out, config)
	}
	err = process.Run(ctx, listener)
	logger.Info("stopped", zap.Error(err))
	return err
}

// demoRequest is a body that leads to an acceptance.
const demoRequest = `{
    "candidate_name": "Ada Example",
    "candidate_email": "ada@example.com",
    "candidate_country_code": "PT",
    "candidate_resume": "Senior back-end engineer. 2019-2025 Example Ltd, Lisbon: designed and ran Go services on PostgreSQL and Kubernetes for a payments platform, led code reviews, mentored three developers. 2016-2019 Sample SA: REST APIs in Go and Python, Docker, CI. BSc Computer Science, 2016. English C1, Portuguese native.",
    "position_name": "Senior Go Engineer",
    "position_location": "remote",
    "position_country_code": "PT",
    "mojito_language_code": "en",
    "position_description": "You build Go services on PostgreSQL. Five years of experience with Go, and good English."
  }`

// welcome prints a command that works.
func welcome(out io.Writer, config app.Config) {
	self, err := os.Executable()
	if err != nil {
		self = "greenroom"
	}
	fmt.Fprintf(out, `
Greenroom is ready at %[1]s — documentation at %[1]s/docs

Enrol a candidate and get a decision with an interview link:

curl -sS %[1]s/v1/enrolments \
  -H "Authorization: Bearer $('%[2]s' token --data-dir '%[3]s')" \
  -H 'Content-Type: application/json' \
  -d '%[4]s'

`, config.PublicURL, self, config.DataDir, demoRequest)
}
