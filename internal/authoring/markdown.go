package authoring

import (
	"regexp"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// markup is Markdown where plain text belongs. "C#" and "Kolleg*innen" are words.
var markup = regexp.MustCompile("(?m)^\\s{0,3}(?:#{1,6}\\s|[*+-]\\s|>|\\d+[.)]\\s)|\\*\\*|`|(?:^|\\s)\\*[^\\s*][^*\\n]*\\*(?:\\W|$)")

// isTame reports whether a Markdown document leads nowhere and brings nothing along: no link, in whatever notation, no picture, no HTML.
func isTame(document string) bool {
	// The table extension, for the page renders tables; bare addresses would only be links with an extension that it hasn't.
	markdown := goldmark.New(goldmark.WithExtensions(extension.Table, extension.Strikethrough))
	context := parser.NewContext()
	root := markdown.Parser().Parse(text.NewReader([]byte(document)), parser.WithContext(context))
	tame := len(context.References()) == 0
	_ = ast.Walk(root, func(node ast.Node, _ bool) (ast.WalkStatus, error) {
		switch node.Kind() {
		case ast.KindAutoLink, ast.KindHTMLBlock, ast.KindImage, ast.KindLink, ast.KindRawHTML:
			tame = false
			return ast.WalkStop, nil
		}
		return ast.WalkContinue, nil
	})
	return tame
}
