package prescreen_test

import (
	"bufio"
	"encoding/json"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"greenroom/internal/lang"
	"greenroom/internal/prescreen"
	"greenroom/internal/seniority"
)

// fitRow is a row of testdata/fit.jsonl, in the form that "bench decide --fit" reads.
type fitRow struct {
	Resume   string `json:"resume"`
	JobTitle string `json:"job_title"`
	Job      string `json:"job"`
	Lang     string `json:"lang"`
	Source   string `json:"source"`
	Label    struct {
		Relevant bool   `json:"relevant"`
		Screen   string `json:"screen"`
	} `json:"label"`
}

func readFit(t *testing.T) []fitRow {
	t.Helper()
	file, err := os.Open("testdata/fit.jsonl")
	require.NoError(t, err)
	defer file.Close() //nolint:errcheck // Nothing was written.
	var rows []fitRow
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var row fitRow
		require.NoError(t, json.Unmarshal(lines.Bytes(), &row))
		rows = append(rows, row)
	}
	require.NoError(t, lines.Err())
	return rows
}

// scores are those of fitting and of unfitting résumés.
type scores struct{ yes, no []float64 }

// area is the chance that a fitting résumé scores above an unfitting one.
func (s *scores) area() float64 {
	above := 0.0
	for _, high := range s.yes {
		for _, low := range s.no {
			switch {
			case high > low:
				above++
			case high == low:
				above += 0.5
			}
		}
	}
	return above / float64(len(s.yes)*len(s.no))
}

// TestFitSeparates holds the ranking of each source a bit below what was reached. "own" is the corpus of pairs.tsv, in the lexicon's words;
// the others are of another hand, and their unfitting positions are near misses: docs/decisions/0102 says where they come from.
func TestFitSeparates(t *testing.T) {
	t.Parallel()

	least := map[string]float64{
		"own": 0.995, "br_titles": 0.91, "br_titles_later": 0.89, "multi": 0.94, "en_accountant": 0.97, "en_analyst": 0.97, "en_backend": 0.92,
		"en_designer": 0.96, "en_logistics": 0.94, "en_marketing": 0.97, "en_mech": 0.97, "en_mixed": 0.92, "en_nurse": 0.94,
	}
	measured := map[string]*scores{}
	for _, row := range readFit(t) {
		language, known := lang.Parse(row.Lang)
		require.True(t, known, row.Lang)
		position := prescreen.Position{
			Title: row.JobTitle, Description: row.Job, Language: language, Level: seniority.Detect(row.JobTitle, row.Job, language).Level,
		}
		score := assess(position, row.Resume).Score
		if measured[row.Source] == nil {
			measured[row.Source] = &scores{}
		}
		if source := measured[row.Source]; row.Label.Relevant || row.Label.Screen == "pass" {
			source.yes = append(source.yes, score)
		} else {
			source.no = append(source.no, score)
		}
	}
	require.Len(t, measured, len(least))
	for source, reached := range measured {
		require.Greater(t, reached.area(), least[source], source)
	}
}
