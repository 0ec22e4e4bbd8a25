package api

import (
	"bytes"
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
	Tone               string
	Headline, NextStep string
	StartURL, Start    string
	Text, Place        template.HTML
	// Facts are about taking the interview: how long, how often, until when.
	Facts []template.HTML
	// Messages are the merchant's words to the candidate.
	Messages    []string
	Description template.HTML
	// Foreign is set when the description isn't ours, so that its language and direction aren't known.
	Foreign bool
	Privacy string
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
	if err != nil {
		exchangeFrom(c.UserContext()).fail(err)
	}
	switch {
	case err == nil:
		return http.StatusOK, a.enrolmentPage(access, token), nil
	case errors.Is(err, accesstoken.ErrExpired):
		return http.StatusGone, problemPage(access, lang.For(access.Position.Language).Page.Problems.Expired), nil
	case errors.Is(err, errTokenRevoked):
		return http.StatusGone, problemPage(access, lang.For(access.Position.Language).Page.Problems.Revoked), nil
	case errors.Is(err, accesstoken.ErrInvalid):
		// Nothing is known about whoever opens it, except what their browser prefers.
		access.Position.Language = preferredLanguage(c.Get(fiber.HeaderAcceptLanguage))
		return http.StatusForbidden, problemPage(access, lang.For(access.Position.Language).Page.Problems.Invalid), nil
	}
	return 0, nil, err
}

func newCandidatePage(code lang.Code, headline string) *candidatePage {
	return &candidatePage{
		Lang: code.Tag(), Dir: code.Direction(), Title: headline, Headline: headline, Tone: "calm",
		Stylesheet: stylesheetPath("candidate.css"),
	}
}

func problemPage(access db.Access, problem lang.Problem) *candidatePage {
	page := newCandidatePage(access.Position.Language, problem.Headline)
	page.Merchant, page.Text = access.MerchantName, filled(problem.Text, nil)
	return page
}

// enrolmentPage shows the position, the decision and what happens next.
func (a *API) enrolmentPage(access db.Access, token string) *candidatePage {
	settings, texts := access.Interview.Settings, lang.For(access.Position.Language)
	names := map[string]string{"position": access.Position.Name, "merchant": access.MerchantName}
	notice := noticeFor(texts.Page.Decisions, access.Status)
	page := newCandidatePage(access.Position.Language, notice.Headline)
	page.Title = lang.Fill(texts.Page.Title, names)
	page.Merchant, page.Position = access.MerchantName, access.Position.Name
	page.Text, page.NextStep, page.Privacy = filled(notice.Text, names), notice.NextStep, texts.Page.Labels.Privacy
	var by descriptionSource
	page.Description, by = describe(access)
	page.Foreign = by == describedByMerchant
	if by != describedFromData {
		// Templates name the place.
		location := position.LocationName(access.Position.Location, access.Position.Language)
		page.Place = filled(texts.Page.Labels.Location, map[string]string{"location": location})
	}
	if access.Status == enrolment.AIReject || access.Status == enrolment.RecruiterReject {
		// Whether the interview is still open doesn't matter any more.
		return page
	}
	refusal := a.refusal(access)
	switch {
	case refusal == nil:
		page.Facts, page.Messages = factsOf(texts.Page.Labels, access), welcome(texts, settings, names)
		a.offerStart(page, texts.Page.Labels, token)
	case refusal.Code == errClosed.Code:
		page.notify(texts.Page.Problems.Closed)
	case refusal.Code == db.ErrAttemptsUsedUp.Code:
		page.notify(texts.Page.Problems.AttemptsUsed)
		// The standard text says that answers were saved, which isn't known here; what the merchant says is the merchant's.
		page.Messages = paragraphs(settings.ThankYouMessage)
	}
	return page
}

// notify replaces the decision by what keeps an admitted candidate from going on.
func (p *candidatePage) notify(problem lang.Problem) {
	p.Headline, p.Text, p.NextStep = problem.Headline, filled(problem.Text, nil), ""
}

// offerStart adds the way into the interview; where no front end is configured, it says so instead of offering a button that leads nowhere.
func (a *API) offerStart(page *candidatePage, labels lang.Labels, token string) {
	if page.StartURL = a.startURL(token); page.StartURL == "" {
		page.NextStep = labels.NotOpen
		return
	}
	page.Tone, page.Start = "open", labels.Start
}

// filled makes HTML of a text of ours. Values are set apart from it, for their direction may be another: a Latin name in Arabic, say.
func filled(text string, values map[string]string) template.HTML {
	marked := make(map[string]string, len(values))
	for name, value := range values {
		marked[name] = "<bdi>" + template.HTMLEscapeString(value) + "</bdi>"
	}
	return template.HTML(lang.Fill(template.HTMLEscapeString(text), marked)) //nolint:gosec // Text and values are escaped.
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

// factsOf says how long the interview takes, how often it may be taken and until when.
func factsOf(labels lang.Labels, access db.Access) []template.HTML {
	settings := access.Interview.Settings
	seconds := interview.DefaultMaxDuration
	if settings.MaxDuration != nil {
		seconds = *settings.MaxDuration
	}
	minutes := int(math.Ceil(float64(seconds) / time.Minute.Seconds()))
	facts := []template.HTML{
		filled(labels.Duration, map[string]string{"minutes": strconv.Itoa(minutes)}),
		filled(labels.AttemptsLeft, map[string]string{"attempts": strconv.Itoa(settings.Attempts - access.AttemptsUsed)}),
	}
	if till := settings.AvailableTill; till != nil {
		// The one spelling of a date that is read the same everywhere.
		facts = append(facts, filled(labels.AvailableTill, map[string]string{"date": till.UTC().Format("2006-01-02 15:04 UTC")}))
	}
	return facts
}

// welcome is the merchant's message, or the standard one, and what the merchant says with its video.
func welcome(texts *lang.Catalogue, settings interview.Settings, names map[string]string) []string {
	message := settings.WelcomeMessage
	if message == "" {
		message = lang.Fill(texts.Messages.Welcome, names)
	}
	said := paragraphs(message)
	if settings.InstructionalVideo {
		said = append(said, paragraphs(settings.InstructionalVideoText)...)
	}
	return said
}

// paragraphs are the parts of a plain text between empty lines.
func paragraphs(text string) []string {
	var found []string
	for paragraph := range strings.SplitSeq(strings.ReplaceAll(text, "\r\n", "\n"), "\n\n") {
		if paragraph = strings.TrimSpace(paragraph); paragraph != "" {
			found = append(found, paragraph)
		}
	}
	return found
}

// descriptionSource is where a description comes from.
type descriptionSource int

const (
	describedFromData descriptionSource = iota
	describedByMerchant
	describedByModel
)

// describe renders what the merchant wrote about the position; else what a model wrote, or what can be said from its data.
func describe(access db.Access) (template.HTML, descriptionSource) {
	own, written := access.Interview.Settings, access.Interview.Written
	switch {
	case own.DescriptionLong != "":
		return renderMarkdown(own.DescriptionLong), describedByMerchant
	case own.Description != "":
		return plainParagraphs(own.Description), describedByMerchant
	case written.DescriptionLong != "":
		return renderMarkdown(written.DescriptionLong), describedByModel
	}
	return plainParagraphs(position.ShortDescription(position.FactsOf(access.Position, access.MerchantName, own))), describedFromData
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
