package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"greenroom/cmd/internal/app"
	"greenroom/db"
)

func newMigrateCommand() *cobra.Command {
	command := &cobra.Command{
		Use:   "migrate",
		Short: "Apply, undo or list the migrations of DATABASE_URL",
	}
	command.AddCommand(
		&cobra.Command{
			Use: "up", Short: "Bring the schema to this version", Args: cobra.NoArgs,
			RunE: func(command *cobra.Command, _ []string) error { return withDatabase(command.Context(), db.Migrate) },
		},
		&cobra.Command{
			Use: "down", Short: "Undo the newest migration", Args: cobra.NoArgs,
			RunE: func(command *cobra.Command, _ []string) error { return withDatabase(command.Context(), db.MigrateDown) },
		},
		&cobra.Command{
			Use: "status", Short: "List the migrations and when each was applied", Args: cobra.NoArgs,
			RunE: func(command *cobra.Command, _ []string) error {
				return withDatabase(command.Context(), func(ctx context.Context, url string) error {
					statuses, err := db.MigrationStatuses(ctx, url)
					for _, status := range statuses {
						applied := "pending"
						if !status.AppliedAt.IsZero() {
							applied = status.AppliedAt.UTC().Format("2006-01-02 15:04:05Z")
						}
						fmt.Fprintf(command.OutOrStdout(), "%-22s %s\n", applied, status.Name)
					}
					return err
				})
			},
		},
	)
	return command
}

func withDatabase(ctx context.Context, work func(ctx context.Context, url string) error) error {
	config, err := app.ConfigFromEnvironment()
	if err != nil {
		return err
	}
	if config.DatabaseURL == "" {
		return errors.New("DATABASE_URL isn't set; serve migrates its own Postgres by itself")
	}
	return work(ctx, config.DatabaseURL)
}
