package api

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"html/template"
	"math"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"
	"golang.org/x/text/language"

	"greenroom/db"
	"greenroom/internal/accesstoken"
	"greenroom/internal/enrolment"
	"greenroom/internal/interview"
	"greenroom/internal/lang"
	"greenroom/internal/position"
)

// candidatePage is what the template of the candidate's page shows. Empty parts are left out.
type candidatePage struct {
	Lang, Dir, Title, Stylesheet string

	// Merchant and Position are names as the merchant wrote them.
	Merchant, Position string
	// Tone is "open" when there is something to do now, else "calm".
	Tone                     string
	Headline, Text, NextStep string
	StartURL, Start          string
	Facts                    []string
	Welcome                  []string
	Description              template.HTML
	Privacy                  string
}

// pageTemplate is parsed once; it is part of the binary.
func pageTemplate(name string) *template.Template {
	return template.Must(template.New(name).Parse(string(asset(name))))
}

func (a *API) registerPages() {
	a.registerAssets()
	page := pageTemplate("candidate.html")
	a.fiber.Get("/interview/take/:interview", func(c *fiber.Ctx) error {
		status, shown, err := a.candidatePage(c)
		if err != nil {
			return err
		}
		var content bytes.Buffer
		if err := page.Execute(&content, shown); err != nil {
			return fmt.Errorf("render the candidate's page: %w", err)
		}
		c.Set("X-Robots-Tag", "noindex, nofollow")
		return sendPage(c, status, shown.Lang, content.Bytes())
	})
}

// candidatePage decides what the candidate sees. Problems with the link are pages, too; errors are our own.
func (a *API) candidatePage(c *fiber.Ctx) (int, *candidatePage, error) {
	token := c.Query("interview_token")
	access, err := a.openAccess(c.UserContext(), token)
	if err == nil && access.Interview.ID.String() != strings.ToLower(c.Params("interview")) {
		// A token of another interview: the link was put together by hand.
		access, err = db.Access{}, accesstoken.ErrInvalid
	}
	switch {
	case err == nil:
		return http.StatusOK, a.enrolmentPage(c.UserContext(), access, token), nil
	case errors.Is(err, accesstoken.ErrExpired):
		return http.StatusGone, a.problemPage(access, lang.For(access.Position.Language).Page.Problems.Expired), nil
	case errors.Is(err, errTokenRevoked):
		return http.StatusGone, a.problemPage(access, lang.For(access.Position.Language).Page.Problems.Revoked), nil
	case errors.Is(err, accesstoken.ErrInvalid):
		// Nothing is known about whoever opens it, except what their browser prefers.
		access.Position.Language = preferredLanguage(c.Get(fiber.HeaderAcceptLanguage))
		return http.StatusForbidden, a.problemPage(access, lang.For(access.Position.Language).Page.Problems.Invalid), nil
	}
	return 0, nil, err
}

func newCandidatePage(code lang.Code, headline string) *candidatePage {
	return &candidatePage{
		Lang: code.Tag(), Dir: code.Direction(), Title: headline, Headline: headline, Tone: "calm",
		Stylesheet: stylesheetPath("candidate.css"),
	}
}

func (*API) problemPage(access db.Access, problem lang.Problem) *candidatePage {
	page := newCandidatePage(access.Position.Language, problem.Headline)
	page.Merchant, page.Text = access.MerchantName, problem.Text
	return page
}

// enrolmentPage shows the position, the decision and what happens next.
func (a *API) enrolmentPage(_ context.Context, access db.Access, token string) *candidatePage {
	code, settings := access.Position.Language, access.Interview.Settings
	texts := lang.For(code)
	names := map[string]string{"position": access.Position.Name, "merchant": access.MerchantName}
	notice := noticeFor(texts.Page.Decisions, access.Status)
	page := newCandidatePage(code, notice.Headline)
	page.Title = lang.Fill(texts.Page.Title, names)
	page.Merchant, page.Position = access.MerchantName, access.Position.Name
	page.Text, page.NextStep, page.Privacy = lang.Fill(notice.Text, names), notice.NextStep, texts.Page.Labels.Privacy
	page.Description = describe(access)
	refusal := a.refusal(access)
	switch {
	case refusal == nil:
		page.Tone, page.Start, page.StartURL = "open", texts.Page.Labels.Start, a.startURL(token)
		page.Facts = factsOf(texts.Page.Labels, access, true)
		page.Welcome = welcome(texts, settings, names)
	case refusal.Code == errClosed.Code:
		page.Headline, page.Text, page.NextStep = texts.Page.Problems.Closed.Headline, texts.Page.Problems.Closed.Text, ""
	case refusal.Code == db.ErrAttemptsUsedUp.Code:
		page.Headline, page.Text = texts.Page.Problems.AttemptsUsed.Headline, texts.Page.Problems.AttemptsUsed.Text
		page.NextStep = ""
	default:
		page.Facts = factsOf(texts.Page.Labels, access, false)
	}
	return page
}

// startURL leads to the interview front end; empty when none is configured, and then there is no button.
func (a *API) startURL(token string) string {
	if a.config.InterviewURL == "" {
		return ""
	}
	address, err := url.Parse(a.config.InterviewURL)
	if err != nil {
		return ""
	}
	query := address.Query()
	query.Set("interview_token", token)
	address.RawQuery = query.Encode()
	return address.String()
}

// noticeFor picks the words for a decision; while there is none, a person is still to look at the application.
func noticeFor(decisions lang.Decisions, status enrolment.Status) lang.Notice {
	switch status {
	case enrolment.AIAccept:
		return decisions.AIAccept
	case enrolment.AIReject:
		return decisions.AIReject
	case enrolment.RecruiterAccept:
		return decisions.RecruiterAccept
	case enrolment.RecruiterReject:
		return decisions.RecruiterReject
	case enrolment.AlreadyApplied, enrolment.RecruiterAction:
	}
	return decisions.RecruiterAction
}

// factsOf are the short facts below the position's name; those about taking the interview only if it may be taken.
func factsOf(labels lang.Labels, access db.Access, open bool) []string {
	settings := access.Interview.Settings
	facts := []string{lang.Fill(labels.Location, map[string]string{"location": access.Position.Location})}
	if !open {
		return facts
	}
	seconds := interview.DefaultMaxDuration
	if settings.MaxDuration != nil {
		seconds = *settings.MaxDuration
	}
	minutes := int(math.Ceil(float64(seconds) / time.Minute.Seconds()))
	facts = append(facts,
		lang.Fill(labels.Duration, map[string]string{"minutes": strconv.Itoa(minutes)}),
		lang.Fill(labels.AttemptsLeft, map[string]string{"attempts": strconv.Itoa(settings.Attempts - access.AttemptsUsed)}))
	if till := settings.AvailableTill; till != nil {
		// The one spelling of a date that is read the same everywhere.
		facts = append(facts, lang.Fill(labels.AvailableTill, map[string]string{"date": till.UTC().Format("2006-01-02 15:04 UTC")}))
	}
	return facts
}

// welcome is the merchant's message, or the standard one, and what the merchant says with its video; one entry per paragraph.
func welcome(texts *lang.Catalogue, settings interview.Settings, names map[string]string) []string {
	message := settings.WelcomeMessage
	if message == "" {
		message = lang.Fill(texts.Messages.Welcome, names)
	}
	if settings.InstructionalVideo && settings.InstructionalVideoText != "" {
		message += "\n\n" + settings.InstructionalVideoText
	}
	var paragraphs []string
	for paragraph := range strings.SplitSeq(message, "\n\n") {
		if paragraph = strings.TrimSpace(paragraph); paragraph != "" {
			paragraphs = append(paragraphs, paragraph)
		}
	}
	return paragraphs
}

// describe renders what the merchant wrote about the position, or, if nothing, what can be said from its data.
func describe(access db.Access) template.HTML {
	settings := access.Interview.Settings
	switch {
	case settings.DescriptionLong != "":
		return renderMarkdown(settings.DescriptionLong)
	case settings.Description != "":
		return plainParagraphs(settings.Description)
	}
	level := access.Position.SeniorityLevel
	if settings.SeniorityLevel != "" {
		level = settings.SeniorityLevel
	}
	facts := position.Facts{
		Name: access.Position.Name, Merchant: access.MerchantName, Location: access.Position.Location,
		Language: access.Position.Language, Level: level, Department: settings.Department, Salary: settings.Salary,
	}
	if settings.Company != nil {
		facts.Company = *settings.Company
	}
	return plainParagraphs(position.ShortDescription(facts))
}

// preferredLanguage is the best of the 34 languages for an Accept-Language header.
func preferredLanguage(header string) lang.Code {
	wanted, _, err := language.ParseAcceptLanguage(header)
	if err != nil || len(wanted) == 0 {
		return lang.English
	}
	codes := lang.Codes()
	supported := make([]language.Tag, 0, len(codes)+1)
	// The first is what a matcher falls back to.
	supported = append(supported, language.English)
	for _, code := range codes {
		supported = append(supported, language.Make(code.Tag()))
	}
	_, at, _ := language.NewMatcher(supported).Match(wanted...)
	if at == 0 {
		return lang.English
	}
	return codes[at-1]
}
