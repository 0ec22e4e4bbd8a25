package prescreen

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// maskAddresses takes out e-mail and web addresses: they hold names.
func (g *guard) maskAddresses() {
	if !strings.Contains(g.source, "@") && !strings.Contains(g.source, "://") && !strings.Contains(g.source, "www.") &&
		!strings.Contains(g.source, ".com") {
		return
	}
	for first := 0; first < len(g.words); {
		last, end := first, g.chunkEnd(int(g.words[first].start))
		for last+1 < len(g.words) && int(g.words[last+1].start) < end {
			last++
		}
		chunk := g.source[g.words[first].start:end]
		if strings.Contains(chunk, "@") || strings.Contains(chunk, "://") || strings.HasPrefix(chunk, "www.") || strings.Contains(chunk, ".com") {
			g.mask(int32(first), int32(last))
		}
		first = last + 1
	}
}

// chunkEnd is the end of the run of visible ASCII that begins at an offset. Addresses are ASCII, and a chunk that isn't ends at once.
func (g *guard) chunkEnd(start int) int {
	end := start
	for end < len(g.source) && g.source[end] > ' ' && g.source[end] < 0x7f && g.source[end] != '|' && g.source[end] != ',' {
		end++
	}
	return max(end, start+1)
}

// maskPersonal takes out lines of personal data: date of birth, nationality, marital status and the like.
func (g *guard) maskPersonal() {
	header := true
	for number, bounds := range g.lines {
		header = header && number < headerLines && (!g.heads[number] || g.sections[number] == sectionPersonal)
		if g.sections[number] == sectionPersonal && !g.heads[number] && bounds.last-bounds.first <= 2*maxPersonalWords {
			g.mask(bounds.first, bounds.last-1)
			continue
		}
		for _, found := range g.hitsOf(number) {
			if found.kind != kindPersonal {
				continue
			}
			short := bounds.last-bounds.first <= maxPersonalWords
			labelled := g.colonAfter(int(found.last)) && g.words[found.first].marks&markBreak != 0
			if labelled && short || header && short && !g.namesWork(found, bounds) {
				g.maskClause(found, bounds, labelled)
			}
		}
	}
}

// Where personal data stand: in the lines before the first heading, at most so many.
const (
	headerLines      = 10
	maxPersonalWords = 12
)

// namesWork reports a clause that names an occupation or a skill, such as "photo editor" or "children's nurse".
func (g *guard) namesWork(found hit, bounds line) bool {
	first, last := g.phrase(found)
	for place := max(first, bounds.first); place <= last; place++ {
		if g.covered[place]&(1<<kindProfession|1<<kindSkill) != 0 {
			return true
		}
	}
	return false
}

// maskClause masks from a personal word to the end of its clause; behind a label, also what the label introduces.
func (g *guard) maskClause(found hit, bounds line, labelled bool) {
	first, last := found.first, found.last
	for first > bounds.first && g.words[first].marks&markBreak == 0 {
		first--
	}
	allowed := 0
	if labelled {
		allowed = 1
	}
	for last+1 < bounds.last {
		if g.words[last+1].marks&markBreak != 0 {
			if g.covered[last+1].has(kindProfession) || g.covered[last+1].has(kindPersonal) || allowed == 0 && g.listBreak(last+1) {
				break
			}
			allowed--
		}
		last++
	}
	g.mask(first, last)
}

// listBreak reports a border that begins another statement, not just a comma within one.
func (g *guard) listBreak(place int32) bool {
	return strings.ContainsAny(g.source[g.words[place-1].end:g.words[place].start], "|;•·/")
}

// maskName takes the candidate's name out: the first line or clause that looks like one, and wherever it is repeated in full.
func (g *guard) maskName() {
	for number := 0; number < min(3, len(g.lines)); number++ {
		bounds := g.lines[number]
		first := bounds.first
		last := first
		for last+1 < bounds.last && g.words[last+1].marks&markBreak == 0 {
			last++
		}
		if g.heads[number] || !g.looksLikeName(first, last) {
			continue
		}
		g.mask(first, last)
		g.maskRecurrences(first, last)
		return
	}
}

// onlySkills reports that a text opens with nothing but skills, up to a word: more likely somebody's name than a headline, and a name must
// not count ("Ruby Python").
func (g *guard) onlySkills(last int32) bool {
	for place := range last + 1 {
		if g.covered[place]&notOfNames != 1<<kindSkill {
			return false
		}
	}
	return true
}

// maxNameWords is the longest name that a first line may be.
const maxNameWords = 5

// looksLikeName accepts a few words that aren't all known as an occupation or a heading. Scripts without capitals have to be stricter.
func (g *guard) looksLikeName(first, last int32) bool {
	cased, unspaced, known := true, false, 0
	for place := first; place <= last; place++ {
		w := g.words[place]
		if w.number >= 0 {
			return false
		}
		letter, _ := utf8.DecodeRuneInString(g.source[w.start:])
		if unicode.IsLower(letter) {
			return false
		}
		cased = cased && unicode.IsUpper(letter)
		unspaced = unspaced || w.marks&markUnspaced != 0
		if g.covered[place]&notOfNames != 0 {
			known++
		}
	}
	count := int(last - first + 1)
	switch {
	case unspaced:
		return known == 0 && count <= 3*maxNameWords
	case !cased:
		return known == 0 && count <= maxNameWords
	}
	return (known < count || first == 0 && g.onlySkills(last)) && count <= maxNameWords
}

// notOfNames are kinds of terms that names are seldom made of.
const notOfNames = 1<<kindProfession | 1<<kindHead | 1<<kindSkill | 1<<kindSection | 1<<kindMonth | 1<<kindDegree

func (g *guard) maskRecurrences(first, last int32) {
	length := last - first + 1
	if length < 2 {
		return
	}
	for place := last + 1; int(place+length) <= len(g.words); place++ {
		if g.sameWords(place, g.words[first:last+1]) {
			g.mask(place, place+length-1)
		}
	}
}
