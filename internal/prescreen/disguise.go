package prescreen

import (
	"encoding/base64"
	"strings"
	"unicode"
	"unicode/utf8"
)

// flagDisguises finds instructions that are written so that people read them and programs don't: digits for letters, letters with spaces
// or dots between them, words with hyphens inside; and texts that are encoded.
func (g *guard) flagDisguises() {
	budget := maxDisguises
	for _, bounds := range g.passages() {
		if !g.isShard(bounds) && g.isShard(g.lines[g.words[bounds.first].line]) {
			g.flagPlain(bounds, strings.ReplaceAll(g.source[bounds.start:bounds.end], "\n", " "), &budget)
		}
	}
	for _, bounds := range g.lines {
		disguised, spaced, encoded := g.disguised(bounds)
		switch {
		case encoded >= 0 && decodes(g.source[g.words[encoded].start:]):
			g.flagSign(bounds, int(g.words[encoded].start-bounds.start))
		case disguised, spaced:
			g.flagPlain(bounds, undisguise(g.source[bounds.start:bounds.end], spaced), &budget)
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

// disguised looks at a line's words: whether letters are written as digits or hyphens stand within words, whether single letters follow
// each other, and which word may be encoded.
func (g *guard) disguised(bounds line) (odd, spaced bool, encoded int32) {
	glued, single := 0, 0
	encoded = -1
	for place := bounds.first; place < bounds.last; place++ {
		w := &g.words[place]
		if w.marks&markUnspaced != 0 {
			continue
		}
		length := w.end - w.start
		if length == 1 && w.number < 0 {
			single++
		}
		hyphenated := place > bounds.first && g.source[w.start-1] == '-' && g.words[place-1].end == w.start-1
		if hyphenated || length > 2 && w.number < 0 && g.hasDigit(w) {
			glued++
		}
		if length >= encodedBytes/2 && encoded < 0 {
			encoded = place
		}
	}
	return glued >= disguisedWords, single >= spacedLetters, encoded
}

// How much of a line must look disguised for it to be read again without the disguise: less is a product's name, an abbreviation or a key.
const (
	disguisedWords = 3  // with digits or hyphens among their letters
	spacedLetters  = 8  // one by one
	encodedBytes   = 40 // of base64, which hold a sentence of five words
)

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

// undisguise writes a line as it is meant to be read.
func undisguise(raw string, spaced bool) string {
	if !spaced {
		return lookalikes().Replace(raw)
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

// decodes reports base64 at the start of a text that holds a sentence, which keys and digests don't.
func decodes(text string) bool {
	end := strings.IndexFunc(text, func(r rune) bool { return r >= utf8.RuneSelf || !isLetterOrDigit(byte(r)) && r != '+' && r != '/' })
	if end < 0 {
		end = len(text)
	}
	if end = end / 4 * 4; end < encodedBytes {
		return false
	}
	plain, err := base64.StdEncoding.DecodeString(text[:end])
	if err != nil {
		return false
	}
	for at, letter := range string(plain) {
		if letter < ' ' && letter != '\n' || letter == 0x7f || letter == utf8.RuneError && at < len(plain)-utf8.UTFMax {
			return false
		}
	}
	return strings.Count(string(plain), " ") > 1
}

func isLetterOrDigit(b byte) bool { return isASCIILetter(b) || b >= '0' && b <= '9' }
