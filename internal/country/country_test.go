package country_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"greenroom/internal/country"
)

func TestParseCode(t *testing.T) {
	t.Parallel()

	for _, text := range []string{"PT", "pt", "Pt"} {
		code, known := country.ParseCode(text)
		require.True(t, known, text)
		require.Equal(t, "PT", code)
	}
	for _, text := range []string{"", "P", "PRT", "XX", "EU", "UK", "ın"} {
		_, known := country.ParseCode(text)
		require.False(t, known, text)
	}
}
