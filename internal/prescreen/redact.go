package prescreen

import (
	"strings"
	"time"
)

// Redact is what another engine may see of a résumé: without the candidate's name, addresses and personal data, and without the text that
// this engine flags or ignores. What is left is still hostile data.
func Redact(position Position, candidate Candidate) string {
	// Neither the policy nor the date has a say in what is taken out.
	return open(position, candidate, Policy{}, time.Time{}).resume.redacted()
}

func (r *reading) redacted() string {
	var kept strings.Builder
	kept.Grow(len(r.source))
	for _, bounds := range r.lines {
		r.keepLine(&kept, bounds)
	}
	table := folds()
	// Also where they hide nothing that this engine knows: whole sentences can be spelled in characters that only a model sees.
	return strings.Map(func(letter rune) rune {
		if letter != '\n' && letter != '\t' && letter != ' ' && table.class(letter) == classInvisible {
			return -1
		}
		return letter
	}, kept.String())
}

// keepLine writes what may be seen of a line, and nothing at all of a line without a word that counts: its signs may be a model's.
func (r *reading) keepLine(kept *strings.Builder, bounds line) {
	at, hidden, shown := bounds.start, false, strings.TrimSpace(r.source[bounds.start:bounds.end]) == ""
	for place := bounds.first; place < bounds.last; place++ {
		shown = shown || !r.masked(place, place)
	}
	if !shown {
		return
	}
	for place := bounds.first; place < bounds.last; place++ {
		found := r.words[place]
		switch masked := r.masked(place, place); {
		case masked && !hidden:
			kept.WriteString(r.source[at:found.start])
		case !masked && hidden:
			kept.WriteByte(' ')
			at = found.start
		}
		hidden = r.masked(place, place)
	}
	if !hidden {
		kept.WriteString(r.source[at:bounds.end])
	}
	kept.WriteByte('\n')
}
