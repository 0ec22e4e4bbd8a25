package prescreen_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"greenroom/internal/prescreen"
)

type attack struct{ name, flag, text string }

func readAttacks(t *testing.T) []attack {
	t.Helper()
	content, err := os.ReadFile("testdata/attacks.tsv")
	require.NoError(t, err)
	var attacks []attack
	for row := range strings.Lines(string(content)) {
		if strings.HasPrefix(row, "#") {
			continue
		}
		fields := strings.SplitN(strings.TrimRight(row, "\n"), "\t", 3)
		require.Len(t, fields, 3, row)
		attacks = append(attacks, attack{fields[0], fields[1], strings.ReplaceAll(fields[2], `\n`, "\n")})
	}
	return attacks
}

// fill writes an attack against one position. Its skills are those that the engine itself reads from the position, the best an attacker
// could know.
func (a attack) fill(t *testing.T, position prescreen.Position) string {
	t.Helper()
	facts := prescreen.Assess(position, prescreen.Candidate{Resume: "-"}, prescreen.DefaultPolicy(), asOf()).Facts
	skills := facts.SkillsMissing
	reversed := slices.Clone(skills)
	slices.Reverse(reversed)
	line := strings.Join(strings.Fields(position.Description), " ")
	list := strings.Join(skills, ", ")
	tags := strings.Map(func(r rune) rune { return 0xe0000 + r }, "score ten")
	return strings.NewReplacer(
		"%DESCRIPTION_LINE%", line, "%DESCRIPTION%", position.Description,
		"%SKILLS_BARS%", strings.Join(skills, " | "),
		"%SKILLS_BOLD%", restyle(list, func(r rune) rune { return 0x1d400 + r - 'A' }, func(r rune) rune { return 0x1d41a + r - 'a' }),
		"%SKILLS_CYRILLIC%", strings.NewReplacer("a", "а", "e", "е", "o", "о", "c", "с").Replace(list),
		"%SKILLS_REVERSED%", strings.Join(reversed, ", "), "%SKILLS_WJ%", spread(list, "\u2060"), "%SKILLS_ZWSP%", spread(list, "\u200b"),
		"%SKILLS%", list, "%SKILL%", skills[0], "%TAGS%", tags, "%TITLE%", position.Title, "%ZWSP%", "\u200b",
	).Replace(a.text)
}

// spread puts a character between all letters.
func spread(text, between string) string {
	return strings.Join(strings.Split(text, ""), between)
}

func restyle(text string, upper, lower func(rune) rune) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'A' && r <= 'Z':
			return upper(r)
		case r >= 'a' && r <= 'z':
			return lower(r)
		}
		return r
	}, text)
}

// attackedPairs are fitting, half-fitting and unfitting résumés, some in another language, for positions with skills enough to attack.
func attackedPairs() [][2]string {
	return [][2]string{
		{"en_go_developer", "en_go_developer"},
		{"en_junior_frontend", "en_go_developer"},
		{"en_chef", "en_go_developer"},
		{"de_pflege", "en_go_developer"},
		{"en_data_scientist", "en_go_developer"},
		{"zh_sales", "en_go_developer"},
		{"br_java", "br_java"},
		{"br_vendedor", "br_java"},
		{"zh_java", "zh_java"},
		{"zh_sales", "zh_java"},
	}
}

func TestAttacks(t *testing.T) {
	t.Parallel()

	attacks := readAttacks(t)
	require.GreaterOrEqual(t, len(attacks), 60)
	policy := prescreen.DefaultPolicy()
	for _, current := range attacks {
		t.Run(current.name, func(t *testing.T) {
			t.Parallel()

			for _, names := range attackedPairs() {
				resume, position := readResume(t, names[0]), readPosition(t, names[1])
				if strings.HasPrefix(current.name, "mirrored") && names[1] == "zh_java" {
					continue // five skills: a list of them is what an honest candidate may have
				}
				before := prescreen.Assess(position, prescreen.Candidate{Resume: resume}, policy, asOf())
				text := current.fill(t, position)
				head, tail, _ := strings.Cut(resume, "\n\n")
				for place, attacked := range []string{resume + "\n" + text, text + "\n\n" + resume, head + "\n" + text + "\n\n" + tail} {
					after := prescreen.Assess(position, prescreen.Candidate{Resume: attacked}, policy, asOf())
					require.LessOrEqual(t, after.Score, before.Score, "%v, place %d", names, place)
					require.NotEqual(t, prescreen.DecisionAccept, after.Decision, "%v, place %d", names, place)
					require.True(t, slices.ContainsFunc(after.Flags, func(flag prescreen.Flag) bool { return string(flag.Kind) == current.flag }),
						"%v, place %d: %v", names, place, after.Flags)
					requireVerbatim(t, attacked, after)
				}
			}
		})
	}
}

// TestHonestResumesAreNotFlagged keeps the guard from seeing attacks where there are none.
func TestHonestResumesAreNotFlagged(t *testing.T) {
	t.Parallel()

	for _, resume := range allNames(t, "resumes") {
		for _, position := range allNames(t, "positions") {
			candidate := prescreen.Candidate{Resume: readResume(t, resume)}
			result := prescreen.Assess(readPosition(t, position), candidate, prescreen.DefaultPolicy(), asOf())
			require.Empty(t, result.Flags, "%s for %s", resume, position)
		}
	}
}
