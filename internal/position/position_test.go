package position_test

import (
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"greenroom/internal/lang"
	"greenroom/internal/position"
)

func TestFingerprint(t *testing.T) {
	t.Parallel()

	type described struct {
		name, location, country string
		language                lang.Code
		template                uuid.UUID
	}
	base := described{"Straße Cook", "São Paulo", "BR", "br", position.DefaultTemplateID}
	of := func(d described) [32]byte {
		return position.Fingerprint(d.name, d.location, d.country, d.language, d.template)
	}
	for _, test := range []struct {
		name   string
		change func(d *described)
		same   bool
	}{
		{"CaseDoesNotCount", func(d *described) { d.name, d.location = "STRASSE COOK", "SÃO PAULO" }, true},
		{"CountryCounts", func(d *described) { d.country = "PT" }, false},
		{"LanguageCounts", func(d *described) { d.language = "pt" }, false},
		{"LocationCounts", func(d *described) { d.location = "Sao Paulo" }, false},
		{"NameCounts", func(d *described) { d.name = "Straße Cook II" }, false},
		{"NormalisationDoesNotCount", func(d *described) { d.name, d.location = "Straße Cook", "Sa\u0303o Paulo" }, true},
		{"SpacesDoNotCount", func(d *described) { d.name, d.location = "  Straße\t\u00a0Cook ", "São  Paulo" }, true},
		{"TemplateCounts", func(d *described) { d.template = uuid.UUID{1} }, false},
		{"WordMovedToTheNextFieldCounts", func(d *described) { d.name, d.location = "Straße", "Cook São Paulo" }, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()

			changed := base
			test.change(&changed)
			require.Equal(t, test.same, of(base) == of(changed))
		})
	}
}
