package main

import (
	"github.com/spf13/cobra"
)

func newDecideCommand() *cobra.Command {
	var titles, resumes string
	command := &cobra.Command{
		Use:   "decide",
		Short: "Measure the stages that decide about applications on labelled files",
		Args:  cobra.NoArgs,
		RunE: func(command *cobra.Command, _ []string) error {
			if titles == "" && resumes == "" {
				return command.Help()
			}
			if titles != "" {
				if err := runSeniority(titles, command.OutOrStdout()); err != nil {
					return err
				}
			}
			if resumes != "" {
				return runFit(resumes, command.OutOrStdout())
			}
			return nil
		},
	}
	command.Flags().StringVar(&resumes, "fit", "", "JSONL file of résumés and positions labelled with whether they fit")
	command.Flags().StringVar(&titles, "seniority", "", "TSV file of titles with a seniority label")
	return command
}
