package main

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/spf13/cobra"

	"greenroom/cmd/internal/app"
)

// addDataDirFlag is for commands that work on the database of a service beside it.
func addDataDirFlag(command *cobra.Command) {
	command.Flags().String("data-dir", "",
		"the data directory of greenroom serve, running or not, in place of DATABASE_URL (GREENROOM_DATA_DIR)")
}

// withPool works on the database that the environment or the flag says.
func withPool(command *cobra.Command, work func(ctx context.Context, pool *pgxpool.Pool) error) error {
	config, err := app.ConfigFromEnvironment()
	if err != nil {
		return err
	}
	dataDir, err := command.Flags().GetString("data-dir")
	if err != nil {
		return err //nolint:wrapcheck // It can't happen: see addDataDirFlag.
	}
	if dataDir != "" && config.DatabaseURL != "" {
		return errors.New("DATABASE_URL and --data-dir name two databases; leave one of them out")
	}
	override(command, "data-dir", &config.DataDir, dataDir)
	return app.WithDatabase(command.Context(), config, command.CommandPath(), work)
}
