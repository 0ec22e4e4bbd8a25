// Program bench measures how well Greenroom decides, and how fast it is. It needs no running server.
package main

import (
	"context"
	"fmt"
	"os"

	"github.com/spf13/cobra"
)

func main() {
	root := newRootCommand()
	if err := root.ExecuteContext(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func newRootCommand() *cobra.Command {
	root := &cobra.Command{
		Use:           "bench",
		Short:         "Measure how well Greenroom decides, and how fast it is",
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	root.AddCommand(newDecideCommand(), newPipelineCommand())
	return root
}
