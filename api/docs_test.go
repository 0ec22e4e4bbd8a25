package api

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/net/html"

	"greenroom/internal/enrolment"
)

func TestDocs(t *testing.T) {
	t.Parallel()

	a := pageAPI(t, "")
	get := func(t *testing.T, target string) fetched {
		t.Helper()

		return fetch(t, a, httptest.NewRequestWithContext(t.Context(), http.MethodGet, target, nil))
	}

	t.Run("DescribesEveryFieldOfTheRequest", func(t *testing.T) {
		t.Parallel()

		words := codeOf(t, get(t, "/docs").body)
		for _, field := range enrolment.Fields() {
			require.Contains(t, words, field.Name)
		}
	})

	t.Run("DescribesEveryOperation", func(t *testing.T) {
		t.Parallel()

		answer := get(t, "/docs")
		ids, words := idsOf(t, answer.body), codeOf(t, answer.body)
		for path, item := range a.huma.OpenAPI().Paths {
			if path == compatiblePath {
				require.Contains(t, words, "POST "+path)
				continue
			}
			require.Contains(t, words, path)
			for _, operation := range operationsOf(item) {
				require.Contains(t, ids, operation.OperationID)
			}
		}
	})

	t.Run("LeadsFromTheRoot", func(t *testing.T) {
		t.Parallel()

		answer := get(t, "/")
		require.Equal(t, http.StatusFound, answer.status)
		require.Equal(t, "/docs", answer.header.Get("Location"))
	})

	t.Run("LinksLeadSomewhere", func(t *testing.T) {
		t.Parallel()

		for _, page := range []string{"/docs", "/docs/problems"} {
			answer := get(t, page)
			ids := idsOf(t, answer.body)
			for _, link := range linksOf(t, answer.body) {
				if anchor, found := strings.CutPrefix(link, "#"); found {
					require.Contains(t, ids, anchor, "%s", page)
					continue
				}
				require.Equal(t, http.StatusOK, get(t, link).status, "%s on %s", link, page)
			}
			require.Len(t, ids, len(slices.Compact(slices.Sorted(slices.Values(ids)))), "%s: ids are unique", page)
		}
	})

	t.Run("LoadsNothingFromElsewhere", func(t *testing.T) {
		t.Parallel()

		for _, page := range []string{"/docs", "/docs/problems"} {
			answer := get(t, page)
			require.Equal(t, pagePolicy, answer.header.Get("Content-Security-Policy"))
			require.Equal(t, docsCaching, answer.header.Get("Cache-Control"))
			require.NotContains(t, answer.body, "<script")
			require.NotContains(t, answer.body, " style=")
		}
	})
}

// TestProblemDocs compares the explained codes with those that the source makes faults with.
func TestProblemDocs(t *testing.T) {
	t.Parallel()

	groups, err := problemDocs()
	require.NoError(t, err)
	documented := map[string]int{}
	for _, group := range groups {
		require.True(t, slices.IsSortedFunc(group.Problems, func(a, b problemDoc) int { return strings.Compare(a.Code, b.Code) }), group.Title)
		for _, problem := range group.Problems {
			require.NotContains(t, documented, problem.Code, "explained once")
			require.NotEmpty(t, problem.Meaning, problem.Code)
			require.NotEmpty(t, problem.Remedy, problem.Code)
			documented[problem.Code] = problem.Status
		}
	}
	used := faultsOfSource(t)
	require.Equal(t, slices.Sorted(maps.Keys(used)), slices.Sorted(maps.Keys(documented)), "explain every code in web/problems.json")
	for code, status := range used {
		if status != 0 {
			require.Equal(t, status, documented[code], code)
		}
	}
}

// sourceFaults finds codes in syntax trees. Statuses are 0 where the kind isn't a constant.
type sourceFaults struct {
	constants map[string]string
	statuses  map[string]int
	found     map[string]int
}

func faultsOfSource(t *testing.T) map[string]int {
	t.Helper()

	faults := sourceFaults{constants: map[string]string{}, statuses: map[string]int{}, found: map[string]int{}}
	for kind, status := range statuses() {
		faults.statuses[kindName(t, int(kind))] = status
	}
	files := sourceFiles(t)
	for _, file := range files {
		ast.Inspect(file, faults.readConstant)
	}
	for _, file := range files {
		ast.Inspect(file, faults.readFault)
	}
	require.Greater(t, len(faults.found), 30, "the search finds what it looks for")
	return faults.found
}

// kindName is how the source spells a kind; internal/fault lists them in the order of their values.
func kindName(t *testing.T, kind int) string {
	t.Helper()

	file, err := parser.ParseFile(token.NewFileSet(), "../internal/fault/fault.go", nil, 0)
	require.NoError(t, err)
	for _, declaration := range file.Decls {
		if group, ok := declaration.(*ast.GenDecl); ok && group.Tok == token.CONST {
			return group.Specs[kind].(*ast.ValueSpec).Names[0].Name //nolint:forcetypeassert // A constant is a value.
		}
	}
	require.Fail(t, "no kinds")
	return ""
}

func sourceFiles(t *testing.T) []*ast.File {
	t.Helper()

	var files []*ast.File
	require.NoError(t, filepath.WalkDir("..", func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && slices.Contains([]string{".git", ".tools", "node_modules", "testdata"}, entry.Name()):
			return filepath.SkipDir
		case filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go"):
			return nil
		}
		content, err := os.ReadFile(path) //nolint:gosec // A file of this repository.
		if err != nil {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, content, parser.SkipObjectResolution)
		files = append(files, file)
		return err
	}))
	return files
}

func (s sourceFaults) readConstant(node ast.Node) bool {
	spec, ok := node.(*ast.ValueSpec)
	if !ok {
		return true
	}
	for i, value := range spec.Values {
		if text, ok := literal(value); ok && i < len(spec.Names) {
			s.constants[spec.Names[i].Name] = text
		}
	}
	return true
}

// readFault knows the three places that codes come from: fault.New, a fault written out, and the codes of HTTP statuses.
func (s sourceFaults) readFault(node ast.Node) bool {
	switch node := node.(type) {
	case *ast.CallExpr:
		if isFault(node.Fun, "New") && len(node.Args) > 1 {
			s.note(node.Args[1], node.Args[0])
		}
	case *ast.CompositeLit:
		var code, kind ast.Expr
		for _, element := range node.Elts {
			if pair, ok := element.(*ast.KeyValueExpr); ok {
				switch key, _ := pair.Key.(*ast.Ident); {
				case key == nil:
				case key.Name == "Code":
					code = pair.Value
				case key.Name == "Kind":
					kind = pair.Value
				}
			}
		}
		if kind != nil && code != nil {
			s.note(code, kind)
		}
	case *ast.FuncDecl:
		if node.Name.Name == "codeOfStatus" {
			ast.Inspect(node, func(inner ast.Node) bool {
				if result, ok := inner.(*ast.ReturnStmt); ok {
					s.note(result.Results[0], nil)
				}
				return true
			})
		}
	}
	return true
}

func isFault(function ast.Expr, name string) bool {
	selector, ok := function.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	from, ok := selector.X.(*ast.Ident)
	return ok && from.Name == "fault" && selector.Sel.Name == name
}

func (s sourceFaults) note(code, kind ast.Expr) {
	text, ok := literal(code)
	if name, isName := code.(*ast.Ident); !ok && isName {
		text, ok = s.constants[name.Name]
	}
	if !ok {
		// Taken from another fault, which is found where it is made.
		return
	}
	status := 0
	switch kind := kind.(type) {
	case *ast.SelectorExpr:
		status = s.statuses[kind.Sel.Name]
	case *ast.Ident:
		status = s.statuses[kind.Name]
	}
	s.found[text] = max(status, s.found[text])
}

func literal(expression ast.Expr) (string, bool) {
	basic, ok := expression.(*ast.BasicLit)
	if !ok || basic.Kind != token.STRING {
		return "", false
	}
	text, err := strconv.Unquote(basic.Value)
	return text, err == nil
}

func idsOf(t *testing.T, page string) []string {
	t.Helper()

	return attributesOf(t, page, "id")
}

func linksOf(t *testing.T, page string) []string {
	t.Helper()

	return attributesOf(t, page, "href")
}

// codeOf lists what the page sets as code.
func codeOf(t *testing.T, page string) []string {
	t.Helper()

	document, err := html.Parse(strings.NewReader(page))
	require.NoError(t, err)
	var words []string
	for node := range document.Descendants() {
		if node.Type == html.ElementNode && node.Data == "code" && node.FirstChild != nil {
			words = append(words, node.FirstChild.Data)
		}
	}
	return words
}

func attributesOf(t *testing.T, page, name string) []string {
	t.Helper()

	document, err := html.Parse(strings.NewReader(page))
	require.NoError(t, err)
	var values []string
	for node := range document.Descendants() {
		for _, attribute := range node.Attr {
			if attribute.Key == name {
				values = append(values, attribute.Val)
			}
		}
	}
	return values
}
