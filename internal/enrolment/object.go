package enrolment

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"

	"greenroom/internal/fault"
	"greenroom/internal/prescreen"
)

const (
	// maxObjectBytes and maxObjectKeys bound each object of the body, with all that is in it.
	maxObjectBytes = 64 << 10
	maxObjectKeys  = 200
	// maxExactInteger is the largest whole number that no other one becomes in a float, which most JSON readers use.
	maxExactInteger = 1<<53 - 1
)

func (d *decoder) object(field *Field, at place, value any) (any, bool) {
	object, isObject := value.(map[string]any)
	if !d.expect(isObject, at, "an object") {
		return nil, false
	}
	if d.sizes[at.name] > maxObjectBytes {
		d.problem(at, CodeTooLarge, fmt.Sprintf("must be at most %d KiB of JSON", maxObjectBytes>>10))
		return nil, false
	}
	if keys := countKeys(object); keys > maxObjectKeys {
		d.problem(at, CodeTooMany, fmt.Sprintf("must hold at most %d keys, counting those of objects inside", maxObjectKeys))
		return nil, false
	}
	if field.Open {
		d.settle(object, at)
	}
	d.members(field, object, at)
	return object, true
}

// members reads an object's known keys; in an open object the others were settled before, in a closed one they are ignored.
func (d *decoder) members(field *Field, object map[string]any, at place) {
	known := 0
	for place := range field.Members {
		member := &field.Members[place]
		value, given := object[member.Name]
		switch {
		case value != nil:
			d.field(member, at.member(member.Name), value)
		case given && field.Open:
			delete(object, member.Name) // null means not given; stored, it would hide what lies below
			continue
		}
		if given {
			known++
		}
	}
	if field.Open || known == len(object) {
		return
	}
	names := indexFields(field.Members)
	for _, key := range sortedKeys(object) {
		if _, isKnown := names[key]; !isKnown {
			d.unknown = append(d.unknown, at.member(shownKey(key)).label())
		}
	}
}

func (d *decoder) policy(at place, value any) (any, bool) {
	override, isObject := value.(map[string]any)
	if !d.expect(isObject, at, "an object") {
		return nil, false
	}
	for _, keys := range prescreen.UnknownKeys(override) {
		unknown := at
		for _, key := range keys {
			unknown = unknown.member(shownKey(key))
		}
		d.unknown = append(d.unknown, unknown.label())
	}
	// On its own: what it is laid over isn't known here.
	problems := fault.Below(prescreen.Check(override), at.name, at.pointer())
	d.problems = append(d.problems, problems[:min(len(problems), max(0, maxProblems-len(d.problems)))]...)
	return override, len(problems) == 0
}

// settle makes a free-form value storable, in place: numbers become floats, as they will be when they are read back, and strings and keys
// that Postgres can't hold are refused.
func (d *decoder) settle(value any, at place) any {
	switch inner := value.(type) {
	case map[string]any:
		for _, key := range sortedKeys(inner) {
			member := at.member(shownKey(key))
			d.storable(key, member, false)
			inner[key] = d.settle(inner[key], member)
		}
	case []any:
		for index := range inner {
			inner[index] = d.settle(inner[index], at.item(index))
		}
	case string:
		d.storable(inner, at, true)
	case json.Number:
		return d.float(inner, at)
	}
	return value
}

func (d *decoder) float(written json.Number, at place) float64 {
	number, err := strconv.ParseFloat(string(written), 64)
	inexact := math.Abs(number) > maxExactInteger && !strings.ContainsAny(string(written), ".eE")
	if err != nil || inexact {
		d.problem(at, CodeOutOfRange, "is a number too large to be stored exactly")
		return 0
	}
	return number
}

func countKeys(value any) int {
	keys := 0
	switch inner := value.(type) {
	case map[string]any:
		keys = len(inner)
		for _, member := range inner {
			keys += countKeys(member)
		}
	case []any:
		for _, item := range inner {
			keys += countKeys(item)
		}
	}
	return keys
}
