package main

import (
	"bufio"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math"
	"os"
	"slices"
	"strings"
	"time"
	"unicode"

	"greenroom/internal/lang"
	"greenroom/internal/prescreen"
	"greenroom/internal/seniority"
)

// maxFitLine is the longest row: a résumé and an advertisement of the contract's greatest lengths, escaped.
const maxFitLine = 4 << 20

// labelledFit is one row of a file of résumés with somebody's judgement.
type labelledFit struct {
	Resume   string `json:"resume"`
	JobTitle string `json:"job_title"`
	Job      string `json:"job"`
	Lang     string `json:"lang"`
	Source   string `json:"source"`
	// Country codes are optional: most labelled sets have none.
	CandidateCountry string `json:"candidate_country"`
	PositionCountry  string `json:"position_country"`
	Label            struct {
		Relevant *bool  `json:"relevant"`
		Screen   string `json:"screen"`
	} `json:"label"`
}

// positive is the label as a yes or no; known is false for a row without a label.
func (f *labelledFit) positive() (yes, known bool) {
	if f.Label.Relevant != nil {
		return *f.Label.Relevant, true
	}
	return f.Label.Screen == "pass", f.Label.Screen == "pass" || f.Label.Screen == "fail"
}

// fitGroup collects what was measured for one source and language.
type fitGroup struct {
	yes, no                 []float64
	yesCoverage, noCoverage []float64
	decisions               map[bool]map[prescreen.Decision]int
	elapsed                 time.Duration
}

// runFit measures pre-screening on a JSONL file of {resume, job_title, job, lang, label} and writes a table per source and language.
func runFit(path string, out io.Writer) error {
	file, err := os.Open(path) //nolint:gosec // The path is the operator's own argument.
	if err != nil {
		return fmt.Errorf("open labelled résumés: %w", err)
	}
	defer file.Close() //nolint:errcheck // Nothing was written.
	groups := map[string]*fitGroup{}
	rows := bufio.NewScanner(file)
	rows.Buffer(make([]byte, 1<<16), maxFitLine)
	now := time.Now().UTC()
	// Compiles the data, which no résumé should be billed for.
	prescreen.Assess(prescreen.Position{}, prescreen.Candidate{}, prescreen.DefaultPolicy(), now)
	for number := 1; rows.Scan(); number++ {
		if strings.TrimSpace(rows.Text()) == "" {
			continue
		}
		var row labelledFit
		if err := json.Unmarshal(rows.Bytes(), &row); err != nil {
			return fmt.Errorf("read row %d: %w", number, err)
		}
		if yes, known := row.positive(); known {
			measureFit(groups, &row, yes, now)
		}
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("read labelled résumés: %w", err)
	}
	return writeFit(out, groups)
}

// measureFit assesses one row as the pipeline would: the level is detected first, and the default policy applies.
func measureFit(groups map[string]*fitGroup, row *labelledFit, yes bool, now time.Time) {
	language, known := lang.Parse(row.Lang)
	if !known {
		language = lang.English
	}
	position := prescreen.Position{
		Title: row.JobTitle, Description: row.Job, Language: language, CountryCode: row.PositionCountry,
		Level: seniority.Detect(row.JobTitle, row.Job, language).Level,
	}
	candidate := prescreen.Candidate{Resume: row.Resume, CountryCode: row.CandidateCountry}
	started := time.Now()
	result := prescreen.Assess(position, candidate, prescreen.DefaultPolicy(), now)
	elapsed := time.Since(started)
	covered := wordCoverage(row.JobTitle+" "+row.Job, row.Resume)
	for _, name := range []string{"all", strings.Trim(row.Source+" "+row.Lang, " ")} {
		group := groups[name]
		if group == nil {
			group = &fitGroup{decisions: map[bool]map[prescreen.Decision]int{true: {}, false: {}}}
			groups[name] = group
		}
		group.elapsed += elapsed
		group.decisions[yes][result.Decision]++
		if yes {
			group.yes, group.yesCoverage = append(group.yes, result.Score), append(group.yesCoverage, covered)
		} else {
			group.no, group.noCoverage = append(group.no, result.Score), append(group.noCoverage, covered)
		}
	}
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

// areaUnderCurve is the chance that a fitting résumé scores above an unfitting one, with its 95 % interval after DeLong.
func areaUnderCurve(yes, no []float64) (area, low, high float64) {
	if len(yes) == 0 || len(no) == 0 {
		return math.NaN(), math.NaN(), math.NaN()
	}
	above := func(score float64, others []float64, flip bool) float64 {
		sum := 0.0
		for _, other := range others {
			switch order := cmp.Compare(score, other); {
			case order == 0:
				sum += 0.5
			case order > 0 != flip:
				sum++
			}
		}
		return sum / float64(len(others))
	}
	ofYes, ofNo := make([]float64, len(yes)), make([]float64, len(no))
	for place, score := range yes {
		ofYes[place] = above(score, no, false)
		area += ofYes[place] / float64(len(yes))
	}
	for place, score := range no {
		ofNo[place] = above(score, yes, true)
	}
	margin := 1.96 * math.Sqrt(variance(ofYes, area)/float64(len(yes))+variance(ofNo, area)/float64(len(no)))
	return area, math.Max(0, area-margin), math.Min(1, area+margin)
}

func variance(values []float64, mean float64) float64 {
	sum := 0.0
	for _, value := range values {
		sum += (value - mean) * (value - mean)
	}
	return sum / math.Max(1, float64(len(values)-1))
}

// writeFit prints one row per group: sizes, AUC of the engine and of word coverage, decisions of fitting and of unfitting résumés.
func writeFit(out io.Writer, groups map[string]*fitGroup) error {
	var table strings.Builder
	table.WriteString("| source, language | fit | unfit | AUC (95 %) | word coverage ")
	table.WriteString("| fit: accept/review/reject | unfit: accept/review/reject | ms |\n")
	table.WriteString("| --- | --- | --- | --- | --- | --- | --- | --- |\n")
	for _, name := range slices.Sorted(maps.Keys(groups)) {
		group := groups[name]
		area, low, high := areaUnderCurve(group.yes, group.no)
		naive, _, _ := areaUnderCurve(group.yesCoverage, group.noCoverage)
		rows := len(group.yes) + len(group.no)
		fmt.Fprintf(&table, "| %s | %d | %d | %.3f (%.3f–%.3f) | %.3f | %s | %s | %.3f |\n",
			name, len(group.yes), len(group.no), area, low, high, naive,
			shares(group.decisions[true], len(group.yes)), shares(group.decisions[false], len(group.no)),
			group.elapsed.Seconds()*1000/float64(rows))
	}
	if _, err := io.WriteString(out, table.String()); err != nil {
		return fmt.Errorf("write figures: %w", err)
	}
	return nil
}

func shares(decisions map[prescreen.Decision]int, rows int) string {
	share := func(decision prescreen.Decision) string {
		return fmt.Sprintf("%.0f %%", 100*float64(decisions[decision])/math.Max(1, float64(rows)))
	}
	return share(prescreen.DecisionAccept) + " / " + share(prescreen.DecisionReview) + " / " + share(prescreen.DecisionReject)
}
