// Program bench measures how well and how fast Greenroom decides. It changes nothing and needs no server.
package main

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"
)

func main() {
	root := newRootCommand()
	if err := root.Execute(); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func newRootCommand() *cobra.Command {
	root := &cobra.Command{
		Use:           "bench",
		Short:         "Measure how well and how fast Greenroom decides",
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	root.AddCommand(newDecideCommand())
	return root
}
