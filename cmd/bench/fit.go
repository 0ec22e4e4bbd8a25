package main

import (
	"fmt"
	"hash/fnv"
	"io"
	"maps"
	"math"
	"os"
	"slices"
	"strings"
	"time"
	"unicode"

	"greenroom/internal/labelled"
	"greenroom/internal/prescreen"
)

// fitGroup collects what was measured for one source and language.
type fitGroup struct {
	rows, coverage []judged
	decisions      map[bool]map[prescreen.Decision]int
	// known and unread are the times with a posting that was read before, and with one that wasn't.
	known, unread time.Duration
}

// runFit measures pre-screening on a JSONL file of {resume, job_title, job, lang, label} and writes a table per source and language.
// Pooled figures would measure how the sources differ.
func runFit(path string, asOf time.Time, out io.Writer) error {
	file, err := os.Open(path) //nolint:gosec // The path is the operator's own argument.
	if err != nil {
		return fmt.Errorf("open labelled résumés: %w", err)
	}
	defer file.Close() //nolint:errcheck // Nothing was written.
	rows, err := labelled.ReadFits(file)
	if err != nil {
		return err
	}
	header := prescreenHeader(asOf) // compiles the data, too, which no résumé should be billed for
	groups, unlabelled := map[string]*fitGroup{}, 0
	for number := range rows {
		row := &rows[number]
		fits, known := row.Verdict()
		if !known {
			unlabelled++
			continue
		}
		name := strings.Trim(row.Source+" "+string(row.Lang), " ")
		if groups[name] == nil {
			groups[name] = &fitGroup{decisions: map[bool]map[prescreen.Decision]int{true: {}, false: {}}}
		}
		groups[name].measure(row, number, fits, asOf)
	}
	if _, err := fmt.Fprintf(out, "%srows without a label, left out: %d\n\n%s\n", header, unlabelled, fitTable(groups)); err != nil {
		return fmt.Errorf("write figures: %w", err)
	}
	return nil
}

// prescreenHeader says what it takes to repeat the figures.
func prescreenHeader(asOf time.Time) string {
	nobody := prescreen.Assess(prescreen.Position{}, prescreen.Candidate{}, prescreen.DefaultPolicy(), asOf)
	return fmt.Sprintf("engine %s, policy %s, “present” is %s\n", nobody.EngineVersion, nobody.PolicyVersion, asOf.Format(time.DateOnly))
}

// measure assesses one row as the pipeline would, under the default policy: once with a posting that the engine can't have kept, and once
// with one that it has just read.
func (g *fitGroup) measure(row *labelled.Fit, number int, fits bool, asOf time.Time) {
	position, candidate, policy := row.Position(), row.Candidate(), prescreen.DefaultPolicy()
	unread := position
	unread.Description += blanks(number)
	started := time.Now()
	prescreen.Assess(unread, candidate, policy, asOf)
	g.unread += time.Since(started)
	prescreen.Assess(position, candidate, policy, asOf)
	started = time.Now()
	result := prescreen.Assess(position, candidate, policy, asOf)
	g.known += time.Since(started)

	pair := judged{result.Score, fits, hashOf(row.Resume), hashOf(row.JobTitle + "\n" + row.Job)}
	g.rows = append(g.rows, pair)
	pair.score = wordCoverage(row.JobTitle+" "+row.Job, row.Resume)
	g.coverage = append(g.coverage, pair)
	g.decisions[fits][result.Decision]++
}

// blanks writes a number in blanks, so that a text that ends in it is new to a cache and the same to a reader.
func blanks(number int) string {
	return strings.NewReplacer("0", " ", "1", "\t").Replace(fmt.Sprintf("%b", number))
}

func hashOf(text string) uint64 {
	hash := fnv.New64a()
	_, _ = io.WriteString(hash, text) // A hash takes whatever it is given.
	return hash.Sum64()
}

// wordCoverage is the naive rival: the share of the position's distinct words that the résumé has.
func wordCoverage(job, resume string) float64 {
	words := func(text string) map[string]bool {
		set := map[string]bool{}
		for word := range strings.FieldsFuncSeq(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
			set[word] = true
		}
		return set
	}
	wanted, had := words(job), words(resume)
	found := 0
	for word := range wanted {
		if had[word] {
			found++
		}
	}
	return float64(found) / math.Max(1, float64(len(wanted)))
}

// fitTable has one row per group: sizes, AUC of the engine, over all pairs and by résumé, and of word coverage, decisions of fitting and of
// unfitting résumés.
func fitTable(groups map[string]*fitGroup) string {
	var table strings.Builder
	table.WriteString("| source, language | résumés | positions | fit | unfit | AUC (95 %) | mean AUC of a résumé (of so many) ")
	table.WriteString("| word coverage | fit: accept/review/reject | unfit: accept/review/reject ")
	table.WriteString("| ms, posting read before | ms, posting new |\n")
	table.WriteString(strings.Repeat("| --- ", 12) + "|\n")
	for _, name := range slices.Sorted(maps.Keys(groups)) {
		group := groups[name]
		_, resumes := numbered(group.rows, ofResume)
		_, positions := numbered(group.rows, ofPosition)
		fitting := 0
		for _, row := range group.rows {
			fitting += count(row.fits)
		}
		unfitting := len(group.rows) - fitting
		fmt.Fprintf(&table, "| %s | %d | %d | %d | %d | %s | %s | %s | %s | %s | %s | %s |\n",
			name, resumes, positions, fitting, unfitting, separate(group.rows), ofOne(group.rows), figure(separate(group.coverage).area),
			shares(group.decisions[true], fitting), shares(group.decisions[false], unfitting),
			perRow(group.known, len(group.rows)), perRow(group.unread, len(group.rows)))
	}
	return table.String()
}

func ofOne(rows []judged) string {
	mean, resumes := perResume(rows)
	if resumes == 0 {
		return "-"
	}
	return fmt.Sprintf("%.3f (%d)", mean, resumes)
}

// figure has three digits, a dash for what can't be known.
func figure(value float64) string {
	if math.IsNaN(value) {
		return "-"
	}
	return fmt.Sprintf("%.3f", value)
}

func perRow(elapsed time.Duration, rows int) string {
	return fmt.Sprintf("%.3f", elapsed.Seconds()*1000/float64(rows))
}

func shares(decisions map[prescreen.Decision]int, rows int) string {
	if rows == 0 {
		return "-"
	}
	share := func(decision prescreen.Decision) string {
		return fmt.Sprintf("%.0f %%", 100*float64(decisions[decision])/float64(rows))
	}
	return share(prescreen.DecisionAccept) + " / " + share(prescreen.DecisionReview) + " / " + share(prescreen.DecisionReject)
}
