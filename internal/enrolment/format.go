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

// countries are the 249 officially assigned codes of ISO 3166-1. The text library's regions also hold withdrawn and reserved ones.
//
//nolint:gochecknoglobals // A constant that Go can't spell.
var countries = codeSet(`
	AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK
	CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS
	GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV
	LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM
	PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR
	TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW`)

func codeSet(list string) map[string]struct{} {
	set := map[string]struct{}{}
	for code := range strings.FieldsSeq(list) {
		set[code] = struct{}{}
	}
	return set
}

// countryCode gives a country code in its stored case.
func countryCode(text string) (string, bool) {
	code := strings.ToUpper(text)
	_, known := countries[code]
	return code, known && len(text) == len(code) // a dotless ı is an I in upper case
}

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
