package enrolment

import (
	"crypto/sha256"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
)

// fingerprint identifies what a body says. What is hashed isn't JSON but as unambiguous: every string has its length in front instead of
// quotes and escapes, keys are sorted, and numbers that are equal are written alike.
func fingerprint(root map[string]any) [sha256.Size]byte {
	return sha256.Sum256(appendCanonical(nil, root))
}

func appendCanonical(text []byte, value any) []byte {
	switch inner := value.(type) {
	case map[string]any:
		text = append(text, '{')
		for _, key := range sortedKeys(inner) {
			text = appendCanonical(appendCanonical(text, key), inner[key])
		}
		return append(text, '}')
	case []any:
		text = append(text, '[')
		for _, item := range inner {
			text = appendCanonical(text, item)
		}
		return append(text, ']')
	case string:
		text = strconv.AppendInt(append(text, '"'), int64(len(inner)), 10)
		return append(append(text, ':'), inner...)
	case json.Number:
		return append(appendNumber(append(text, '#'), inner), ';')
	case bool:
		return strconv.AppendBool(text, inner)
	default:
		return append(text, "null"...)
	}
}

// appendNumber writes 3, 3.0 and 30e-1 alike. What a float can't hold stays as it was written, lest two such numbers look the same.
func appendNumber(text []byte, written json.Number) []byte {
	if number, err := strconv.ParseFloat(string(written), 64); err == nil && len(written) <= 15 {
		return strconv.AppendFloat(text, number, 'g', -1, 64)
	}
	return append(text, written...)
}

func sortedKeys(object map[string]any) []string {
	return slices.Sorted(maps.Keys(object))
}
