package authoring

import (
	_ "embed"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"greenroom/internal/lang"
	"greenroom/internal/script"
)

// needed are invisible characters that texts have for a reason: joiners are part of Hindi and Arabic spelling, marks and isolates keep a
// Latin name in Arabic the right way round.
const needed = "\n\u200c\u200d\u200e\u200f\u2068\u2069"

// hasControls reports characters that no text needs: controls, and invisible ones that hide or turn round what is read.
func hasControls(text string) bool {
	return strings.ContainsFunc(text, func(char rune) bool {
		return char == unicode.ReplacementChar || unicode.Is(unicode.C, char) && !strings.ContainsRune(needed, char)
	})
}

// reference is what could lead a candidate away from the page, as plain text shows it.
var reference = regexp.MustCompile(`(?i)://|\bwww\.|mailto:|javascript:|[\w.+-]+@[\w-]+\.\w|\]\(|<[a-z/!]`)

// numberSet holds numbers by their digits.
type numberSet map[string]bool

var (
	// listItem is the number that begins an item of a list.
	listItem = regexp.MustCompile(`(?m)^\s*\d{1,2}[.)] `)
	// figureOfSpeech are numbers that say nothing in figures, and names such as B2B and Web3.
	figureOfSpeech = regexp.MustCompile(`\b24/7\b|\p{L}\d{1,2}(?:\b|\p{L})`)
	// grouped is a number whose thousands are set apart, in whatever country's way.
	grouped = regexp.MustCompile(`\b\d{1,3}(?:[.,'’\x{a0}\x{202f} ]\d{3})+\b`)
)

// numbers finds the runs of digits in a text, in any script's digits, thousands joined.
func numbers(text string) numberSet {
	text = strings.Map(plainDigit, text)
	text = figureOfSpeech.ReplaceAllString(listItem.ReplaceAllString(text, " "), " ")
	text = grouped.ReplaceAllStringFunc(text, func(number string) string { return strings.Map(keepDigit, number) })
	found := numberSet{}
	for run := range strings.FieldsFuncSeq(text, func(char rune) bool { return char < '0' || char > '9' }) {
		found[run] = true
	}
	return found
}

func keepDigit(char rune) rune {
	if char < '0' || char > '9' {
		return -1
	}
	return char
}

// plainDigit spells a digit of any script as 0 to 9.
func plainDigit(char rune) rune {
	if value, is := script.Digit(char); is {
		return '0' + rune(value)
	}
	return char
}

func (s numberSet) within(given numberSet) bool {
	for number := range s {
		if !given[number] {
			return false
		}
	}
	return true
}

// privateTerm is a word or phrase about somebody's private life.
type privateTerm struct {
	text string
	// begins: longer words that begin with it count, too.
	begins bool
}

//go:embed data/private.tsv
var privateData string

//nolint:gochecknoglobals // Read once, at first use.
var privateByLanguage = sync.OnceValue(func() map[lang.Code][]privateTerm {
	byLanguage := make(map[lang.Code][]privateTerm)
	for line := range strings.Lines(privateData) {
		code, terms, found := strings.Cut(strings.TrimSpace(line), "\t")
		if !found || strings.HasPrefix(code, "#") {
			continue
		}
		for term := range strings.SplitSeq(terms, "|") {
			text, begins := strings.CutSuffix(term, "*")
			byLanguage[lang.Code(code)] = append(byLanguage[lang.Code(code)], privateTerm{fold(text), begins})
		}
	}
	return byLanguage
})

// privateTerms are those of a language.
func privateTerms(code lang.Code) []privateTerm { return privateByLanguage()[code] }

// mentions reports whether a text holds a term, from the beginning of a word on; in scripts without spaces, anywhere.
func mentions(folded string, terms []privateTerm) bool {
	return slices.ContainsFunc(terms, func(term privateTerm) bool {
		for from := 0; ; {
			at := strings.Index(folded[from:], term.text)
			if at < 0 {
				return false
			}
			at += from
			from = at + len(term.text)
			before, _ := utf8.DecodeLastRuneInString(folded[:at])
			after, _ := utf8.DecodeRuneInString(folded[from:])
			if !continues(before) && (term.begins || !continues(after)) {
				return true
			}
		}
	})
}

// continues reports whether a character beside a term makes it a part of a longer word. Korean words have spaces between them; only their
// particles are glued on, which the terms allow for.
func continues(char rune) bool {
	spaceless := script.Unspaced(char) && !unicode.Is(unicode.Hangul, char)
	return !spaceless && (unicode.IsLetter(char) || unicode.IsMark(char))
}
