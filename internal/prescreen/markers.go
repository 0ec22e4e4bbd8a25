package prescreen

import (
	"slices"
	"sort"
	"strings"
)

// flagMarkers strikes lines with signs that only a conversation with a model has, and lines of a speaker who says something hostile.
func (g *guard) flagMarkers() {
	if !strings.ContainsAny(g.source, markerSigns) {
		return
	}
	signs, names, styles := markers(), speakers(), invisibleStyles()
	for number, bounds := range g.lines {
		raw := g.source[bounds.start:bounds.end]
		if !strings.ContainsAny(raw, markerSigns) {
			continue
		}
		lower := lowerASCII(raw)
		for _, sign := range signs {
			g.flagEach(bounds, lower, sign, func(int) bool { return true })
		}
		g.flagEach(bounds, lower, "style=", func(at int) bool {
			declared := lower[at:min(len(lower), at+maxStyleBytes)]
			return containsAny(strings.ReplaceAll(declared, " ", ""), styles)
		})
		if isMessage(raw) && slices.ContainsFunc(g.hitsOf(number), g.isResult) {
			g.flagSign(bounds, 0)
		}
		for _, name := range names {
			if strings.HasPrefix(strings.TrimSpace(lower), name) && slices.ContainsFunc(g.hitsOf(number), g.isHostile) {
				g.flagSign(bounds, 0)
			}
		}
	}
}

// maxStyleBytes is the room of a style's declarations.
const maxStyleBytes = 200

// flagEach strikes what stands around each place of a line that has a sign, where it counts.
func (g *guard) flagEach(bounds line, lower, sign string, counts func(at int) bool) {
	for from := 0; ; {
		found := strings.Index(lower[from:], sign)
		if found < 0 {
			return
		}
		at := from + found
		from = at + len(sign)
		if counts(at) {
			from = max(from, g.flagSign(bounds, at))
		}
	}
}

// lowerASCII is a text with its ASCII letters in lower case. All signs are ASCII, and every byte stays in its place.
func lowerASCII(text string) string {
	lower := []byte(text)
	for at, char := range lower {
		if 'A' <= char && char <= 'Z' {
			lower[at] = char + 'a' - 'A'
		}
	}
	return string(lower)
}

// markers are those signs, lower case.
func markers() []string {
	return []string{
		"<|", "[inst]", "<<sys>>", "### instruction", "### system prompt", "### system:", "<system", "</system", "<instructions",
		"{\"score\"", "\"decision\":", "\"score\":", "\"role\": \"system\"", "\"role\":\"system\"", "<!--", "{{", "```", "end of resume]",
		"</resume", "</cv>", "<assessment", "<evaluation", "<score", "<decision", "<verdict", "decision: accept", "verdict: accept",
		"color{white}", "<div hidden", "<span hidden", "<p hidden", "<tool_", "<tool>", "<function_", "<assistant", "[system]",
		"[system notice", "[system message", "[assistant]", "[//]:", "\\begin{comment}",
	}
}

// invisibleStyles are ways to write on a page what only a program reads.
func invisibleStyles() []string {
	return []string{
		"color:white", "color:#fff", "display:none", "visibility:hidden", "font-size:0", "font-size:1p", "opacity:0",
		"color:rgb(255,255,255", "color:rgba(255,255,255", "color:transparent", "left:-9", "indent:-9",
	}
}

// speakers begin a line of such a conversation. By themselves they prove nothing: "System: Linux" is a list.
func speakers() []string {
	return []string{"system:", "assistant:", "ai:", "gpt:", "user:", "prompt:", "override:"}
}

// markerSigns are the characters without which there is no such sign.
const markerSigns = "<[{`#:"

// isHostile reports a word of those who talk to the reader.
func (g *guard) isHostile(found hit) bool {
	return g.lexicon.says(found)&^sayWeak != 0
}

// isMessage reports names in quotes with values, as programs send them to each other.
func isMessage(raw string) bool {
	first := strings.IndexByte(raw, '"')
	return first >= 0 && strings.ContainsAny(raw, "{[") && containsAny(strings.ReplaceAll(raw[first:], " ", ""), []string{"\":", "\"="})
}

// isResult reports a word that says how a candidate was judged.
func (g *guard) isResult(found hit) bool {
	return g.lexicon.says(found).any(sayVerdict | sayMatch | sayAdmit | sayClaim | sayOverride)
}

// flagSign strikes the line of a sign that stands some bytes behind the line's start; of a very long line only what is near. It gives the
// offset in the line behind what was struck.
func (g *guard) flagSign(bounds line, at int) int {
	if !g.isLong(bounds) {
		g.flag(FlagInstructions, bounds.first, bounds.last-1)
		return int(bounds.end - bounds.start)
	}
	within := g.words[bounds.first : bounds.last-1]
	place := bounds.first + int32(sort.Search(len(within), func(i int) bool { return within[i].end >= bounds.start+int32(at) }))
	last := min(bounds.last-1, place+reachAfter)
	g.flag(FlagInstructions, max(bounds.first, place-1), last)
	return int(g.words[last].end - bounds.start)
}

func containsAny(text string, signs []string) bool {
	return slices.ContainsFunc(signs, func(sign string) bool { return strings.Contains(text, sign) })
}
