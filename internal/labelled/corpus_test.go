package labelled_test

import (
	"testing"
	"testing/fstest"

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
