package api

import (
	"bytes"
	"html/template"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

const (
	// headingOffset puts a merchant's headings below the page's own two levels.
	headingOffset = 2
	lowestHeading = 6
	// markupPriority runs the transformer after goldmark's own.
	markupPriority = 1000
)

// renderMarkdown makes HTML of what a merchant wrote. It is hostile input: raw HTML is left out, links can't run scripts (both are
// goldmark's defaults), and pictures, which would be loaded from elsewhere, become their descriptions.
func renderMarkdown(source string) template.HTML {
	markdown := goldmark.New(
		goldmark.WithExtensions(extension.Table, extension.Strikethrough),
		goldmark.WithParserOptions(parser.WithASTTransformers(util.Prioritized(tameMarkup{}, markupPriority))),
	)
	var rendered bytes.Buffer
	if err := markdown.Convert([]byte(source), &rendered); err != nil {
		return plainParagraphs(source)
	}
	return template.HTML(rendered.String()) //nolint:gosec // goldmark escapes all text and leaves raw HTML out.
}

// tameMarkup fits a merchant's document into the page.
type tameMarkup struct{}

// Transform implements parser.ASTTransformer.
func (tameMarkup) Transform(document *ast.Document, _ text.Reader, _ parser.Context) {
	var images []ast.Node
	_ = ast.Walk(document, func(node ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch node := node.(type) {
		case *ast.Heading:
			node.Level = min(node.Level+headingOffset, lowestHeading)
		case *ast.Image:
			images = append(images, node)
		}
		return ast.WalkContinue, nil
	})
	for _, image := range images {
		parent := image.Parent()
		for child := image.FirstChild(); child != nil; child = image.FirstChild() {
			parent.InsertBefore(parent, image, child)
		}
		parent.RemoveChild(parent, image)
	}
}

// plainParagraphs makes HTML of plain text.
func plainParagraphs(source string) template.HTML {
	var html strings.Builder
	for _, paragraph := range paragraphs(source) {
		lines := strings.Split(paragraph, "\n")
		for i, line := range lines {
			lines[i] = template.HTMLEscapeString(line)
		}
		html.WriteString("<p>" + strings.Join(lines, "<br>") + "</p>")
	}
	return template.HTML(html.String()) //nolint:gosec // Escaped above, line by line.
}
