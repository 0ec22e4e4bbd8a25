package prescreen_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"greenroom/internal/prescreen"
)

// scoreOf is the score of a résumé for a title that stands alone.
func scoreOf(title, resume string) float64 {
	position := prescreen.Position{Title: title, Language: "br", Level: "intermediate"}
	return assess(position, resume).Score
}

const nurseAssistant = `Neusa Prado
Técnica de Enfermagem
Experiências
Hospital Bela Costa - Técnica de Enfermagem - 2018 até hoje
Curativos, medicação e sinais vitais em UTI
Clínica Vila Nova - Recepcionista - 2015 a 2018
`

func TestTitleAlone(t *testing.T) {
	t.Parallel()

	t.Run("EndlessTitlesAreCut", func(t *testing.T) {
		t.Parallel()

		title := strings.Repeat("Técnico de Enfermagem, ", 100)
		require.InDelta(t, scoreOf(title, nurseAssistant), scoreOf(title+strings.Repeat("cozinheiro ñ 看護師 ", 8<<10), nurseAssistant), 1e-9)
	})

	t.Run("EndingsInBracketsAreNoWords", func(t *testing.T) {
		t.Parallel()

		require.InDelta(t, scoreOf("Técnico de Enfermagem", nurseAssistant), scoreOf("Técnico(a) de Enfermagem", nurseAssistant), 1e-9)
	})

	t.Run("TheSameWorkInOtherWordsFits", func(t *testing.T) {
		t.Parallel()

		require.Greater(t, scoreOf("Licensed Practical Nurse", nurseAssistant), scoreOf("Registered Nurse", nurseAssistant))
	})

	t.Run("OwnTitlesCountMoreThanWordsInPassing", func(t *testing.T) {
		t.Parallel()

		mentioned := "Ana Prado\nProfessora\nExperiências\nEscola Sol - Professora - 2015 até hoje\n" +
			"Aulas para o curso técnico de enfermagem\n"
		require.Greater(t, scoreOf("Técnico de Enfermagem", nurseAssistant), scoreOf("Técnico de Enfermagem", mentioned)+3)
	})

	t.Run("WhatFollowsTheCoreCountsLess", func(t *testing.T) {
		t.Parallel()

		aside, core := scoreOf("Técnico de Enfermagem - Hemodiálise", nurseAssistant), scoreOf("Técnico de Hemodiálise", nurseAssistant)
		require.Greater(t, aside, core)
	})

	t.Run("HeadlinesNeedACareerThatBearsThemOut", func(t *testing.T) {
		t.Parallel()

		const jobs = "\nExperience\nStaff nurse, City Hospital, 2016 - present: wards, medication, nights.\n" +
			"Staff nurse, Hill Clinic, 2012 - 2016\n"
		claimed := scoreOf("Go Developer", "Kim Lee\nGo Developer"+jobs)
		held := scoreOf("Go Developer", "Kim Lee\nGo Developer"+strings.ReplaceAll(jobs, "Staff nurse", "Go developer"))
		require.Greater(t, held, claimed+3)
		require.Less(t, claimed, 5.0)
	})

	t.Run("NobodyIsJudgedByYearsAlone", func(t *testing.T) {
		t.Parallel()

		foreign := "Иван Петров\nОпыт работы\n2015 - настоящее время: Ромашка, разные задачи по хозяйству и дому каждый день\n"
		require.Less(t, scoreOf("Zootecnista", foreign), 7.0)
	})
}

func TestCommonWordsMakeATitle(t *testing.T) {
	t.Parallel()

	resume := "Nora Lind\nProject Manager\nExperience\nProject Manager, Alfa, 2015 - present\nPlans, budgets and risks of IT projects\n"
	require.Greater(t, scoreOf("Project Manager", resume), scoreOf("Product Manager", resume)+3)
}

func TestProjectsOfConsultantsAreWork(t *testing.T) {
	t.Parallel()

	resume := "Sérgio Luz\nConsultor SAP FI\nProjetos\nEmpresa Alfa\n01/2016 a 12/2018\nFunção: Consultor SAP FI\nConfiguração e testes\n" +
		"Empresa Beta\n01/2019 a 12/2021\nFunção: Consultor SAP FI\nSuporte e treinamento de usuários\n"
	position := prescreen.Position{Title: "Consultor SAP FI", Language: "br", Level: "senior"}
	years := assess(position, resume).Facts.RelevantYears
	require.NotNil(t, years)
	require.InDelta(t, 6, *years, 0.2)
}

func TestNamingOnesTradeIsNoStuffing(t *testing.T) {
	t.Parallel()

	for name, resume := range map[string]string{
		"Jobs": "Rui Leite, analista de suporte\nAnalista de suporte - Alfa - 2021 até hoje\nAnalista de suporte - Beta - 2019 a 2021\n" +
			"Analista de suporte - Gama - 2017 a 2019\nTécnico de suporte - Delta - 2015 a 2017\n",
		"Branches": "Vera Sá\nVendedora\nVendas, vendas internas, vendas externas, técnicas de vendas, pós-vendas\n" +
			"Alfa - Vendedora - 2019 a 2023\n",
		"Versions": "Davi Reis\nDesenvolvedor Java\nJava, Java EE, Java 8, Java 11, Java 17, Spring\n" +
			"Alfa - Desenvolvedor Java - 2019 até hoje\nSistemas em Java com Spring Boot, APIs REST em Java, " +
			"sistemas Java legados, migração de Java 8 para Java 11, testes em Java\n",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			position := prescreen.Position{Title: "Analista", Language: "br", Level: "intermediate"}
			require.Empty(t, assess(position, resume).Flags)
		})
	}
}
