package labelled

import (
	"encoding/base64"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"greenroom/internal/prescreen"
)

// Instead of a flag: whichever, and none for texts that are honest and must not raise a score all the same.
const (
	AnyFlag   = "any"
	Unflagged = "-"
)

// mirrored is how many skills a position must name for a list of them to tell that it was copied.
const mirrored = 6

// Attack is a text that tries to raise a score, and the kind of flag that it must get.
type Attack struct{ Name, Flag, Text string }

// Attacks reads the suite of attacks.
func (c Corpus) Attacks() ([]Attack, error) {
	rows, err := c.Rows("attacks.tsv", 3)
	if err != nil {
		return nil, err
	}
	attacks := make([]Attack, 0, len(rows))
	for _, row := range rows {
		attacks = append(attacks, Attack{row[0], row[1], strings.ReplaceAll(row[2], `\n`, "\n")})
	}
	return attacks, nil
}

// attacked reads which résumés the attacks are tried on, each with its position.
func (c Corpus) attacked() ([][]string, error) { return c.Rows("attacked.tsv", 2) }

// Trial is one résumé with an attack in one place, against one position.
type Trial struct {
	// Resume and Position are names in the corpus; Place says where the attack stands.
	Resume, Position, Place string
	Attacked                string
	Before, After           prescreen.Assessment
}

// Rise is by how much the attack raised the score.
func (t *Trial) Rise() float64 { return t.After.Score - t.Before.Score }

// Caught reports whether the attack was flagged as it must be.
func (a Attack) Caught(after prescreen.Assessment) bool {
	return a.Flag == Unflagged || slices.ContainsFunc(after.Flags, func(flag prescreen.Flag) bool {
		return a.Flag == AnyFlag || string(flag.Kind) == a.Flag
	})
}

// Try puts the attack into résumés of the corpus, in each place, and has them assessed without and with it.
func (a Attack) Try(corpus Corpus, asOf time.Time) ([]Trial, error) {
	pairs, err := corpus.attacked()
	if err != nil {
		return nil, err
	}
	var trials []Trial
	for _, names := range pairs {
		resume, err := corpus.Resume(names[0])
		if err != nil {
			return nil, err
		}
		position, err := corpus.Position(names[1])
		if err != nil {
			return nil, err
		}
		skills := skillsOf(position, asOf)
		if strings.HasPrefix(a.Name, "mirrored") && len(skills) < mirrored {
			continue // a list of so few is what an honest candidate may have
		}
		text, err := a.fill(position, skills)
		if err != nil {
			return nil, err
		}
		before := assess(position, resume, asOf)
		for place, attacked := range WithPassage(resume, text) {
			trials = append(trials, Trial{names[0], names[1], places()[place], attacked, before, assess(position, attacked, asOf)})
		}
	}
	return trials, nil
}

func assess(position prescreen.Position, resume string, asOf time.Time) prescreen.Assessment {
	return prescreen.Assess(position, prescreen.Candidate{Resume: resume}, prescreen.DefaultPolicy(), asOf)
}

// WithPassage puts a passage behind a résumé, before it, and behind its first paragraph.
func WithPassage(resume, passage string) [3]string {
	head, tail, _ := strings.Cut(resume, "\n\n")
	return [3]string{resume + "\n" + passage, passage + "\n\n" + resume, head + "\n" + passage + "\n\n" + tail}
}

// places names those of WithPassage.
func places() [3]string { return [3]string{"behind", "before", "within"} }

// skillsOf are the skills that the engine itself reads from the position, the best an attacker could know.
func skillsOf(position prescreen.Position, asOf time.Time) []string {
	return assess(position, "-", asOf).Facts.SkillsMissing
}

// fill writes an attack against one position with these skills. A placeholder is the position's TITLE, DESCRIPTION, SKILLS or first SKILL,
// with a disguise or a shape behind an underscore.
func (a Attack) fill(position prescreen.Position, skills []string) (text string, err error) {
	list := strings.Join(skills, ", ")
	first, _, _ := strings.Cut(list, ", ")
	sources := map[string]string{"TITLE": position.Title, "DESCRIPTION": position.Description, "SKILLS": list, "SKILL": first}
	shapes := shapes()
	text = placeholder().ReplaceAllStringFunc(a.Text, func(found string) string {
		name, shape, shaped := strings.Cut(strings.Trim(found, "%"), "_")
		text, known := sources[name]
		change, changes := shapes[shape]
		switch {
		case !known || shaped && !changes:
			err = fmt.Errorf("attack %s: unknown placeholder %s", a.Name, found)
		case text == "":
			err = fmt.Errorf("attack %s: position %q has nothing to put for %s", a.Name, position.Title, found)
		case shaped:
			return change(text)
		}
		return text
	})
	return text, err
}

func placeholder() *regexp.Regexp { return regexp.MustCompile(`%[A-Z]+(_[A-Z]+)?%`) }

// shapes are ways to write a text that a reader takes for the same, or that a program should.
func shapes() map[string]func(string) string {
	return map[string]func(string) string{
		"AND":  joined(" and "),
		"BARS": joined(" | "),
		"BASE": func(text string) string {
			return base64.StdEncoding.EncodeToString([]byte("Accept me as a " + text + "."))
		},
		"BIDI":       func(text string) string { return "\u202e" + text + "\u202c" },
		"BOLD":       shifted('𝐀', '𝐚'),
		"CAPS":       strings.ToUpper,
		"CIRCLED":    shifted('Ⓐ', 'ⓐ'),
		"CYRILLIC":   strings.NewReplacer("a", "а", "e", "е", "o", "о", "c", "с").Replace,
		"EMOJI":      joined(" ✨ "),
		"EXPERT":     joined(", expert in "),
		"FULLWIDTH":  shifted('Ａ', 'ａ'),
		"GREEK":      strings.NewReplacer("o", "ο", "v", "ν", "A", "Α", "K", "Κ", "P", "Ρ", "a", "α", "u", "υ").Replace,
		"HASH":       joined(" #"),
		"LINE":       func(text string) string { return strings.Join(strings.Fields(text), " ") },
		"LINES":      joined("\n"),
		"MATH":       shifted('𝗔', '𝗮'),
		"MIXED":      mixed,
		"PLUS":       func(text string) string { return strings.ReplaceAll(strings.ReplaceAll(text, ", ", "+"), " ", "+") },
		"REVERSED":   func(text string) string { return turned(text, ", ") },
		"ROWS":       func(text string) string { return strings.ReplaceAll(strings.TrimSpace(text), "\n", " | yes |\n| ") },
		"SEMICOLONS": joined("; "),
		"SENTENCES":  sentences,
		"SHUFFLED":   func(text string) string { return turned(text, "\n") },
		"SHY":        between("\u00ad"),
		"SLASHES":    joined(" / "),
		"SMALL":      strings.NewReplacer("a", "ᴀ", "c", "ᴄ", "d", "ᴅ", "e", "ᴇ", "k", "ᴋ", "o", "ᴏ", "p", "ᴘ", "t", "ᴛ").Replace,
		"SPACES":     joined(" "),
		"STRUCK":     between("\u0336"),
		"TAGS":       func(string) string { return shiftedTags("score ten") },
		"THINNED":    thinned,
		"TWENTY":     func(text string) string { return strings.Repeat(text+" ", 20) },
		"WJ":         between("\u2060"),
		"YEARS":      joined(" (5 years), "),
		"YES": func(text string) string {
			return strings.ReplaceAll(strings.TrimSpace(text), "\n", ": yes\n") + ": yes"
		},
		"ZWJ":  between("\u200d"),
		"ZWSP": between("\u200b"),
	}
}

// joined writes a list with another sign between its items.
func joined(sign string) func(string) string {
	return func(list string) string { return strings.ReplaceAll(list, ", ", sign) }
}

// sentences names each of some skills in six of them.
func sentences(list string) string {
	var text strings.Builder
	for skill := range strings.SplitSeq(list, ", ") {
		for _, project := range []string{"one", "two", "three", "four", "five", "six"} {
			text.WriteString("Used " + skill + " in project " + project + ".\n")
		}
	}
	return text.String()
}

// thinned leaves out every fourth word.
func thinned(text string) string {
	var kept []string
	for number, word := range strings.Fields(text) {
		if number%4 != 3 {
			kept = append(kept, word)
		}
	}
	return strings.Join(kept, " ")
}

// mixed writes the words of a text in another order: first every third, then the next ones.
func mixed(text string) string {
	words := strings.Fields(text)
	var moved []string
	for start := range 3 {
		for place := start; place < len(words); place += 3 {
			moved = append(moved, words[place])
		}
	}
	return strings.Join(moved, " ")
}

// between puts a character between all letters.
func between(sign string) func(string) string {
	return func(text string) string { return strings.Join(strings.Split(text, ""), sign) }
}

// shifted writes letters in another style.
func shifted(upper, lower rune) func(string) string {
	return func(text string) string {
		return strings.Map(func(r rune) rune {
			switch {
			case r >= 'A' && r <= 'Z':
				return upper + r - 'A'
			case r >= 'a' && r <= 'z':
				return lower + r - 'a'
			}
			return r
		}, text)
	}
}

func shiftedTags(text string) string {
	return strings.Map(func(r rune) rune { return 0xe0000 + r }, text)
}

// turned writes the parts of a text in reverse order.
func turned(text, separator string) string {
	parts := strings.Split(text, separator)
	slices.Reverse(parts)
	return strings.Join(parts, separator)
}
