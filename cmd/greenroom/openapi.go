package main

import (
	"bytes"
	"encoding/json"
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
			// One member a line, so that a difference between two versions can be read.
			var readable bytes.Buffer
			if err := json.Indent(&readable, document, "", "  "); err != nil {
				return fmt.Errorf("indent the document: %w", err)
			}
			_, err = fmt.Fprintln(command.OutOrStdout(), readable.String())
			return err
		},
	}
}
