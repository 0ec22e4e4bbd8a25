package seniority_test

import (
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"greenroom/internal/datafiles"
	"greenroom/internal/seniority"
)

func TestEngineVersionCoversTheData(t *testing.T) {
	t.Parallel()

	digest, err := datafiles.Digest(os.DirFS("."), "data/*.tsv")
	require.NoError(t, err)
	require.Equal(t, "seniority-4."+digest, seniority.EngineVersion())
}
