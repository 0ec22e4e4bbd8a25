package lang_test

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"greenroom/internal/lang"
)

const minMainQuestions = 40

// sameInEnglish lists texts that may equal English's, since the language uses the same words.
func sameInEnglish() []string {
	return []string{"Eswatini"}
}

func TestData(t *testing.T) {
	t.Parallel()

	english := texts(t, lang.English)
	for _, code := range lang.Codes() {
		t.Run(string(code), func(t *testing.T) {
			t.Parallel()

			translated := texts(t, code)
			require.Equal(t, slices.Sorted(maps.Keys(english)), slices.Sorted(maps.Keys(translated)), "the same texts as English")
			require.GreaterOrEqual(t, len(lang.For(code).Questions.Main), minMainQuestions)
			for path, text := range translated {
				require.Equal(t, strings.TrimSpace(text), text, "%s: no space around the text", path)
				require.NotEmpty(t, text, path)
				require.Equal(t, placeholders(english[path]), placeholders(text), "%s: the same placeholders as English", path)
				if code != lang.English && wordy(text) && !slices.Contains(sameInEnglish(), text) {
					require.NotEqual(t, english[path], text, "%s: translated", path)
				}
			}
			requireDistinct(t, lang.For(code).Questions.Main)
		})
	}
}

func TestFill(t *testing.T) {
	t.Parallel()

	values := map[string]string{"merchant": "Acme", "position": "{merchant}"}
	require.Equal(t, "“{merchant}” at Acme", lang.Fill("“{position}” at {merchant}", values), "values aren't templates")
	require.Equal(t, "Until {date}", lang.Fill("Until {date}", values), "a placeholder without a value stays")
	require.Equal(t, "plain", lang.Fill("plain", nil))
}

func TestFor(t *testing.T) {
	t.Parallel()

	require.Same(t, lang.For("de"), lang.For("de"), "parsed once")
	require.Same(t, lang.For(lang.English), lang.For("xx"), "English for an unknown code")
}

func file(code lang.Code) string { return filepath.Join("data", string(code)+".json") }

// texts flattens a language's file into its texts by path, such as "page.labels.start".
func texts(t *testing.T, code lang.Code) map[string]string {
	t.Helper()

	content, err := os.ReadFile(file(code))
	require.NoError(t, err, "a file for %s", code)
	var tree map[string]any
	require.NoError(t, json.Unmarshal(content, &tree))
	flat := map[string]string{}
	flatten(t, flat, "", tree)
	return flat
}

func flatten(t *testing.T, flat map[string]string, path string, node any) {
	t.Helper()

	switch node := node.(type) {
	case map[string]any:
		for key, child := range node {
			flatten(t, flat, strings.TrimPrefix(path+"."+key, "."), child)
		}
	case string:
		flat[path] = node
	default:
		require.Failf(t, "only texts and sections", "%s is a %T", path, node)
	}
}

// placeholders lists a text's placeholders, sorted, with repetitions. Any brace counts, so that a misspelt one is found.
func placeholders(text string) []string {
	found := regexp.MustCompile(`\{[^}]*\}?|\}`).FindAllString(text, -1)
	slices.Sort(found)
	return found
}

// wordy reports whether a text holds more than placeholders and punctuation.
func wordy(text string) bool {
	return regexp.MustCompile(`\pL`).MatchString(regexp.MustCompile(`\{[^}]*\}`).ReplaceAllString(text, ""))
}

func requireDistinct(t *testing.T, questions map[string]string) {
	t.Helper()

	seen := make(map[string]string, len(questions))
	for key, text := range questions {
		require.NotContains(t, seen, text, "%s repeats %s", key, seen[text])
		seen[text] = key
	}
}
