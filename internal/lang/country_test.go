package lang_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"greenroom/internal/lang"
)

func TestCountryName(t *testing.T) {
	t.Parallel()

	for _, test := range []struct {
		code          lang.Code
		country, name string
	}{
		{"br", "CZ", "Tchéquia"},
		{"de", "MK", "Nordmazedonien"},
		{"en", "SZ", "Eswatini"},
		{"el", "MK", "Βόρεια Μακεδονία"},
		{"no", "CZ", "Tsjekkia"},
		{"no", "GB", "Storbritannia"},
		{"pt", "MK", "Macedónia do Norte"},
		{"en", "not a country", "not a country"},
	} {
		require.Equal(t, test.name, lang.CountryName(test.code, test.country), "%s %s", test.code, test.country)
	}

	for _, code := range lang.Codes() {
		for _, country := range []string{"DE", "JP", "MK", "SZ", "US"} {
			require.NotEqual(t, country, lang.CountryName(code, country), code)
		}
	}
}
