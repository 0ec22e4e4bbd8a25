package seniority

import (
	"embed"
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"greenroom/internal/lang"
	"greenroom/internal/script"
)

// lexicon is what one language knows, compiled.
type lexicon struct {
	terms []term
	// anchored holds the terms that start with a word, inner the ones that may start inside one.
	anchored, inner *trie
	// foreign is set where the terms are those of other languages than announced.
	foreign bool
}

// maxInflection is how many characters a foreign term may go on by. More are the second half of a compound, which only the title's own
// language can tell: Polish "minister*" doesn't know what a Danish "ministersekretær" is.
const maxInflection = 3

// longest gives the longest term at offset, nil where there is none, and the offset behind it.
func (l *lexicon) longest(folded []byte, offset int) (*term, int) {
	index, end := none, offset
	if wordStarts(folded, offset) {
		index, end = l.anchored.longest(folded, offset)
	}
	if inner, innerEnd := l.inner.longest(folded, offset); innerEnd > end {
		index, end = inner, innerEnd
	}
	if index == none || l.foreign && utf8.RuneCount(folded[end:wordEnd(folded, end)]) > maxInflection {
		return nil, offset
	}
	if l.terms[index].leads() {
		index, end = l.lastPart(folded, index, end)
	}
	return &l.terms[index], end
}

// lastPart gives the term that a compound ends in, since that is what it names: a "vorstandsassistentin" assists. Without one it stays at
// the term found, which ends at end.
func (l *lexicon) lastPart(folded []byte, index, end int) (int, int) {
	whole := wordEnd(folded, end)
	for start := end; start < whole; start++ {
		if part, partEnd := l.inner.longest(folded, start); part != none && partEnd == whole {
			return part, partEnd
		}
	}
	return index, end
}

// term is what a data file says about a spelling.
type term struct {
	means meaning
	level Level
	// rule names the term in evidence, such as "de *leiter".
	rule string
}

func (t *term) leads() bool { return t.level.Rank() >= Managerial.Rank() }

// meaning is what a term says about a title. The data files spell it in their second column; data/README.md explains it to a linguist.
type meaning string

const (
	meansAide         meaning = "aide"
	meansAssistant    meaning = "assistant"
	meansContributor  meaning = "contributor"
	meansDirector     meaning = "director"
	meansEntry        meaning = "entry"
	meansExecutive    meaning = "executive"
	meansGradeEntry   meaning = "grade-entry"
	meansGradeMiddle  meaning = "grade-intermediate"
	meansGradeSenior  meaning = "grade-senior"
	meansHead         meaning = "head"
	meansHighHead     meaning = "high-head"
	meansIgnored      meaning = "ignored"
	meansIntermediate meaning = "intermediate"
	meansLead         meaning = "lead"
	meansManager      meaning = "manager"
	meansManagerial   meaning = "managerial"
	meansOpening      meaning = "opening-director"
	meansSecretary    meaning = "secretary"
	meansSenior       meaning = "senior"
	meansServesLeft   meaning = "serves-left"
	meansServesRight  meaning = "serves-right"
	meansStarter      meaning = "starter"
	meansVP           meaning = "vp"
)

// levelOf gives the level that a meaning has by itself.
func levelOf(m meaning) (Level, bool) {
	switch m {
	case meansAide, meansAssistant, meansEntry, meansGradeEntry, meansStarter:
		return EntryLevel, true
	case meansContributor, meansGradeMiddle, meansIntermediate, meansSecretary, meansServesLeft, meansServesRight:
		return Intermediate, true
	case meansGradeSenior, meansSenior:
		return Senior, true
	case meansHead, meansLead, meansManager, meansManagerial:
		return Managerial, true
	case meansDirector, meansHighHead, meansOpening:
		return Director, true
	case meansExecutive, meansVP:
		return Executive, true
	case meansIgnored:
		return "", true
	}
	return "", false
}

// knowledge is everything the data files say.
type knowledge struct {
	lexicons map[lang.Code]*lexicon
	// any holds the telling terms of all languages together, for titles in another language than announced.
	any          *lexicon
	endings      map[string]bool
	descriptions descriptionWords
}

//go:embed data/*.tsv
var data embed.FS

//nolint:gochecknoglobals // Written once: the files are compiled at first use instead of at every start of a command that needs none.
var known = sync.OnceValue(func() *knowledge {
	compiled, err := compile()
	if err != nil {
		// The files are part of the binary and the tests compile them: a broken one can't be built unnoticed.
		panic(err)
	}
	return compiled
})

func compile() (*knowledge, error) {
	compiled := &knowledge{lexicons: map[lang.Code]*lexicon{}, endings: map[string]bool{}}
	abbreviations, err := readLines("abbreviations")
	if err != nil {
		return nil, err
	}
	var everything []entry
	for _, code := range lang.Codes() {
		entries, err := readEntries(code)
		if err != nil {
			return nil, err
		}
		if code == lang.English {
			entries = append(entries, abbreviated(entries, abbreviations)...)
		}
		compiled.lexicons[code] = newLexicon(entries, false)
		everything = append(everything, entries...)
	}
	compiled.any = newLexicon(telling(everything), true)
	lines, err := readLines("endings")
	if err != nil {
		return nil, err
	}
	for _, line := range lines {
		compiled.endings[line[0]] = true
	}
	if lines, err = readLines("description"); err != nil {
		return nil, err
	}
	if compiled.descriptions, err = newDescriptionWords(lines); err != nil {
		return nil, err
	}
	return compiled, nil
}

// entry is one line of a data file.
type entry struct {
	code  lang.Code
	term  string
	means meaning
}

// readLines reads a data file: columns between tabs, without empty lines and lines that start with #.
func readLines(name string) ([][]string, error) {
	content, err := data.ReadFile("data/" + name + ".tsv")
	if err != nil {
		return nil, fmt.Errorf("read seniority data: %w", err)
	}
	var lines [][]string
	for line := range strings.Lines(string(content)) {
		line = strings.TrimRight(line, "\r\n")
		if line != "" && !strings.HasPrefix(line, "#") {
			lines = append(lines, strings.Split(line, "\t"))
		}
	}
	return lines, nil
}

func readEntries(code lang.Code) ([]entry, error) {
	lines, err := readLines(string(code))
	if err != nil {
		return nil, err
	}
	entries := make([]entry, 0, len(lines))
	for _, line := range lines {
		if len(line) < 2 {
			return nil, fmt.Errorf("seniority data of %s: %q has no meaning", code, line[0])
		}
		if _, ok := levelOf(meaning(line[1])); !ok {
			return nil, fmt.Errorf("seniority data of %s: %q has the unknown meaning %q", code, line[0], line[1])
		}
		entries = append(entries, entry{code: code, term: line[0], means: meaning(line[1])})
	}
	return entries, nil
}

// abbreviated gives the ways to shorten the entries of several words. They come behind the entries, so that what the file spells out wins.
func abbreviated(entries []entry, abbreviations [][]string) []entry {
	var short []entry
	for _, full := range entries {
		if !strings.Contains(full.term, " ") || strings.Contains(full.term, "*") {
			continue
		}
		ways := []string{" " + full.term + " "}
		for _, line := range abbreviations {
			for _, way := range ways {
				if shorter := strings.Replace(way, " "+line[0]+" ", " "+line[1]+" ", 1); shorter != way {
					ways = append(ways, shorter)
				}
			}
		}
		for _, way := range ways[1:] {
			short = append(short, entry{code: full.code, term: strings.TrimSpace(way), means: full.means})
		}
	}
	return short
}

// newLexicon compiles the entries. A foreign lexicon holds other languages than announced, where only the exact spelling counts.
func newLexicon(entries []entry, foreign bool) *lexicon {
	built := &lexicon{terms: make([]term, 0, len(entries)), foreign: foreign}
	var spelt []placed
	for index, entry := range entries {
		level, _ := levelOf(entry.means)
		built.terms = append(built.terms, term{means: entry.means, level: level, rule: string(entry.code) + " " + entry.term})
		spelt = append(spelt, spellings(entry, index, foreign)...)
	}
	// As written comes before without accents, so that a real word wins against another's plain spelling.
	slices.SortStableFunc(spelt, func(a, b placed) int { return a.fallback - b.fallback })
	var anchored, inner []pattern
	for _, place := range spelt {
		if place.inner {
			inner = append(inner, place.pattern)
		} else {
			anchored = append(anchored, place.pattern)
		}
	}
	built.anchored, built.inner = newTrie(anchored), newTrie(inner)
	return built
}

// placed is a spelling of a term with the trie it belongs to.
type placed struct {
	pattern

	inner    bool
	fallback int
}

// spellings gives a term as written, and as written by someone without its accents or umlauts.
func spellings(entry entry, index int, foreign bool) []placed {
	word := strings.Trim(entry.term, "*")
	first, _ := utf8.DecodeRuneInString(word)
	glued := script.Unspaced(first)
	inner := glued || strings.HasPrefix(entry.term, "*")
	open := glued || strings.HasSuffix(entry.term, "*")
	var folded text
	folded.fold(word, nil)
	written := string(folded.folded)
	found := []placed{{pattern: pattern{spelling: written, open: open, term: index}, inner: inner}}
	for _, other := range []string{withoutAccents(written), transliterated(written)} {
		if other != written && tellingPlain(entry.code, other) && !foreign {
			found = append(found, placed{pattern: pattern{spelling: other, open: open, term: index}, inner: inner, fallback: 1})
		}
	}
	return found
}

// tellingPlain reports whether a word without its accents can still be told from others. In Vietnamese a single word can't.
func tellingPlain(code lang.Code, plain string) bool {
	if code == "vi" {
		return strings.Contains(plain, " ")
	}
	return utf8.RuneCountInString(plain) >= minPlainRunes
}

// minPlainRunes is the shortest such word; two letters without their accents are an abbreviation of something else.
const minPlainRunes = 3

// transliterated spells umlauts out, as people do who have no key for them.
func transliterated(folded string) string {
	return strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "å", "aa", "ø", "oe", "æ", "ae").Replace(folded)
}

// telling picks the terms that say the same in whichever language they occur, and are too long to occur by chance. English ones are left
// out, since English is always tried.
func telling(entries []entry) []entry {
	meanings := map[string]map[meaning]bool{}
	for _, entry := range entries {
		if meanings[entry.term] == nil {
			meanings[entry.term] = map[meaning]bool{}
		}
		meanings[entry.term][entry.means] = true
	}
	return slices.DeleteFunc(slices.Clone(entries), func(entry entry) bool {
		length := utf8.RuneCountInString(strings.Trim(entry.term, "*"))
		return entry.code == lang.English || length < minTellingRunes(entry.term) || len(meanings[entry.term]) > 1
	})
}

// minTellingRunes is the length from which a term is taken for what it is in an unannounced language. Scripts other than Latin are shared
// by few languages, and the end of a compound says more than a word of the same length.
func minTellingRunes(term string) int {
	const foreignScript, compound, word = 2, 5, 6
	first, _ := utf8.DecodeRuneInString(strings.Trim(term, "*"))
	switch {
	case first >= utf8.RuneSelf && !unicode.Is(unicode.Latin, first):
		return foreignScript
	case strings.HasPrefix(term, "*"):
		return compound
	}
	return word
}
