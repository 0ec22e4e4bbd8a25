package prescreen_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"greenroom/internal/prescreen"
)

// TestYearsOfExperience reads one job, or several, in every form that résumés use; asOf is November 2026.
func TestYearsOfExperience(t *testing.T) {
	t.Parallel()

	tests := map[string]struct {
		text  string
		years float64
	}{
		"ApostropheYears":         {"Clerk, Acme, Jan '19 - Dec '20", 2},
		"Arabic":                  {"الخبرة العملية\nمحاسب، شركة النور، يناير 2019 - ديسمبر 2020", 2},
		"ArabicDigits":            {"الخبرة العملية\nمحاسب، شركة النور، ٢٠١٩ - ٢٠٢١", 2},
		"ArabicHijri":             {"الخبرة العملية\nمحاسب، شركة النور، من محرم ١٤٤٠هـ إلى محرم ١٤٤٢هـ", 2},
		"ArabicHijriYears":        {"الخبرة العملية\nمحاسب، شركة النور، 1440هـ - 1442هـ", 2},
		"ArabicYearSign":          {"الخبرة العملية\nمحاسب، شركة النور، 2019م - 2021م", 2},
		"BrazilianPortuguese":     {"Experiência\nAnalista, Banco, fev/2019 até jan/2021", 2},
		"BrazilianUntilNow":       {"Experiência\nAnalista, Banco, novembro de 2024 até hoje", 2},
		"Bulgarian":               {"Професионален опит\nСчетоводител, януари 2019 – декември 2020", 2},
		"BulgarianMonthSign":      {"Професионален опит\nСчетоводител, м. януари 2019 г. – м. декември 2020 г.", 2},
		"Chinese":                 {"工作经历\n2019年1月至2020年12月 会计", 2},
		"ChineseUntilNow":         {"工作经历\n2024年11月至今 会计", 2},
		"OpenHeadOfAList":         {"Experience\n2024 – Cook, Inn\n2020 – 2024 Waiter, Inn", 6.3},
		"Croatian":                {"Radno iskustvo\nKuhar, siječanj 2019. – prosinac 2020.", 2},
		"Czech":                   {"Pracovní zkušenosti\nKuchař, leden 2019 – prosinec 2020", 2},
		"CzechUntilNow":           {"Praxe\nod listopadu 2024 dosud kuchař", 2},
		"Danish":                  {"Erhvervserfaring\nKok, januar 2019 – december 2020", 2},
		"DashGluedToTheDate":      {"Työkokemus\n1.11.2024– kokki, Ravintola", 2},
		"DashToNothing":           {"職務経歴\n2024年11月～\n会社", 2},
		"DashToNothingBeforeText": {"Erfaring\nNov. 2024 –    Kok, Kro", 2},
		"DayMonthYear":            {"Clerk, Acme, 01.01.2019 - 31.12.2020", 2},
		"DegreeAmongJobs":         {"Experience\nClerk, Acme, 2019 - 2021\n2015 - 2018 Bachelor of Arts", 2},
		"Dutch":                   {"Werkervaring\nKok, januari 2019 tot december 2020", 2},
		"Durations":               {"Cook, Inn (3 years 4 months)\nMade soup.\nWaiter, Other (2 years)\nServed it.", 5.3},
		"DurationsBesideDates":    {"Clerk, Acme, January 2019 - December 2020 (2 years)\nCook, Inn (3 years)", 2},
		"DurationsGerman":         {"Koch, Gasthof (1 Jahr 6 Monate)", 1.5},
		"EnDash":                  {"Clerk, Acme, 2019–2021", 2},
		"EnglishNumeric":          {"Clerk, Acme, 01/2019 - 12/2020", 2},
		"EnglishPresent":          {"Clerk, Acme, November 2024 – present", 2},
		"EnglishSince":            {"Clerk at Acme since November 2024", 2},
		"EnglishTo":               {"Clerk from January 2019 to December 2020", 2},
		"Filipino":                {"Karanasan\nKusinero, Enero 2019 hanggang Disyembre 2020", 2},
		"Finnish":                 {"Työkokemus\nKokki, tammikuu 2019 – joulukuu 2020", 2},
		"French":                  {"Expérience\nCuisinier, janvier 2019 à décembre 2020", 2},
		"FrenchSince":             {"Expérience\nDepuis novembre 2024 : cuisinier", 2},
		"German":                  {"Berufserfahrung\nKoch, Januar 2019 bis Dezember 2020", 2},
		"GermanSince":             {"Berufserfahrung\nseit 11/2024 Koch", 2},
		"Greek":                   {"Επαγγελματική εμπειρία\nΜάγειρας, Ιανουάριος 2019 – Δεκέμβριος 2020", 2},
		"Hindi":                   {"कार्य अनुभव\nरसोइया, जनवरी 2019 से दिसंबर 2020 तक", 2},
		"Hungarian":               {"Szakmai tapasztalat\nSzakács, 2019 január – 2020 december", 2},
		"HungarianDots":           {"Szakmai tapasztalat\nSzakács, 2019. január – 2020. december", 2},
		"HungarianNumeric":        {"Szakmai tapasztalat\nSzakács, 2019. 01. – 2020. 12.", 2},
		"Indonesian":              {"Pengalaman kerja\nKoki, Januari 2019 sampai Desember 2020", 2},
		"ISO":                     {"Clerk, Acme, 2019-01 - 2020-12", 2},
		"Italian":                 {"Esperienza\nCuoco, gennaio 2019 - dicembre 2020", 2},
		"ItalianUntilNow":         {"Esperienza\ndal novembre 2024 ad oggi cuoco", 2},
		"JapaneseCalendar":        {"職務経歴\n平成31年1月～令和2年12月 調理師", 2},
		"JapaneseEvents":          {"職歴\n平成31年1月 株式会社山川 入社\n令和3年1月 退社", 2.1},
		"JapaneseEventsUntilNow":  {"職歴\n2022年11月 山川商事 入社\n2024年11月 海山商事 入社\n現在に至る", 4},
		"JapaneseFirstYear":       {"職務経歴\n令和元年1月～令和2年12月 調理師", 2},
		"JapaneseShortEra":        {"職務経歴\nH31年1月～R2年12月 調理師として勤務しました。", 2},
		"JapaneseUntilNow":        {"職務経歴\n2024年11月〜現在 調理師", 2},
		"Korean":                  {"경력\n2019년 1월 ~ 2020년 12월 요리사", 2},
		"KoreanUntilNow":          {"경력\n2024.11 ~ 현재 요리사", 2},
		"Malay":                   {"Pengalaman kerja\nTukang masak, Januari 2019 hingga Disember 2020", 2},
		"Norwegian":               {"Arbeidserfaring\nKokk, januar 2019 – desember 2020", 2},
		"OneLineOnly": {strings.Repeat("Typed letters and kept files for a firm of grocers in the old town. ", 6) +
			"EXPERIENCE Clerk, Acme, 2019 - 2021 EDUCATION Oakfield, 2010 - 2014", 2},
		"OverlapsCountOnce":       {"Experience\nClerk, Acme, 01/2019 - 12/2020\nClerk, Other, 01/2020 - 12/2020", 2},
		"ParentalLeave":           {"Experience\nClerk, Acme, 2019 - 2021\nParental leave 2010-2016", 2},
		"ParentalLeaveCover":      {"Experience\nMaternity leave cover at Acme, 2019 - 2021", 2},
		"ParentalLeaveGerman":     {"Berufserfahrung\n2019 - 2021 Koch, Gasthof\n2016 - 2018 Elternzeit", 2},
		"ParentalLeaveWithinAJob": {"Experience\n2019 - 2021 Clerk, Acme (parental leave in spring)", 2},
		"PlusBeforeAnOccupation":  {"5+ years as cook in hotels", 5},
		"PlusBeforeASkill":        {"I look back on 5+ years of Java.", 5},
		"Polish":                  {"Doświadczenie\nKucharz, styczeń 2019 – grudzień 2020", 2},
		"PolishUntilNow":          {"Doświadczenie\nod listopada 2024 do teraz kucharz", 2},
		"Portuguese":              {"Experiência\nCozinheiro, janeiro de 2019 a dezembro de 2020", 2},
		"Quarters":                {"Clerk, Acme, Q1 2019 - Q4 2020", 1.8},
		"ROC":                     {"工作經歷\n民國108年1月至109年12月 會計", 2},
		"Romanian":                {"Experiență\nBucătar, ianuarie 2019 – decembrie 2020", 2},
		"Russian":                 {"Опыт работы\nПовар, январь 2019 — декабрь 2020", 2},
		"RussianUntilNow":         {"Опыт работы\nПовар, ноябрь 2024 — по настоящее время", 2},
		"Seasons":                 {"Clerk, Acme, Spring 2019 - Winter 2020", 1.8},
		"SchoolAsEmployer":        {"Teacher, Oakfield School, 2019 - 2021\nHobbies\nChess", 2},
		"SchoolDoesNotCount":      {"Experience\nClerk, Acme, 2019 - 2021\nEducation\nBSc, 2010 - 2014", 2},
		"SchoolWithoutAHeading":   {"Clerk, Acme, 2019 - 2021\nUniversity of Leeds, 2010 - 2014", 2},
		"ShortSecondYear":         {"Clerk, Acme, 2018–20", 2},
		"SlashBetweenMonths":      {"Clerk, Acme, 2019-01 / 2020-12", 2},
		"SlashBetweenYears":       {"Clerk, Acme, 2019/2021", 2},
		"Slovak":                  {"Pracovné skúsenosti\nKuchár, január 2019 – december 2020", 2},
		"Spanish":                 {"Experiencia\nCocinero, enero de 2019 a diciembre de 2020", 2},
		"SpanishUntilNow":         {"Experiencia\nCocinero, noviembre 2024 - actualidad", 2},
		"StatedYears":             {"Cook with 8 years of experience in hotels", 8},
		"StatedYearsGerman":       {"Koch mit 8 Jahren Berufserfahrung in Hotels", 8},
		"StatedYearsInWords":      {"Cook with eight years of experience in hotels", 8},
		"StatedYearsJapanese":     {"調理師として8年の経験があります。", 8},
		"StatedYearsRussian":      {"Повар, 8 лет опыта работы в гостиницах", 8},
		"Swedish":                 {"Arbetslivserfarenhet\nKock, januari 2019 – december 2020", 2},
		"Tamil":                   {"பணி அனுபவம்\nசமையல்காரர், ஜனவரி 2019 – டிசம்பர் 2020", 2},
		"Thai":                    {"ประสบการณ์ทำงาน\nมกราคม 2562 - ธันวาคม 2563 พ่อครัว", 2},
		"ThaiShortMonths":         {"ประสบการณ์ทำงาน\nม.ค. 2562 - ธ.ค. 2563 พ่อครัว", 2},
		"ThaiShortYears":          {"ประสบการณ์ทำงาน\nม.ค. 62 - ธ.ค. 63 พ่อครัว", 2},
		"TimeWithoutWork":         {"Experience\nClerk, Acme, 2019 - 2021\n2021 - 2022 unemployed", 2},
		"Turkish":                 {"İş deneyimi\nAşçı, Ocak 2019 - Aralık 2020", 2},
		"TurkishUntilNow":         {"İş deneyimi\nAşçı, Kasım 2024 - halen", 2},
		"TwoDigitYears":           {"Clerk, Acme, 01/19 - 12/20", 2},
		"Ukrainian":               {"Досвід роботи\nКухар, січень 2019 — грудень 2020", 2},
		"Vietnamese":              {"Kinh nghiệm làm việc\nĐầu bếp, tháng 1 năm 2019 đến tháng 12 năm 2020", 2},
		"VietnameseNumeric":       {"Kinh nghiệm làm việc\nĐầu bếp, 11/2024 - nay", 2},
		"YearsAlone":              {"Clerk, Acme, 2019 - 2021", 2},
		"YearSlashMonth":          {"Clerk, Acme, 2019/01 - 2020/12", 2},
		"YearsOfAgeDoNotCount":    {"I am 45 years old and a clerk with 8 years of experience", 8},
		"YearWithinOneIsHalfYear": {"Clerk, Acme, 2019 - 2019", 0.5},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			facts := assess(prescreen.Position{Title: "Cook"}, test.text).Facts
			require.NotNil(t, facts.YearsOfExperience)
			require.InDelta(t, test.years, *facts.YearsOfExperience, 0.101)
		})
	}
}

// TestDurationsMakeNoMoreThanALife adds jobs up whose lengths are all that is told.
func TestDurationsMakeNoMoreThanALife(t *testing.T) {
	t.Parallel()

	result := assess(prescreen.Position{Title: "Cook", Language: "en"}, "Cook, Inn (50 years)\nCook, Other (50 years)\nWaiter, Bar (50 years)")
	require.NotNil(t, result.Facts.YearsOfExperience)
	require.LessOrEqual(t, *result.Facts.YearsOfExperience, 60.0)
}

// TestNoWork reads years that aren't spent at work.
func TestNoWork(t *testing.T) {
	t.Parallel()

	for name, text := range map[string]string{
		"AProject":                "Experience\nProject Y2K 1999-2000",
		"DurationsOfSkills":       "Java developer with skills: Java (5 years), SQL (3 years)",
		"DurationWithoutAJob":     "Two children (5 years)",
		"FiscalYear":              "I drew up the budget of 2019/2020 with all departments of the house, and the one after that.",
		"PlusWithoutWork":         "5+ years ago I moved here.",
		"YearOfAnEvent":           "Experience\n2019 – Cook of the year",
		"YearOfAnEventBeforeWork": "2019 – Award for good work",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			require.Nil(t, assess(prescreen.Position{Title: "Project Manager"}, text).Facts.YearsOfExperience)
		})
	}
}

func TestQuoteOfSince(t *testing.T) {
	t.Parallel()

	text := "Jane Doe\nExperience\nCook at Acme since 2019"
	result := assess(prescreen.Position{Title: "Cook", Language: "en"}, text)
	require.Equal(t, "since 2019", result.Criteria[2].Evidence[0].Quote)
	requireVerbatim(t, text, result)
}
