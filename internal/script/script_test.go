package script_test

import (
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/unicode/runenames"

	"greenroom/internal/script"
)

func TestDigit(t *testing.T) {
	t.Parallel()

	t.Run("HasTheValueOfItsName", func(t *testing.T) {
		t.Parallel()

		values := []string{"ZERO", "ONE", "TWO", "THREE", "FOUR", "FIVE", "SIX", "SEVEN", "EIGHT", "NINE"}
		for char := range unicode.MaxRune + 1 {
			value, is := script.Digit(char)
			if is != unicode.IsDigit(char) {
				t.Fatalf("%U", char)
			}
			if name := runenames.Name(char); is && name != "" {
				words := strings.Fields(name)
				require.Equal(t, slices.Index(values, words[len(words)-1]), value, name)
			}
		}
	})

	t.Run("KnowsSetsWithoutAGapBetween", func(t *testing.T) {
		t.Parallel()

		for char, expected := range map[rune]int{'𝟎': 0, '𝟗': 9, '𝟘': 0, '𝟙': 1, '𝟿': 9, '٠': 0, '۹': 9, '๕': 5, '０': 0} {
			value, is := script.Digit(char)
			require.True(t, is)
			require.Equal(t, expected, value, "%c", char)
		}
	})

	t.Run("RefusesOtherNumbers", func(t *testing.T) {
		t.Parallel()

		for _, char := range "a/:五½²①Ⅷ" {
			_, is := script.Digit(char)
			require.False(t, is, "%c", char)
		}
	})
}

func TestUnspaced(t *testing.T) {
	t.Parallel()

	t.Run("IsAMatterOfTheScript", func(t *testing.T) {
		t.Parallel()

		var unspaced []*unicode.RangeTable
		for _, name := range []string{"Han", "Hangul", "Hiragana", "Katakana", "Khmer", "Lao", "Thai"} {
			unspaced = append(unspaced, unicode.Scripts[name])
		}
		for char := range unicode.MaxRune + 1 {
			if char != 'ー' && unicode.In(char, unspaced...) != script.Unspaced(char) {
				t.Fatalf("%U", char)
			}
		}
	})

	t.Run("HoldsForTheLongVowel", func(t *testing.T) {
		t.Parallel()
		require.True(t, script.Unspaced('ー'))
	})
}
