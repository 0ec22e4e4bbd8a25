package prescreen

import "unicode/utf8"

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

// maxStrikes is how often a résumé is read again after something was struck from it: that may bring the next thing to light.
const maxStrikes = 3

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

// flag reports words as an attempt to influence the reader, and strikes them.
func (g *guard) flag(kind FlagKind, first, last int32) {
	g.strike(first, last)
	g.report(kind, int(g.words[first].start), int(g.words[last].end))
}

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

// maxFlagsPerKind bounds the report: a recruiter needs to see that it happened and where, not every repetition.
const maxFlagsPerKind = 3

// maxFlagQuote is the longest quote of a flag, in bytes.
const maxFlagQuote = 240
