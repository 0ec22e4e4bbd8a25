package authoring_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"greenroom/internal/authoring"
	"greenroom/internal/interview"
	"greenroom/internal/lang"
	"greenroom/internal/position"
	"greenroom/internal/questions"
	"greenroom/internal/seniority"
)

func brief(code lang.Code) authoring.Brief {
	length := 4 * time.Minute
	return authoring.Brief{
		Facts: position.Facts{
			Name: "Go Engineer", Merchant: "Acme", Location: "Lisbon", CountryCode: "PT", Language: code, Level: seniority.Senior,
			Salary: "€ 60,000", Company: interview.Company{Name: "Bank 24", Sector: "Payments"},
		},
		Questions: questions.Input{Language: code, Level: seniority.Senior, Position: "Go Engineer", MaxDuration: &length},
	}
}

func draft() authoring.Draft {
	return authoring.Draft{
		Description:     "Acme looks for a senior Go Engineer in Lisbon who builds the services of Bank 24 with a small team.",
		DescriptionLong: "## The work\n\nYou build services in Go and run them.\n\n1. You design.\n2. You review.\n\n## Pay\n\n- € 60.000 a year",
		Questions: []string{
			"Which service that you built in Go are you proud of, and what was hard about it?",
			"How do you find out why a service has become slow?",
		},
	}
}

func TestCheck(t *testing.T) {
	t.Parallel()

	require.NoError(t, brief("en").Check(draft()))
	german := authoring.Draft{
		Description:     "Acme sucht für Bank 24 in Lisbon eine erfahrene Person, die Dienste in Go baut und betreibt.",
		DescriptionLong: "## Die Aufgabe\n\nSie bauen Dienste in Go und prüfen die Arbeit anderer.\n\n## Das Gehalt\n\n60\u00a0000 € im Jahr.",
		Questions: []string{
			"Auf welchen Dienst, den Sie gebaut haben, sind Sie stolz?", "Wie finden Sie heraus, warum ein Dienst langsam geworden ist?",
		},
	}
	require.NoError(t, brief("de").Check(german))

	for name, test := range map[string]struct {
		spoil func(d *authoring.Draft)
		rule  string
	}{
		"Address": {func(d *authoring.Draft) { d.Description += " Write to jobs@acme.example." }, "description holds a link"},
		"AsksTheSameTwice": {
			func(d *authoring.Draft) { d.Questions[1] = strings.ToUpper(d.Questions[0]) }, "question 2 was asked before",
		},
		"EmptyQuestion":  {func(d *authoring.Draft) { d.Questions[1] = "?" }, "question 2 is too short"},
		"EndlessText":    {func(d *authoring.Draft) { d.DescriptionLong = strings.Repeat("You build. ", 1000) }, "too short or too long"},
		"HTML":           {func(d *authoring.Draft) { d.DescriptionLong += "\n<script>alert()</script>" }, "long description holds a link"},
		"HiddenText":     {func(d *authoring.Draft) { d.Description += "\u202eEvil" }, "description holds characters"},
		"InventedSalary": {func(d *authoring.Draft) { d.DescriptionLong += "\n- € 75,000 a year" }, "long description holds a number"},
		"InventedSalaryInOtherDigits": {
			func(d *authoring.Draft) { d.Description += " ৭৫০০০" }, "description holds a number",
		},
		"Link":              {func(d *authoring.Draft) { d.DescriptionLong += "\n[Apply](https://elsewhere.example)" }, "holds a link"},
		"MarkupInPlainText": {func(d *authoring.Draft) { d.Description = "## " + d.Description }, "description isn't plain text"},
		"NothingWritten":    {func(d *authoring.Draft) { *d = authoring.Draft{} }, "set of questions has another number"},
		"LinkByEntities":    {func(d *authoring.Draft) { d.DescriptionLong += "\n<https&colon;//evil.example>" }, "holds a link"},
		"LinkByReference":   {func(d *authoring.Draft) { d.DescriptionLong += "\n[Apply]\n\n[Apply]: /jobs" }, "long description holds a link"},
		"KeepsTheSalaryBack": {
			func(d *authoring.Draft) { d.DescriptionLong = strings.ReplaceAll(d.DescriptionLong, "60.000", "much") }, "keeps the salary back",
		},
		"NumbersPutTogether": {func(d *authoring.Draft) { d.Description += " € 24,000,000." }, "description holds a number"},
		"Picture":            {func(d *authoring.Draft) { d.DescriptionLong += "\n![](x)" }, "long description holds a link"},
		"PrivateLife":        {func(d *authoring.Draft) { d.Questions[0] = "Are you pregnant or planning to be?" }, "question 1 speaks of"},
		"QuestionOfLines":    {func(d *authoring.Draft) { d.Questions[0] = "What is Go?\nAnd why?" }, "question 1 isn't one line"},
		"TooManyQuestions":   {func(d *authoring.Draft) { d.Questions = append(d.Questions, "What would you build next?") }, "another number"},
		"WrongLanguage":      {func(d *authoring.Draft) { *d = german; d.Questions = draft().Questions }, ""},
		"WrongScript": {func(d *authoring.Draft) {
			d.Description = "Акме ищет инженера, который строит сервисы банка."
		}, "description isn't in the position's language"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			asked, spoilt := brief("en"), draft()
			test.spoil(&spoilt)
			if name == "WrongLanguage" {
				asked, test.rule = brief("de"), "set of questions isn't in the position's language"
			}
			err := asked.Check(spoilt)
			require.ErrorIs(t, err, authoring.ErrUnfit)
			require.ErrorContains(t, errors.Unwrap(err), test.rule)
		})
	}

	t.Run("WhatTheMerchantWroteIsNotAskedFor", func(t *testing.T) {
		t.Parallel()

		asked := brief("en")
		asked.Description, asked.DescriptionLong = "Their own, with 1,000 customers.", "Their own"
		require.NoError(t, asked.Check(authoring.Draft{Questions: []string{
			"How would you serve 1,000 customers at once with a small service?", "How do you find out why a service has become slow?",
		}}))
	})
}

// TestCheckTemplates shows in every language that what is right is accepted: the templates' texts hold what drafts must.
func TestCheckTemplates(t *testing.T) {
	t.Parallel()

	for _, code := range lang.Codes() {
		t.Run(string(code), func(t *testing.T) {
			t.Parallel()

			for _, level := range seniority.Levels() {
				length := 80 * time.Minute
				asked := brief(code)
				asked.Facts.Level, asked.Questions.Level, asked.Questions.MaxDuration = level, level, &length
				good := authoring.Draft{
					Description: position.ShortDescription(asked.Facts), DescriptionLong: position.LongDescription(asked.Facts),
				}
				for _, question := range questions.Generate(asked.Questions) {
					good.Questions = append(good.Questions, question.Text)
				}
				err := asked.Check(good.Tidied())
				require.NoError(t, err, "%v", errors.Unwrap(err))
			}
		})
	}
}

// TestCheckLanguages shows in every language that English questions are refused.
func TestCheckLanguages(t *testing.T) {
	t.Parallel()

	english := []string{
		"Which of the services that you have built are you proud of, and what was hard about it?",
		"How would you find out with your team why this service has become slow?",
	}
	for _, code := range lang.Codes() {
		if code == lang.English {
			continue
		}
		t.Run(string(code), func(t *testing.T) {
			t.Parallel()

			asked := brief(code)
			asked.Description, asked.DescriptionLong = "given", "given"
			err := asked.Check(authoring.Draft{Questions: english})
			require.ErrorContains(t, errors.Unwrap(err), "isn't in the position's language")
		})
	}
}

// TestPrivateLife asks in every language what nobody may be asked.
func TestPrivateLife(t *testing.T) {
	t.Parallel()

	for code, question := range map[lang.Code]string{
		"ar": "كم عمرك؟", "bg": "Имате ли деца?", "br": "Você tem filhos?", "cs": "Máte děti?", "da": "Har du børn?",
		"de": "Haben Sie Kinder?", "el": "Έχετε παιδιά;", "en": "Do you have children?", "es": "¿Tiene hijos?", "fi": "Onko sinulla lapsia?",
		"fil": "May asawa ka na ba?", "fr": "Avez-vous des enfants ?", "hi": "क्या आप विवाहित हैं?", "hr": "Imate li djece?",
		"hu": "Hány éves?", "id": "Apakah Anda sudah menikah?", "it": "Ha figli o è in gravidanza?", "ja": "ご結婚されていますか。",
		"ko": "결혼하셨습니까?", "ms": "Apakah agama anda?", "nl": "Bent u getrouwd?", "no": "Har du barn, og er du gift?",
		"pl": "Czy jest Pani w ciąży?", "pt": "Qual é o seu estado civil?", "ro": "Care este vârsta dumneavoastră?",
		"ru": "Есть ли у вас дети?", "sk": "Máte deti?", "sv": "Är du gravid?", "ta": "உங்கள் வயது என்ன?", "th": "คุณนับถือศาสนาอะไร",
		"tr": "Medeni haliniz nedir?", "uk": "Скільки вам років?", "vi": "Bạn đã kết hôn chưa?", "zh": "您结婚了吗?",
	} {
		t.Run(string(code), func(t *testing.T) {
			t.Parallel()

			asked := brief(code)
			asked.Description, asked.DescriptionLong = "given", "given"
			err := asked.Check(authoring.Draft{Questions: []string{question, question}})
			require.ErrorContains(t, errors.Unwrap(err), "question 1 speaks of something private")
		})
	}
}

// TestCheckWorkQuestions has questions about work that sound like something else.
func TestCheckWorkQuestions(t *testing.T) {
	t.Parallel()

	for code, questions := range map[lang.Code][]string{
		"ar": {"كيف تدير\u200f خدمة مبنية بلغة Go\u200f؟", "كيف توزع الحمل بين عدة خوادم؟"},
		"da": {"Hvilke erfaringer må man have med giftige stoffer, og hvordan håndterer du dem?", "Hvad skal en kollega have at vide om Go?"},
		"de": {"Wie arbeiten Sie mit Kolleg*innen an C#-Diensten?", "Was behindert Ihre Arbeit an B2B-Diensten, und was ist Ihr Alternativplan?"},
		"el": {"Πώς ελέγχετε ότι τα δεδομένα είναι έγκυρα;", "Πώς παραδίδετε έγκαιρα μια υπηρεσία;"},
		"en": {"What do you do when a service must run 24/7?", "How do you support a family of services in C# and Go?"},
		"fi": {"Miten rakennat luotettavan palvelun, johon itse uskot?", "Mikä työssä on raskasta, ja miten jaat sen?"},
		"fr": {"Comment travaillez-vous conjointement avec une autre équipe ?", "Comment surveillez-vous l’enceinte du site ?"},
		"ja": {"KubernetesとPostgreSQLとPrometheusの運用で工夫は何をしましたか。", "コードレビューで何を大切にしていますか。"},
		"sv": {"Hur hanterar du giftiga ämnen?", "Vad har du byggt i Go?"},
		"ta": {"நீங்கள் Go இல் சாதித்தது என்ன?", "Kubernetes சேவை மெதுவாக இருந்தால் என்ன செய்வீர்கள்?"},
		"th": {"ในวันเกิดเหตุระบบล่ม คุณทำอะไรก่อน", "คุณทดสอบบริการที่เขียนด้วย Go อย่างไร"},
		"tr": {"Bir hizmetin yavaşlamasını nasıl engelliyorsunuz?", "Go ile hangi hizmeti geliştirdiniz?"},
		"zh": {"您如何在Kubernetes和Terraform上部署服务?", "您如何组织员工会议?"},
	} {
		t.Run(string(code), func(t *testing.T) {
			t.Parallel()

			asked := brief(code)
			asked.Description, asked.DescriptionLong = "given", "given"
			err := asked.Check(authoring.Draft{Questions: questions})
			require.NoError(t, err, "%v", errors.Unwrap(err))
		})
	}
}
