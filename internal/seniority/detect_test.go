package seniority_test

import (
	"encoding/json"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"greenroom/internal/lang"
	"greenroom/internal/seniority"
)

func TestDetect(t *testing.T) {
	t.Parallel()

	t.Run("GivesTheSameAnswerFromManyGoroutines", func(t *testing.T) {
		t.Parallel()

		titles := []string{"Senior Manager, Retail", "Leiter/in Einkauf", "営業部長", "Koch", "Вице-президент по продажам"}
		var expected []seniority.Detection
		for _, title := range titles {
			expected = append(expected, seniority.Detect(title, "", "de"))
		}
		var group sync.WaitGroup
		answers := make([][]seniority.Detection, 8)
		for worker := range answers {
			group.Go(func() {
				for _, title := range titles {
					answers[worker] = append(answers[worker], seniority.Detect(title, "", "de"))
				}
			})
		}
		group.Wait()
		for _, answer := range answers {
			require.Equal(t, expected, answer)
		}
	})

	t.Run("IsStoredWithSnakeCaseNames", func(t *testing.T) {
		t.Parallel()

		stored, err := json.Marshal(seniority.Detect("Chief Accountant", "", "en"))
		require.NoError(t, err)
		require.JSONEq(t, `{"level":"managerial","way":"word","confidence":0.9,"convention":"","default":false,"evidence":[
			{"text":"Chief Accountant","from":"title","offset":0,"level":"managerial","rule":"en chief accountant"}]}`, string(stored))
	})

	t.Run("QuotesTheTitleVerbatim", func(t *testing.T) {
		t.Parallel()

		found := seniority.Detect("  Sr. Engineer", "", "en")
		require.Equal(t, seniority.Senior, found.Level)
		require.Equal(t, []seniority.Evidence{{
			Text: "Sr", From: seniority.FromTitle, Offset: 2, Level: seniority.Senior, Rule: "en sr",
		}}, found.Evidence)
		require.False(t, found.Default)
	})

	t.Run("SaysSoWhenNothingTellsALevel", func(t *testing.T) {
		t.Parallel()

		found := seniority.Detect("Plumber", "", "en")
		require.Equal(t, seniority.Intermediate, found.Level)
		require.True(t, found.Default)
		require.Empty(t, found.Evidence)
		require.NotNil(t, found.Evidence, "stored as a list, never null")
		require.Less(t, found.Confidence, 0.7)
	})
}

func TestDetectConventions(t *testing.T) {
	t.Parallel()

	for title, expected := range map[string]struct {
		level      seniority.Level
		convention string
	}{
		"Assistant HR Manager":        {seniority.Intermediate, seniority.ConventionManager},
		"Chairman's Secretary":        {seniority.Intermediate, ""},
		"Sales Executive / Manager":   {seniority.Intermediate, seniority.ConventionManager},
		"Sales Executive, Manager":    {seniority.Managerial, seniority.ConventionManager},
		"Lead Baker - Senior":         {seniority.Senior, seniority.ConventionLead},
		"Lead Baker - Senior Bakery":  {seniority.Managerial, seniority.ConventionLead},
		"Global Head of Retail":       {seniority.Director, ""},
		"Head of Iberian Timber":      {seniority.Managerial, seniority.ConventionHead},
		"Head of Logistics":           {seniority.Managerial, seniority.ConventionHead},
		"Head of Spain":               {seniority.Director, seniority.ConventionHead},
		"Head-Logistics":              {seniority.Director, seniority.ConventionHead},
		"Head, Logistics":             {seniority.Director, seniority.ConventionHead},
		"Lead Baker":                  {seniority.Managerial, seniority.ConventionLead},
		"Product Manager":             {seniority.Intermediate, ""},
		"Senior Lead Baker":           {seniority.Senior, seniority.ConventionLead},
		"Senior Manager":              {seniority.Senior, seniority.ConventionSeniorManager},
		"Senior Manager, Timber":      {seniority.Managerial, seniority.ConventionSeniorManager},
		"Senior Pricing Desk Manager": {seniority.Senior, seniority.ConventionSeniorManager},
		"Senior Store Manager":        {seniority.Managerial, ""},
		"Store Manager":               {seniority.Managerial, ""},
		"Timber Manager":              {seniority.Managerial, seniority.ConventionManager},
		"VP & Director of Timber":     {seniority.Director, seniority.ConventionVP},
		"VP Timber":                   {seniority.Executive, seniority.ConventionVP},
		"VP, Director of the Board":   {seniority.Executive, seniority.ConventionVP},
	} {
		t.Run(title, func(t *testing.T) {
			t.Parallel()

			found := seniority.Detect(title, "", "en")
			require.Equal(t, expected.level, found.Level)
			require.Equal(t, expected.convention, found.Convention)
		})
	}
}

func TestDetectWays(t *testing.T) {
	t.Parallel()

	for title, expected := range map[string]seniority.Way{
		"Assistant":                 seniority.WayAssistant,
		"Assistant HR Manager":      seniority.WayAssistantManager,
		"Cashier":                   seniority.WayStarter,
		"Head of Logistics":         seniority.WayHead,
		"Junior Welder":             seniority.WayWord,
		"Lead Baker":                seniority.WayLead,
		"Mid/Senior Welder":         seniority.WayRange,
		"Plumber":                   seniority.WayDefault,
		"Product Manager":           seniority.WayContributor,
		"Sales Executive / Manager": seniority.WayRange,
		"Senior Lead Baker":         seniority.WayLead,
		"Senior Manager":            seniority.WaySeniorManager,
		"Senior Welder":             seniority.WaySenior,
		"Timber Manager":            seniority.WayManager,
		"VP Timber":                 seniority.WayVP,
		"Welder II":                 seniority.WayGrade,
	} {
		t.Run(title, func(t *testing.T) {
			t.Parallel()

			found := seniority.Detect(title, "", "en")
			require.Equal(t, expected, found.Way)
			require.Positive(t, found.Confidence)
		})
	}

	t.Run("Description", func(t *testing.T) {
		t.Parallel()

		for _, title := range []string{"Welder", "Product Manager", "Cashier"} {
			found := seniority.Detect(title, "8+ years of experience", "en")
			require.Equal(t, seniority.WayDescription, found.Way)
			require.Equal(t, seniority.Senior, found.Level)
		}
	})
}

func TestDetectForms(t *testing.T) {
	t.Parallel()

	for _, test := range []struct {
		name, title string
		language    lang.Code
		level       seniority.Level
	}{
		{"AccentsLeftOut", "Geschaftsfuhrer", "de", seniority.Executive},
		{"AllCapitals", "JEFA DE COCINA", "es", seniority.Managerial},
		{"CombiningMarks", "Pra\u0301cticas de cocina", "es", seniority.EntryLevel},
		{"DecomposedHangul", "\u1110\u1175\u11b7\u110c\u1161\u11bc", "ko", seniority.Managerial},
		{"EnglishBesideGerman", "Senior Entwickler", "de", seniority.Senior},
		{"EnglishBesideJapanese", "Jr. 営業", "ja", seniority.EntryLevel},
		{"EnglishGluedToJapanese", "senior営業", "ja", seniority.Senior},
		{"FullWidthLetters", "ＣＥＯ", "ja", seniority.Executive},
		{"GenderColon", "Abteilungsleiter:in", "de", seniority.Managerial},
		{"GenderInBrackets", "Leiter(in) Lager", "de", seniority.Managerial},
		{"GenderPairEndsPhrase", "Jefe/a de obra", "es", seniority.Managerial},
		{"GenderSlash", "kierownik/czka", "pl", seniority.Managerial},
		{"GenderStar", "Geschäftsführer*in", "de", seniority.Executive},
		{"InvisibleCharacters", "Di\u00adrec\u200btor", "en", seniority.Director},
		{"LanguageUnknown", "Abteilungsleiter", "xx", seniority.Managerial},
		{"LanguageWrong", "Geschäftsführerin", "en", seniority.Executive},
		{"LanguageWrongScript", "генеральный директор", "en", seniority.Executive},
		{"NonBreakingSpace", "Team\u00a0Leader", "en", seniority.Managerial},
		{"PairSharesWhatFollows", "Chef / Cheffe de projet", "fr", seniority.Intermediate},
		{"PairWithoutSpaces", "Jefe/Jefa de proyecto", "es", seniority.Intermediate},
		{"TurkishCapitals", "SATIŞ DİREKTÖRÜ", "tr", seniority.Director},
		{"UmlautsSpeltOut", "Geschaeftsfuehrerin", "de", seniority.Executive},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()

			found := seniority.Detect(test.title, "", test.language)
			require.Equal(t, test.level, found.Level, "%+v", found)
			requireQuoted(t, test.title, "", found)
		})
	}
}

func TestDetectDescriptions(t *testing.T) {
	t.Parallel()

	for _, test := range []struct {
		name, title, description string
		language                 lang.Code
		level                    seniority.Level
		quote                    string
	}{
		{"AgeOfTheCandidate", "Welder", "Must be 18 years old.", "en", seniority.Intermediate, ""},
		{"AgeOfTheCompany", "Welder", "Founded 40 years ago, we have experience.", "en", seniority.Intermediate, ""},
		{"ArabicDigits", "لحام", "خبرة ٦ سنوات", "ar", seniority.Senior, "٦ سنوات"},
		{"Dutch", "Kok", "Je hebt minstens 6 jaar ervaring.", "nl", seniority.Senior, "6 jaar"},
		{"English", "Welder", "We need 8+ years of experience with steel.", "en", seniority.Senior, "8+ years"},
		{"FewYears", "Welder", "1 year of experience is enough.", "en", seniority.EntryLevel, "1 year"},
		{"French", "Soudeur", "Vous avez 3 ans d'expérience.", "fr", seniority.Intermediate, "3 ans"},
		{"German", "Koch", "Mindestens fünf Jahre Berufserfahrung", "de", seniority.Senior, "fünf Jahre"},
		{"Japanese", "溶接工", "実務経験5年以上", "ja", seniority.Senior, "5年"},
		{"LevelAsked", "Pit Worker", "Looking for: - a junior with 2 years of experience", "en", seniority.EntryLevel, "Looking for: - a junior"},
		{"LevelAskedWithExperience", "Welder", "Seeking an experienced senior.", "en", seniority.Senior, "Seeking an experienced senior"},
		{"LevelAskedForOthers", "Welder", "Looking for somebody who teaches junior staff.", "en", seniority.Intermediate, ""},
		{"LevelAskedAsARange", "Welder", "Seniority: junior / mid", "en", seniority.Intermediate, ""},
		{"LevelAskedInPortuguese", "Soldador", "Oficina em Braga. Senioridade: Sênior.", "br", seniority.Senior, "Senioridade: Sênior"},
		{"LevelBehindTheTitle", "Soldador de túnel", "Buscamos soldador de túnel sénior.", "es", seniority.Senior, "soldador de túnel sénior"},
		{"LevelBeforeTheTitle", "Pit Welder (m/f)", "A Senior Pit Welder. 1 year of experience.", "en", seniority.Senior, "Senior Pit Welder"},
		{"LevelOfOthers", "Tunnel Engineer", "You guide junior engineers and ask a senior engineer.", "en", seniority.Intermediate, ""},
		{"LevelsAsARange", "Welder", "We seek a mid or senior welder.", "en", seniority.Intermediate, ""},
		{"Polish", "Spawacz", "Wymagane 2 lata doświadczenia", "pl", seniority.Intermediate, "2 lata"},
		{"RangeTakesTheLowerBound", "Welder", "3-6 years of experience", "en", seniority.Intermediate, "3-6 years"},
		{"Russian", "Сварщик", "Опыт работы от 6 лет", "ru", seniority.Senior, "6 лет"},
		{"TitleWins", "Junior Welder", "8+ years of experience", "en", seniority.EntryLevel, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()

			found := seniority.Detect(test.title, test.description, test.language)
			require.Equal(t, test.level, found.Level, "%+v", found)
			requireQuoted(t, test.title, test.description, found)
			if test.quote != "" {
				require.Equal(t, test.quote, found.Evidence[len(found.Evidence)-1].Text)
				require.False(t, found.Default)
			}
		})
	}
}

func FuzzDetect(f *testing.F) {
	f.Add("Leiter/in (m/w/d) – Sr. 営業 ๑", "3–5 years of experience, ٦ سنوات", "de")
	f.Add("Data Engineer", "a Senior Data Engineer, mid/junior data engineer sr", "en")
	f.Add("(hoofd)docent\xff", "1.5 years\xc3", "nl")
	f.Fuzz(func(t *testing.T, title, description, language string) {
		found := seniority.Detect(title, description, lang.Code(language))
		require.GreaterOrEqual(t, found.Level.Rank(), 0)
		require.Equal(t, found, seniority.Detect(title, description, lang.Code(language)))
		require.True(t, found.Confidence > 0 && found.Confidence < 1)
		for _, evidence := range found.Evidence {
			require.True(t, utf8.ValidString(evidence.Rule))
		}
		requireQuoted(t, title, description, found)
	})
}

// BenchmarkDetect has titles of each family of scripts, in the language they are written in.
func BenchmarkDetect(b *testing.B) {
	seniority.Detect("compiles the data", "", "de")
	for _, test := range []struct {
		name, title, description string
		language                 lang.Code
	}{
		{"Arabic", "مدير عام المبيعات", "", "ar"},
		{"Compound", "stellvertretende Abteilungsleiterin Einkauf", "", "de"},
		{"Cyrillic", "Заместитель генерального директора", "", "ru"},
		{"Description", "Welder", strings.Repeat("You weld pipes with us. ", 20) + "8+ years of experience.", "en"},
		{"Devanagari", "वरिष्ठ प्रबंधक", "", "hi"},
		{"English", "Senior Vice President & Director, Sales", "", "en"},
		{"Greek", "Γενικός Διευθυντής", "", "el"},
		{"Japanese", "営業本部長", "", "ja"},
		{"Korean", "영업팀장", "", "ko"},
		{"LanguageWrong", "Заместитель генерального директора", "", "en"},
		{"Tamil", "மூத்த மேலாளர்", "", "ta"},
		{"Thai", "ผู้จัดการฝ่ายขาย", "", "th"},
		{"TwoTongues", "Senior Java Developer (m/w/d)", "", "de"},
		{"Unknown", "Plumber", "", "de"},
	} {
		b.Run(test.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				seniority.Detect(test.title, test.description, test.language)
			}
		})
	}
}
