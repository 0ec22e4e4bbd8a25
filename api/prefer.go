package api

import (
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
)

// preferences are what a client asked for with Prefer (RFC 7240). Unknown and unusable ones are ignored, as the RFC wants.
type preferences struct {
	respondAsync bool
	// wait is nil when the client named none.
	wait *time.Duration
}

// parsePrefer reads the Prefer header's lines as one list; of a preference given twice the first counts.
func parsePrefer(lines []string) preferences {
	var found preferences
	seen := map[string]bool{}
	for preference := range strings.SplitSeq(strings.Join(lines, ","), ",") {
		// What follows a semicolon are parameters, and neither preference has any.
		token, _, _ := strings.Cut(preference, ";")
		name, value, _ := strings.Cut(token, "=")
		name = strings.ToLower(strings.TrimSpace(name))
		if name == "" || seen[name] {
			continue
		}
		seen[name] = true
		switch name {
		case "respond-async":
			found.respondAsync = true
		case "wait":
			found.wait = parseWait(strings.Trim(strings.TrimSpace(value), `"`))
		}
	}
	return found
}

func parseWait(text string) *time.Duration {
	seconds, err := strconv.ParseUint(text, 10, 31)
	if err != nil {
		return nil
	}
	wait := time.Duration(seconds) * time.Second
	return &wait
}

// waitFor is how long to wait before answering 202, with the server's maximum as the bound and fallback as what an unprefixed request gets.
func (p preferences) waitFor(fallback, most time.Duration) time.Duration {
	switch {
	case p.wait != nil:
		return min(*p.wait, most)
	case p.respondAsync:
		return 0
	}
	return fallback
}

// applied is the value of Preference-Applied: only what was asked for and honoured, with the value that was honoured.
func (p preferences) applied(waited time.Duration, done bool) string {
	var tokens []string
	if p.respondAsync && !done {
		tokens = append(tokens, "respond-async")
	}
	if p.wait != nil && waited > 0 {
		tokens = append(tokens, "wait="+strconv.Itoa(int(waited/time.Second)))
	}
	return strings.Join(tokens, ", ")
}

// Preferring is embedded by inputs that honour Prefer. Exported, like all that inputs embed: huma sets no fields of others.
type Preferring struct {
	// Prefer is declared for the OpenAPI document; all its lines are read by Resolve.
	Prefer string `header:"Prefer" doc:"respond-async to be answered 202 at once, or wait=N to be answered after at most N seconds (RFC 7240)" example:"wait=10"`

	preferences preferences
}

// Resolve implements huma.Resolver.
func (p *Preferring) Resolve(ctx huma.Context) []error {
	var lines []string
	ctx.EachHeader(func(name, value string) {
		if strings.EqualFold(name, "Prefer") {
			lines = append(lines, value)
		}
	})
	p.preferences = parsePrefer(lines)
	return nil
}
