package api

import (
	"strings"
	"time"

	"greenroom/internal/fault"
)

// maxIdempotencyKey is the longest key, in characters.
const maxIdempotencyKey = 255

var errIdempotencyKey = &fault.Error{
	Kind: fault.Malformed, Code: "invalid_idempotency_key", Message: "Idempotency-Key must be 1 to 255 visible ASCII characters",
	Fields: []fault.Field{{
		Name: "Idempotency-Key", Code: "invalid_format", Message: "Idempotency-Key must be 1 to 255 visible ASCII characters",
	}},
}

var errIdempotencyInFlight = fault.New(fault.Conflict, "idempotency_key_in_use",
	"the first request with this Idempotency-Key is still being stored; try again soon").WithRetryAfter(time.Second)

var errIdempotencyMismatch = fault.New(fault.Invalid, "idempotency_key_reused",
	"this Idempotency-Key was used with another body; use a new key for a new request")

// parseIdempotencyKey reads the header both as the draft wants it (a quoted string) and as nearly everyone sends it (bare). An absent
// header gives an empty key.
func parseIdempotencyKey(header string) (string, error) {
	key := strings.TrimSpace(header)
	if key == "" {
		return "", nil
	}
	if len(key) >= 2 && strings.HasPrefix(key, `"`) && strings.HasSuffix(key, `"`) {
		key = key[1 : len(key)-1]
	}
	if key == "" || len(key) > maxIdempotencyKey {
		return "", errIdempotencyKey
	}
	for _, char := range []byte(key) {
		if char < '!' || char > '~' {
			return "", errIdempotencyKey
		}
	}
	return key, nil
}
