package position

import (
	"strings"
	"unicode/utf8"

	"greenroom/internal/interview"
	"greenroom/internal/lang"
	"greenroom/internal/seniority"
)

// maxShortDescription is the longest position_description that the contract allows, in characters.
const maxShortDescription = 2000

// markup is what may begin, end or separate something in Markdown, with the extensions in use: "1. FC" begins a list, "www." a link.
const markup = "\\`*_[]()<>#+-.!|~&:@$"

// remote is the location that the contract gives for work from anywhere. Other locations are names, which stay as they are.
const remote = "remote"

// Facts is what a description is written from. Empty facts are left out.
type Facts struct {
	Name        string
	Merchant    string
	Location    string
	CountryCode string
	Language    lang.Code
	Level       seniority.Level
	Department  string
	Salary      string
	// Company is whom the merchant hires for, if not for itself.
	Company interview.Company
}

// FactsOf collects what is known about a position that merchant hires for, under an interview's settings.
func FactsOf(described Position, merchant string, settings interview.Settings) Facts {
	facts := Facts{
		Name: described.Name, Merchant: merchant, Location: described.Location, CountryCode: described.CountryCode,
		Language: described.Language, Level: described.SeniorityLevel, Department: settings.Department, Salary: settings.Salary,
	}
	if settings.SeniorityLevel != "" {
		facts.Level = settings.SeniorityLevel
	}
	if settings.Company != nil {
		facts.Company = *settings.Company
	}
	return facts
}

// ShortDescription writes the plain text that a candidate sees first, in the position's language and within the contract's limit.
func ShortDescription(facts Facts) string {
	texts := lang.For(facts.Language).Description
	sentences := []string{lang.Fill(texts.Intro, map[string]string{"merchant": facts.Merchant, "position": facts.Name})}
	sentences = append(sentences, facts.lines(texts, plain)...)
	return shorten(strings.Join(sentences, "\n"), maxShortDescription)
}

// LongDescription writes a full description as Markdown, in the position's language. Facts are escaped: they stay text whatever they hold.
func LongDescription(facts Facts) string {
	texts := lang.For(facts.Language).Description
	intro := lang.Fill(texts.Intro, map[string]string{"merchant": escape(facts.Merchant), "position": escape(facts.Name)})
	blocks := []string{"# " + escape(facts.Name), intro}
	if lines := facts.lines(texts, escape); len(lines) > 0 {
		blocks = append(blocks, "## "+texts.Headings.Facts, "- "+strings.Join(lines, "\n- "))
	}
	if role, known := texts.Role[string(facts.Level)]; known {
		blocks = append(blocks, "## "+texts.Headings.Role, role)
	}
	if facts.Company.Description != "" {
		blocks = append(blocks, "## "+texts.Headings.Company, escape(facts.Company.Description))
	}
	blocks = append(blocks, "## "+texts.Headings.Process, texts.Process)
	return strings.Join(blocks, "\n\n") + "\n"
}

// lines words each known fact as a label with its value, which write makes fit for the format.
func (f Facts) lines(texts lang.Description, write func(string) string) []string {
	facts := []struct{ label, name, value string }{
		{texts.Labels.Company, "company", f.company()},
		{texts.Labels.Sector, "sector", f.Company.Sector},
		{texts.Labels.CompanySize, "company_size", f.Company.CompanySize},
		{texts.Labels.Location, "location", f.place()},
		{texts.Labels.Level, "level", texts.Levels[string(f.Level)]},
		{texts.Labels.Department, "department", f.Department},
		{texts.Labels.Salary, "salary", f.Salary},
	}
	var lines []string
	for _, fact := range facts {
		if fact.value != "" {
			lines = append(lines, lang.Fill(fact.label, map[string]string{fact.name: write(fact.value)}))
		}
	}
	return lines
}

// company is the name of the firm with the place of its seat.
func (f Facts) company() string {
	if f.Company.Name != "" && f.Company.Location != "" {
		return within(f.Language, f.Company.Name, f.Company.Location)
	}
	return f.Company.Name
}

// place is the location with the country's name in the position's language, unless the location says it already.
func (f Facts) place() string {
	location, country := LocationName(f.Location, f.Language), lang.CountryName(f.Language, f.CountryCode)
	switch {
	case location == "":
		return country
	case country == "" || strings.Contains(strings.ToLower(location), strings.ToLower(country)):
		return location
	}
	return within(f.Language, location, country)
}

// LocationName is a location as people read it in a language.
func LocationName(location string, code lang.Code) string {
	if strings.EqualFold(strings.TrimSpace(location), remote) {
		return lang.For(code).Description.Remote
	}
	return location
}

// within names something together with the place it is in.
func within(code lang.Code, name, place string) string {
	return lang.Fill(lang.For(code).Description.Place, map[string]string{"name": name, "place": place})
}

func plain(value string) string { return strings.Join(strings.Fields(value), " ") }

// escape makes a value fit for a line of Markdown: one line, and no character of it is markup.
func escape(value string) string {
	var escaped strings.Builder
	for _, char := range plain(value) {
		if strings.ContainsRune(markup, char) {
			escaped.WriteByte('\\')
		}
		escaped.WriteRune(char)
	}
	return escaped.String()
}

// shorten cuts a text to at most limit characters and shows that it did.
func shorten(text string, limit int) string {
	if utf8.RuneCountInString(text) <= limit {
		return text
	}
	return strings.TrimSpace(string([]rune(text)[:limit-1])) + "…"
}
