package prescreen

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// cut splits a document into lines and words. It is one pass, linear in the document's length.
func cut(source string) *text {
	c := &cutter{table: folds(), genders: genderForms(), pending: true}
	c.source = source
	c.folded = make([]byte, 0, len(source)+len(source)/8)
	c.words = make([]word, 0, len(source)/5+1)
	for at := 0; at < len(source); {
		at = c.step(at)
	}
	c.endLine(len(source))
	return &c.text
}

// cutter is the state of cutting one text.
type cutter struct {
	text
	table     *foldTable
	genders   genders
	lineStart int
	pending   bool // a border since the last word
}

// step consumes the rune or the word at a byte offset and returns where to go on.
func (c *cutter) step(at int) int {
	r, size := c.decode(at)
	switch c.table.class(r) {
	case classLine:
		c.endLine(at)
		c.lineStart = at + size
		c.pending = true
	case classLetter, classDigit, classStyled:
		return c.readWord(at)
	case classUnspaced:
		c.emit(at, at+size, markUnspaced, func() { c.folded = c.table.appendFolded(c.folded, r) })
	case classInvisible:
		c.noteInvisible(at, size)
	case classOther:
		if r == '.' && c.startsDotName(at) {
			return c.readWord(at)
		}
		// Slashes and hyphens join what belongs together; everything else ends a phrase.
		c.pending = c.pending || (r != '/' && r != '-' && r != '&' && r != '\'' && r != '’' && r != '.' && r != '+') ||
			r == '.' && c.endsSentence(at)
	case classSpace, classSoft: // between words without ending a phrase
	}
	return at + size
}

func (c *cutter) decode(at int) (rune, int) {
	if b := c.source[at]; b < utf8.RuneSelf {
		return rune(b), 1
	}
	return utf8.DecodeRuneInString(c.source[at:])
}

// startsDotName recognises names such as .NET, where the dot is part of the word.
func (c *cutter) startsDotName(at int) bool {
	if at+1 >= len(c.source) || !isASCIILetter(c.source[at+1]) {
		return false
	}
	return at == 0 || strings.IndexByte(" (\n/,", c.source[at-1]) >= 0
}

func (c *cutter) endsSentence(at int) bool {
	return at+1 >= len(c.source) || c.source[at+1] == ' ' || c.source[at+1] == '\n' || c.source[at+1] == '\r'
}

func isASCIILetter(b byte) bool { return b|0x20 >= 'a' && b|0x20 <= 'z' }

// scriptLatin is the script of most names of tools and methods, in texts of any other.
const scriptLatin = 1

// script is a coarse writing system, to notice words that mix look-alike letters.
func script(r rune) uint8 {
	switch {
	case r < 0x80 && isASCIILetter(byte(r)), r >= 0xc0 && r < 0x250, r >= 0x1e00 && r < 0x1f00:
		return scriptLatin
	case r >= 0x370 && r < 0x400:
		return 2
	case r >= 0x400 && r < 0x530:
		return 4
	case r >= 0x530 && r < 0x590, r >= 0x13a0 && r < 0x1400:
		return 8
	}
	return 0
}

// spelling is what a word is made of, counted while it is read.
type spelling struct {
	letters, capitals, digits int
	scripts                   uint8
	styled                    bool
}

// marks sums a spelling up.
func (s *spelling) marks() wordMark {
	var marks wordMark
	if s.styled || s.scripts&(s.scripts-1) != 0 {
		marks |= markMixed
	}
	if s.capitals > 0 {
		marks |= markCapital
		if s.capitals == s.letters && s.letters > 1 {
			marks |= markUpper
		}
	}
	return marks
}

// readWord reads a run of letters and digits that begins at a byte offset.
func (c *cutter) readWord(at int) int {
	start, foldedStart := at, len(c.folded)
	var s spelling
	if c.source[at] == '.' {
		c.folded = append(c.folded, '.')
		at++
	}
	for at < len(c.source) {
		if b := c.source[at]; isASCIILetter(b) && (s.letters > 0 || s.digits == 0) {
			s.letters++
			s.scripts |= scriptLatin
			if b < 'a' {
				s.capitals++
			}
			c.folded = append(c.folded, b|0x20)
			at++
			continue
		}
		next := c.readRune(at, &s)
		if next == at {
			break
		}
		at = next
	}
	at = c.readSuffix(at, s.letters)
	marks := s.marks()
	if marks&markMixed != 0 && len(c.mixed) < maxSuspicious {
		c.mixed = append(c.mixed, span{start, at})
	}
	c.finish(start, at, foldedStart, marks)
	return at
}

// readRune takes one more rune into a word and returns where the next one is; the same place when the word ends here.
func (c *cutter) readRune(at int, s *spelling) int {
	r, size := c.decode(at)
	switch class := c.table.class(r); class {
	case classSoft:
		return at + size
	case classDigit:
		if s.letters > 0 && s.digits == 0 && r < utf8.RuneSelf && s.scripts&scriptLatin == 0 {
			return at // a number glued to a word of another script is a word of its own; k8s is one
		}
		s.digits++
	case classLetter, classStyled:
		if s.letters == 0 && s.digits > 0 && c.splitsNumber(at, r) {
			return at
		}
		s.letters++
		s.scripts |= script(r)
		s.styled = s.styled || class == classStyled
		if unicode.IsUpper(r) {
			s.capitals++
		}
	default:
		if r == '-' && s.letters > 1 {
			if next := c.hyphenated(at); next > 0 {
				return next
			}
		}
		return at
	}
	c.folded = c.table.appendFolded(c.folded, r)
	return at + size
}

// readSuffix takes the signs into a word that make it another one: C++, C#, F#.
func (c *cutter) readSuffix(at, letters int) int {
	for letters > 0 && letters < 3 && at < len(c.source) && (c.source[at] == '+' || c.source[at] == '#') {
		c.folded = append(c.folded, c.source[at])
		at++
	}
	return at
}

// hyphenated recognises a word that was cut at the end of a printed line and returns where it goes on, or 0.
func (c *cutter) hyphenated(at int) int {
	next := at + 1
	if next < len(c.source) && c.source[next] == '\r' {
		next++
	}
	if next >= len(c.source) || c.source[next] != '\n' {
		return 0
	}
	next++
	if next >= len(c.source) {
		return 0
	}
	if r, _ := c.decode(next); unicode.IsLower(r) {
		return next
	}
	return 0
}

// splitsNumber tells a number with a unit glued to it (5years, 2019г) from a name with a digit first (3d, 5g).
func (c *cutter) splitsNumber(at int, r rune) bool {
	if r >= utf8.RuneSelf {
		return true
	}
	return at+2 < len(c.source) && isASCIILetter(c.source[at]) && isASCIILetter(c.source[at+1]) && isASCIILetter(c.source[at+2])
}

func (c *cutter) emit(start, end int, marks wordMark, fold func()) {
	foldedStart := len(c.folded)
	fold()
	c.finish(start, end, foldedStart, marks)
}

func (c *cutter) finish(start, end, foldedStart int, marks wordMark) {
	if c.source[start] >= utf8.RuneSelf {
		c.stripArabic(foldedStart)
	}
	c.folded = c.folded[:foldedStart+len(c.genders.fold(c.folded[foldedStart:]))]
	folded := c.folded[foldedStart:]
	if len(folded) == 0 {
		return
	}
	if c.pending {
		marks |= markBreak
	}
	c.pending = false
	c.words = append(c.words, word{
		start: int32(start), end: int32(end), foldedStart: int32(foldedStart), foldedEnd: int32(len(c.folded)),
		line: int32(len(c.lines)), number: numberIn(folded), marks: marks,
	})
	added := &c.words[len(c.words)-1]
	added.key, added.stem = keysOf(folded)
}

// stripArabic takes the article and the prepositions glued to it off a folded Arabic word.
func (c *cutter) stripArabic(foldedStart int) {
	folded := c.folded[foldedStart:]
	if len(folded) < 8 || folded[0] < 0xd8 || folded[0] > 0xd9 {
		return
	}
	for _, prefix := range [...]string{"وال", "بال", "كال", "لل", "ال"} {
		if len(folded) >= len(prefix)+4 && string(folded[:len(prefix)]) == prefix {
			c.folded = append(c.folded[:foldedStart], folded[len(prefix):]...)
			return
		}
	}
}

// noteInvisible remembers invisible characters that are no accident: inside a word, or several in a row.
func (c *cutter) noteInvisible(at, size int) {
	c.pending = true
	if at == 0 || c.source[at] < utf8.RuneSelf || len(c.invisible) > maxSuspicious {
		return
	}
	if last := len(c.invisible) - 1; last >= 0 && c.invisible[last].end == at {
		c.invisible[last].end = at + size
		return
	}
	before, _ := utf8.DecodeLastRuneInString(c.source[:at])
	next, _ := utf8.DecodeRuneInString(c.source[at+size:])
	inside := c.table.class(before) == classLetter && c.table.class(next) == classLetter
	if inside || c.table.class(next) == classInvisible && next >= utf8.RuneSelf {
		c.invisible = append(c.invisible, span{at, at + size})
	}
}

func (c *cutter) endLine(end int) {
	first := int32(0)
	if last := len(c.lines) - 1; last >= 0 {
		first = c.lines[last].last
	}
	if int(first) == len(c.words) {
		return // a line without words isn't a line
	}
	c.lines = append(c.lines, line{first: first, last: int32(len(c.words)), start: int32(c.lineStart), end: int32(end)})
}
