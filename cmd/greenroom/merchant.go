package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/spf13/cobra"

	"greenroom/cmd/internal/app"
)

func newMerchantCommand() *cobra.Command {
	command := &cobra.Command{
		Use:   "merchant",
		Short: "Change what a merchant has configured",
	}
	command.AddCommand(newSetPolicyCommand())
	return command
}

func newSetPolicyCommand() *cobra.Command {
	var flags struct{ merchant, policy string }
	command := &cobra.Command{
		Use:   "set-policy --merchant ID --policy FILE",
		Short: "Set a merchant's pre-screening policy, for requests from now on",
		Long: "Replaces the merchant's layer of the pre-screening policy with the one in a file (JSON, in the form of\n" +
			"custom_scoring.pre_screening): it lies over the platform's, and interviews' own lie over it. {} goes back to the platform's.\n" +
			"auto_reject: false protects every candidate of the merchant, whatever interviews say, until a file says true.\n" +
			"Prints the policy's version, which assessments name, the policy, and the interviews whose own policy contradicts it: enrolments\n" +
			"in them are refused until one of the two is changed. Past enrolments stay as they are; greenroom replay decides about them again,\n" +
			"but is no preview of this: it lays a file over interviews' own policies, and this puts it beneath them.\n\n" +
			"Works on DATABASE_URL or, without it, on the Postgres that greenroom serve keeps in --data-dir, whether serve runs or not.",
		Args: cobra.NoArgs,
		RunE: func(command *cobra.Command, _ []string) error {
			id, err := uuid.Parse(flags.merchant)
			if err != nil {
				return fmt.Errorf("read --merchant: %w", err)
			}
			layer, err := readPolicy(flags.policy)
			if err != nil {
				return err
			}
			return withPool(command, func(ctx context.Context, pool *pgxpool.Pool) error {
				return setPolicy(ctx, command, pool, id, layer)
			})
		},
	}
	command.Flags().StringVar(&flags.merchant, "merchant", "", "the merchant whose policy it is")
	command.Flags().StringVar(&flags.policy, "policy", "", "a file with the policy")
	for _, flag := range []string{"merchant", "policy"} {
		_ = command.MarkFlagRequired(flag) // Only fails for a flag that isn't there.
	}
	addDataDirFlag(command)
	return command
}

func setPolicy(ctx context.Context, command *cobra.Command, pool *pgxpool.Pool, id uuid.UUID, layer map[string]any) error {
	merchant, policy, err := app.SetMerchantPolicy(ctx, pool, id, layer, time.Now())
	if err != nil {
		return err
	}
	shown, err := json.MarshalIndent(policy, "", "  ")
	if err != nil {
		return fmt.Errorf("encode the policy: %w", err)
	}
	out := command.OutOrStdout()
	fmt.Fprintf(out, "%s has policy version %s:\n%s\n", merchant.Name, policy.Version(), shown)
	contradicted, err := app.ContradictedInterviews(ctx, pool, id, merchant)
	if err != nil {
		return err
	}
	warnOfContradicted(out, contradicted)
	return nil
}

// shownInterviews is how many interviews are named; more are counted.
const shownInterviews = 20

func warnOfContradicted(out io.Writer, interviews []uuid.UUID) {
	if len(interviews) == 0 {
		return
	}
	fmt.Fprintf(out, "\nInterviews whose own policy doesn't go with it: %d. Enrolments in them are refused with interview_policy_invalid:\n",
		len(interviews))
	for _, id := range interviews[:min(len(interviews), shownInterviews)] {
		fmt.Fprintf(out, "    %s\n", id)
	}
	if more := len(interviews) - shownInterviews; more > 0 {
		fmt.Fprintf(out, "    and %d more\n", more)
	}
}
