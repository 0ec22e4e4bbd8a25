package prescreen

import (
	"embed"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"

	"greenroom/internal/datafiles"
)

// lexicon is all knowledge, compiled so that the time to look a text up doesn't depend on how much is known.
type lexicon struct {
	concepts [kindCount][]concept
	byName   [kindCount]map[string]int32
	// languages are the ISO 639 codes of the files that belong to a language; the first place stands for none.
	languages []string
	edges     map[edge]int32
	terms     [][]term
	// longest is how many words the longest term has.
	longest int32
	// maybe is a Bloom filter over edges with two bits each in one word: nearly all words of a text end here, without a map lookup.
	maybe [1 << 13]uint64
	// hostile are the classes of the hostile concepts.
	hostile []hostileSet
	digest  string
}

// knowledge is compiled on first use and never changes.
//
//nolint:gochecknoglobals // Written once: the files are compiled at first use instead of at every start of a command that needs none.
var knowledge = sync.OnceValue(loadLexicon)

//go:embed data/*.tsv data/lang/*.tsv
var dataFiles embed.FS

func loadLexicon() *lexicon {
	l := &lexicon{languages: []string{""}, edges: make(map[edge]int32, 1<<15), terms: make([][]term, 1)}
	for k := range l.byName {
		l.byName[k] = map[string]int32{}
	}
	// The files are part of the program: a fault in them is found by the tests, not by a caller.
	names, _ := fs.Glob(dataFiles, "data/*.tsv")
	inLanguages, _ := fs.Glob(dataFiles, "data/lang/*.tsv")
	names = append(names, inLanguages...)
	slices.Sort(names)
	for _, name := range names {
		content, _ := dataFiles.ReadFile(name)
		languages := noLanguage
		if path.Dir(name) == "data/lang" {
			languages = 1 << l.languageIndex(isoLanguage(strings.TrimSuffix(path.Base(name), ".tsv")))
		}
		l.load(string(content), languages)
	}
	l.linkSkills()
	l.classify()
	l.digest, _ = datafiles.Digest(dataFiles, "data/*.tsv", "data/lang/*.tsv")
	return l
}

// load reads a data file: kind, concept, attributes and terms, separated by tabs.
func (l *lexicon) load(content string, languages languageSet) {
	kinds := kindNames()
	for row := range strings.SplitSeq(content, "\n") {
		fields := strings.Split(row, "\t")
		if strings.HasPrefix(row, "#") || len(fields) != 4 {
			continue
		}
		k, known := kinds[fields[0]]
		if !known {
			continue
		}
		place := l.conceptPlace(k, fields[1], fields[2])
		for spelling := range strings.SplitSeq(fields[3], "|") {
			l.add(term{kind: k, concept: place, languages: languages}, strings.TrimSpace(spelling))
		}
	}
}

// conceptPlace finds or makes a concept; attributes are key=value words, each given once for a concept.
func (l *lexicon) conceptPlace(k kind, name, attributes string) int32 {
	place, known := l.byName[k][name]
	if !known {
		place = int32(len(l.concepts[k]))
		value, _ := strconv.Atoi(name)
		l.concepts[k] = append(l.concepts[k], concept{name: name, label: strings.ReplaceAll(name, "_", " "), weight: 1, value: value})
		l.byName[k][name] = place
	}
	found := &l.concepts[k][place]
	for attribute := range strings.FieldsSeq(attributes) {
		key, value, _ := strings.Cut(attribute, "=")
		switch key {
		case "family":
			found.family = value
		case "label":
			found.label = strings.ReplaceAll(value, "_", " ")
		case "implies":
			found.impliesNames = value
		case "trade":
			found.tradeNames = value
		case "weight":
			found.weight, _ = strconv.ParseFloat(value, 64)
		}
	}
	return place
}

// add enters one spelling. A word that ends in * matches all words that begin with it; a leading = wants the very spelling.
func (l *lexicon) add(meaning term, spelling string) {
	if whole := strings.ReplaceAll(spelling, "*", ""); whole != spelling && isGendered(whole) {
		l.add(meaning, whole) // its letters are compared as others, so that it doesn't begin with itself
	}
	if exact, wantsExact := strings.CutPrefix(spelling, "="); wantsExact {
		meaning.exact, spelling = strings.TrimRight(exact, "."), exact // a word ends before its last dot
	}
	node := int32(0)
	words := cut(strings.ReplaceAll(spelling, "*", starStandIn))
	for place := range words.words {
		folded := words.foldedWord(place)
		key := hashBytes(folded)
		if prefix, isPrefix := strings.CutSuffix(string(folded), starStandIn); isPrefix {
			key = hashBytes([]byte(prefix)) * prefixSalt
		}
		node = l.follow(edgeOf(node, key))
	}
	if meaning.kind == kindStop && len(words.words) == 1 && words.words[0].marks&markUnspaced != 0 {
		return // one character of a script without spaces is part of too many telling words
	}
	if node != 0 {
		l.longest = max(l.longest, int32(len(words.words)))
		l.terms[node] = withMeaning(l.terms[node], meaning)
	}
}

// starStandIn stands for the * of a data file while its term is cut like any text: a letter that no language uses there.
const starStandIn = "ꙮ"

// withMeaning adds a meaning to a node's, or its languages to those of the same meaning.
func withMeaning(terms []term, added term) []term {
	for place := range terms {
		same := &terms[place]
		if same.kind == added.kind && same.concept == added.concept && same.exact == added.exact {
			same.languages |= added.languages
			return terms
		}
	}
	return append(terms, added)
}

// linkSkills resolves the names of what skills imply and of the occupations that they are typical of.
func (l *lexicon) linkSkills() {
	skills := l.concepts[kindSkill]
	for place := range skills {
		skills[place].implies = l.named(kindSkill, skills[place].impliesNames)
		skills[place].trades = l.named(kindProfession, skills[place].tradeNames)
	}
}

// named finds concepts by their names, which commas separate.
func (l *lexicon) named(k kind, names string) []int32 {
	var found []int32
	for name := range strings.SplitSeq(names, ",") {
		if concept, known := l.byName[k][name]; known {
			found = append(found, concept)
		}
	}
	return found
}

// languageIndex finds or makes a language's place.
func (l *lexicon) languageIndex(code string) int {
	place := slices.Index(l.languages, code)
	if place < 0 {
		place = len(l.languages)
		l.languages = append(l.languages, code)
	}
	return place
}

// kind says which question a term answers. The names are those of the data files' first column.
type kind uint8

const (
	kindSkill      kind = iota
	kindProfession      // an occupation
	kindMonth           // a month's name; the concept is its number
	kindPresent         // "present", the open end of a period
	kindSince           // "since", before the start of an open period
	kindRange           // "to", between the two ends of a period
	kindYears           // the unit "years"
	kindEra             // a calendar era; the concept is the year before its first
	kindWork            // "experience", what makes "5 years" a claim about work
	kindDegree          // an educational degree; the concept is its level
	kindLanguage        // a language's name; the concept is its code
	kindLevel           // a level of language proficiency
	kindSection         // a heading; the concept says of what
	kindCue             // a word that tells how to read its line: required, preferred, remote …
	kindPersonal        // a label of personal data that must not be looked at
	kindHostile         // a word of those who talk to the reader instead of about themselves
	kindStop            // a word that says nothing about a job
	kindHead            // a generic head of job titles: manager, specialist
	kindJoined          // what happened at a date: a job began
	kindLeft            // what happened at a date: a job ended
	kindIdle            // time without work that a career tells of
	kindNumber          // a number in words; the concept is its value
	kindCount
)

// kindNames maps the data files' words to kinds.
func kindNames() map[string]kind {
	return map[string]kind{
		"skill": kindSkill, "profession": kindProfession, "month": kindMonth, "present": kindPresent, "since": kindSince, "range": kindRange,
		"years": kindYears, "era": kindEra, "work": kindWork, "degree": kindDegree, "language": kindLanguage, "level": kindLevel,
		"section": kindSection, "cue": kindCue, "personal": kindPersonal, "hostile": kindHostile, "stop": kindStop, "head": kindHead,
		"joined": kindJoined, "left": kindLeft, "idle": kindIdle, "number": kindNumber,
	}
}

// concept is what several terms in several languages name.
type concept struct {
	name   string
	label  string  // how a recruiter reads it
	family string  // close occupations share it
	weight float64 // how much it tells about a job
	value  int     // a month's number, an era's offset, a level's rank
	// implies are concepts of the same kind that whoever has this one has too; names until all files are read.
	impliesNames string
	implies      []int32
	// trades are the occupations that a skill is typical of; names until all files are read.
	tradeNames string
	trades     []int32
}

// term is one meaning of a node in the lexicon.
type term struct {
	kind    kind
	concept int32
	// languages are those of the files that hold the term.
	languages languageSet
	// exact is the spelling that the source must have, for names that are also everyday words, such as Go and R.
	exact string
}

// languageSet has a bit for each place in lexicon.languages.
type languageSet uint64

const (
	// noLanguage is the bit of the files that belong to no language.
	noLanguage languageSet = 1
	// maxLanguages is how many places a set has room for, that of the other files included.
	maxLanguages = 64
)

// named reports whether a language's own file is among them.
func (s languageSet) named() bool { return s&^noLanguage != 0 }

// edge leads from a node of the lexicon to the next by one word: both mixed into one number, which maps look up fastest. With some
// hundred thousand edges, two that are equal by chance are out of the question, and the data's tests would show them.
type edge uint64

func edgeOf(node int32, key uint64) edge {
	return edge((key ^ uint64(node)*prefixSalt) * fnvPrime)
}

// prefixSalt keeps the keys of "begins with" words apart from those of whole words. It is the odd number nearest to 2⁶⁴ over the golden
// ratio, by which multiplying spreads keys evenly.
const prefixSalt = 0x9e3779b97f4a7c15

// filterBits is the edge's place in the Bloom filter.
func (e edge) filterBits() (slot int, bits uint64) {
	return int(e >> 51), 1<<(e>>45&63) | 1<<(e>>39&63)
}

func (l *lexicon) follow(e edge) int32 {
	if next, known := l.edges[e]; known {
		return next
	}
	next := int32(len(l.terms))
	l.terms = append(l.terms, nil)
	l.edges[e] = next
	slot, bits := e.filterBits()
	l.maybe[slot] |= bits
	return next
}

func (l *lexicon) next(e edge) (int32, bool) {
	slot, bits := e.filterBits()
	if l.maybe[slot]&bits != bits {
		return 0, false
	}
	next, known := l.edges[e]
	return next, known
}
