package labelled

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"

	"greenroom/internal/lang"
	"greenroom/internal/prescreen"
	"greenroom/internal/seniority"
)

// maxRow is the longest row: a résumé and an advertisement of the contract's greatest lengths, escaped.
const maxRow = 4 << 20

// Fit is a résumé and a position with somebody's judgement, a row of a JSONL file.
type Fit struct {
	Resume   string    `json:"resume"`
	JobTitle string    `json:"job_title"`
	Job      string    `json:"job"`
	Lang     lang.Code `json:"lang"`
	Source   string    `json:"source"`
	// Country codes are optional: most labelled sets have none.
	CandidateCountry string `json:"candidate_country"`
	PositionCountry  string `json:"position_country"`
	Label            struct {
		Relevant *bool  `json:"relevant"`
		Screen   string `json:"screen"`
	} `json:"label"`
}

// ReadFits reads rows of JSON, empty lines left out.
func ReadFits(in io.Reader) ([]Fit, error) {
	lines := bufio.NewScanner(in)
	lines.Buffer(make([]byte, 1<<16), maxRow)
	var fits []Fit
	for number := 1; lines.Scan(); number++ {
		if len(bytes.TrimSpace(lines.Bytes())) == 0 {
			continue
		}
		var fit Fit
		if err := json.Unmarshal(lines.Bytes(), &fit); err != nil {
			return nil, fmt.Errorf("read row %d: %w", number, err)
		}
		if _, known := lang.Parse(string(fit.Lang)); !known {
			return nil, fmt.Errorf("read row %d: unknown lang %q", number, fit.Lang)
		}
		fits = append(fits, fit)
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("read labelled résumés: %w", err)
	}
	return fits, nil
}

// Verdict is the label as a yes or no; known is false for a row without a label.
func (f *Fit) Verdict() (fits, known bool) {
	if f.Label.Relevant != nil {
		return *f.Label.Relevant, true
	}
	return f.Label.Screen == "pass", f.Label.Screen == "pass" || f.Label.Screen == "fail"
}

// Position is the row's position as the pipeline would make it: the level is detected first.
func (f *Fit) Position() prescreen.Position {
	return prescreen.Position{
		Title: f.JobTitle, Description: f.Job, Language: f.Lang, CountryCode: f.PositionCountry,
		Level: seniority.Detect(f.JobTitle, f.Job, f.Lang).Level,
	}
}

// Candidate is the row's candidate.
func (f *Fit) Candidate() prescreen.Candidate {
	return prescreen.Candidate{Resume: f.Resume, CountryCode: f.CandidateCountry}
}
