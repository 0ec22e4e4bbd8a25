package seniority

import (
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"
)

func TestEngineVersion(t *testing.T) {
	t.Parallel()

	t.Run("ChangesWithAnyFile", func(t *testing.T) {
		t.Parallel()

		seen := map[string]string{}
		for name, files := range map[string]map[string]string{
			"AsItWas":     {"data/de.tsv": "Leiter\tmanagerial\n", "data/en.tsv": "clerk\tstarter\n"},
			"FileAdded":   {"data/de.tsv": "Leiter\tmanagerial\n", "data/en.tsv": "clerk\tstarter\n", "data/fr.tsv": ""},
			"FileRenamed": {"data/nl.tsv": "Leiter\tmanagerial\n", "data/en.tsv": "clerk\tstarter\n"},
			"LineMoved":   {"data/de.tsv": "Leiter\tmanagerial\nclerk\tstarter\n", "data/en.tsv": ""},
			"TermChanged": {"data/de.tsv": "Leiter\tmanagerial\n", "data/en.tsv": "clerk\tentry\n"},
		} {
			set := fstest.MapFS{}
			for path, content := range files {
				set[path] = &fstest.MapFile{Data: []byte(content)}
			}
			digest, err := digestOf(set)
			require.NoError(t, err)
			require.Empty(t, seen[digest], name)
			seen[digest] = name
		}
	})

	t.Run("NamesTheEmbeddedData", func(t *testing.T) {
		t.Parallel()

		digest, err := digestOf(data)
		require.NoError(t, err)
		require.Equal(t, engineRevision+"."+digest, EngineVersion())
	})
}
