package enrolment

// Kind is what a field of the request holds.
type Kind int

// The kinds of field.
const (
	// Text is one line of text.
	Text Kind = iota
	// Lines is text that may have line breaks and tabs.
	Lines
	// Email is one e-mail address without a display name.
	Email
	// Country is an ISO 3166-1 alpha-2 code in any case.
	Country
	// WebURL is an http or https URL.
	WebURL
	// Moment is an RFC 3339 date or date-time in the future.
	Moment
	// Word is one of Field.Words.
	Word
	// UUID is a UUID in its usual form of 36 characters.
	UUID
	// Integer is a whole number; 3.0 is one.
	Integer
	// Number is any number.
	Number
	// Flag is true or false.
	Flag
	// Switch is true, false or an object with details.
	Switch
	// TextList is an array of texts.
	TextList
	// Object is a JSON object with Field.Members as its known keys.
	Object
	// Policy is an object that package prescreen understands.
	Policy
)

// Need says when a field has to be there.
type Need int

// The needs.
const (
	Optional Need = iota
	Required
	// Conditional fields describe a position; they are required unless the request names an existing one.
	Conditional
)

// Field is one row of the contract's table of fields: what Decode checks and what the API's schema says, from one source.
type Field struct {
	Name string
	Kind Kind
	Need Need
	// Min and Max bound a text's length, a number's value or a list's length. Max of zero means no upper bound.
	Min, Max float64
	// InBytes makes Max count bytes instead of characters.
	InBytes bool
	// ItemMax bounds the length of each text of a TextList.
	ItemMax int
	// Words are the values of a Word field.
	Words []string
	// Default is the value that an absent field has; nil when there is no fixed one.
	Default any
	// Doc says what the field is for, to whoever integrates the API.
	Doc     string
	Example any
	// Members are the known keys of an Object.
	Members []Field
	// Open objects keep their unknown keys; others drop them with a warning.
	Open bool

	// target is where Decode puts the value: a pointer into Decoded. Nil for a member of an Open object, which is stored as a whole.
	target func(*Decoded) any
}

// The codes of field problems.
const (
	CodeControlCharacter = "control_character"
	CodeDuplicateKey     = "duplicate_key"
	CodeInThePast        = "in_the_past"
	CodeInvalidFormat    = "invalid_format"
	CodeInvalidUnicode   = "invalid_unicode"
	CodeMalformedJSON    = "malformed_json"
	CodeNotInEnum        = "not_in_enum"
	CodeOutOfRange       = "out_of_range"
	CodeRequired         = "required"
	CodeTooDeep          = "too_deep"
	CodeTooLarge         = "too_large"
	CodeTooLong          = "too_long"
	CodeTooMany          = "too_many"
	CodeTooShort         = "too_short"
	CodeWrongType        = "wrong_type"
)

// fieldPlaces finds a field of the table by its name.
//
//nolint:gochecknoglobals // Never written: built once, since every request asks it about every key.
var fieldPlaces = indexFields(fields)

// Fields lists the fields of the request in the contract's order.
func Fields() []Field { return append([]Field(nil), fields...) }

func indexFields(list []Field) map[string]int {
	index := make(map[string]int, len(list))
	for place := range list {
		index[list[place].Name] = place
	}
	return index
}
