package prescreen

import (
	"slices"
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
		lower := strings.ToLower(raw)
		for _, sign := range signs {
			if at := strings.Index(lower, sign); at >= 0 {
				g.flagSign(bounds, at)
			}
		}
		if at := strings.Index(lower, "style="); at >= 0 && containsAny(strings.ReplaceAll(lower[at:], " ", ""), styles) {
			g.flagSign(bounds, at)
		}
		for _, name := range names {
			if strings.HasPrefix(strings.TrimSpace(lower), name) && slices.ContainsFunc(g.hitsOf(number), g.isHostile) {
				g.flagSign(bounds, 0)
			}
		}
	}
}

// markers are those signs, lower case.
func markers() []string {
	return []string{
		"<|", "[inst]", "<<sys>>", "### instruction", "### system prompt", "### system:", "<system", "</system", "<instructions",
		"{\"score\"", "\"decision\":", "\"score\":", "\"role\": \"system\"", "\"role\":\"system\"", "<!--", "{{", "```", "end of resume]",
		"</resume", "</cv>", "<assessment", "<evaluation", "<score", "<decision", "<verdict", "decision: accept", "verdict: accept",
		"color{white}", "<div hidden", "<span hidden", "<p hidden",
	}
}

// invisibleStyles are ways to write on a page what only a program reads.
func invisibleStyles() []string {
	return []string{"color:white", "color:#fff", "display:none", "visibility:hidden", "font-size:0", "font-size:1p", "opacity:0"}
}

// speakers begin a line of such a conversation. By themselves they prove nothing: "System: Linux" is a list.
func speakers() []string {
	return []string{"system:", "assistant:", "ai:", "gpt:", "user:", "prompt:", "override:"}
}

// markerSigns are the characters without which there is no such sign.
const markerSigns = "<[{`#:"

// isHostile reports a word of those who talk to the reader; whoever can't do something talks about himself.
func (g *guard) isHostile(found hit) bool {
	return found.kind == kindHostile && !g.denies(found)
}

// flagSign strikes the line of a sign that stands some bytes behind the line's start; of a very long line only what is near.
func (g *guard) flagSign(bounds line, at int) {
	if !g.isLong(bounds) {
		g.flag(FlagInstructions, bounds.first, bounds.last-1)
		return
	}
	place := bounds.first
	for place+1 < bounds.last && g.words[place].end < bounds.start+int32(at) {
		place++
	}
	g.flag(FlagInstructions, max(bounds.first, place-1), min(bounds.last-1, place+reachAfter))
}

func containsAny(text string, signs []string) bool {
	return slices.ContainsFunc(signs, func(sign string) bool { return strings.Contains(text, sign) })
}
