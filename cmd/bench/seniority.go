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

// seniorityExamples is how many titles of each confusion are shown.
const seniorityExamples = 3

// undetermined is the code of ISO 639 for a language that a source doesn't tell; such titles are read as any unknown language is.
const undetermined = "und"

// labelledTitle is one row of a file of labelled titles.
type labelledTitle struct {
	language           lang.Code
	title, description string
	// label is empty where the source is coarser than the six levels; accept always holds the levels that count as right.
	label  seniority.Level
	accept []seniority.Level
	// band is staff, supervisor or leadership; empty where the source doesn't tell.
	band, source string
}

// seniorityFigures measures the titles of one source in one language.
type seniorityFigures struct {
	rows, labelled, exact, accepted        int
	leaders, leadersFound, staff, promoted int
	// perLevel counts labelled rows for F1.
	perLevel    map[seniority.Level]*levelCounts
	calibration calibration
	elapsed     time.Duration
	// confusions lists titles by what was expected and what was found.
	confusions map[string][]string
}

type levelCounts struct{ hit, missed, wrong int }

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
		key := title.source + "\t" + string(title.language)
		if groups[key] == nil {
			groups[key] = &seniorityFigures{
				perLevel: map[seniority.Level]*levelCounts{}, calibration: calibration{}, confusions: map[string][]string{},
			}
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
		language: lang.Code(row["lang"]), title: row["title"], description: row["description"], label: seniority.Level(row["label"]),
		band: row["band"], source: row["source"],
	}
	if _, known := lang.Parse(row["lang"]); !known && row["lang"] != undetermined {
		return title, fmt.Errorf("labelled title %s: unknown lang %q", row["id"], row["lang"])
	}
	if _, known := seniority.ParseLevel(row["label"]); !known && row["label"] != "" {
		return title, fmt.Errorf("labelled title %s: unknown label %q", row["id"], row["label"])
	}
	if !slices.Contains([]string{"", "leadership", "staff", "supervisor"}, title.band) {
		return title, fmt.Errorf("labelled title %s: unknown band %q", row["id"], title.band)
	}
	for name := range strings.SplitSeq(row["accept"], "|") {
		level, known := seniority.ParseLevel(name)
		if !known {
			return title, fmt.Errorf("labelled title %s: unknown level %q in accept", row["id"], name)
		}
		title.accept = append(title.accept, level)
	}
	return title, nil
}

func (f *seniorityFigures) measure(title labelledTitle) {
	start := time.Now()
	found := seniority.Detect(title.title, title.description, title.language)
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
	f.calibration.add(found, accepted, title.label != "", title.label == found.Level)
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

// macroF1 is the mean of F1 over the levels that the labels hold; not a number without labels.
func (f *seniorityFigures) macroF1() float64 {
	sum, levels := 0.0, 0
	for _, counts := range f.perLevel {
		if counts.hit+counts.missed == 0 {
			continue
		}
		levels++
		sum += 2 * float64(counts.hit) / float64(2*counts.hit+counts.missed+counts.wrong)
	}
	return sum / float64(levels)
}

func writeSeniority(out io.Writer, groups map[string]*seniorityFigures) error {
	var report strings.Builder
	report.WriteString("engine " + seniority.EngineVersion() + "\n")
	report.WriteString("calibration: the expected error of the confidence against accepted\n")
	fmt.Fprintf(&report, "%-20s %-4s %5s %6s %8s %8s %10s %8s %11s %9s\n",
		"source", "lang", "rows", "exact", "accepted", "macro-F1", "leadership", "promoted", "calibration", "µs/title")
	keys := slices.Sorted(maps.Keys(groups))
	for _, key := range keys {
		source, language, _ := strings.Cut(key, "\t")
		f := groups[key]
		fmt.Fprintf(&report, "%-20s %-4s %5d %6s %8s %8s %10s %8s %11.3f %9.1f\n", source, language, f.rows,
			share(f.exact, f.labelled), share(f.accepted, f.rows), figure(f.macroF1()), share(f.leadersFound, f.leaders),
			share(f.promoted, f.staff), f.calibration.expectedError(), float64(f.elapsed.Nanoseconds())/1e3/float64(f.rows))
	}
	for _, key := range keys {
		groups[key].writeDetails(&report, strings.ReplaceAll(key, "\t", " "))
	}
	if _, err := fmt.Fprintln(out, report.String()); err != nil {
		return fmt.Errorf("write seniority figures: %w", err)
	}
	return nil
}

func (f *seniorityFigures) writeDetails(out *strings.Builder, name string) {
	fmt.Fprintf(out, "\n%s\n", name)
	f.calibration.write(out)
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
