package seniority

import (
	"embed"
	"fmt"
	"strings"
	"sync"

	"greenroom/internal/lang"
)

// knowledge is everything the data files say.
type knowledge struct {
	lexicons map[lang.Code]*lexicon
	// any holds the recognisable terms of all languages together, for titles in another language than announced.
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
	compiled.any = newLexicon(recognisable(everything), true)
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
