package enrolment

import (
	"strings"
	"time"

	"greenroom/internal/fault"
)

// listSeparator parts the items of a list in a cell that isn't JSON; a comma would have to be quoted in CSV.
const listSeparator = ";"

// DecodeRow reads a row of a table, such as a CSV file's, by the same rules as a body. A cell's text becomes what its field wants: a
// number, true or false in any case, a list parted by semicolons or written in JSON, an object in JSON. A blank cell is not given.
func DecodeRow(cells map[string]string, now time.Time) (Decoded, error) {
	reader := &decoder{now: now, sizes: map[string]int{}}
	root := make(map[string]any, len(cells))
	for name, cell := range cells {
		if trimmed(cell) == "" {
			continue
		}
		root[name] = cell
	}
	for _, name := range sortedKeys(root) {
		if place, known := fieldPlaces[name]; known {
			root[name] = reader.cell(&fields[place], cells[name])
		}
	}
	return reader.decode(root)
}

// cell turns a cell's text into a JSON value. What can't be turned stays text, for the field to refuse.
func (d *decoder) cell(field *Field, text string) any {
	bare := trimmed(text)
	switch field.Kind {
	case Integer, Number:
		p := &parser{text: bare}
		if number, err := p.value(); err == nil && p.at == len(bare) {
			return number
		}
	case Flag:
		switch strings.ToLower(bare) {
		case "true":
			return true
		case "false":
			return false
		}
	case TextList:
		if !strings.HasPrefix(bare, "[") {
			return splitList(bare)
		}
		return d.cellJSON(field, bare)
	case Object:
		d.sizes[field.Name] = len(bare)
		return d.cellJSON(field, bare)
	default: // the other kinds are texts in JSON too
	}
	return text
}

// cellJSON reads a cell that holds JSON; its problems are placed below the cell's field. Broken JSON is told once, and then left out.
func (d *decoder) cellJSON(field *Field, text string) any {
	p := &parser{text: text, path: []step{{key: &field.Name}}}
	value, err := p.value()
	if p.space(); err == nil && p.at < len(text) {
		err = p.malformed("unexpected data after the value")
	}
	if err != nil {
		d.problems = append(d.problems, fault.From(err).Fields...)
		return nil
	}
	d.problems = append(d.problems, p.problems...)
	return value
}

func splitList(text string) []any {
	var items []any
	for item := range strings.SplitSeq(text, listSeparator) {
		if trimmed(item) != "" {
			items = append(items, item)
		}
	}
	return items
}
