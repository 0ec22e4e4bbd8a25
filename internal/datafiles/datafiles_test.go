package datafiles_test

import (
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"greenroom/internal/datafiles"
)

func TestDigest(t *testing.T) {
	t.Parallel()

	seen := map[string]string{}
	for name, files := range map[string]map[string]string{
		"AsItWas":     {"data/de.tsv": "Leiter\tmanagerial\n", "data/lang/en.tsv": "clerk\tstarter\n"},
		"FileAdded":   {"data/de.tsv": "Leiter\tmanagerial\n", "data/lang/en.tsv": "clerk\tstarter\n", "data/fr.tsv": ""},
		"FileRenamed": {"data/nl.tsv": "Leiter\tmanagerial\n", "data/lang/en.tsv": "clerk\tstarter\n"},
		"LineMoved":   {"data/de.tsv": "Leiter\tmanagerial\nclerk\tstarter\n", "data/lang/en.tsv": ""},
		"TermChanged": {"data/de.tsv": "Leiter\tmanagerial\n", "data/lang/en.tsv": "clerk\tentry\n"},
	} {
		set := fstest.MapFS{}
		for path, content := range files {
			set[path] = &fstest.MapFile{Data: []byte(content)}
		}
		digest, err := datafiles.Digest(set, "data/*.tsv", "data/lang/*.tsv")
		require.NoError(t, err)
		require.Empty(t, seen[digest], name)
		seen[digest] = name
	}

	_, err := datafiles.Digest(fstest.MapFS{}, "[")
	require.Error(t, err)
}
