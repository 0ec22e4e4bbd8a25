package enrolment

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxShownKey is how much of a client's own key is repeated in warnings and messages.
const maxShownKey = 60

// place says where in the body something is.
type place struct {
	// name is the top-level field.
	name string
	// path is a JSON Pointer without its leading slash.
	path string
}

func fieldPlace(name string) place { return place{name: name, path: escapeKey(name)} }

func (p place) member(key string) place {
	return place{name: p.name, path: p.path + "/" + escapeKey(key)}
}

func (p place) item(index int) place {
	return place{name: p.name, path: p.path + "/" + strconv.Itoa(index)}
}

func (p place) pointer() string { return "/" + p.path }

// label names the place in a message, such as custom_scoring.max_score.
func (p place) label() string {
	return strings.NewReplacer("/", ".", "~1", "/", "~0", "~").Replace(p.path)
}

// escapeKey writes a key as a part of a JSON Pointer (RFC 6901).
func escapeKey(key string) string {
	if !strings.ContainsAny(key, "~/") {
		return key
	}
	return strings.NewReplacer("~", "~0", "/", "~1").Replace(key)
}

// shownKey makes a key that a client chose fit to be shown: short, on one line, valid UTF-8.
func shownKey(key string) string {
	var shown strings.Builder
	for place, char := range key {
		if place >= maxShownKey {
			shown.WriteString("…")
			break
		}
		if char == utf8.RuneError || !unicode.IsPrint(char) {
			char = '?'
		}
		shown.WriteRune(char)
	}
	return shown.String()
}
