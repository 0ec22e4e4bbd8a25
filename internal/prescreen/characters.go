package prescreen

import (
	"unicode"
	"unicode/utf8"
)

// flagCharacters reports invisible characters inside words, and words that mix look-alike letters of several scripts. A line with
// several of either is struck: what stands between them belongs to the same list.
func (g *guard) flagCharacters() {
	g.findFillers()
	for _, found := range g.invisible {
		g.report(FlagInvisible, g.around(found, -quoteAround), g.around(found, quoteAround))
	}
	mixed := 0
	for _, found := range g.mixed {
		if utf8.RuneCountInString(g.source[found.start:found.end]) > 1 { // 𝔽 is a letter of mathematics, and no word
			g.report(FlagHomoglyphs, found.start, found.end)
			mixed++
		}
	}
	if mixed < 2 && len(g.invisible) < 2 {
		return
	}
	fewest := 2
	if mixed >= maxSuspicious {
		fewest = 1 // a text that is full of them
	}
	for _, bounds := range g.lines {
		if mixed > 1 && !g.isLong(bounds) && g.mixedIn(bounds) >= fewest || len(g.invisible) > 1 && g.hiddenIn(bounds) > 1 {
			g.strike(bounds.first, bounds.last-1)
		}
	}
}

// mixedIn counts the words of a line that mix scripts or styles.
func (g *guard) mixedIn(bounds line) int {
	count := 0
	for place := bounds.first; place < bounds.last; place++ {
		if g.words[place].marks&markMixed != 0 {
			count++
		}
	}
	return count
}

// hiddenIn counts the characters of a line that don't show and are no accident.
func (g *guard) hiddenIn(bounds line) int {
	count, table := 0, folds()
	for at, letter := range g.source[bounds.start:bounds.end] {
		if letter >= utf8.RuneSelf && table.class(letter) == classInvisible && at > 0 {
			count++
		}
	}
	for place := bounds.first; place < bounds.last; place++ {
		if g.filled(place) {
			count++
		}
	}
	return count
}

// findFillers notes words that are filled with innocent invisible characters, such as soft hyphens after every letter.
func (g *guard) findFillers() {
	for place := range g.words {
		if len(g.invisible) > maxSuspicious {
			return
		}
		if g.filled(int32(place)) {
			g.invisible = append(g.invisible, span{int(g.words[place].start), int(g.words[place].end)})
		}
	}
}

// filled reports a word of a script that joins no letters with as many invisible characters as there are gaps between every other letter.
func (g *guard) filled(place int32) bool {
	w := &g.words[place]
	if w.marks&markUnspaced != 0 || 2*(w.end-w.start) < 3*(w.foldedEnd-w.foldedStart) {
		return false
	}
	letters, fillers, table := 0, 0, folds()
	for _, letter := range g.source[w.start:w.end] {
		switch {
		case table.class(letter) == classSoft:
			fillers++
		case script(letter) != 0 || unicode.IsDigit(letter):
			letters++
		}
	}
	return letters > 1 && fillers > 1 && 2*fillers >= letters
}

// quoteAround is how many bytes around an invisible character are quoted, so that its place can be found.
const quoteAround = 20

// around is a border of a rune some bytes before or after a span.
func (g *guard) around(found span, distance int) int {
	at := min(len(g.source), found.end+distance)
	if distance < 0 {
		at = max(0, found.start+distance)
	}
	for at < found.start && !utf8.RuneStart(g.source[at]) {
		at++
	}
	for at > found.end && at < len(g.source) && !utf8.RuneStart(g.source[at]) {
		at--
	}
	return at
}
