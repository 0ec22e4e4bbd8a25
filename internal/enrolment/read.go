package enrolment

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"greenroom/internal/country"
	"greenroom/internal/lang"
	"greenroom/internal/seniority"
)

// field reads one field's value, which isn't null, and stores it where the table says.
func (d *decoder) field(field *Field, at place, value any) {
	read, ok := d.read(field, at, value)
	if ok && field.target != nil {
		assign(field.target(&d.decoded), read)
	}
}

// read checks a value against its field and gives it in normal form.
func (d *decoder) read(field *Field, at place, value any) (any, bool) {
	switch field.Kind {
	case Text, Lines, Email, Country, WebURL, Moment, Word, UUID:
		return d.written(field, at, value)
	case Integer, Number:
		return d.number(field, at, value)
	case Flag:
		flag, isFlag := value.(bool)
		return flag, d.expect(isFlag, at, "true or false")
	case Switch:
		_, isFlag := value.(bool)
		_, isObject := value.(map[string]any)
		return value, d.expect(isFlag || isObject, at, "true, false or an object")
	case TextList:
		return d.textList(field, at, value)
	case Object:
		return d.object(field, at, value)
	case Policy:
		return d.policy(at, value)
	default:
		return nil, false
	}
}

// expect reports a wrong type unless it is the right one.
func (d *decoder) expect(right bool, at place, want string) bool {
	if !right {
		d.problem(at, CodeWrongType, "must be "+want)
	}
	return right
}

// written reads everything that is a string in JSON.
func (d *decoder) written(field *Field, at place, value any) (any, bool) {
	text, ok := d.text(field, at, value)
	if !ok {
		return nil, false
	}
	switch field.Kind {
	case Email:
		return text, d.format(isEmail(text), at, "must be one e-mail address without a display name")
	case Country:
		code, known := country.ParseCode(text)
		return code, d.format(known, at, "must be a two-letter country code (ISO 3166-1 alpha-2)")
	case WebURL:
		return text, d.format(isWebURL(text), at, "must be an http or https URL with a host and without credentials")
	case Moment:
		return d.moment(at, text)
	case Word:
		if !slices.Contains(field.Words, text) {
			d.problem(at, CodeNotInEnum, "must be one of "+strings.Join(field.Words, ", "))
			return nil, false
		}
		return text, true
	case UUID:
		// Parse also takes other notations; the contract has one.
		id, err := uuid.Parse(text)
		return id, d.format(err == nil && len(text) == len(id.String()), at, "must be a UUID")
	default:
		return text, true
	}
}

func (d *decoder) format(right bool, at place, message string) bool {
	if !right {
		d.problem(at, CodeInvalidFormat, message)
	}
	return right
}

// text reads a string that Postgres can store, trimmed and within the field's bounds.
func (d *decoder) text(field *Field, at place, value any) (string, bool) {
	text, isText := value.(string)
	if !d.expect(isText, at, "a string") || !d.storable(text, at, field.Kind == Lines) {
		return "", false
	}
	text = trimmed(text)
	length, unit := utf8.RuneCountInString(text), "characters"
	if field.InBytes {
		length, unit = len(text), "bytes"
	}
	if float64(length) < field.Min {
		d.problem(at, CodeTooShort, "must not be blank")
		return "", false
	}
	if field.Max > 0 && float64(length) > field.Max {
		d.problem(at, CodeTooLong, fmt.Sprintf("must be at most %v %s long", int(field.Max), unit))
		return "", false
	}
	return text, true
}

// storable reports whether a string is proper text, and what isn't proper about it.
func (d *decoder) storable(text string, at place, lines bool) bool {
	if !utf8.ValidString(text) {
		d.problem(at, CodeInvalidUnicode, "must be valid Unicode text")
		return false
	}
	if hasControl(text, lines) {
		d.problem(at, CodeControlCharacter, "must not contain control characters")
		return false
	}
	return true
}

// hasControl looks for control characters (C0, DEL and C1) in valid UTF-8; lines allows line breaks, tabs and the
// page breaks that parsed PDFs have. It works on bytes, because
// most of a body's bytes pass through it.
func hasControl(text string, lines bool) bool {
	for place := 0; place < len(text); place++ {
		switch char := text[place]; {
		case char == '\n' || char == '\r' || char == '\t' || char == '\f':
			if !lines {
				return true
			}
		case char < ' ' || char == 0x7F:
			return true
		case char == 0xC2 && text[place+1] < 0xA0:
			return true
		}
	}
	return false
}

func (d *decoder) number(field *Field, at place, value any) (any, bool) {
	want := "a number"
	if field.Kind == Integer {
		want = "a whole number"
	}
	number, isNumber := asFloat(value)
	if !d.expect(isNumber && (field.Kind == Number || number == math.Trunc(number)), at, want) {
		return nil, false
	}
	if number < field.Min || number > field.Max {
		d.problem(at, CodeOutOfRange, fmt.Sprintf("must be between %v and %v", field.Min, field.Max))
		return nil, false
	}
	if field.Kind == Integer {
		return int(number), true
	}
	return number, true
}

// asFloat reads a parsed number, or one that an open object already holds as a float. One beyond a float's range is infinite, so that the
// bounds refuse it.
func asFloat(value any) (float64, bool) {
	switch written := value.(type) {
	case json.Number:
		number, _ := strconv.ParseFloat(string(written), 64)
		return number, true
	case float64:
		return written, true
	default:
		return 0, false
	}
}

func (d *decoder) textList(field *Field, at place, value any) (any, bool) {
	list, isList := value.([]any)
	if !d.expect(isList, at, "an array of strings") {
		return nil, false
	}
	if float64(len(list)) > field.Max {
		d.problem(at, CodeTooMany, fmt.Sprintf("must hold at most %v items", field.Max))
		return nil, false
	}
	item := Field{Kind: Text, Min: 1, Max: float64(field.ItemMax)}
	texts, right := make([]string, 0, len(list)), true
	for index, value := range list {
		text, ok := d.text(&item, at.item(index), value)
		texts, right = append(texts, text), right && ok
	}
	return texts, right
}

func (d *decoder) moment(at place, text string) (any, bool) {
	moment, ok := parseMoment(text)
	if !d.format(ok, at, "must be a date or a date-time as RFC 3339 has it") {
		return nil, false
	}
	if !moment.After(d.now) {
		d.problem(at, CodeInThePast, "must be in the future")
		return nil, false
	}
	return moment, true
}

// assign puts a value where a target points. The types of both come from the table; its test stores every field.
func assign(target, value any) {
	switch into := target.(type) {
	case *bool:
		*into, _ = value.(bool)
	case *map[string]any:
		*into, _ = value.(map[string]any)
	case *string:
		*into, _ = value.(string)
	case *lang.Code:
		code, _ := value.(string)
		*into = lang.Code(code)
	case *[]string:
		*into, _ = value.([]string)
	case **bool:
		assignNew(into, value)
	case **float64:
		assignNew(into, value)
	case **int:
		assignNew(into, value)
	case **seniority.Level:
		level, _ := value.(string)
		assignNew(into, seniority.Level(level))
	case **string:
		if id, isID := value.(uuid.UUID); isID {
			value = id.String()
		}
		assignNew(into, value)
	case **time.Time:
		assignNew(into, value)
	case **uuid.UUID:
		assignNew(into, value)
	}
}

func assignNew[T any](into **T, value any) {
	typed, _ := value.(T)
	*into = &typed
}
