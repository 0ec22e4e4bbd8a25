package prescreen

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// guard finds what must not count in a résumé: whose it is, and text that tries to influence its reader. The latter is reported.
type guard struct {
	*reading
	lexicon *lexicon
	posting *posting
	// original is the résumé as it was sent; the reading may be of a text from which something was already struck.
	original string
	flags    []Flag
	struck   []span
}

// maxStrikes is how often a résumé is read again after something was struck from it: that may bring the next thing to light.
const maxStrikes = 3

// readResume reads a résumé without what must not count. Hostile text is struck before anything else is concluded, as if it had never been
// written: the assessment of an attacked résumé is that of the honest one. Whose résumé it is gets masked after.
func (a *assessor) readResume() []Flag {
	g := &guard{lexicon: a.lexicon, posting: a.posting, original: a.candidate.Resume}
	source := a.candidate.Resume
	for range maxStrikes {
		g.reading, g.struck = a.lexicon.read(source, a.posting.language()), nil
		g.flagMarkers()
		g.flagInstructions()
		g.flagDisguises()
		g.flagCopies()
		g.flagPeriods()
		g.flagRepetition()
		g.flagMirror()
		g.flagCharacters()
		if len(g.struck) == 0 {
			break
		}
		source = blankOut(source, g.struck)
	}
	g.maskAddresses()
	g.maskPersonal()
	g.maskName()
	g.maskRepeats()
	g.maskDenials()
	g.maskAims()
	g.forgetMasked()
	a.resume = g.reading
	return g.flags
}

// blankOut overwrites spans with spaces, so that all offsets stay what they were. Ends of lines stay.
func blankOut(source string, spans []span) string {
	blanked := []byte(source)
	for _, struck := range spans {
		for at := struck.start; at < struck.end; at++ {
			if blanked[at] != '\n' {
				blanked[at] = ' '
			}
		}
	}
	return string(blanked)
}

// strike takes words out of the text that is read next, and out of this one.
func (g *guard) strike(first, last int32) {
	g.mask(first, last)
	g.struck = append(g.struck, span{int(g.words[first].start), int(g.words[last].end)})
}

// mask takes words out of consideration.
func (r *reading) mask(first, last int32) {
	for place := max(0, first); place <= last && int(place) < len(r.words); place++ {
		r.words[place].marks |= markMasked
	}
}

// forgetMasked drops everything known about masked words, so that no criterion can see them by accident.
func (r *reading) forgetMasked() {
	kept := r.hits[:0]
	for _, found := range r.hits {
		if !r.masked(found.first, found.last) {
			kept = append(kept, found)
		}
	}
	r.hits = kept
	for place := range r.words {
		if r.words[place].marks&markMasked != 0 {
			r.words[place].number, r.words[place].key, r.words[place].stem = -1, 0, 0
			r.covered[place] = 0
		}
	}
	r.indexLines()
}

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

// Where personal data stand: in the lines before the first heading, at most so many.
const (
	headerLines      = 10
	maxPersonalWords = 12
)

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

// maxNameWords is the longest name that a first line may be.
const maxNameWords = 5

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

// notOfNames are kinds of terms that names are seldom made of.
const notOfNames = 1<<kindProfession | 1<<kindHead | 1<<kindSkill | 1<<kindSection | 1<<kindMonth | 1<<kindDegree

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
	return known < count && count <= maxNameWords
}

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

// maskRepeats takes out lines that were there before: repeated pages and page furniture say nothing new. Titles do: many have held the same
// one twice.
func (g *guard) maskRepeats() {
	seen := make(map[uint64]bool, len(g.lines))
	for number, bounds := range g.lines {
		hash := g.hashOf(bounds.first, bounds.last)
		if seen[hash] && bounds.last-bounds.first > 1 && !g.isTitle(int32(number)) {
			g.mask(bounds.first, bounds.last-1)
		}
		seen[hash] = true
	}
}

// maskDenials takes out what the candidate says he can't do, or wishes to learn: from the denial to the end of its sentence, or the whole
// sentence in languages that deny at its end.
func (g *guard) maskDenials() {
	for _, found := range g.hits {
		if found.kind != kindHostile || !g.denies(found) {
			continue
		}
		first, last := g.sentence(found)
		if last-found.last >= deniedWords {
			first = found.first
		}
		g.mask(first, last)
	}
}

// denies reports a hostile word that is none: what somebody can't do is listed with them so that it is found in the same pass.
func (g *guard) denies(found hit) bool { return g.lexicon.concept(found).name == "denial" }

// deniedWords is how many words must follow a denial for it to be about them instead of about those before.
const deniedWords = 2

// sentence is the words around a hit up to the ends of its sentence or line.
func (g *guard) sentence(found hit) (first, last int32) {
	bounds := g.lines[g.words[found.first].line]
	first, last = found.first, found.last
	for first > bounds.first && !g.sentenceEnds(first) {
		first--
	}
	for last+1 < bounds.last && !g.sentenceEnds(last+1) {
		last++
	}
	return first, last
}

// How a text speaks of the position instead of the candidate: it names the title in the middle of a sentence.
const (
	ownTitleWords = 4 // "I am a senior …": up to here a title is one's own
	aimWords      = 6 // a line with so few words besides the title is a headline
)

// maskAims takes the position's title out of sentences that aren't about a job: what somebody applies for, or is said to be good for, isn't
// what they were. Jobs have dates on their line or beside it, headlines are short, and people who say what they are say it first.
func (g *guard) maskAims() {
	title := g.posting.title.words
	length := int32(len(title))
	if length == 0 {
		return
	}
	for place := int32(0); int(place+length) <= len(g.words); place++ {
		if g.sameWords(place, title) && g.isAim(place, length) {
			g.mask(place, place+length-1)
		}
	}
}

// sameWords reports that some words stand at a place too.
func (t *text) sameWords(place int32, wanted []word) bool {
	for step := range wanted {
		if t.words[int(place)+step].key != wanted[step].key {
			return false
		}
	}
	return true
}

// isAim reports a title in the middle of a sentence that is about no job.
func (g *guard) isAim(place, length int32) bool {
	number := g.words[place].line
	for near := max(0, number-1); near <= number+1 && int(near) < len(g.lines); near++ {
		if g.dated(g.lines[near]) {
			return false
		}
	}
	bounds := g.lines[number]
	first, _ := g.sentence(hit{first: place, last: place})
	factor := int32(1)
	if g.words[first].marks&markUnspaced != 0 {
		factor = unspacedFactor / 2
	}
	return bounds.last-bounds.first > length+aimWords*factor && place-first > ownTitleWords*factor
}

// maxFlagsPerKind bounds the report: a recruiter needs to see that it happened and where, not every repetition.
const maxFlagsPerKind = 3

// flag reports words as an attempt to influence the reader, and strikes them.
func (g *guard) flag(kind FlagKind, first, last int32) {
	g.strike(first, last)
	g.report(kind, int(g.words[first].start), int(g.words[last].end))
}

// maxFlagQuote is the longest quote of a flag, in bytes.
const maxFlagQuote = 240

func (g *guard) report(kind FlagKind, start, end int) {
	same := 0
	for _, known := range g.flags {
		if known.Kind == kind {
			same++
		}
	}
	if same >= maxFlagsPerKind {
		return
	}
	for end-start > maxFlagQuote || end < len(g.source) && !utf8.RuneStart(g.source[end]) {
		end--
	}
	g.flags = append(g.flags, Flag{Kind: kind, Quote: g.original[start:end], Offset: start})
}
