package position_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"greenroom/internal/interview"
	"greenroom/internal/lang"
	"greenroom/internal/position"
	"greenroom/internal/seniority"
)

func nurse() position.Facts {
	return position.Facts{
		Name: "Nurse", Merchant: "Acme", Location: "Leeds", CountryCode: "GB", Language: lang.English, Level: seniority.Senior,
	}
}

func TestLongDescription(t *testing.T) {
	t.Parallel()

	t.Run("CompanyIsDescribed", func(t *testing.T) {
		t.Parallel()

		facts := nurse()
		facts.Company = interview.Company{
			Name: "Mercy", Description: "A clinic.\nFor all.", Location: "York", Sector: "Health", CompanySize: "50",
		}
		got := position.LongDescription(facts)
		require.Contains(t, got, "## About the company\n\nA clinic\\. For all\\.\n")
		require.Contains(t, got, "- Company: Mercy \\(York\\)\n- Sector: Health\n- Company size: 50\n- Location: ")
	})

	t.Run("InsertedValuesAreNoMarkup", func(t *testing.T) {
		t.Parallel()

		facts := nurse()
		facts.Merchant = "1. FC"
		facts.Name = "A\n# B [c](http://d) <script>"
		got := position.LongDescription(facts)
		require.Contains(t, got, "# A \\# B \\[c\\]\\(http\\://d\\) \\<script\\>\n")
		require.Contains(t, got, "\n1\\. FC is looking")
	})

	t.Run("UnknownFactsAreLeftOut", func(t *testing.T) {
		t.Parallel()

		got := position.LongDescription(position.Facts{Name: "Nurse", Merchant: "Acme", Language: lang.English})
		require.NotContains(t, got, "## At a glance")
		require.NotContains(t, got, "## The role")
		require.NotContains(t, got, ": \n")
	})
}

func TestShortDescription(t *testing.T) {
	t.Parallel()

	t.Run("CountryIsNamedOnce", func(t *testing.T) {
		t.Parallel()

		facts := nurse()
		require.Contains(t, position.ShortDescription(facts), "Location: Leeds (United Kingdom)\n")
		facts.Location = "Leeds, united kingdom"
		require.Contains(t, position.ShortDescription(facts), "Location: Leeds, united kingdom\n")
	})

	t.Run("CountryIsNamedInThePositionsLanguage", func(t *testing.T) {
		t.Parallel()

		facts := nurse()
		facts.CountryCode, facts.Language, facts.Location = "AT", "de", "Linz"
		require.Contains(t, position.ShortDescription(facts), "Standort: Linz (Österreich)\n")
		facts.Location = ""
		require.Contains(t, position.ShortDescription(facts), "Standort: Österreich\n")
		facts.CountryCode = "??"
		require.Contains(t, position.ShortDescription(facts), "Standort: ??\n", "a code without a name stands for itself")
	})

	t.Run("RemoteIsNamedInThePositionsLanguage", func(t *testing.T) {
		t.Parallel()

		facts := nurse()
		facts.Location = " Remote"
		require.Contains(t, position.ShortDescription(facts), "Location: Remote (United Kingdom)\n")
		facts.CountryCode, facts.Language = "JP", "ja"
		require.Contains(t, position.ShortDescription(facts), "勤務地：リモートワーク（日本）\n")
		facts.Location = "Remoteville"
		require.Contains(t, position.ShortDescription(facts), "勤務地：Remoteville（日本）\n")
	})

	t.Run("LongFactsAreCutAtTheLimit", func(t *testing.T) {
		t.Parallel()

		facts := nurse()
		facts.Company.Sector = strings.Repeat("é", 3000)
		got := position.ShortDescription(facts)
		require.Equal(t, 2000, utf8.RuneCountInString(got))
		require.True(t, strings.HasSuffix(got, "é…"))
	})

	t.Run("NamesWhatIsKnown", func(t *testing.T) {
		t.Parallel()

		facts := nurse()
		facts.Department, facts.Salary = "Ward 3", "£40,000"
		require.Equal(t, "Acme is looking for someone to fill this position: “Nurse”.\nLocation: Leeds (United Kingdom)\nLevel: Senior\n"+
			"Department: Ward 3\nSalary: £40,000", position.ShortDescription(facts))
	})
}

func TestDescriptionsEverywhere(t *testing.T) {
	t.Parallel()

	for _, code := range lang.Codes() {
		t.Run(string(code), func(t *testing.T) {
			t.Parallel()

			facts := nurse()
			facts.Language = code
			for _, level := range seniority.Levels() {
				facts.Level = level
				texts := lang.For(code).Description
				require.Contains(t, position.ShortDescription(facts), texts.Levels[string(level)])
				require.Contains(t, position.LongDescription(facts), texts.Role[string(level)])
				require.NotEmpty(t, texts.Role[string(level)])
				require.NotContains(t, position.LongDescription(facts), "{")
			}
		})
	}
}
