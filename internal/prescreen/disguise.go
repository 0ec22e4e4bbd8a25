package prescreen

import (
	"encoding/base64"
	"encoding/hex"
	"html"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// flagDisguises finds instructions that are written so that people or models read them and programs don't: digits for letters, letters
// with spaces or dots between them, words with hyphens or symbols inside; and texts that are encoded, shifted or written backwards.
func (g *guard) flagDisguises() {
	budget := maxDisguises
	for _, bounds := range g.passages() {
		if !g.isShard(bounds) && g.isShard(g.lines[g.words[bounds.first].line]) {
			g.flagPlain(bounds, strings.ReplaceAll(g.source[bounds.start:bounds.end], "\n", " "), &budget)
		}
	}
	for _, bounds := range g.lines {
		raw, looks := g.source[bounds.start:bounds.end], g.disguised(bounds)
		switch {
		case looks.encoded >= 0 && decodes(g.source[g.words[looks.encoded].start:]):
			g.flagSign(bounds, int(g.words[looks.encoded].start-bounds.start))
		case looks.odd, looks.spaced:
			g.flagPlain(bounds, undisguise(raw, looks.spaced), &budget)
		case looks.encoded >= 0:
			g.flagPlain(bounds, unglued(raw), &budget)
		case looks.unknown:
			g.flagPlain(bounds, strings.Map(rot13, raw), &budget)
			g.flagPlain(bounds, backwards(raw), &budget)
		case strings.Contains(raw, "&#"):
			g.flagPlain(bounds, html.UnescapeString(raw), &budget)
		}
	}
}

// flagPlain flags a passage that is hostile when it is read as it is meant.
func (g *guard) flagPlain(bounds line, plain string, budget *int) {
	if *budget == 0 || bounds.end-bounds.start > maxDisguiseSize {
		return
	}
	*budget--
	if kind := g.hidden(plain); kind != "" {
		g.flag(kind, bounds.first, bounds.last-1)
	}
}

// Reading again costs as much as reading: so many passages of so many bytes keep the work in proportion to the résumé.
const (
	maxDisguises    = 40
	maxDisguiseSize = 2000
)

// disguise is how a line looks odd.
type disguise struct {
	odd     bool  // letters are written as digits, hyphens stand within words, symbols between them
	spaced  bool  // single letters follow each other
	unknown bool  // no word is of any language
	encoded int32 // the word that may be encoded, or -1
}

func (g *guard) disguised(bounds line) disguise {
	glued, single, known, plain := 0, 0, 0, 0
	encoded := int32(-1)
	for place := bounds.first; place < bounds.last; place++ {
		w := &g.words[place]
		if g.covered[place] != 0 {
			known++
		}
		if w.marks&markUnspaced != 0 {
			continue
		}
		length := w.end - w.start
		if length == 1 && w.number < 0 {
			single++
		}
		if w.number < 0 {
			plain++
		}
		if place > bounds.first && g.source[w.start-1] != ' ' && g.isGlued(place) || length > 2 && w.number < 0 && g.hasDigit(w) {
			glued++
		}
		if length >= encodedBytes/2 && encoded < 0 {
			encoded = place
		}
	}
	return disguise{
		odd: glued >= disguisedWords, spaced: single >= spacedLetters, unknown: known == 0 && plain >= unknownWords, encoded: encoded,
	}
}

// isGlued reports a word with a hyphen or a symbol between it and the word before, and no space.
func (g *guard) isGlued(place int32) bool {
	between := g.source[g.words[place-1].end:g.words[place].start]
	symbol, _ := utf8.DecodeRuneInString(between)
	return between == "-" || symbol >= utf8.RuneSelf && unicode.Is(unicode.So, symbol) && !strings.Contains(between, " ")
}

// How much of a line must look disguised for it to be read again without the disguise: less is a product's name, an abbreviation or a key.
const (
	disguisedWords = 3  // with digits or hyphens among their letters
	spacedLetters  = 8  // one by one
	unknownWords   = 6  // that are no words
	encodedBytes   = 40 // of base64, which hold a sentence of five words
)

// rot13 shifts a letter by half of the alphabet.
func rot13(r rune) rune {
	switch {
	case r >= 'a' && r <= 'z':
		return 'a' + (r-'a'+13)%26
	case r >= 'A' && r <= 'Z':
		return 'A' + (r-'A'+13)%26
	}
	return r
}

func backwards(text string) string {
	letters := []rune(text)
	slices.Reverse(letters)
	return string(letters)
}

// unglued writes words that are glued together, as in addresses and in names of variables, with spaces between.
func unglued(text string) string {
	var plain strings.Builder
	for _, r := range strings.ReplaceAll(text, "%20", " ") {
		if unicode.IsUpper(r) {
			plain.WriteByte(' ')
		}
		plain.WriteRune(r)
	}
	return plain.String()
}

func (g *guard) hasDigit(w *word) bool {
	for _, letter := range g.folded[w.foldedStart:w.foldedEnd] {
		if letter >= '0' && letter <= '9' {
			return true
		}
	}
	return false
}

// lookalikes are the digits and signs that stand for letters.
func lookalikes() *strings.Replacer {
	return strings.NewReplacer("0", "o", "1", "i", "3", "e", "4", "a", "5", "s", "7", "t", "@", "a", "$", "s", "!", "i", "-", "")
}

// spaceForSymbol puts a space where an emoji stands.
func spaceForSymbol(r rune) rune {
	if r >= utf8.RuneSelf && unicode.Is(unicode.So, r) {
		return ' '
	}
	return r
}

// undisguise writes a line as it is meant to be read.
func undisguise(raw string, spaced bool) string {
	if !spaced {
		return lookalikes().Replace(strings.Map(spaceForSymbol, raw))
	}
	var plain strings.Builder
	dividers := strings.NewReplacer(".", "", "-", "", "_", "", "*", "")
	for _, group := range strings.FieldsFunc(strings.ReplaceAll(raw, "  ", "\n"), func(r rune) bool { return r == '\n' }) {
		for _, chunk := range strings.Fields(group) {
			bare := strings.Trim(chunk, ".-_*,;:")
			if utf8.RuneCountInString(bare) > 1 && !isDotted(bare) {
				plain.WriteByte(' ')
			}
			plain.WriteString(dividers.Replace(bare))
			if isDotted(bare) {
				plain.WriteByte(' ')
			}
		}
		plain.WriteByte(' ')
	}
	return plain.String()
}

// isDotted reports letters with a sign between each two: I.g.n.o.r.e.
func isDotted(chunk string) bool {
	letters := []rune(chunk)
	for place, letter := range letters {
		if (place%2 == 0) != unicode.IsLetter(letter) {
			return false
		}
	}
	return len(letters) > 2
}

// hidden is what a line amounts to when it is read without its disguise.
func (g *guard) hidden(plain string) FlagKind {
	within := &guard{lexicon: g.lexicon, posting: g.posting, original: plain, reading: g.lexicon.read(plain, g.posting.language())}
	within.flagInstructions()
	if len(within.flags) == 0 {
		return ""
	}
	return within.flags[0].Kind
}

// decodes reports base64 or hexadecimal digits at the start of a text that hold a sentence, which keys and digests don't.
func decodes(text string) bool {
	end := strings.IndexFunc(text, func(r rune) bool { return r >= utf8.RuneSelf || !isLetterOrDigit(byte(r)) && r != '+' && r != '/' })
	if end < 0 {
		end = len(text)
	}
	if end = end / 4 * 4; end < encodedBytes {
		return false
	}
	if plain, err := hex.DecodeString(text[:end]); err == nil && isSentence(string(plain)) {
		return true
	}
	plain, err := base64.StdEncoding.DecodeString(text[:end])
	return err == nil && isSentence(string(plain))
}

// isSentence reports printable text of several words, but for a letter that was cut at its end.
func isSentence(plain string) bool {
	for at, letter := range plain {
		if letter < ' ' && letter != '\n' || letter == 0x7f || letter == utf8.RuneError && at < len(plain)-utf8.UTFMax {
			return false
		}
	}
	return strings.Count(plain, " ") > 1
}

func isLetterOrDigit(b byte) bool { return isASCIILetter(b) || b >= '0' && b <= '9' }
