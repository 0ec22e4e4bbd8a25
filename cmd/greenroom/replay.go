package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/spf13/cobra"

	"greenroom/internal/enrolment"
	"greenroom/internal/fault"
	"greenroom/workers"
)

func newReplayCommand() *cobra.Command {
	var flags struct {
		stage, policy, since, merchant string
		apply                          bool
	}
	command := &cobra.Command{
		Use:   "replay",
		Short: "Decide about past enrolments again, and show who would be decided differently and why",
		Long: "Runs the pre-screening of past enrolments again, under the policy in a file (JSON, in the form of\n" +
			"custom_scoring.pre_screening, laid over each enrolment's own policy) or, without one, each under its own policy as it is\n" +
			"now. Merchant, interview and position are read as they are now, too. Prints who would be decided differently and why.\n" +
			"Changes nothing without --apply. What a recruiter has decided is never touched, and a merchant's auto_reject: false stays.\n" +
			"Ends with a status other than 0 if an enrolment couldn't be decided.\n\n" +
			"It is no preview of greenroom merchant set-policy, which puts a file beneath interviews' own policies.\n\n" +
			"Works on DATABASE_URL or, without it, on the Postgres that greenroom serve keeps in --data-dir, whether serve runs or not.",
		Args: cobra.NoArgs,
		RunE: func(command *cobra.Command, _ []string) error {
			if flags.stage != string(enrolment.Prescreen) {
				return fmt.Errorf("--stage %q can't be replayed; it is %q", flags.stage, enrolment.Prescreen)
			}
			replay := &workers.Replay{Now: time.Now, Apply: flags.apply}
			if err := readReplayFlags(replay, flags.policy, flags.since, flags.merchant); err != nil {
				return err
			}
			return withPool(command, func(ctx context.Context, pool *pgxpool.Pool) error {
				replay.Pool = pool
				return runReplay(ctx, command.OutOrStdout(), replay)
			})
		},
	}
	command.Flags().StringVar(&flags.stage, "stage", string(enrolment.Prescreen), "the stage to run again")
	command.Flags().StringVar(&flags.policy, "policy", "", "a file with the policy; without it, each under its own policy as it is now")
	command.Flags().StringVar(&flags.since, "since", "", "leave out what was decided before this day (2026-01-31) or time (RFC 3339)")
	command.Flags().StringVar(&flags.merchant, "merchant", "", "only this merchant's enrolments")
	addDataDirFlag(command)
	command.Flags().BoolVar(&flags.apply, "apply", false, "store the new decisions")
	return command
}

func readReplayFlags(replay *workers.Replay, policy, since, merchant string) error {
	if policy != "" {
		var err error
		if replay.Policy, err = readPolicy(policy); err != nil {
			return err
		}
	}
	if since != "" {
		day, errDay := time.Parse(time.DateOnly, since)
		moment, errMoment := time.Parse(time.RFC3339, since)
		switch {
		case errDay == nil:
			replay.Since = day
		case errMoment == nil:
			replay.Since = moment
		default:
			return errors.New("--since is neither a day nor an RFC 3339 time")
		}
	}
	if merchant != "" {
		id, err := uuid.Parse(merchant)
		if err != nil {
			return fmt.Errorf("read --merchant: %w", err)
		}
		replay.MerchantID = &id
	}
	return nil
}

// runReplay prints what it finds for people: no names, no addresses.
func runReplay(ctx context.Context, out io.Writer, replay *workers.Replay) error {
	summary, err := replay.Run(ctx, workers.ReplayReport{
		Difference: func(found workers.Difference) {
			fmt.Fprintf(out, "enrolment %s (profile_interview_id %s, merchant %s)\n    %s: %s → %s, score %.1f → %.1f\n    %s%s\n",
				found.RequestID, found.EnrolmentID, found.MerchantID, found.Position, found.Before, found.After,
				found.ScoreBefore, found.ScoreAfter, changed(found), found.Reason)
		},
		Failure: func(failed workers.ReplayFailure) {
			fmt.Fprintf(out, "enrolment %s (profile_interview_id %s, merchant %s)\n    failed: %s%s\n",
				failed.RequestID, failed.EnrolmentID, failed.MerchantID, origin(failed.Cause), failed.Cause)
		},
	})
	fmt.Fprintf(out, "Enrolments looked at: %d, decided differently: %d, changed: %d, failed: %d. "+
		"Left alone: %d decided with a remote model, %d whose request or interview is gone.\n",
		summary.Examined, summary.Differing, summary.Applied, summary.Failed, summary.Remote, summary.Missing)
	if err == nil && summary.Failed > 0 {
		err = errors.New("not every enrolment could be decided again; see above")
	}
	return err
}

// origin says whose policy a failure is about: the replay's, or the custom_scoring of the enrolment's interview.
func origin(cause error) string {
	fields := fault.From(cause).Fields
	if len(fields) == 0 {
		return ""
	}
	return fields[0].Name + ": "
}

// changed says what led to another decision, as far as that isn't plain from the score and the reason.
func changed(found workers.Difference) string {
	var said string
	if found.PositionChanged {
		said += "The position has changed since. "
	}
	if found.EngineChanged {
		said += "The engine has changed since. "
	}
	if found.PolicyChanged && found.ScoreBefore == found.ScoreAfter && said == "" {
		said = "The score is the same, only the policy (its thresholds or rules) differs. "
	}
	return said
}
