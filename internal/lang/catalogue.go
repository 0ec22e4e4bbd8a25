package lang

import (
	"bytes"
	"embed"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
)

// Catalogue is every text of one language. Texts hold placeholders such as {position}; Fill puts the values in.
type Catalogue struct {
	Page        Page        `json:"page"`
	Messages    Messages    `json:"messages"`
	Description Description `json:"description"`
	Questions   Questions   `json:"questions"`
}

// Page is the page behind a candidate's interview URL.
type Page struct {
	// Title takes {position} and {merchant}.
	Title     string    `json:"title"`
	Decisions Decisions `json:"decisions"`
	Labels    Labels    `json:"labels"`
	Problems  Problems  `json:"problems"`
}

// Decisions holds what the page says for each decision. All texts take {position}.
type Decisions struct {
	AIAccept        Notice `json:"ai_accept"`
	AIReject        Notice `json:"ai_reject"`
	RecruiterAccept Notice `json:"recruiter_accept"`
	RecruiterAction Notice `json:"recruiter_action"`
	RecruiterReject Notice `json:"recruiter_reject"`
}

// Notice is a headline, what it means, and what the candidate can do next.
type Notice struct {
	Headline string `json:"headline"`
	Text     string `json:"text"`
	NextStep string `json:"next_step"`
}

// Labels are the page's small texts. Each is worded so that any number, date or name fits without inflection.
type Labels struct {
	// AttemptsLeft takes {attempts}.
	AttemptsLeft string `json:"attempts_left"`
	// AvailableTill takes {date}.
	AvailableTill string `json:"available_till"`
	// Duration takes {minutes}.
	Duration string `json:"duration"`
	// Location takes {location}.
	Location string `json:"location"`
	// NotOpen says that the interview can't be started yet.
	NotOpen string `json:"not_open"`
	// Privacy says what the answers are used for.
	Privacy string `json:"privacy"`
	// Start is the start button.
	Start string `json:"start"`
}

// Problems holds what the page says when a link can't be used.
type Problems struct {
	AttemptsUsed Problem `json:"attempts_used"`
	// Closed is for an interview whose available_till has passed.
	Closed  Problem `json:"closed"`
	Expired Problem `json:"expired"`
	Invalid Problem `json:"invalid"`
	Revoked Problem `json:"revoked"`
}

// Problem is a headline and a text that says what to do.
type Problem struct {
	Headline string `json:"headline"`
	Text     string `json:"text"`
}

// Messages are the standard texts around an interview, for merchants that send none of their own.
type Messages struct {
	ThankYou string `json:"thank_you"`
	// Welcome takes {position}.
	Welcome string `json:"welcome"`
}

// Description holds what position descriptions are made of.
type Description struct {
	// Countries names those that have another name than CountryName's library knows, by ISO 3166-1 code.
	Countries map[string]string   `json:"countries"`
	Headings  DescriptionHeadings `json:"headings"`
	// Intro takes {merchant} and {position}.
	Intro  string            `json:"intro"`
	Labels DescriptionLabels `json:"labels"`
	// Levels names each seniority level, by its spelling in the contract.
	Levels map[string]string `json:"levels"`
	// Place takes {name}, such as a city's or a firm's, and the {place} that it is in.
	Place string `json:"place"`
	// Process says how an application begins.
	Process string `json:"process"`
	// Remote stands for a location that is no place.
	Remote string `json:"remote"`
	// Role describes a position of each seniority level, by its spelling in the contract.
	Role map[string]string `json:"role"`
}

// DescriptionHeadings are the headings of a long description.
type DescriptionHeadings struct {
	Company string `json:"company"`
	Facts   string `json:"facts"`
	Process string `json:"process"`
	Role    string `json:"role"`
}

// DescriptionLabels are the facts of a position, each with a placeholder of its own name.
type DescriptionLabels struct {
	Company     string `json:"company"`
	CompanySize string `json:"company_size"`
	Department  string `json:"department"`
	Level       string `json:"level"`
	Location    string `json:"location"`
	Salary      string `json:"salary"`
	Sector      string `json:"sector"`
}

// Questions are the texts of the interview questions. What a main question is about and whom it suits is the same in every language, so
// internal/questions says it once, by the question's key.
type Questions struct {
	Rapport string `json:"rapport"`
	Closing string `json:"closing"`
	// Main is by key; some texts take {position}.
	Main map[string]string `json:"main"`
}

//go:embed data/*.json
var data embed.FS

//nolint:gochecknoglobals // Written once: 34 files are parsed at first use instead of at every start of a command that needs none.
var catalogues = sync.OnceValue(func() map[Code]*Catalogue {
	loaded := make(map[Code]*Catalogue, len(codes))
	for _, code := range Codes() {
		catalogue, err := load(code)
		if err != nil {
			// The files are part of the binary and the tests load them all: a broken one can't be built unnoticed.
			panic(err)
		}
		loaded[code] = catalogue
	}
	return loaded
})

// For is the catalogue of a language; English for a code that Parse would refuse. The catalogue is shared: callers only read it.
func For(code Code) *Catalogue {
	if catalogue, known := catalogues()[code]; known {
		return catalogue
	}
	return catalogues()[English]
}

func load(code Code) (*Catalogue, error) {
	text, err := data.ReadFile("data/" + string(code) + ".json")
	if err != nil {
		return nil, fmt.Errorf("read the texts of %s: %w", code, err)
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	var catalogue Catalogue
	if err := decoder.Decode(&catalogue); err != nil {
		return nil, fmt.Errorf("parse the texts of %s: %w", code, err)
	}
	return &catalogue, nil
}

// Fill puts values into the template's placeholders: the value of "position" goes where it says {position}. Values are put in as they are,
// so a value that looks like a placeholder stays what it is. A placeholder without a value stays.
func Fill(template string, values map[string]string) string {
	pairs := make([]string, 0, 2*len(values))
	for name, value := range values {
		pairs = append(pairs, "{"+name+"}", value)
	}
	return strings.NewReplacer(pairs...).Replace(template)
}
