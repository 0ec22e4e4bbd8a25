package enrolment

import (
	"crypto/sha256"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/google/uuid"

	"greenroom/internal/fault"
	"greenroom/internal/lang"
)

const (
	// maxProblems bounds an error's size: nobody fixes more than this at once.
	maxProblems = 100
	// maxUnknownKeys is how many unknown keys are named in warnings.
	maxUnknownKeys = 20
)

// Decoded is what a request body says.
type Decoded struct {
	Request Request
	// MerchantID is the merchant that the caller wants to act for; whether they may is for others to decide.
	MerchantID *uuid.UUID
	// Warnings are sentences about what was ignored, for the response.
	Warnings []string
	// Fingerprint is the same for two bodies that say the same in JSON's terms, whatever their white space and order of keys.
	Fingerprint [sha256.Size]byte
}

// Decode reads and checks a request body. Its error is an Invalid fault: malformed_json with line and column when the body isn't JSON,
// otherwise every field problem at once. The time tells what is in the future.
func Decode(body []byte, now time.Time) (Decoded, error) {
	root, parsed, err := parse(body)
	if err != nil {
		return Decoded{}, err
	}
	reader := &decoder{now: now, problems: parsed.problems, sizes: parsed.sizes}
	return reader.decode(root)
}

// MissingPositionFields lists what a request lacks to create the position that it names by a code nobody knows yet.
func MissingPositionFields(request Request) []fault.Field {
	decoded := Decoded{Request: request}
	var missing []fault.Field
	for place := range fields {
		field := &fields[place]
		if field.Need == Conditional && isBlank(field.target(&decoded)) {
			message := field.Name + " is required, because no position has this position_external_id yet"
			missing = append(missing, fault.Field{Name: field.Name, Pointer: "/" + field.Name, Code: CodeRequired, Message: message})
		}
	}
	return missing
}

func isBlank(target any) bool {
	switch text := target.(type) {
	case *string:
		return *text == ""
	case *lang.Code:
		return *text == ""
	default:
		return false
	}
}

// decoder fills a Decoded from a parsed body and collects what is wrong with it.
type decoder struct {
	now      time.Time
	decoded  Decoded
	problems []fault.Field
	sizes    map[string]int
	unknown  []string
}

func (d *decoder) decode(root map[string]any) (Decoded, error) {
	d.decoded.Fingerprint = fingerprint(root) // first: reading settles free-form objects in place
	d.root(root)
	if problem := fault.InvalidFields(d.problems); problem != nil {
		return Decoded{}, problem
	}
	d.decoded.Warnings = d.warnings()
	return d.decoded, nil
}

func (d *decoder) root(root map[string]any) {
	position := d.namesPosition(root)
	for place := range fields {
		field := &fields[place]
		value := root[field.Name]
		switch {
		case value != nil:
			d.field(field, fieldPlace(field.Name), value)
		case field.Need == Required:
			d.problem(fieldPlace(field.Name), CodeRequired, "is required")
		case field.Need == Conditional && !position:
			d.problem(fieldPlace(field.Name), CodeRequired, "is required unless position_def_set_id or position_external_id names a position")
		}
	}
	for _, key := range slices.Sorted(maps.Keys(root)) {
		if _, known := fieldPlaces[key]; !known {
			d.unknown = append(d.unknown, shownKey(key))
		}
	}
	d.decoded.Request.Candidate.EmailKey = EmailKey(d.decoded.Request.Candidate.Email)
}

// namesPosition reports whether the body points at an existing position, rightly or not: a bad id is its own problem.
func (d *decoder) namesPosition(root map[string]any) bool {
	if root["position_def_set_id"] != nil {
		return true
	}
	code := root["position_external_id"]
	text, isText := code.(string)
	return code != nil && (!isText || trimmed(text) != "")
}

// problem reports what is wrong at a place, once per place: the first problem is the one to fix.
func (d *decoder) problem(at place, code, message string) {
	pointer := at.pointer()
	said := slices.ContainsFunc(d.problems, func(field fault.Field) bool { return field.Pointer == pointer })
	if !said && len(d.problems) < maxProblems {
		d.problems = append(d.problems, fault.Field{Name: at.name, Pointer: pointer, Code: code, Message: at.label() + " " + message})
	}
}

func (d *decoder) warnings() []string {
	var warnings []string
	for _, key := range d.unknown[:min(len(d.unknown), maxUnknownKeys)] {
		warnings = append(warnings, "unknown key ignored: "+key)
	}
	if more := len(d.unknown) - maxUnknownKeys; more > 0 {
		warnings = append(warnings, fmt.Sprintf("%d more unknown keys ignored", more))
	}
	settings := d.decoded.Request.Settings
	video := settings.InstructionalVideo != nil && *settings.InstructionalVideo
	if text := settings.InstructionalVideoText; text != nil && *text != "" && !video {
		warnings = append(warnings, "instructional_video_custom_text has no effect without instructional_video")
	}
	return warnings
}
