package prescreen_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"greenroom/internal/lang"
	"greenroom/internal/prescreen"
)

// TestGenderOfTitles gives a résumé and a position the forms of one title for men and for women: not a bit may differ.
func TestGenderOfTitles(t *testing.T) {
	t.Parallel()

	for _, row := range rowsOf(t, "testdata/genders.tsv") {
		t.Run(row[0]+row[1], func(t *testing.T) {
			t.Parallel()

			read := readAccount(t, lang.Code(row[0]))
			for _, resume := range []string{"", read.resume} {
				for _, description := range []string{"", read.fitting} {
					wanted := prescreen.Position{Description: description, Language: read.language, Level: "senior"}
					requireGenderless(t, wanted, resume, strings.Split(row[1], "|"))
				}
			}
		})
	}
}

// requireGenderless gives a position and the last job of a résumé all forms of a title, one for each.
func requireGenderless(t *testing.T, position prescreen.Position, resume string, forms []string) {
	t.Helper()
	var first *prescreen.Assessment
	for _, wanted := range forms {
		for _, held := range forms {
			position.Title = wanted
			result := assess(position, fmt.Sprintf("%s\n%s, Acme, 03/2019 - 05/2023\n%s", held, held, resume))
			if first == nil {
				first = &result
			}
			require.Equal(t, first.Score, result.Score, "%s for %s", held, wanted) //nolint:testifylint // Not a bit may differ.
			require.Equal(t, first.Decision, result.Decision, "%s for %s", held, wanted)
			for place, expected := range first.Criteria {
				require.Equal(t, expected.Score, result.Criteria[place].Score, "%s: %s for %s", expected.Name, held, wanted)
			}
		}
	}
}
