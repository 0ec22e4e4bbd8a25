// Package enrolment is the core of the domain: the request a merchant makes, the stages it goes through, and how it can end.
// It knows no storage, no queue and no transport.
package enrolment

import (
	"github.com/google/uuid"

	"greenroom/internal/interview"
	"greenroom/internal/lang"
)

// Request is one validated enrolment request in normal form: strings trimmed, codes in their stored case, absent optional fields nil. It is
// what gets stored with an accepted request, and all that the stages know of what was sent.
type Request struct {
	Candidate Candidate           `json:"candidate"`
	Position  Position            `json:"position"`
	Settings  interview.Overrides `json:"settings"`
	Tags      []string            `json:"tags,omitempty"`
	// Embedded asks for the merchant's embed id and signing key in the answer.
	Embedded bool `json:"embedded,omitempty"`
}

// Candidate is the person applying. EmailKey is their identity within a merchant.
type Candidate struct {
	Name        string `json:"name"`
	Email       string `json:"email"`
	EmailKey    string `json:"email_key"`
	CountryCode string `json:"country_code"`
	Resume      string `json:"resume"`
	ExternalID  string `json:"external_id,omitempty"`
	LinkedInURL string `json:"linkedin_url,omitempty"`
}

// Position says which position is meant: by id, by the merchant's own code, or by what it is.
type Position struct {
	ID          *uuid.UUID `json:"id,omitempty"`
	ExternalID  string     `json:"external_id,omitempty"`
	Name        string     `json:"name,omitempty"`
	Location    string     `json:"location,omitempty"`
	CountryCode string     `json:"country_code,omitempty"`
	Language    lang.Code  `json:"language,omitempty"`
	TemplateID  *uuid.UUID `json:"template_id,omitempty"`
}

// Described reports whether the request carries all fields that a new position needs.
func (p Position) Described() bool {
	return p.Name != "" && p.Location != "" && p.CountryCode != "" && p.Language != ""
}
