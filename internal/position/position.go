// Package position holds what a position is, when two descriptions mean the same one, and the texts written about it. It refuses to know
// how positions are stored.
package position

import (
	"crypto/sha256"
	"encoding/binary"
	"strings"

	"github.com/google/uuid"
	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"greenroom/internal/lang"
	"greenroom/internal/seniority"
)

// DefaultTemplateID is the platform's default interview template (migration 00001).
var DefaultTemplateID = uuid.MustParse("00000000-0000-7000-8000-000000000001") //nolint:gochecknoglobals // A constant that Go can't spell.

// Position is a position definition (API: position_def_set).
type Position struct {
	ID          uuid.UUID
	ExternalID  string
	Name        string
	Location    string
	CountryCode string
	Language    lang.Code
	TemplateID  uuid.UUID
	// SeniorityLevel is empty while it isn't known.
	SeniorityLevel seniority.Level
}

// Fingerprint identifies what a position is: two requests of one merchant with equal fingerprints and no code of their own mean one
// position (CONTRACT: "Positions and interviews"). Texts are compared after NFKC normalisation, case folding and with runs of
// spaces as one.
func Fingerprint(name, location, countryCode string, language lang.Code, templateID uuid.UUID) [sha256.Size]byte {
	digest := sha256.New()
	for _, part := range []string{fold(name), fold(location), countryCode, string(language), templateID.String()} {
		// Length first: without it, moving a word from the name to the location would give the same digest.
		_ = binary.Write(digest, binary.BigEndian, uint32(len(part)))
		digest.Write([]byte(part))
	}
	return [sha256.Size]byte(digest.Sum(nil))
}

func fold(text string) string {
	return strings.Join(strings.Fields(norm.NFKC.String(cases.Fold().String(norm.NFKC.String(text)))), " ")
}
