package main

import (
	"github.com/spf13/cobra"
)

func newDecideCommand() *cobra.Command {
	var titles string
	command := &cobra.Command{
		Use:   "decide",
		Short: "Measure the stages that decide about applications on labelled files",
		Args:  cobra.NoArgs,
		RunE: func(command *cobra.Command, _ []string) error {
			if titles == "" {
				return command.Help()
			}
			return runSeniority(titles, command.OutOrStdout())
		},
	}
	command.Flags().StringVar(&titles, "seniority", "", "TSV file of titles with a seniority label")
	command.AddCommand(newDecideSeniorityCommand())
	return command
}
