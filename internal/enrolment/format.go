package enrolment

import (
	"net/mail"
	"net/url"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

const (
	// maxLocalPart and maxLabel are the limits of SMTP (RFC 5321) and DNS (RFC 1035).
	maxLocalPart = 64
	maxLabel     = 63
	// endOfDay is the time from a day's start to its last second.
	endOfDay = 24*time.Hour - time.Second
	// maxYear is the last one that RFC 3339 can write.
	maxYear = 9999
)

// isEmail reports whether text is one address and nothing else. The domain has to have a dot: one without can't get mail from here.
// Invisible characters are refused, since they would make a second identity that looks like the first.
func isEmail(text string) bool {
	address, err := mail.ParseAddress(text)
	if err != nil || address.Address != text || strings.ContainsFunc(text, func(char rune) bool { return !unicode.IsGraphic(char) }) {
		return false
	}
	at := strings.LastIndexByte(text, '@')
	return at <= maxLocalPart && isDomain(text[at+1:])
}

// trimmed is text without white space around it, nor the invisible marks (zero width space, byte order mark) that are pasted along with it.
func trimmed(text string) string {
	return strings.TrimFunc(text, func(char rune) bool { return unicode.IsSpace(char) || char == '\u200B' || char == '\uFEFF' })
}

// isDomain checks the form of a domain name, whose labels may be international.
func isDomain(domain string) bool {
	labels := strings.Split(domain, ".")
	for _, label := range labels {
		if label == "" || len(label) > maxLabel || label[0] == '-' || label[len(label)-1] == '-' || strings.ContainsFunc(label, notInLabel) {
			return false
		}
	}
	last := labels[len(labels)-1]
	return len(labels) > 1 && strings.ContainsFunc(last, unicode.IsLetter)
}

// ParseEmailKey reads an address as candidate_email is read, and gives its key. It reports false for what no candidate can have.
func ParseEmailKey(text string) (string, bool) {
	address := trimmed(text)
	return EmailKey(address), utf8.ValidString(address) && isEmail(address)
}

func notInLabel(char rune) bool {
	return char != '-' && !unicode.IsLetter(char) && !unicode.IsDigit(char) && !unicode.IsMark(char)
}

// EmailKey is what makes two spellings of an address the same: canonical caseless matching as Unicode defines it.
func EmailKey(address string) string {
	return norm.NFC.String(cases.Fold().String(norm.NFD.String(address)))
}

func isWebURL(text string) bool {
	parsed, err := url.Parse(text)
	if err != nil || strings.ContainsFunc(text, unicode.IsSpace) {
		return false
	}
	return (parsed.Scheme == "http" || parsed.Scheme == "https") && parsed.Hostname() != "" && parsed.User == nil
}

// parseMoment reads an RFC 3339 date, which means the end of that day in UTC, or date-time. Postgres keeps microseconds.
func parseMoment(text string) (time.Time, bool) {
	if day, err := time.Parse(time.DateOnly, text); err == nil {
		return day.Add(endOfDay), true
	}
	moment, err := time.Parse(time.RFC3339, strings.ToUpper(text))
	moment = moment.UTC().Truncate(time.Microsecond)
	return moment, err == nil && moment.Year() <= maxYear
}
