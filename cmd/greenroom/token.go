package main

import (
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/spf13/cobra"

	"greenroom/cmd/internal/app"
	"greenroom/db/embedded"
	"greenroom/internal/identity"
)

func newTokenCommand() *cobra.Command {
	var flags struct {
		dataDir, merchant, role string
		ttl                     time.Duration
	}
	command := &cobra.Command{
		Use:   "token",
		Short: "Print an access token for a development server",
		Long:  "Prints an access token for the server that `serve --dev` runs on the same data directory, and nothing else.",
		Args:  cobra.NoArgs,
		RunE: func(command *cobra.Command, _ []string) error {
			role, ok := identity.ParseRole(flags.role)
			if !ok {
				return fmt.Errorf("unknown role %q: it is admin, recruiter or integration", flags.role)
			}
			merchantID, err := uuid.Parse(flags.merchant)
			if err != nil {
				return fmt.Errorf("read --merchant: %w", err)
			}
			if flags.dataDir == "" {
				if flags.dataDir, err = embedded.DefaultDataDir(); err != nil {
					return err
				}
			}
			token, err := app.DevelopmentToken(flags.dataDir, &merchantID, role, flags.ttl)
			if err != nil {
				return err
			}
			fmt.Fprintln(command.OutOrStdout(), token)
			return nil
		},
	}
	command.Flags().StringVar(&flags.dataDir, "data-dir", "", "the server's data directory")
	command.Flags().StringVar(&flags.merchant, "merchant", app.DemoMerchantID.String(), "the merchant that the token is for")
	command.Flags().StringVar(&flags.role, "role", string(identity.Recruiter), "admin, recruiter or integration")
	command.Flags().DurationVar(&flags.ttl, "ttl", time.Hour, "how long the token is valid")
	return command
}

func newKeysCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "keys",
		Short: "Print fresh values for the settings that are keys",
		Long: "Prints fresh values for GREENROOM_SIGNING_KEYS and GREENROOM_EMBED_KEYS. Keep them secret, and keep them:\n" +
			"links and embed keys depend on them.",
		Args: cobra.NoArgs,
		RunE: func(command *cobra.Command, _ []string) error {
			signing, err := app.NewSigningKeys()
			if err != nil {
				return err
			}
			embed, err := app.NewEmbedKeys()
			if err != nil {
				return err
			}
			fmt.Fprintf(command.OutOrStdout(), "GREENROOM_SIGNING_KEYS='%s'\nGREENROOM_EMBED_KEYS='%s'\n", signing, embed)
			return nil
		},
	}
}
