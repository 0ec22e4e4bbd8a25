package db

import (
	"encoding/json"

	"github.com/google/uuid"
)

// column takes one column out of rows, for a set-based statement.
func column[Row, Value any](rows []Row, value func(row Row) Value) []Value {
	values := make([]Value, 0, len(rows))
	for _, row := range rows {
		values = append(values, value(row))
	}
	return values
}

// encode makes the JSON of a domain value. Domain types hold nothing that can't be encoded; if one ever did, the statement would fail
// loudly on the nil instead of storing half a value.
func encode(value any) []byte {
	encoded, err := json.Marshal(value)
	if err != nil {
		return nil
	}
	return encoded
}

// idOrZero spells "none" as the zero id, which the statements turn into NULL: arrays of nullable ids don't exist in generated code.
func idOrZero(id *uuid.UUID) uuid.UUID {
	if id == nil {
		return uuid.Nil
	}
	return *id
}

func textOrEmpty[Text ~string](text *string) Text {
	if text == nil {
		return ""
	}
	return Text(*text)
}

func textOrNil[Text ~string](text Text) *string {
	if text == "" {
		return nil
	}
	plain := string(text)
	return &plain
}
