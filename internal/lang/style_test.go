package lang_test

import (
	"regexp"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/unicode/norm"

	"greenroom/internal/lang"
)

// style is how a language is written, as far as every text of it can be checked for that.
type style struct {
	scripts []*unicode.RangeTable
	// open and shut are the quotation marks.
	open, shut string
	// ends lists the signs that a sentence ends with; empty where sentences end without one.
	ends string
	// foreign lists signs and letters of neighbours, which come in by copying.
	foreign string
}

const (
	allQuotes   = "'\"“”„«»「」‟‹›"
	westernEnds = ".?!"
	// nonBreakingSpace stands before high punctuation and inside quotation marks in French.
	nonBreakingSpace = "\u00a0"
)

func latin(open, shut, foreign string) style {
	return style{scripts: []*unicode.RangeTable{unicode.Latin}, open: open, shut: shut, ends: westernEnds, foreign: foreign}
}

func cyrillic(open, shut, foreign string) style {
	return style{scripts: []*unicode.RangeTable{unicode.Cyrillic}, open: open, shut: shut, ends: westernEnds, foreign: foreign}
}

func styles() map[lang.Code]style {
	arabic := []*unicode.RangeTable{unicode.Arabic}
	japanese := []*unicode.RangeTable{unicode.Han, unicode.Hiragana, unicode.Katakana, {R16: []unicode.Range16{{Lo: 'ー', Hi: 'ー', Stride: 1}}}}
	return map[lang.Code]style{
		"ar":  {scripts: arabic, open: "«", shut: "»", ends: ".؟!", foreign: "?,;"},
		"bg":  cyrillic("„", "“", "ыэёіїєґ"),
		"br":  latin("“", "”", "ñ¿¡äöåæøß"),
		"cs":  latin("„", "“", "ľĺŕôäöüłńśźż"),
		"da":  latin("”", "”", "äöüß"),
		"de":  latin("„", "“", "åæøñ"),
		"el":  {scripts: []*unicode.RangeTable{unicode.Greek}, open: "«", shut: "»", ends: ".;!", foreign: "?"},
		"en":  latin("“", "”", "äöüßñ"),
		"es":  latin("«", "»", "ãõçàèìòùäö"),
		"fi":  latin("”", "”", "æøõüß"),
		"fil": latin("“", "”", "äöüß"),
		"fr":  latin("«"+nonBreakingSpace, nonBreakingSpace+"»", "ñãõäößáíóú"),
		"hi":  {scripts: []*unicode.RangeTable{unicode.Devanagari}, open: "“", shut: "”", ends: "।?!", foreign: ".|"},
		"hr":  latin("„", "”", "řěůñäöüł"),
		"hu":  latin("„", "”", "ôõûãčřž"),
		"id":  latin("“", "”", "äöüßñ"),
		"it":  latin("«", "»", "ñçãõäöü"),
		"ja":  {scripts: japanese, open: "「", shut: "」", ends: "。！", foreign: ".,?!:;？"},
		"ko":  {scripts: []*unicode.RangeTable{unicode.Hangul}, open: "“", shut: "”", ends: westernEnds, foreign: "。，？！："},
		"ms":  latin("“", "”", "äöüßñ"),
		"nl":  latin("“", "”", "äåæøñß"),
		"no":  latin("«", "»", "äöüß"),
		"pl":  latin("„", "”", "řěůčšžäöü"),
		"pt":  latin("«", "»", "ñ¿¡äöåæø"),
		// With a cedilla they are Turkish; Romanian has a comma below.
		"ro": latin("„", "”", "şţñäöü"),
		"ru": cyrillic("«", "»", "іїєґўј"),
		"sk": latin("„", "“", "řěůöüłńśź"),
		"sv": latin("”", "”", "æøüß"),
		"ta": {scripts: []*unicode.RangeTable{unicode.Tamil}, open: "“", shut: "”", ends: westernEnds, foreign: "।"},
		"th": {scripts: []*unicode.RangeTable{unicode.Thai}, open: "“", shut: "”", foreign: ".?;"},
		"tr": latin("“", "”", "ąęñäß"),
		"uk": cyrillic("«", "»", "ыэёъўј"),
		"vi": latin("“", "”", "äöüßñç"),
		"zh": {scripts: []*unicode.RangeTable{unicode.Han}, open: "“", shut: "”", ends: "。？！", foreign: ".,?!:;"},
	}
}

// label matches the paths of texts that aren't sentences: names, headlines, headings, and facts with their values.
func label(path string) bool {
	return regexp.MustCompile(`\.headline$|^page\.title$|^description\.(countries|headings|labels|levels)\.|^description\.(place|remote)$|` +
		`^page\.labels\.(attempts_left|available_till|duration|location|start)$`).MatchString(path)
}

func TestStyle(t *testing.T) {
	t.Parallel()

	for _, code := range lang.Codes() {
		t.Run(string(code), func(t *testing.T) {
			t.Parallel()

			style, known := styles()[code]
			require.True(t, known)
			for path, text := range texts(t, code) {
				requireSpelling(t, style, path, text)
				requireQuotes(t, style, path, text)
				requireSpaces(t, code, path, text)
				requireEnding(t, style, path, text)
			}
		})
	}
}

func requireSpelling(t *testing.T, style style, path, text string) {
	t.Helper()

	require.True(t, norm.NFC.IsNormalString(text), "%s: composed letters", path)
	words := withoutPlaceholders(text)
	require.False(t, strings.ContainsAny(strings.ToLower(words), style.foreign), "%s: %q has a sign of another language", path, text)
	for _, char := range words {
		if unicode.IsLetter(char) {
			require.True(t, unicode.In(char, style.scripts...), "%s: %q isn't of the language's script in %q", path, char, text)
		}
	}
}

// requireQuotes wants a position's name in the language's quotation marks, for nobody can inflect it, and no other marks.
func requireQuotes(t *testing.T, style style, path, text string) {
	t.Helper()

	if path == "page.title" {
		return
	}
	const quoted = "{position}"
	bare := strings.NewReplacer("\u2068", "", "\u2069", "").Replace(text)
	require.Equal(t, strings.Count(bare, quoted), strings.Count(bare, style.open+quoted+style.shut), "%s: %q quotes the position", path, text)
	rest := strings.ReplaceAll(bare, style.open+quoted+style.shut, "")
	require.False(t, strings.ContainsAny(rest, allQuotes), "%s: %q has no other quotation marks", path, text)
}

func requireSpaces(t *testing.T, code lang.Code, path, text string) {
	t.Helper()

	require.NotRegexp(t, `\s{2}|\s[,.。，、!?؟！？;:：।]`, strings.ReplaceAll(text, nonBreakingSpace, ""), "%s: spaces", path)
	if code == "fr" {
		require.NotRegexp(t, `[^`+nonBreakingSpace+`][?!;:»]|«[^`+nonBreakingSpace+`]`, text, "%s: French spaces", path)
		return
	}
	require.NotContains(t, text, nonBreakingSpace, path)
}

func requireEnding(t *testing.T, style style, path, text string) {
	t.Helper()

	last := []rune(text)[len([]rune(text))-1]
	switch {
	case label(path):
		// A heading may be a question, and an abbreviation ends with a point.
		require.NotContains(t, "。।", string(last), "%s: %q isn't a sentence", path, text)
	case style.ends == "":
		require.False(t, unicode.IsPunct(last) && string(last) != style.shut, "%s: %q ends without a sign", path, text)
	default:
		require.Contains(t, style.ends, string(last), "%s: %q ends like a sentence", path, text)
	}
}

// TestSpanishQuestions: Spanish opens what it closes.
func TestSpanishQuestions(t *testing.T) {
	t.Parallel()

	for path, text := range texts(t, "es") {
		require.Equal(t, strings.Count(text, "?"), strings.Count(text, "¿"), "%s: %q", path, text)
		require.Equal(t, strings.Count(text, "!"), strings.Count(text, "¡"), "%s: %q", path, text)
	}
}

// TestNoEnglishLeft looks for words that are everywhere in English and nowhere in the other languages.
func TestNoEnglishLeft(t *testing.T) {
	t.Parallel()

	words := "the|you|your|and|with|this|that|what|which|how|would|from|about|when|them|who|please|thank"
	english := regexp.MustCompile(`(?i)(^|[^\pL])(` + words + `)($|[^\pL])`)
	for _, code := range lang.Codes() {
		for path, text := range texts(t, code) {
			if code != lang.English {
				require.NotRegexp(t, english, text, "%s %s", code, path)
			}
		}
	}
}

// TestFactsFollowColon: after a colon, a number or a name of any kind needs no inflection.
func TestFactsFollowColon(t *testing.T) {
	t.Parallel()

	fact := regexp.MustCompile(`^[^{}]+[:：][^{}:：]*\{[a-z_]+\}[^{}]*$`)
	for _, code := range lang.Codes() {
		for path, text := range texts(t, code) {
			if strings.Contains(path, "labels.") && strings.Contains(text, "{") {
				require.Regexp(t, fact, text, "%s %s", code, path)
			}
		}
	}
}

// TestPlaceholdersAreIsolated: in a text from right to left, a Latin name with a sign at its end ("C++") or a range of numbers turns around
// unless it is set apart with U+2068 and U+2069. Elsewhere the text has no invisible characters.
func TestPlaceholdersAreIsolated(t *testing.T) {
	t.Parallel()

	for _, code := range lang.Codes() {
		for path, text := range texts(t, code) {
			if code.Direction() == "rtl" {
				text = regexp.MustCompile("\u2068\\{[a-z_]+\\}\u2069").ReplaceAllString(text, "")
				require.NotContains(t, text, "{", "%s %s", code, path)
			}
			require.False(t, strings.ContainsFunc(text, func(char rune) bool { return unicode.In(char, unicode.C) }), "%s %s", code, path)
		}
	}
}

func withoutPlaceholders(text string) string {
	return regexp.MustCompile(`\{[^}]*\}`).ReplaceAllString(text, "")
}
