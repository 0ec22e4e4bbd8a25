package main

import (
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"
)

// decideOptions say what to measure.
type decideOptions struct {
	titles  []string
	resumes string
	// attacks is the folder of the corpus whose attacks are tried; verbose shows each of them.
	attacks string
	verbose bool
	// asOf is the date that "present" means in résumés.
	asOf string
}

func newDecideCommand() *cobra.Command {
	options := decideOptions{}
	command := &cobra.Command{
		Use:   "decide",
		Short: "Measure the stages that decide about applications on labelled files",
		Args:  cobra.NoArgs,
		RunE: func(command *cobra.Command, _ []string) error {
			if len(options.titles) == 0 && options.resumes == "" && options.attacks == "" {
				return command.Help()
			}
			return runDecide(options, command.OutOrStdout())
		},
	}
	command.Flags().StringVar(&options.asOf, "as-of", time.Now().UTC().Format(time.DateOnly), "date that “present” means in a résumé")
	command.Flags().StringVar(&options.attacks, "attacks", "", "folder of texts, attacks.tsv, and attacked.tsv with the pairs to try")
	command.Flags().Lookup("attacks").NoOptDefVal = "internal/prescreen/testdata"
	command.Flags().StringVar(&options.resumes, "fit", "", "JSONL file of résumés and positions labelled with whether they fit")
	command.Flags().StringSliceVar(&options.titles, "seniority", nil, "TSV files of titles with a seniority label, measured as one")
	command.Flags().BoolVarP(&options.verbose, "verbose", "v", false, "show every attack where it does most")
	return command
}

func runDecide(options decideOptions, out io.Writer) error {
	asOf, err := time.Parse(time.DateOnly, options.asOf)
	if err != nil {
		return fmt.Errorf("read the date %q: %w", options.asOf, err)
	}
	if len(options.titles) > 0 {
		if err := runSeniority(options.titles, out); err != nil {
			return err
		}
	}
	if options.resumes != "" {
		if err := runFit(options.resumes, asOf, out); err != nil {
			return err
		}
	}
	if options.attacks != "" {
		return runAttacks(options.attacks, asOf, options.verbose, out)
	}
	return nil
}
