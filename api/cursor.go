package api

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"

	"github.com/google/uuid"

	"greenroom/db"
	"greenroom/internal/fault"
)

// maxPage is the most that a list answers at once; more is answered with this many (AIP-158).
const maxPage = 200

// errCursor says that a cursor isn't one of ours, or belongs to another list.
var errCursor = &fault.Error{
	Kind: fault.Malformed, Code: "invalid_cursor", Message: "the cursor is not one that this list has given out; start without it",
	Fields: []fault.Field{{Name: "cursor", Code: "invalid", Message: "cursor must be next_cursor of a page with the same filters"}},
}

// writeCursor makes the cursor that continues after id. It carries no right to anything: it only says where to go on.
func (a *API) writeCursor(id uuid.UUID, scope string) string {
	return base64.RawURLEncoding.EncodeToString(append(id[:], a.cursorMAC(id, scope)...))
}

// readCursor gives the id to continue after; nil for an empty cursor. A cursor of other filters or another merchant is refused.
func (a *API) readCursor(cursor, scope string) (*uuid.UUID, error) {
	if cursor == "" {
		return nil, nil //nolint:nilnil // The first page starts after nothing.
	}
	raw, err := base64.RawURLEncoding.DecodeString(cursor)
	if err != nil || len(raw) != len(uuid.UUID{})+sha256.Size {
		return nil, errCursor
	}
	id := uuid.UUID(raw[:len(uuid.UUID{})])
	if !hmac.Equal(raw[len(uuid.UUID{}):], a.cursorMAC(id, scope)) {
		return nil, errCursor
	}
	return &id, nil
}

func (a *API) cursorMAC(id uuid.UUID, scope string) []byte {
	mac := hmac.New(sha256.New, a.config.CursorKey)
	mac.Write(id[:])
	mac.Write([]byte(scope))
	return mac.Sum(nil)
}

// filterDigest tells two filters apart.
func filterDigest(filter db.RequestFilter) string {
	// A struct of strings and ids always encodes.
	encoded, _ := json.Marshal(filter)
	return string(encoded)
}
