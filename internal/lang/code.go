// Package lang holds the 34 interview languages and every text that Greenroom writes in them. The texts are data files, one per language,
// that a linguist can edit; the package refuses to hold any rule about when a text is used.
package lang

// Code is one of the contract's 34 values of mojito_language_code.
type Code string

// English is the language of last resort and of texts for recruiters.
const English Code = "en"

// codes maps each code of the contract to its BCP 47 tag. Three differ: br is Brazilian Portuguese, pt European Portuguese and no Norwegian
// Bokmål.
var codes = map[Code]string{ //nolint:gochecknoglobals // A table that nothing changes.
	"ar": "ar", "bg": "bg", "zh": "zh", "hr": "hr", "cs": "cs", "da": "da", "nl": "nl", "en": "en", "fil": "fil", "fi": "fi", "fr": "fr",
	"de": "de", "el": "el", "hi": "hi", "hu": "hu", "id": "id", "it": "it", "ja": "ja", "ko": "ko", "ms": "ms", "no": "nb", "pl": "pl",
	"pt": "pt-PT", "br": "pt-BR", "ro": "ro", "ru": "ru", "sk": "sk", "es": "es", "sv": "sv", "ta": "ta", "th": "th", "tr": "tr", "uk": "uk",
	"vi": "vi",
}

// Codes lists the 34 codes in the contract's order.
func Codes() []Code {
	return []Code{
		"ar", "bg", "zh", "hr", "cs", "da", "nl", "en", "fil", "fi", "fr", "de", "el", "hi", "hu", "id", "it", "ja", "ko", "ms", "no", "pl",
		"pt", "br", "ro", "ru", "sk", "es", "sv", "ta", "th", "tr", "uk", "vi",
	}
}

// Parse reads a code as the contract spells it.
func Parse(text string) (Code, bool) {
	code := Code(text)
	_, known := codes[code]
	return code, known
}

// Tag is the language's BCP 47 tag, as HTML's lang attribute and Content-Language want it.
func (c Code) Tag() string { return codes[c] }

// Direction is the writing direction as HTML's dir attribute wants it: "rtl" for Arabic, "ltr" for the others.
func (c Code) Direction() string {
	if c == "ar" {
		return "rtl"
	}
	return "ltr"
}

// ISO is the language as ISO 639 has it: both kinds of Portuguese are pt. Codes that others use for a language of the contract are
// understood, too.
func (c Code) ISO() string {
	switch c {
	case "br":
		return "pt"
	case "nb", "nn":
		return "no"
	case "tl":
		return "fil"
	default:
		return string(c)
	}
}

// FromISO finds the contract's code for a language. Of two codes for one language, the expected one is taken.
func FromISO(iso string, expected Code) (Code, bool) {
	if expected.ISO() == iso {
		return Parse(string(expected))
	}
	return Parse(iso)
}
