package api

import (
	"cmp"
	"encoding/json"
	"fmt"
	"html/template"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gofiber/fiber/v2"
)

// schemaPrefix is how the document refers to its own schemas.
const schemaPrefix = "#/components/schemas/"

// reference is the OpenAPI document as people read it.
type reference struct {
	// Compatible is the path that the hosted API has.
	Description, Version, Server, Compatible string

	Groups []referenceGroup
	// Schemas are the objects that operations refer to.
	Schemas []referenceSchema
}

// referenceGroup is the operations of one tag.
type referenceGroup struct {
	Name       string
	Operations []referenceOperation
}

// rank puts what the service is for before the rest.
func (g *referenceGroup) rank() int {
	if g.Name == "Enrolments" {
		return 0
	}
	return 1
}

type referenceOperation struct {
	ID, Method, Path, Summary, Description string
	Secured                                bool
	Parameters                             []referenceField
	// Body is nil for an operation without one.
	Body      *referenceSchema
	Responses []referenceResponse
}

type referenceSchema struct {
	Name, Description, Example string
	Fields                     []referenceField
}

// referenceField is a row: a parameter, or a field of an object, nested ones with dots in their names.
type referenceField struct {
	Name, In, Description string
	Type                  template.HTML
	Required              bool
	// Rules are what else the value must keep to, Default what counts without one.
	Rules   []string
	Default string
}

type referenceResponse struct {
	Status, Description string
	Type                template.HTML
	Headers             []string
}

// describer reads a document, and notes the schemas that are still to be described.
type describer struct {
	document *huma.OpenAPI
	seen     map[string]bool
	pending  []string
}

// newReference describes all operations by tag, and the objects that they refer to.
func newReference(document *huma.OpenAPI) reference {
	d := &describer{document: document, seen: map[string]bool{}}
	groups := map[string]*referenceGroup{}
	described := reference{Description: document.Info.Description, Version: document.Info.Version, Compatible: compatiblePath}
	if len(document.Servers) > 0 {
		described.Server = document.Servers[0].URL
	}
	for _, path := range slices.Sorted(maps.Keys(document.Paths)) {
		if path == compatiblePath {
			// It takes and answers the same as the native path, which the page says.
			continue
		}
		for _, operation := range operationsOf(document.Paths[path]) {
			tag := "Other"
			if len(operation.Tags) > 0 {
				tag = operation.Tags[0]
			}
			if groups[tag] == nil {
				groups[tag] = &referenceGroup{Name: tag}
			}
			groups[tag].Operations = append(groups[tag].Operations, d.operation(path, operation))
		}
	}
	tags := slices.SortedFunc(maps.Keys(groups), func(a, b string) int {
		return cmp.Or(cmp.Compare(groups[a].rank(), groups[b].rank()), strings.Compare(a, b))
	})
	for _, tag := range tags {
		described.Groups = append(described.Groups, *groups[tag])
	}
	for len(d.pending) > 0 {
		name := d.pending[0]
		d.pending = d.pending[1:]
		described.Schemas = append(described.Schemas, d.object(name, document.Components.Schemas.Map()[name]))
	}
	slices.SortFunc(described.Schemas, func(a, b referenceSchema) int { return strings.Compare(a.Name, b.Name) })
	return described
}

func operationsOf(item *huma.PathItem) []*huma.Operation {
	all := []*huma.Operation{item.Post, item.Put, item.Patch, item.Get, item.Head, item.Delete}
	return slices.DeleteFunc(all, func(operation *huma.Operation) bool { return operation == nil || operation.Hidden })
}

func (d *describer) operation(path string, operation *huma.Operation) referenceOperation {
	described := referenceOperation{
		ID: operation.OperationID, Method: operation.Method, Path: path, Summary: operation.Summary, Description: operation.Description,
		Secured: len(operation.Security) > 0,
	}
	for _, parameter := range operation.Parameters {
		field := d.field(parameter.Name, parameter.Schema, parameter.Required)
		field.In = parameter.In
		if parameter.Description != "" {
			field.Description = parameter.Description
		}
		described.Parameters = append(described.Parameters, field)
	}
	if operation.RequestBody != nil {
		// huma adds its own idea of a body beside a described one.
		if content := operation.RequestBody.Content[fiber.MIMEApplicationJSON]; content != nil {
			body := d.object("", d.resolve(content.Schema))
			described.Body = &body
		}
	}
	for _, status := range slices.Sorted(maps.Keys(operation.Responses)) {
		described.Responses = append(described.Responses, d.response(status, operation.Responses[status]))
	}
	return described
}

func (d *describer) response(status string, response *huma.Response) referenceResponse {
	described := referenceResponse{
		Status: status, Description: response.Description, Headers: slices.Sorted(maps.Keys(response.Headers)),
	}
	if described.Description == "" {
		code, _ := strconv.Atoi(status)
		described.Description = http.StatusText(code)
	}
	for _, media := range slices.Sorted(maps.Keys(response.Content)) {
		if schema := response.Content[media].Schema; schema != nil {
			described.Type = d.typeOf(schema)
		}
	}
	return described
}

// object describes an object with its fields, and the fields of objects in it that have no name of their own.
func (d *describer) object(name string, schema *huma.Schema) referenceSchema {
	described := referenceSchema{Name: name, Description: schema.Description, Fields: d.fields("", schema)}
	if len(schema.Examples) > 0 {
		example, err := json.MarshalIndent(schema.Examples[0], "", "  ")
		if err == nil {
			described.Example = string(example)
		}
	}
	return described
}

// fields lists the required ones first.
func (d *describer) fields(prefix string, schema *huma.Schema) []referenceField {
	names := slices.SortedFunc(maps.Keys(schema.Properties), func(a, b string) int {
		if first := slices.Contains(schema.Required, a); first != slices.Contains(schema.Required, b) {
			if first {
				return -1
			}
			return 1
		}
		return strings.Compare(a, b)
	})
	var described []referenceField
	for _, name := range names {
		property := schema.Properties[name]
		described = append(described, d.field(prefix+name, property, slices.Contains(schema.Required, name)))
		if property.Ref == "" {
			described = append(described, d.fields(prefix+name+".", property)...)
		}
	}
	return described
}

func (d *describer) field(name string, schema *huma.Schema, required bool) referenceField {
	field := referenceField{
		Name: name, Type: d.typeOf(schema), Required: required, Description: schema.Description, Rules: rulesOf(schema),
	}
	if schema.Default != nil {
		field.Default = fmt.Sprint(schema.Default)
	}
	return field
}

func (d *describer) resolve(schema *huma.Schema) *huma.Schema {
	if name, found := strings.CutPrefix(schema.Ref, schemaPrefix); found {
		return d.document.Components.Schemas.Map()[name]
	}
	return schema
}

// typeOf words a schema's type; objects with a name are links to their description.
func (d *describer) typeOf(schema *huma.Schema) template.HTML {
	if name, found := strings.CutPrefix(schema.Ref, schemaPrefix); found {
		if !d.seen[name] {
			d.seen[name], d.pending = true, append(d.pending, name)
		}
		escaped := template.HTMLEscapeString(name)
		return template.HTML(`<a href="#schema-` + escaped + `">` + escaped + `</a>`) //nolint:gosec // A Go type's name, escaped.
	}
	word := schema.Type
	switch {
	case len(schema.AnyOf) > 0:
		alternatives := make([]string, 0, len(schema.AnyOf))
		for _, alternative := range schema.AnyOf {
			alternatives = append(alternatives, string(d.typeOf(alternative)))
		}
		return template.HTML(strings.Join(alternatives, " or ")) //nolint:gosec // Made by this function.
	case schema.Type == huma.TypeArray && schema.Items != nil:
		return "array of " + d.typeOf(schema.Items)
	case schema.Format != "":
		word += " (" + schema.Format + ")"
	case word == "":
		word = "any"
	}
	return template.HTML(template.HTMLEscapeString(word)) //nolint:gosec // Escaped.
}

// rulesOf are a value's limits, in words.
func rulesOf(schema *huma.Schema) []string {
	var rules []string
	if values := wordsOf(schema.Enum); values != "" {
		rules = append(rules, "one of "+values)
	}
	if schema.Items != nil {
		if values := wordsOf(schema.Items.Enum); values != "" {
			rules = append(rules, "each one of "+values)
		}
	}
	add := func(format string, low, high string) {
		switch {
		case low != "" && high != "":
			rules = append(rules, fmt.Sprintf(format, low+" to "+high))
		case low != "":
			rules = append(rules, fmt.Sprintf(format, "at least "+low))
		case high != "":
			rules = append(rules, fmt.Sprintf(format, "at most "+high))
		}
	}
	add("%s", limit(schema.Minimum), limit(schema.Maximum))
	add("%s characters", limit(schema.MinLength), limit(schema.MaxLength))
	add("%s entries", limit(schema.MinItems), limit(schema.MaxItems))
	if schema.Pattern != "" {
		rules = append(rules, "matches "+schema.Pattern)
	}
	return rules
}

func wordsOf(values []any) string {
	words := make([]string, 0, len(values))
	for _, value := range values {
		if value != nil {
			words = append(words, fmt.Sprint(value))
		}
	}
	return strings.Join(words, ", ")
}

func limit[N int | float64](number *N) string {
	if number == nil {
		return ""
	}
	return strconv.FormatFloat(float64(*number), 'f', -1, 64)
}

var quotedCode = regexp.MustCompile("`([^`]+)`")

// inlineCode makes HTML of a description in which code stands between backticks.
func inlineCode(text string) template.HTML {
	return template.HTML(quotedCode.ReplaceAllString(template.HTMLEscapeString(text), "<code>$1</code>")) //nolint:gosec // Escaped.
}
