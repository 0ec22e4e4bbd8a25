package api

import (
	"slices"

	"github.com/danielgtaylor/huma/v2"

	"greenroom/internal/enrolment"
)

// RequestSchema describes the body of an enrolment request, from the same table of fields that enrolment.Decode checks it with. The schema
// says what JSON Schema can; what it can't (dates in the future, bytes instead of characters) is in words, and Decode's to enforce.
func RequestSchema() *huma.Schema {
	schema := objectSchema(enrolment.Fields(), true)
	schema.Title = "EnrolmentRequest"
	schema.Description = "A candidate and the position they apply for. An optional field may be null, which means that it isn't given. " +
		"Unknown keys are ignored and named in the answer's warnings."
	schema.Examples = []any{RequestExample()}
	schema.PrecomputeMessages()
	return schema
}

// RequestExample is a body that is accepted as it stands: all that a request needs, and a few of the fields that are often added.
func RequestExample() map[string]any {
	added := []string{
		"candidate_external_id", "custom_scoring", "interview_attempts", "max_duration", "position_external_id", "seniority_level", "tags",
	}
	example := map[string]any{}
	for _, field := range enrolment.Fields() {
		if field.Need != enrolment.Optional || slices.Contains(added, field.Name) {
			example[field.Name] = field.Example
		}
	}
	return example
}

// objectSchema describes an object by its fields. Other keys are never refused: the contract's clients send them.
func objectSchema(fields []enrolment.Field, describeConditions bool) *huma.Schema {
	schema := &huma.Schema{Type: huma.TypeObject, AdditionalProperties: true, Properties: map[string]*huma.Schema{}}
	for _, field := range fields {
		property := fieldSchema(field)
		property.Description = field.Doc
		property.Default = field.Default
		if field.Example != nil {
			property.Examples = []any{field.Example}
		}
		switch {
		case field.Need == enrolment.Required:
			schema.Required = append(schema.Required, field.Name)
		case field.Need == enrolment.Conditional && describeConditions:
			property.Description += " Required unless position_def_set_id is sent or position_external_id names an existing position."
		}
		if field.Need != enrolment.Required {
			allowNull(property)
		}
		schema.Properties[field.Name] = property
	}
	return schema
}

// fieldSchema says what a field's value looks like when it is given.
func fieldSchema(field enrolment.Field) *huma.Schema {
	switch field.Kind {
	case enrolment.Text, enrolment.Lines, enrolment.Moment:
		return textSchema(field, "")
	case enrolment.Email:
		return textSchema(field, "email")
	case enrolment.WebURL:
		return textSchema(field, "uri")
	case enrolment.UUID:
		return textSchema(field, "uuid")
	case enrolment.Country:
		return &huma.Schema{Type: huma.TypeString, Pattern: "^[A-Za-z]{2}$"}
	case enrolment.Word:
		return wordSchema(field.Words)
	case enrolment.Integer:
		return &huma.Schema{Type: huma.TypeInteger, Minimum: new(field.Min), Maximum: new(field.Max)}
	case enrolment.Number:
		return &huma.Schema{Type: huma.TypeNumber, Minimum: new(field.Min), Maximum: new(field.Max)}
	case enrolment.Flag:
		return &huma.Schema{Type: huma.TypeBoolean}
	case enrolment.Switch:
		return &huma.Schema{AnyOf: []*huma.Schema{{Type: huma.TypeBoolean}, {Type: huma.TypeObject, AdditionalProperties: true}}}
	case enrolment.TextList:
		item := &huma.Schema{Type: huma.TypeString, MinLength: new(1), MaxLength: new(field.ItemMax)}
		return &huma.Schema{Type: huma.TypeArray, Items: item, MaxItems: new(int(field.Max))}
	case enrolment.Object, enrolment.Policy:
		return objectSchema(field.Members, false)
	default:
		return &huma.Schema{}
	}
}

// textSchema bounds a text's length. A bound in bytes is given in characters, of which there are never more.
func textSchema(field enrolment.Field, format string) *huma.Schema {
	schema := &huma.Schema{Type: huma.TypeString, Format: format}
	if field.Min > 0 {
		schema.MinLength = new(int(field.Min))
	}
	if field.Max > 0 {
		schema.MaxLength = new(int(field.Max))
	}
	return schema
}

func wordSchema(words []string) *huma.Schema {
	schema := &huma.Schema{Type: huma.TypeString}
	for _, word := range words {
		schema.Enum = append(schema.Enum, word)
	}
	return schema
}

// allowNull makes null a valid value of a property: in its type, its last alternative's type, and among its words.
func allowNull(property *huma.Schema) {
	if alternatives := len(property.AnyOf); alternatives > 0 {
		property.AnyOf[alternatives-1].Nullable = true
		return
	}
	property.Nullable = true
	if len(property.Enum) > 0 {
		property.Enum = append(property.Enum, nil)
	}
}
