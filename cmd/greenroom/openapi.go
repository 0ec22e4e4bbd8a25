package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"greenroom/cmd/internal/app"
)

func newOpenAPICommand() *cobra.Command {
	return &cobra.Command{
		Use:   "openapi",
		Short: "Print the API's OpenAPI document",
		Args:  cobra.NoArgs,
		RunE: func(command *cobra.Command, _ []string) error {
			document, err := app.OpenAPI()
			if err != nil {
				return err
			}
			_, err = fmt.Fprintln(command.OutOrStdout(), string(document))
			return err
		},
	}
}
