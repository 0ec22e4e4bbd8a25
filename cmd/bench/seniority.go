package main

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
	"time"

	"greenroom/internal/lang"
	"greenroom/internal/seniority"
)

const (
	// seniorityExamples is how many titles of each confusion are shown.
	seniorityExamples = 3
	// confidenceBins divides confidence from 0 to 1 evenly.
	confidenceBins = 10
)

// labelledTitle is one row of a file of labelled titles.
type labelledTitle struct {
	language, title, description string
	// label is empty where the source is coarser than the six levels; accept always holds the levels that count as right.
	label  seniority.Level
	accept []seniority.Level
	// band is staff, supervisor or leadership.
	band, source string
}

// seniorityFigures measures the titles of one source in one language.
type seniorityFigures struct {
	rows, labelled, exact, accepted        int
	leaders, leadersFound, staff, promoted int
	// perLevel counts labelled rows for F1.
	perLevel map[seniority.Level]*levelCounts
	bins     [confidenceBins]confidenceBin
	elapsed  time.Duration
	// confusions lists titles by what was expected and what was found.
	confusions map[string][]string
}

type levelCounts struct{ hit, missed, wrong int }

type confidenceBin struct {
	rows, accepted int
	sum            float64
}

// runSeniority measures every source and language of the files by itself; pooled figures would hide where detection is bad.
func runSeniority(paths []string, out io.Writer) error {
	var titles []labelledTitle
	for _, path := range paths {
		more, err := openLabelledTitles(path)
		if err != nil {
			return err
		}
		titles = append(titles, more...)
	}
	seniority.Detect("", "", lang.English) // compiles the data, which no title should be billed for
	groups := map[string]*seniorityFigures{}
	for _, title := range titles {
		key := title.source + "\t" + title.language
		if groups[key] == nil {
			groups[key] = &seniorityFigures{perLevel: map[seniority.Level]*levelCounts{}, confusions: map[string][]string{}}
		}
		groups[key].measure(title)
	}
	return writeSeniority(out, groups)
}

func openLabelledTitles(path string) ([]labelledTitle, error) {
	file, err := os.Open(path) //nolint:gosec // The operator names the file.
	if err != nil {
		return nil, fmt.Errorf("open labelled titles: %w", err)
	}
	defer func() { _ = file.Close() }()
	titles, err := readLabelledTitles(file)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return titles, nil
}

// readLabelledTitles reads tab-separated rows without quoting, whose columns the first line names.
func readLabelledTitles(in io.Reader) ([]labelledTitle, error) {
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, 1<<20)
	var columns []string
	var titles []labelledTitle
	for lines.Scan() {
		cells := strings.Split(lines.Text(), "\t")
		if columns == nil {
			columns = cells
			continue
		}
		row := map[string]string{}
		for index, cell := range cells[:min(len(cells), len(columns))] {
			row[columns[index]] = cell
		}
		title, err := newLabelledTitle(row)
		if err != nil {
			return nil, err
		}
		titles = append(titles, title)
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("read labelled titles: %w", err)
	}
	return titles, nil
}

func newLabelledTitle(row map[string]string) (labelledTitle, error) {
	title := labelledTitle{
		language: row["lang"], title: row["title"], description: row["description"], label: seniority.Level(row["label"]),
		band: row["band"], source: row["source"],
	}
	for name := range strings.SplitSeq(row["accept"], "|") {
		level, known := seniority.ParseLevel(name)
		if !known {
			return title, fmt.Errorf("labelled title %s: unknown level %q", row["id"], name)
		}
		title.accept = append(title.accept, level)
	}
	return title, nil
}

func (f *seniorityFigures) measure(title labelledTitle) {
	start := time.Now()
	found := seniority.Detect(title.title, title.description, lang.Code(title.language))
	f.elapsed += time.Since(start)
	f.rows++
	accepted := slices.Contains(title.accept, found.Level)
	if accepted {
		f.accepted++
	}
	f.label(title.label, found.Level)
	leads := found.Level.Rank() >= seniority.Managerial.Rank()
	switch title.band {
	case "leadership":
		f.leaders++
		f.leadersFound += count(leads)
	case "staff":
		f.staff++
		f.promoted += count(leads)
	}
	bin := &f.bins[min(int(found.Confidence*confidenceBins), confidenceBins-1)]
	bin.rows++
	bin.accepted += count(accepted)
	bin.sum += found.Confidence
	if !accepted {
		confusion := strings.Trim(strings.Join(strings.Fields(fmt.Sprint(title.accept)), "|"), "[]") + " taken for " + string(found.Level)
		f.confusions[confusion] = append(f.confusions[confusion], title.title)
	}
}

func (f *seniorityFigures) label(expected, found seniority.Level) {
	if expected == "" {
		return
	}
	f.labelled++
	for _, level := range []seniority.Level{expected, found} {
		if f.perLevel[level] == nil {
			f.perLevel[level] = &levelCounts{}
		}
	}
	if expected == found {
		f.exact++
		f.perLevel[expected].hit++
		return
	}
	f.perLevel[expected].missed++
	f.perLevel[found].wrong++
}

// macroF1 is the mean of F1 over the levels that the labels hold.
func (f *seniorityFigures) macroF1() float64 {
	sum, levels := 0.0, 0
	for _, counts := range f.perLevel {
		if counts.hit+counts.missed == 0 {
			continue
		}
		levels++
		sum += 2 * float64(counts.hit) / float64(2*counts.hit+counts.missed+counts.wrong)
	}
	if levels == 0 {
		return 0
	}
	return sum / float64(levels)
}

func writeSeniority(out io.Writer, groups map[string]*seniorityFigures) error {
	var report strings.Builder
	report.WriteString("engine " + seniority.EngineVersion + "\n")
	fmt.Fprintf(&report, "%-20s %-4s %5s %6s %8s %8s %10s %8s %9s\n",
		"source", "lang", "rows", "exact", "accepted", "macro-F1", "leadership", "promoted", "µs/title")
	keys := slices.Sorted(maps.Keys(groups))
	for _, key := range keys {
		source, language, _ := strings.Cut(key, "\t")
		f := groups[key]
		fmt.Fprintf(&report, "%-20s %-4s %5d %6s %8s %8.3f %10s %8s %9.1f\n", source, language, f.rows,
			share(f.exact, f.labelled), share(f.accepted, f.rows), f.macroF1(), share(f.leadersFound, f.leaders),
			share(f.promoted, f.staff), float64(f.elapsed.Nanoseconds())/1e3/float64(f.rows))
	}
	for _, key := range keys {
		groups[key].writeDetails(&report, strings.ReplaceAll(key, "\t", " "))
	}
	if _, err := io.WriteString(out, report.String()); err != nil {
		return fmt.Errorf("write seniority figures: %w", err)
	}
	return nil
}

func (f *seniorityFigures) writeDetails(out *strings.Builder, name string) {
	fmt.Fprintf(out, "\n%s\n", name)
	for _, bin := range f.bins {
		if bin.rows > 0 {
			fmt.Fprintf(out, "  confidence %.2f: accepted %s of %d\n", bin.sum/float64(bin.rows), share(bin.accepted, bin.rows), bin.rows)
		}
	}
	confusions := slices.SortedFunc(maps.Keys(f.confusions), func(a, b string) int {
		return cmp.Or(cmp.Compare(len(f.confusions[b]), len(f.confusions[a])), cmp.Compare(a, b))
	})
	for _, confusion := range confusions {
		titles := f.confusions[confusion]
		fmt.Fprintf(out, "  %d %s: %s\n", len(titles), confusion, strings.Join(titles[:min(len(titles), seniorityExamples)], "; "))
	}
}

func count(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// share is a fraction with three digits, a dash of nothing.
func share(part, whole int) string {
	if whole == 0 {
		return "-"
	}
	return fmt.Sprintf("%.3f", float64(part)/float64(whole))
}
