package prescreen_test

import (
	"encoding/json"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"greenroom/internal/lang"
	"greenroom/internal/prescreen"
)

// FuzzAssess feeds anything as a résumé and a position: no panic, scores within the scale, quotes verbatim, the same bytes twice.
func FuzzAssess(f *testing.F) {
	f.Add("Go Developer", "5+ years of Go", "Developer, Acme, 2019 - present\nGo, Kubernetes", "en")
	f.Add("看護師", "病棟経験2年以上", "平成30年4月〜現在 看護師", "ja")
	f.Add("พนักงานบัญชี", "ประสบการณ์ 2 ปี", "2562 - ปัจจุบัน พนักงานบัญชี", "th")
	f.Add("", "", "\xff\xfe\x00", "xx")
	f.Add("مهندس", "خبرة 3 سنوات", "يناير 2018 - حتى الآن", "ar")
	f.Add("C++ / C# .NET", "-\n-\n:", "C++-\nfoo @ .com 10/10 <| 01/19 - 02/20", "de")
	f.Fuzz(func(t *testing.T, title, description, resume, language string) {
		if len(resume) == 0 || len(resume) > 256<<10 || !utf8.ValidString(title) {
			t.Skip()
		}
		position := prescreen.Position{Title: title, Description: description, Language: lang.Code(language), Level: "senior"}
		result := assess(position, resume)
		require.GreaterOrEqual(t, result.Score, 0.0)
		require.LessOrEqual(t, result.Score, 10.0)
		requireVerbatim(t, resume, result)
		// "present" means a month: the time of day must not count.
		again := prescreen.Assess(position, prescreen.Candidate{Resume: resume}, prescreen.DefaultPolicy(), asOf().Add(time.Hour))
		first, err := json.Marshal(result)
		require.NoError(t, err)
		second, err := json.Marshal(again)
		require.NoError(t, err)
		require.Equal(t, string(first), string(second))
	})
}
