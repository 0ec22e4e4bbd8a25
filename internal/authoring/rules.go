package authoring

import (
	_ "embed"
	"regexp"
	"strings"
	"sync"
	"unicode"

	"greenroom/internal/lang"
)

// needed are invisible characters that texts have for a reason: joiners are part of Hindi and Arabic spelling, isolates keep a Latin name
// in Arabic the right way round.
const needed = "\n\u200c\u200d\u2068\u2069"

// hasControls reports characters that no text needs: controls, and invisible ones that hide or turn round what is read.
func hasControls(text string) bool {
	return strings.ContainsFunc(text, func(char rune) bool {
		return char == unicode.ReplacementChar || unicode.Is(unicode.C, char) && !strings.ContainsRune(needed, char)
	})
}

// reference is what could lead a candidate away from the page, and markup that isn't a heading, a list or stress.
var reference = regexp.MustCompile(`(?i)://|\bwww\.|mailto:|javascript:|[\w.+-]+@[\w-]+\.\w|\]\(|!\[|<[a-z/!]`)

// numberSet holds numbers by their digits.
type numberSet map[string]bool

// numbers finds the runs of digits in a text, in any script's digits. The number that begins an item of a list isn't one.
func numbers(text string) numberSet {
	found := numberSet{}
	for line := range strings.SplitSeq(text, "\n") {
		line = strings.TrimSpace(line)
		rest := strings.TrimLeft(line, "0123456789")
		if strings.HasPrefix(rest, ". ") || strings.HasPrefix(rest, ") ") {
			line = rest
		}
		for run := range strings.FieldsFuncSeq(line, func(char rune) bool { return !unicode.IsDigit(char) }) {
			found[plainDigits(run)] = true
		}
	}
	return found
}

// plainDigits spells digits of any script as 0 to 9: those of a script follow each other in Unicode, from a multiple of ten on.
func plainDigits(run string) string {
	return strings.Map(func(digit rune) rune {
		for zero := digit; ; zero-- {
			if !unicode.IsDigit(zero-1) || digit-zero == 9 {
				return '0' + digit - zero
			}
		}
	}, run)
}

func (s numberSet) within(given numberSet) bool {
	for number := range s {
		if !given[number] {
			return false
		}
	}
	return true
}

//go:embed data/private.tsv
var privateData string

//nolint:gochecknoglobals // Read once, at first use.
var privateByLanguage = sync.OnceValue(func() map[lang.Code][]string {
	stems := make(map[lang.Code][]string)
	for line := range strings.Lines(privateData) {
		code, terms, found := strings.Cut(strings.TrimSpace(line), "\t")
		if !found || strings.HasPrefix(code, "#") {
			continue
		}
		for stem := range strings.SplitSeq(terms, "|") {
			stems[lang.Code(code)] = append(stems[lang.Code(code)], fold(stem))
		}
	}
	return stems
})

// privateStems are the beginnings of words that questions about somebody's private life have in a language.
func privateStems(code lang.Code) []string { return privateByLanguage()[code] }

// mentions reports whether a stem begins a word of the text; in scripts without spaces, whether it is anywhere.
func mentions(folded string, stems []string) bool {
	for _, stem := range stems {
		for from := 0; ; {
			at := strings.Index(folded[from:], stem)
			if at < 0 {
				break
			}
			at += from
			if beginsWord(folded, at) {
				return true
			}
			from = at + len(stem)
		}
	}
	return false
}

// beginsWord reports whether the character before at can't be part of the same word.
func beginsWord(text string, at int) bool {
	before := []rune(text[:at])
	if len(before) == 0 {
		return true
	}
	last := before[len(before)-1]
	spaceless := unicode.In(last, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai)
	return spaceless || !unicode.IsLetter(last) && !unicode.IsMark(last)
}
