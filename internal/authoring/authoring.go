// Package authoring decides what of a draft about a position may be shown to candidates. A draft comes from a model, which invents: so it
// is held against the facts, the language and what nobody may be asked. What doesn't hold isn't mended but refused, and the texts made from
// templates stay. The package refuses to know who drafts.
package authoring

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"greenroom/internal/fault"
	"greenroom/internal/position"
	"greenroom/internal/questions"
)

// Limits on drafts, in characters. Who drafts should be told narrower ones. The contract allows more; a candidate reads on a phone, and
// hears a question once.
const (
	minDescription     = 40
	maxDescription     = 1000
	minDescriptionLong = 100
	maxDescriptionLong = 6000
	minQuestion        = 8
	maxQuestion        = 400
)

// ErrUnfit says that a draft must not be shown; its cause names the rules, and holds nothing of the draft.
var ErrUnfit = fault.New(fault.Malformed, "draft_unfit", "the draft isn't fit to be shown")

// Brief is what there is to write about.
type Brief struct {
	Facts position.Facts
	// Description and DescriptionLong are the merchant's own; what is empty is to be written.
	Description, DescriptionLong string
	// Questions says what is to be asked.
	Questions questions.Input
}

// Draft is what somebody wrote for a brief. Questions are the main ones, in the order in which they are asked.
type Draft struct {
	Description     string
	DescriptionLong string
	Questions       []string
	// Author names who wrote it, for the record.
	Author string
}

// Tidied is the draft without what only surrounds it, each letter in the one form that everything else here has.
func (d Draft) Tidied() Draft {
	tidy := func(text string) string {
		return strings.TrimSpace(norm.NFC.String(strings.NewReplacer("\r\n", "\n", "\t", " ").Replace(text)))
	}
	tidied := Draft{Description: tidy(d.Description), DescriptionLong: tidy(d.DescriptionLong), Author: d.Author}
	for _, question := range d.Questions {
		tidied.Questions = append(tidied.Questions, tidy(question))
	}
	return tidied
}

// Document is the brief as text: all that a draft may rest on.
func (b Brief) Document() string {
	var text strings.Builder
	for _, fact := range []struct{ name, value string }{
		{"Title", b.Facts.Name},
		{"Employer", b.Facts.Merchant},
		{"Hired for", b.Facts.Company.Name},
		{"Company", b.Facts.Company.Description},
		{"Company's seat", b.Facts.Company.Location},
		{"Sector", b.Facts.Company.Sector},
		{"Company size", b.Facts.Company.CompanySize},
		{"Location", b.Facts.Location},
		{"Country", b.Facts.CountryCode},
		{"Department", b.Facts.Department},
		{"Salary", b.Facts.Salary},
		{"Level", string(b.Facts.Level)},
		{"Description", b.Description},
		{"Long description", b.DescriptionLong},
	} {
		if fact.value != "" {
			text.WriteString(fact.name + ": " + fact.value + "\n")
		}
	}
	return text.String()
}

// Check holds a draft against its brief. Errors: ErrUnfit, whose cause lists every rule that it breaks.
func (b Brief) Check(draft Draft) error {
	check := &checker{brief: b, private: privateTerms(b.Questions.Language)}
	if b.Description == "" {
		check.text("description", draft.Description, minDescription, maxDescription)
		check.require(!markup.MatchString(draft.Description), "description", "isn't plain text")
	}
	if b.DescriptionLong == "" {
		check.text("long description", draft.DescriptionLong, minDescriptionLong, maxDescriptionLong)
		check.require(isTame(draft.DescriptionLong), "long description", "holds a link, a picture or HTML")
		salary := numbers(b.Facts.Salary)
		check.require(salary.within(numbers(draft.DescriptionLong)), "long description", "keeps the salary back")
	}
	check.questions(draft.Questions)
	check.language(draft)
	if len(check.problems) > 0 {
		return ErrUnfit.WithCause(errors.Join(check.problems...))
	}
	return nil
}

type checker struct {
	brief    Brief
	private  []privateTerm
	problems []error
}

func (c *checker) require(holds bool, part, otherwise string) {
	if !holds {
		c.problems = append(c.problems, fmt.Errorf("the %s %s", part, otherwise))
	}
}

// text holds for everything that is shown.
func (c *checker) text(part, text string, least, most int) {
	length := utf8.RuneCountInString(text)
	c.require(length >= least && length <= most, part, "is too short or too long")
	c.require(!hasControls(text), part, "holds characters that don't belong in a text")
	c.require(!reference.MatchString(text), part, "holds a link, an address or markup")
	c.require(numbers(text).within(numbers(c.brief.Document())), part, "holds a number that nobody gave")
	c.require(!mentions(fold(text), c.private), part, "speaks of something private")
}

func (c *checker) questions(asked []string) {
	c.require(len(asked) == questions.Count(c.brief.Questions), "set of questions", "has another number than asked for")
	seen := make(map[string]bool, len(asked))
	for at, question := range asked {
		part := fmt.Sprintf("question %d", at+1)
		c.text(part, question, minQuestion, maxQuestion)
		c.require(!strings.Contains(question, "\n") && !markup.MatchString(question), part, "isn't one line of plain text")
		folded := fold(question)
		c.require(!seen[folded], part, "was asked before")
		seen[folded] = true
	}
}

// language looks whether the draft is in the position's language, leaving out what it repeats from the brief: titles and names stay as
// they are.
func (c *checker) language(draft Draft) {
	parts := []struct{ name, given, text string }{
		{"description", c.brief.Description, draft.Description},
		{"long description", c.brief.DescriptionLong, draft.DescriptionLong},
		{"set of questions", "", strings.Join(draft.Questions, "\n")},
	}
	for _, part := range parts {
		if part.given == "" {
			written := isWrittenIn(c.brief.Questions.Language, c.withoutNames(part.text))
			c.require(written, part.name, "isn't in the position's language")
		}
	}
}

func (c *checker) withoutNames(text string) string {
	facts := c.brief.Facts
	for _, name := range []string{facts.Name, facts.Merchant, facts.Company.Name, facts.Department, facts.Location} {
		if name != "" {
			text = strings.ReplaceAll(text, name, " ")
		}
	}
	return text
}

// fold makes texts comparable that differ in case and in how letters are composed.
func fold(text string) string { return norm.NFC.String(cases.Fold().String(text)) }
