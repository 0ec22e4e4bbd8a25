package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"greenroom/cmd/internal/app"
)

var errUnhealthy = errors.New("something has to be mended; see above")

func newDoctorCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "doctor",
		Short: "Check configuration, database, migrations and keys, and say how to mend what is wrong",
		Args:  cobra.NoArgs,
		RunE: func(command *cobra.Command, _ []string) error {
			config, err := app.ConfigFromEnvironment()
			if err != nil {
				return err
			}
			healthy := true
			for _, finding := range app.Examine(command.Context(), config) {
				mark := "ok  "
				if finding.Mend != "" {
					mark, healthy = "FAIL", false
				}
				fmt.Fprintf(command.OutOrStdout(), "%s  %s: %s\n", mark, finding.Subject, finding.Found)
				if finding.Mend != "" {
					fmt.Fprintf(command.OutOrStdout(), "      → %s\n", finding.Mend)
				}
			}
			if !healthy {
				return errUnhealthy
			}
			return nil
		},
	}
}
