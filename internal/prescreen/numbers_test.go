package prescreen_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"greenroom/internal/lang"
	"greenroom/internal/prescreen"
)

// TestNumbersTellNothing holds that a number in words is no sign of fitting, in any language.
func TestNumbersTellNothing(t *testing.T) {
	t.Parallel()

	for _, code := range lang.Codes() {
		t.Run(string(code), func(t *testing.T) {
			t.Parallel()

			read := readAccount(t, code)
			for _, row := range rowsOf(t, filepath.Join("data", "lang", string(code)+".tsv")) {
				if row[0] != "number" {
					continue
				}
				number, _, _ := strings.Cut(row[3], "|")
				position := read.another + "\n" + number
				without, with := read.against(read.resume, position), read.against(read.resume+"\n"+number, position)
				require.Equal(t, without.Criteria[0].Score, with.Criteria[0].Score, "skills: %s", number)
				require.Equal(t, without.Score, with.Score, number) //nolint:testifylint // Not a bit may differ.
			}
		})
	}
}

// TestYearsInWords reads years that an advertisement asks for in words.
func TestYearsInWords(t *testing.T) {
	t.Parallel()

	tests := map[string]struct {
		language    lang.Code
		description string
		reads       string
	}{
		"Arabic":     {"ar", "مطلوب خبرة لا تقل عن خمس سنوات في المحاسبة.", "5 wanted"},
		"Chinese":    {"zh", "要求五年以上工作经验，熟悉会计。", "5 wanted"},
		"English":    {"en", "You need five years of experience with Go and PostgreSQL.", "5 wanted"},
		"German":     {"de", "Sie bringen drei Jahre Berufserfahrung in der Buchhaltung mit.", "3 wanted"},
		"Hindi":      {"hi", "लेखा कार्य में पांच वर्ष का अनुभव आवश्यक।", "5 wanted"},
		"Indonesian": {"id", "Pengalaman kerja minimal dua belas tahun di bidang akuntansi.", "12 wanted"},
		"Ordinal":    {"en", "You are in your third year of work experience as an accountant.", "asks for no number of years"},
		"Russian":    {"ru", "Опыт работы бухгалтером от трёх лет.", "3 wanted"},
		"Thai":       {"th", "ประสบการณ์ทำงานห้าปีขึ้นไป", "5 wanted"},
		"ThaiOne":    {"th", "ต้องมีประสบการณ์หนึ่งปีขึ้นไป", "1 wanted"},
		"Ukrainian":  {"uk", "Досвід роботи бухгалтером п'ять років.", "5 wanted"},
		"Vietnamese": {"vi", "Yêu cầu năm năm kinh nghiệm kế toán.", "5 wanted"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			position := prescreen.Position{Title: "X", Description: test.description, Language: test.language}
			result := assess(position, "Accountant, Acme, 2019 - 2021")
			require.Contains(t, result.Criteria[2].Explanation, test.reads)
		})
	}
}
