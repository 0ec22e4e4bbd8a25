package lang

import (
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// CountryName is the name that a language has for the country of an ISO 3166-1 code; the code itself for one that nobody has a name for.
func CountryName(code Code, country string) string {
	if renamed, known := For(code).Description.Countries[country]; known {
		return renamed
	}
	region, err := language.ParseRegion(country)
	if err != nil {
		return country
	}
	namer := display.Regions(code.namesTag())
	if namer == nil {
		return country
	}
	if name := namer.Name(region); name != "" {
		return name
	}
	return country
}

// namesTag is the tag under which the library keeps a language's names. It has Bokmål under "no", and takes "nb" for Danish.
func (c Code) namesTag() language.Tag {
	if c == "no" {
		return language.Norwegian
	}
	return language.Make(c.Tag())
}
