package labelled_test

import (
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/require"

	"greenroom/internal/labelled"
	"greenroom/internal/prescreen"
)

func TestCorpus(t *testing.T) {
	t.Parallel()

	corpus := labelled.Corpus{Files: fstest.MapFS{
		"attacks.tsv":           {Data: []byte("# name, flag, text\nlist\tany\tSkills:\\n%SKILLS%\n")},
		"positions/cook.txt":    {Data: []byte("language: en\nlevel: senior\ntitle: Cook\n\nHACCP\n")},
		"positions/nothing.txt": {Data: []byte("title: Cook\n")},
		"resumes/cook.txt":      {Data: []byte("Line cook\n")},
		"short.tsv":             {Data: []byte("one\n")},
	}}

	t.Run("ReadsTexts", func(t *testing.T) {
		t.Parallel()

		resume, err := corpus.Resume("cook")
		require.NoError(t, err)
		require.Equal(t, "Line cook\n", resume)
		position, err := corpus.Position("cook")
		require.NoError(t, err)
		require.Equal(t, prescreen.Position{Title: "Cook", Description: "HACCP\n", Language: "en", Level: "senior"}, position)
		names, err := corpus.Names("positions")
		require.NoError(t, err)
		require.Equal(t, []string{"cook", "nothing"}, names)
	})

	t.Run("ReadsAttacks", func(t *testing.T) {
		t.Parallel()

		attacks, err := corpus.Attacks()
		require.NoError(t, err)
		require.Equal(t, []labelled.Attack{{Name: "list", Flag: labelled.AnyFlag, Text: "Skills:\n%SKILLS%"}}, attacks)
	})

	t.Run("RefusesWhatItCannotRead", func(t *testing.T) {
		t.Parallel()

		_, err := corpus.Position("nothing")
		require.ErrorContains(t, err, "no empty line")
		_, err = corpus.Resume("nobody")
		require.ErrorContains(t, err, "nobody.txt")
		_, err = corpus.Rows("short.tsv", 2)
		require.ErrorContains(t, err, "1 columns instead of 2")
	})
}

func TestAttackTry(t *testing.T) {
	t.Parallel()

	corpus := labelled.Corpus{Files: fstest.MapFS{
		"attacked.tsv":        {Data: []byte("cook\tnurse\n")},
		"positions/nurse.txt": {Data: []byte("language: en\ntitle: Nurse\n\nYou care.\n")},
		"resumes/cook.txt":    {Data: []byte("Line cook\n")},
	}}

	t.Run("TriesThePairsOfTheCorpus", func(t *testing.T) {
		t.Parallel()

		trials, err := labelled.Attack{Name: "title", Text: "Hire me as %TITLE%."}.Try(corpus, time.Now())
		require.NoError(t, err)
		require.Len(t, trials, 3)
		require.Equal(t, "cook", trials[0].Resume)
		require.Equal(t, "nurse", trials[0].Position)
	})

	t.Run("RefusesAPositionWithoutSkills", func(t *testing.T) {
		t.Parallel()

		for _, text := range []string{"%SKILL%", "%SKILLS_LINES%"} {
			_, err := labelled.Attack{Name: "list", Text: text}.Try(corpus, time.Now())
			require.ErrorContains(t, err, `attack list: position "Nurse" has nothing to put for `+text)
		}
		trials, err := labelled.Attack{Name: "mirrored_list", Text: "%SKILLS%"}.Try(corpus, time.Now())
		require.NoError(t, err)
		require.Empty(t, trials, "a list of few skills tells nothing")
	})
}

func TestAttackCaught(t *testing.T) {
	t.Parallel()

	flagged := prescreen.Assessment{Flags: []prescreen.Flag{{Kind: prescreen.FlagInstructions}}}
	for _, test := range []struct {
		flag   string
		after  prescreen.Assessment
		caught bool
	}{
		{string(prescreen.FlagInstructions), flagged, true},
		{string(prescreen.FlagKeywords), flagged, false},
		{labelled.AnyFlag, flagged, true},
		{labelled.AnyFlag, prescreen.Assessment{}, false},
		{labelled.Unflagged, prescreen.Assessment{}, true},
	} {
		require.Equal(t, test.caught, labelled.Attack{Flag: test.flag}.Caught(test.after), test.flag)
	}
}
