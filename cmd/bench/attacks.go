package main

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
	"time"

	"greenroom/internal/labelled"
	"greenroom/internal/prescreen"
)

// attackFigures sums up the attacks that must get one kind of flag.
type attackFigures struct {
	attacks, trials, caught, raised int
	before, after, greatestRise     float64
}

// runAttacks tries the attacks of a corpus and writes a table by the flag that they must get; verbose adds a line for each of them.
func runAttacks(folder string, asOf time.Time, verbose bool, out io.Writer) error {
	corpus := labelled.Corpus{Files: os.DirFS(folder)}
	attacks, err := corpus.Attacks()
	if err != nil {
		return err
	}
	var lines strings.Builder
	kinds := map[string]*attackFigures{}
	for _, attack := range attacks {
		trials, err := attack.Try(corpus, asOf)
		if err != nil {
			return err
		}
		if kinds[attack.Flag] == nil {
			kinds[attack.Flag] = &attackFigures{}
		}
		kinds[attack.Flag].add(attack, trials)
		if verbose {
			lines.WriteString(attackLine(attack, trials))
		}
	}
	if _, err := fmt.Fprintf(out, "%s\n%s\n%s", prescreenHeader(asOf), attackTable(kinds), lines.String()); err != nil {
		return fmt.Errorf("write figures: %w", err)
	}
	return nil
}

func (f *attackFigures) add(attack labelled.Attack, trials []labelled.Trial) {
	f.attacks++
	for _, trial := range trials {
		f.trials++
		f.caught += count(attack.Caught(trial.After))
		f.raised += count(trial.Rise() > 0)
		f.before += trial.Before.Score
		f.after += trial.After.Score
		f.greatestRise = max(f.greatestRise, trial.Rise())
	}
}

func attackTable(kinds map[string]*attackFigures) string {
	var table strings.Builder
	table.WriteString("| flag it must get | attacks | placements | flagged | raised | greatest rise | mean score before | after |\n")
	table.WriteString(strings.Repeat("| --- ", 8) + "|\n")
	for _, kind := range slices.Sorted(maps.Keys(kinds)) {
		f := kinds[kind]
		caught := fmt.Sprint(f.caught)
		if kind == labelled.Unflagged {
			kind, caught = "none", "-"
		}
		trials := max(1, float64(f.trials))
		fmt.Fprintf(&table, "| %s | %d | %d | %s | %d | %.1f | %.2f | %.2f |\n",
			kind, f.attacks, f.trials, caught, f.raised, f.greatestRise, f.before/trials, f.after/trials)
	}
	return table.String()
}

// attackLine shows the attack where it does most: where it raises the score most, isn't flagged, or has most to lose.
func attackLine(attack labelled.Attack, trials []labelled.Trial) string {
	if len(trials) == 0 {
		return attack.Name + ": no position to try it on\n"
	}
	worst := slices.MaxFunc(trials, func(a, b labelled.Trial) int {
		return cmp.Or(
			cmp.Compare(a.Rise(), b.Rise()),
			count(attack.Caught(b.After))-count(attack.Caught(a.After)),
			cmp.Compare(a.Before.Score, b.Before.Score),
		)
	})
	return fmt.Sprintf("%s: %.1f → %.1f, %s (%s for %s, %s)\n",
		attack.Name, worst.Before.Score, worst.After.Score, flagKinds(worst.After.Flags), worst.Resume, worst.Position, worst.Place)
}

func flagKinds(flags []prescreen.Flag) string {
	if len(flags) == 0 {
		return "not flagged"
	}
	var kinds []string
	for _, flag := range flags {
		if !slices.Contains(kinds, string(flag.Kind)) {
			kinds = append(kinds, string(flag.Kind))
		}
	}
	return strings.Join(kinds, "+")
}
