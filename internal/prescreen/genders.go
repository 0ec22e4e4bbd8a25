package prescreen

import (
	"bytes"
	"strings"
	"sync"
	"unicode/utf8"
)

// genders knows the endings that make one title two, for women and for men. Each is replaced by the one that stands for both where words
// are cut, so that nothing behind that can tell them apart. It is a tree of the endings, read from their last byte; the first node is its
// root.
type genders []genderNode

type genderNode struct {
	// before leads to the node for each byte that may stand before what was read; 0 for none.
	before [256]uint16
	// common replaces an ending that was read up to here; nil where none begins.
	common []byte
}

// genderForms is compiled on first use and never changes.
//
//nolint:gochecknoglobals // Written once, and the same in every process.
var genderForms = sync.OnceValue(loadGenders)

// wholeWord stands before a form that is no ending but a word.
const wholeWord = "\x00"

func loadGenders() genders {
	content, _ := dataFiles.ReadFile("data/genders.tsv")
	common := map[string]string{}
	for row := range strings.SplitSeq(string(content), "\n") {
		if fields := strings.Split(row, "\t"); len(fields) == 4 && fields[0] == "gender" {
			joinForms(common, genderSpellings(fields[3]))
		}
	}
	tree := make(genders, 1)
	for form, shortest := range common {
		if form != shortest || strings.HasPrefix(form, wholeWord) { // a word that is known keeps an ending that looks like another's
			tree.add(form, strings.TrimPrefix(shortest, wholeWord))
		}
	}
	return tree
}

// genderSpellings are a row's forms as words are compared.
func genderSpellings(forms string) []string {
	var spellings []string
	for form := range strings.SplitSeq(forms, "|") {
		ending, isEnding := strings.CutPrefix(form, "*")
		if !isEnding {
			spellings = append(spellings, wholeWord+string(foldLetters(ending)))
			continue
		}
		spellings = append(spellings, string(foldLetters(ending)))
	}
	return spellings
}

// foldLetters is what the letters of a text are compared as.
func foldLetters(source string) []byte {
	var folded []byte
	for _, r := range source {
		folded = folds().appendFolded(folded, r)
	}
	return folded
}

// joinForms makes the forms of a row one, together with all that they are one with already. The shortest stands for all.
func joinForms(common map[string]string, forms []string) {
	shortest, earlier := forms[0], map[string]bool{}
	for _, form := range forms {
		if known, isKnown := common[form]; isKnown {
			earlier[known] = true
			form = known
		}
		if len(form) < len(shortest) {
			shortest = form
		}
	}
	for form, known := range common {
		if earlier[known] {
			common[form] = shortest
		}
	}
	for _, form := range forms {
		common[form] = shortest
	}
}

func (g *genders) add(form, common string) {
	node := uint16(0)
	for at := len(form) - 1; at >= 0; at-- {
		next := (*g)[node].before[form[at]]
		if next == 0 {
			next = uint16(len(*g))
			*g = append(*g, genderNode{})
			(*g)[node].before[form[at]] = next
		}
		node = next
	}
	(*g)[node].common = []byte(common)
}

// fold replaces the ending of a folded word, or the word, by what stands for both genders; again, as long as there is something to replace.
func (g genders) fold(word []byte) []byte {
	for range maxGenderFolds {
		at, common := g.longest(word)
		if common == nil || bytes.Equal(word[at:], common) {
			break
		}
		word = append(word[:at], common...)
	}
	return word
}

// maxGenderFolds bounds the steps of one word: an ending may make another one, that one rarely a third.
const maxGenderFolds = 4

// longest finds where the longest known form at the end of a word begins, and what stands for it.
func (g genders) longest(word []byte) (begins int, common []byte) {
	node := uint16(0)
	for at := len(word) - 1; at >= 0; at-- {
		if node = g[node].before[word[at]]; node == 0 {
			return begins, common
		}
		if g[node].common != nil && (at >= utf8.UTFMax*minBeforeEnding || utf8.RuneCount(word[:at]) >= minBeforeEnding) {
			begins, common = at, g[node].common
		}
	}
	if whole := g[node].before[wholeWord[0]]; whole != 0 {
		return 0, g[whole].common
	}
	return begins, common
}

// minBeforeEnding is how many letters a word has before its ending: "hora" isn't the feminine of anything.
const minBeforeEnding = 3

// isGendered reports a term with a word that is compared as another one.
func isGendered(spelling string) bool {
	words := cut(spelling)
	for place := range words.words {
		w := &words.words[place]
		if key, _ := keysOf(foldLetters(words.source[w.start:w.end])); key != w.key {
			return true
		}
	}
	return false
}
