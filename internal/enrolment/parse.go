package enrolment

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"greenroom/internal/fault"
)

// maxDepth bounds nesting, so that a small hostile body can't make the parser's stack large. The contract needs six levels.
const maxDepth = 32

// escapeLetters are the letters after a backslash, and escapedChars, in the same order, what they stand for.
const (
	escapeLetters = `"\/bfnrt`
	escapedChars  = "\"\\/\b\f\n\r\t"
)

// byteOrderMark is what some editors and .NET clients put before the text.
const byteOrderMark = "\uFEFF"

// parser reads a JSON text (RFC 8259). The standard decoder replaces lone surrogates, keeps the last of two equal keys and knows neither
// line nor column; this one refuses or reports all three. Numbers stay as they were written, so that bounds are checked exactly.
type parser struct {
	text  string
	at    int
	depth int
	path  []step
	// sizes holds the written length of every top-level object, for the limit on free-form ones.
	sizes    map[string]int
	problems []fault.Field
}

// step is one part of the way from the root to where the parser is: an object's key, or an array's index when key is nil.
type step struct {
	key   *string
	index int
}

// parse reads a whole body. Duplicate keys are left in the parser's problems, so that they are reported along with everything else.
func parse(body []byte) (map[string]any, *parser, error) {
	p := &parser{text: strings.TrimPrefix(string(body), byteOrderMark), sizes: map[string]int{}}
	p.space()
	if p.at == len(p.text) {
		return nil, nil, p.malformed("the body is empty")
	}
	if p.text[p.at] != '{' {
		return nil, nil, p.malformed("expected a JSON object")
	}
	root, err := p.object()
	if err != nil {
		return nil, nil, err
	}
	p.space()
	if p.at < len(p.text) {
		return nil, nil, p.malformed("unexpected data after the object")
	}
	return root, p, nil
}

func (p *parser) value() (any, error) {
	p.space()
	if p.at == len(p.text) {
		return nil, p.malformed("the text ends where a value is expected")
	}
	switch first := p.text[p.at]; {
	case first == '{':
		return p.object()
	case first == '[':
		return p.array()
	case first == '"':
		return p.quoted()
	case first == '-' || isDigit(first):
		return p.number()
	default:
		return p.word()
	}
}

func (p *parser) object() (map[string]any, error) {
	if err := p.enter(); err != nil {
		return nil, err
	}
	object := map[string]any{}
	if p.accept('}') {
		p.depth--
		return object, nil
	}
	for {
		if err := p.member(object); err != nil {
			return nil, err
		}
		if p.accept(',') {
			continue
		}
		if !p.accept('}') {
			return nil, p.malformed("expected a comma or a closing brace")
		}
		p.depth--
		return object, nil
	}
}

// member reads one key and its value into object.
func (p *parser) member(object map[string]any) error {
	p.space()
	if p.at == len(p.text) || p.text[p.at] != '"' {
		return p.malformed("expected a key in double quotes")
	}
	key, err := p.quoted()
	if err != nil {
		return err
	}
	if !p.accept(':') {
		return p.malformed("expected a colon after the key")
	}
	p.space()
	start := p.at
	p.path = append(p.path, step{key: &key})
	value, err := p.value()
	if err != nil {
		return err
	}
	if _, seen := object[key]; seen {
		p.duplicate()
	}
	object[key] = value
	p.path = p.path[:len(p.path)-1]
	if _, isObject := value.(map[string]any); isObject && len(p.path) == 0 {
		p.sizes[key] = p.at - start
	}
	return nil
}

func (p *parser) array() ([]any, error) {
	if err := p.enter(); err != nil {
		return nil, err
	}
	list := []any{}
	if p.accept(']') {
		p.depth--
		return list, nil
	}
	for {
		p.path = append(p.path, step{index: len(list)})
		value, err := p.value()
		if err != nil {
			return nil, err
		}
		p.path = p.path[:len(p.path)-1]
		list = append(list, value)
		if p.accept(',') {
			continue
		}
		if !p.accept(']') {
			return nil, p.malformed("expected a comma or a closing bracket")
		}
		p.depth--
		return list, nil
	}
}

// enter steps over an opening brace or bracket.
func (p *parser) enter() error {
	p.depth++
	if p.depth > maxDepth {
		at := fieldPlace(p.place().name)
		message := fmt.Sprintf("%s is nested too deeply; at most %d levels are allowed", at.label(), maxDepth)
		return fault.InvalidFields([]fault.Field{{Name: at.name, Pointer: at.pointer(), Code: CodeTooDeep, Message: message}})
	}
	p.at++
	return nil
}

// quoted reads a string. Without escapes, which is the usual case, it is a part of the text and costs no copy.
func (p *parser) quoted() (string, error) {
	p.at++
	start := p.at
	for p.at < len(p.text) {
		switch char := p.text[p.at]; {
		case char == '"':
			p.at++
			return p.text[start : p.at-1], nil
		case char == '\\':
			return p.escaped(start)
		case char < ' ':
			return "", p.malformed("a control character in a string must be written as an escape")
		default:
			p.at++
		}
	}
	return "", p.malformed("the string has no closing quote")
}

// escaped reads the rest of a string that has escapes.
func (p *parser) escaped(start int) (string, error) {
	var text []byte
	if end := strings.IndexByte(p.text[p.at:], '"'); end > 0 {
		text = make([]byte, 0, p.at-start+end)
	}
	for p.at < len(p.text) {
		switch char := p.text[p.at]; {
		case char == '"':
			text = append(text, p.text[start:p.at]...)
			p.at++
			return string(text), nil
		case char == '\\':
			text = append(text, p.text[start:p.at]...)
			var err error
			if text, err = p.escape(text); err != nil {
				return "", err
			}
			start = p.at
		case char < ' ':
			return "", p.malformed("a control character in a string must be written as an escape")
		default:
			p.at++
		}
	}
	return "", p.malformed("the string has no closing quote")
}

// escape reads one escape and appends what it stands for.
func (p *parser) escape(text []byte) ([]byte, error) {
	if p.at+1 == len(p.text) {
		return nil, p.malformed("the string has no closing quote")
	}
	if known := strings.IndexByte(escapeLetters, p.text[p.at+1]); known >= 0 {
		p.at += 2
		return append(text, escapedChars[known]), nil
	}
	unit, isUnit := p.codeUnit(p.at)
	if !isUnit {
		return nil, p.malformed("unknown escape in a string")
	}
	p.at += 6
	if unit >= 0xD800 && unit < 0xDC00 {
		if low, isUnit := p.codeUnit(p.at); isUnit && low >= 0xDC00 && low < 0xE000 {
			p.at += 6
			return utf8.AppendRune(text, 0x10000+(unit-0xD800)<<10+(low-0xDC00)), nil
		}
	}
	if unit >= 0xD800 && unit < 0xE000 {
		// A lone surrogate is no character. Its three bytes are kept, which aren't valid UTF-8, so that its field is refused by name.
		return append(text, 0xED, byte(0x80|unit>>6&0x3F), byte(0x80|unit&0x3F)), nil
	}
	return utf8.AppendRune(text, unit), nil
}

// codeUnit reads a \uXXXX escape at a place without moving on.
func (p *parser) codeUnit(at int) (rune, bool) {
	if at+6 > len(p.text) || p.text[at] != '\\' || p.text[at+1] != 'u' {
		return 0, false
	}
	unit, err := strconv.ParseUint(p.text[at+2:at+6], 16, 16)
	return rune(unit), err == nil
}

func (p *parser) number() (json.Number, error) {
	start := p.at
	if p.text[p.at] == '-' {
		p.at++
	}
	if p.at < len(p.text) && p.text[p.at] == '0' {
		p.at++
	} else if !p.digits() {
		return "", p.malformed("a number needs a digit here")
	}
	if p.at < len(p.text) && p.text[p.at] == '.' {
		p.at++
		if !p.digits() {
			return "", p.malformed("a number needs a digit after its point")
		}
	}
	if p.at < len(p.text) && (p.text[p.at] == 'e' || p.text[p.at] == 'E') {
		p.at++
		if p.at < len(p.text) && (p.text[p.at] == '+' || p.text[p.at] == '-') {
			p.at++
		}
		if !p.digits() {
			return "", p.malformed("a number needs a digit in its exponent")
		}
	}
	return json.Number(p.text[start:p.at]), nil
}

// digits steps over digits and reports whether there was any.
func (p *parser) digits() bool {
	start := p.at
	for p.at < len(p.text) && isDigit(p.text[p.at]) {
		p.at++
	}
	return p.at > start
}

func isDigit(char byte) bool { return char >= '0' && char <= '9' }

func (p *parser) word() (any, error) {
	rest := p.text[p.at:]
	switch {
	case strings.HasPrefix(rest, "true"):
		p.at += len("true")
		return true, nil
	case strings.HasPrefix(rest, "false"):
		p.at += len("false")
		return false, nil
	case strings.HasPrefix(rest, "null"):
		p.at += len("null")
		return nil, nil
	default:
		return nil, p.malformed("expected a value")
	}
}

func (p *parser) space() {
	for p.at < len(p.text) {
		switch p.text[p.at] {
		case ' ', '\t', '\n', '\r':
			p.at++
		default:
			return
		}
	}
}

// accept steps over white space and one mark, if that is what comes next.
func (p *parser) accept(mark byte) bool {
	p.space()
	if p.at == len(p.text) || p.text[p.at] != mark {
		return false
	}
	p.at++
	return true
}

// malformed makes the fault for a text that isn't JSON, and names the field it broke in when there is one.
func (p *parser) malformed(what string) error {
	before := p.text[:p.at]
	line := strings.Count(before, "\n") + 1
	column := utf8.RuneCountInString(before[strings.LastIndexByte(before, '\n')+1:]) + 1
	message := fmt.Sprintf("invalid JSON in line %d, column %d: %s", line, column, what)
	problem := fault.New(fault.Invalid, CodeMalformedJSON, message)
	if len(p.path) > 0 {
		at := p.place()
		problem.Fields = []fault.Field{{Name: at.name, Pointer: at.pointer(), Code: CodeMalformedJSON, Message: message}}
	}
	return problem
}

// duplicate reports a key that is there twice, once however often it is there.
func (p *parser) duplicate() {
	if len(p.problems) >= maxProblems {
		return
	}
	at := p.place()
	problem := fault.Field{Name: at.name, Pointer: at.pointer(), Code: CodeDuplicateKey, Message: at.label() + " is given more than once"}
	if !slices.Contains(p.problems, problem) {
		p.problems = append(p.problems, problem)
	}
}

// place is where the parser is, in terms of fields.
func (p *parser) place() place {
	var at place
	for _, part := range p.path {
		switch {
		case part.key == nil:
			at = at.item(part.index)
		case at.name == "":
			at = fieldPlace(shownKey(*part.key))
		default:
			at = at.member(shownKey(*part.key))
		}
	}
	return at
}
