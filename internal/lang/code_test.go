package lang_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/language"

	"greenroom/internal/lang"
)

func TestCode(t *testing.T) {
	t.Parallel()

	t.Run("EachOfThe34HasAValidTag", func(t *testing.T) {
		t.Parallel()

		require.Len(t, lang.Codes(), 34)
		tags := map[string]bool{}
		for _, code := range lang.Codes() {
			parsed, known := lang.Parse(string(code))
			require.True(t, known, code)
			require.Equal(t, code, parsed)
			_, err := language.Parse(code.Tag())
			require.NoError(t, err, code)
			require.False(t, tags[code.Tag()], "%s shares its tag", code)
			tags[code.Tag()] = true
		}
	})

	t.Run("OnlyArabicRunsRightToLeft", func(t *testing.T) {
		t.Parallel()

		for _, code := range lang.Codes() {
			require.Equal(t, code == "ar", code.Direction() == "rtl", code)
		}
	})

	t.Run("ThreeTagsDifferFromTheirCodes", func(t *testing.T) {
		t.Parallel()

		require.Equal(t, "pt-BR", lang.Code("br").Tag())
		require.Equal(t, "nb", lang.Code("no").Tag())
		require.Equal(t, "pt-PT", lang.Code("pt").Tag())
	})

	t.Run("ISOAndBack", func(t *testing.T) {
		t.Parallel()

		for _, code := range lang.Codes() {
			found, known := lang.FromISO(code.ISO(), code)
			require.True(t, known, code)
			require.Equal(t, code, found)
		}
		require.Equal(t, "pt", lang.Code("br").ISO())
		require.Equal(t, "no", lang.Code("nb").ISO())
		found, known := lang.FromISO("pt", "de")
		require.True(t, known)
		require.Equal(t, lang.Code("pt"), found)
		_, known = lang.FromISO("eo", "de")
		require.False(t, known)
		_, known = lang.FromISO("", "")
		require.False(t, known)
	})

	t.Run("UnknownCodesAreRefused", func(t *testing.T) {
		t.Parallel()

		for _, text := range []string{"", "EN", "en-US", "nb", "xx"} {
			_, known := lang.Parse(text)
			require.False(t, known, text)
		}
	})
}
