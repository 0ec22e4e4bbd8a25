package api

import (
	"bytes"
	"encoding/json"
	"fmt"
	"html/template"
	"net/http"
	"sync"

	"github.com/gofiber/fiber/v2"

	"greenroom/internal/lang"
)

// docsCaching lets the documentation be looked at again without loading it, but not past a release.
const docsCaching = "public, max-age=300"

// problemGroup is one part of the page that explains problems.
type problemGroup struct {
	Title string `json:"title"`
	Intro string `json:"intro"`
	// Answered is set where a problem's status is that of an answer.
	Answered bool         `json:"answered"`
	Problems []problemDoc `json:"problems"`
}

// problemDoc explains one code of Problem.
type problemDoc struct {
	Code    string `json:"code"`
	Status  int    `json:"status"`
	Meaning string `json:"meaning"`
	Remedy  string `json:"remedy"`
}

// StatusText is the status in words.
func (p problemDoc) StatusText() string { return http.StatusText(p.Status) }

// problemDocs are the explanations of every code; TestProblemDocs compares them with the source.
func problemDocs() ([]problemGroup, error) {
	var groups []problemGroup
	if err := json.Unmarshal(asset("problems.json"), &groups); err != nil {
		return nil, fmt.Errorf("read the explanations of problems: %w", err)
	}
	return groups, nil
}

// docsPage is what the documentation's pages have in common, and Content what each is about.
type docsPage struct {
	Title, Stylesheet string
	Content           any
}

// registerDocs comes after all other operations, for it describes them.
func (a *API) registerDocs() {
	a.openSchemas()
	document, err := a.OpenAPI()
	if err != nil {
		// The document comes from types that are fixed at compile time.
		panic(fmt.Sprintf("api: the OpenAPI document can't be encoded: %v", err))
	}
	a.fiber.Get("/openapi.json", func(c *fiber.Ctx) error {
		c.Set(fiber.HeaderContentType, "application/vnd.oai.openapi+json")
		return c.Send(document)
	})
	a.fiber.Get("/", func(c *fiber.Ctx) error { return c.Redirect("/docs", http.StatusFound) })
	a.servePage("/docs", func() ([]byte, error) {
		return renderDocs("docs.html", "Greenroom API", newReference(a.huma.OpenAPI()))
	})
	a.servePage("/docs/problems", func() ([]byte, error) {
		groups, err := problemDocs()
		if err != nil {
			return nil, err
		}
		return renderDocs("problems.html", "Problems · Greenroom API", groups)
	})
}

// servePage renders a page when it is first asked for and keeps it.
func (a *API) servePage(address string, render func() ([]byte, error)) {
	rendered := sync.OnceValues(render)
	a.fiber.Get(address, func(c *fiber.Ctx) error {
		content, err := rendered()
		if err != nil {
			return err
		}
		if err := sendPage(c, http.StatusOK, lang.English.Tag(), content); err != nil {
			return err
		}
		c.Set(fiber.HeaderCacheControl, docsCaching)
		return nil
	})
}

func renderDocs(name, title string, content any) ([]byte, error) {
	page, err := template.New("layout.html").Funcs(template.FuncMap{"code": inlineCode}).ParseFS(web, "web/layout.html", "web/"+name)
	if err != nil {
		return nil, fmt.Errorf("parse %s: %w", name, err)
	}
	var rendered bytes.Buffer
	if err := page.Execute(&rendered, docsPage{Title: title, Stylesheet: stylesheetPath("docs.css"), Content: content}); err != nil {
		return nil, fmt.Errorf("render %s: %w", name, err)
	}
	return rendered.Bytes(), nil
}
