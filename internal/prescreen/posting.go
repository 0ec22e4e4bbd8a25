package prescreen

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	scripts "greenroom/internal/script"
)

// posting is what a position's text asks for.
type posting struct {
	// clauses are the description's.
	clauses []clause
	title   *reading
	// titleLanguage is the language of the position's interview, or of its title where that is not given.
	titleLanguage string
	description   *reading
	// skills are the known skills asked for, words the telling words besides, both in the text's order.
	skills []requirement
	words  []requirement
	// titleWords are the telling words of the title alone.
	titleWords []requirement
	// professions are the occupations that the title names, or means by the skills that it names.
	professions []int32
	byConcept   map[int32]int
	byStem      map[uint64]int
}

// requirement is one thing a position asks for.
type requirement struct {
	label     string
	concept   int32 // for skills
	stem      uint64
	weight    float64
	preferred bool
	inTitle   bool
	mentions  int
	// meanings are, for a word of the title, the known occupations and skills that it is part of: another language has another word for them.
	meanings []hit
}

// How telling words are, relative to a known skill with weight 1. Fitted by hand on the development set; only their order matters much.
const (
	titleFactor     = 2.5  // what the title names matters most
	preferredFactor = 0.5  // nice to have
	requiredFactor  = 1.25 // said to be required
	offerFactor     = 0.1  // what the employer offers isn't asked for
	nameWeight      = 0.25 // an unknown name: capitals or digits inside
	plainWeight     = 0.12 // an everyday word that isn't in the lists of empty ones
	titleWordWeight = 1.0
	headWeight      = 0.4  // manager, specialist: half of all titles have one
	asideFactor     = 0.5  // what follows a title's core: a place, a department, a shift
	mentionFactor   = 0.25 // for each further mention, up to two
)

// readPosting finds what a position asks for.
func (l *lexicon) readPosting(position Position) *posting {
	p := &posting{}
	p.description = l.read(position.Description, isoLanguage(string(position.Language)))
	p.title = l.read(withoutEndings(scripts.Beginning(position.Title, maxTitle)), isoLanguage(string(position.Language)))
	p.titleLanguage = cmp.Or(isoLanguage(string(position.Language)), p.title.language)
	p.byConcept, p.byStem = map[int32]int{}, map[uint64]int{}
	for _, found := range p.title.hits {
		switch found.kind {
		case kindProfession:
			p.professions = appendNew(p.professions, found.concept)
		case kindSkill:
			p.requireSkill(l, p.title, found, titleFactor, false)
		default: // the other kinds say nothing in a title
		}
	}
	p.readTitleWords(l)
	if len(p.professions) == 0 && p.titleIsSkills() {
		p.professions = p.tradesOfTitle(l)
	}
	p.readDescription(l)
	return p
}

// titleIsSkills reports a title that names nothing but skills: "Java, Spring Boot".
func (p *posting) titleIsSkills() bool {
	ofSkill := func(found hit) bool { return found.kind == kindSkill }
	return !slices.ContainsFunc(p.titleWords, func(asked requirement) bool {
		return asked.weight > headWeight && !slices.ContainsFunc(asked.meanings, ofSkill)
	})
}

// tradesOfTitle are the occupations that the title's skills are typical of.
func (p *posting) tradesOfTitle(l *lexicon) []int32 {
	var trades []int32
	for _, asked := range p.skills {
		for _, trade := range l.concepts[kindSkill][asked.concept].trades {
			trades = appendNew(trades, trade)
		}
	}
	return trades
}

// bare reports a position that has no text besides its title.
func (p *posting) bare() bool { return len(p.description.words) == 0 }

// language is the one the position is described in; without a description, that of its title or of its interview.
func (p *posting) language() string {
	if p.description.language != "" {
		return p.description.language
	}
	return p.titleLanguage
}

func (p *posting) namesInTitle(stem uint64) bool {
	return slices.ContainsFunc(p.titleWords, func(asked requirement) bool { return asked.stem == stem && asked.weight > headWeight })
}

func (p *posting) requireSkill(l *lexicon, r *reading, found hit, factor float64, preferred bool) {
	if place, known := p.byConcept[found.concept]; known {
		asked := &p.skills[place]
		asked.mentions++
		asked.preferred = asked.preferred && preferred
		asked.weight = max(asked.weight, factor*l.concept(found).weight)
		return
	}
	p.byConcept[found.concept] = len(p.skills)
	p.skills = append(p.skills, requirement{
		label: l.concept(found).label, concept: found.concept, preferred: preferred, inTitle: r == p.title, mentions: 1,
		weight: factor * l.concept(found).weight,
	})
}

func appendNew(list []int32, concept int32) []int32 {
	if slices.Contains(list, concept) {
		return list
	}
	return append(list, concept)
}

// readTitleWords collects the title's telling words: all but the empty ones, generic heads and what follows the core with less weight.
func (p *posting) readTitleWords(l *lexicon) {
	t := p.title
	named, aside := false, false
	for place := range t.words {
		aside = aside || named && t.beginsAside(place)
		stem, length := t.stemAt(place)
		over := t.hitsOver(int32(place), l.longest)
		if stem == 0 || isEmpty(over) {
			continue
		}
		asked := requirement{
			label: t.quote(place, place+length-1), stem: stem, weight: titleWordWeight, inTitle: true, mentions: 1,
			meanings: meanings(over),
		}
		if t.covered[place].has(kindHead) {
			asked.weight = headWeight
		} else {
			named = true
		}
		if aside {
			asked.weight *= asideFactor
		}
		p.titleWords = appendRequirement(p.titleWords, nil, asked)
	}
}

// beginsAside reports a word behind a dash, a bracket, a bar or a comma; a hyphen within a word is none.
func (r *reading) beginsAside(place int) bool {
	if place == 0 {
		return false
	}
	between := r.source[r.words[place-1].end:r.words[place].start]
	return strings.ContainsAny(between, "–—(|,") || len(between) > 1 && strings.Contains(between, "-")
}

// isEmpty reports a word that is empty in its language, by the terms over it. What is merely common in advertisements ("product",
// "support") makes a title.
func isEmpty(over []hit) bool {
	return slices.ContainsFunc(over, func(found hit) bool { return found.kind == kindStop && found.languages.named() })
}

// meanings are the known occupations and skills among some terms.
func meanings(over []hit) []hit {
	var found []hit
	for _, named := range over {
		if named.kind == kindProfession || named.kind == kindSkill {
			found = append(found, named)
		}
	}
	return found
}

// readDescription goes through the description's clauses; each one's factor comes from its heading and its cues.
func (p *posting) readDescription(l *lexicon) {
	p.clauses = p.description.clauses(l)
	for _, current := range p.clauses {
		for _, found := range current.hits {
			if found.kind == kindSkill && current.factor > offerFactor {
				p.requireSkill(l, p.description, found, current.factor, current.preferred)
			}
		}
		for place := int(current.first); place < int(current.last); place++ {
			p.requireWord(place, current.factor, current.preferred)
		}
	}
}

// requireWord notes one word of the description that no list knows.
func (p *posting) requireWord(place int, factor float64, preferred bool) {
	d := p.description
	stem, length := d.stemAt(place)
	if stem == 0 || d.covered[place]&notTelling != 0 {
		return
	}
	weight := plainWeight
	if d.isName(place) {
		weight = nameWeight
	}
	p.words = appendRequirement(p.words, p.byStem, requirement{
		label: d.quote(place, place+length-1), stem: stem, weight: weight * factor, preferred: preferred, mentions: 1,
	})
}

// notTelling are the kinds whose words are counted elsewhere or nowhere; personal words must not count at all.
const notTelling = 1<<kindHead | 1<<kindLanguage | 1<<kindLevel | 1<<kindMonth | 1<<kindNumber | 1<<kindPersonal | 1<<kindSkill |
	1<<kindStop | 1<<kindYears

// isName reports whether a word looks like a product's or method's name: capitals inside, digits, or a capital within a sentence
// of a language that doesn't capitalise its nouns.
func (r *reading) isName(place int) bool {
	w := r.words[place]
	if w.marks&markUpper != 0 && w.end-w.start <= 8 {
		return true
	}
	return w.marks&(markCapital|markBreak) == markCapital && r.language != "de" && w.number < 0
}

// appendRequirement adds a wanted word, or another mention of it. The index is nil for short lists.
func appendRequirement(list []requirement, index map[uint64]int, asked requirement) []requirement {
	place := -1
	if index == nil {
		place = slices.IndexFunc(list, func(known requirement) bool { return known.stem == asked.stem })
	} else if known, seen := index[asked.stem]; seen {
		place = known
	}
	if place >= 0 {
		list[place].mentions++
		list[place].weight = max(list[place].weight, asked.weight)
		return list
	}
	if index != nil {
		index[asked.stem] = len(list)
	}
	return append(list, asked)
}

// maxTitle bounds the work on a title in bytes, as that on its seniority is. What is longer is no title, but no error here.
const maxTitle = 2 << 10

// withoutEndings drops endings in brackets from a title, as in "técnico(a) de enfermagem": the rest is the form that lists know.
func withoutEndings(title string) string {
	for from := 1; from < len(title); {
		opening := strings.IndexByte(title[from:], '(')
		if opening < 0 {
			break
		}
		opening += from
		length := strings.IndexByte(title[opening:], ')')
		before, _ := utf8.DecodeLastRuneInString(title[:opening])
		if length > 1 && length <= maxEnding+1 && unicode.IsLetter(before) && isEnding(title[opening+1:opening+length]) {
			title = title[:opening] + title[opening+length+1:]
			continue
		}
		from = opening + 1
	}
	return title
}

// maxEnding is the longest ending in brackets: "Mitarbeiter(innen)".
const maxEnding = 5

func isEnding(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsLower(r) })
}
