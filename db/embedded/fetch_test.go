package embedded

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// serveRelease stands in for the repository: its release holds two scripts that call themselves PostgreSQL 17.5.
func serveRelease(t *testing.T, checksum func(archive []byte) string) string {
	t.Helper()

	content, err := os.ReadFile(filepath.Join("testdata", "release.txz"))
	require.NoError(t, err)
	var archive bytes.Buffer
	packed := zip.NewWriter(&archive)
	entry, err := packed.Create("postgres-linux-x86_64.txz")
	require.NoError(t, err)
	_, err = entry.Write(content)
	require.NoError(t, err)
	require.NoError(t, packed.Close())
	repository := httptest.NewServer(http.HandlerFunc(func(response http.ResponseWriter, request *http.Request) {
		if strings.HasSuffix(request.URL.Path, ".sha256") {
			_, _ = response.Write([]byte(checksum(archive.Bytes())))
			return
		}
		_, _ = response.Write(archive.Bytes())
	}))
	t.Cleanup(func() {
		repository.Close()
		// The library fetches through the default client, which keeps its connections.
		http.DefaultClient.CloseIdleConnections()
	})
	return repository.URL
}

func trueChecksum(archive []byte) string {
	sum := sha256.Sum256(archive)
	return hex.EncodeToString(sum[:])
}

func TestSourceFetch(t *testing.T) {
	t.Parallel()

	t.Run("KeepsTheProgramsAndNothingElse", func(t *testing.T) {
		t.Parallel()

		cache := t.TempDir()
		from := source{cache: cache, repository: serveRelease(t, trueChecksum)}
		found, err := from.fetch(t.Context(), 0)
		require.NoError(t, err)
		require.Equal(t, preferredMajor, found.major)
		require.FileExists(t, found.path("initdb"))
		entries, err := os.ReadDir(cache)
		require.NoError(t, err)
		require.Len(t, entries, 1)

		again, err := from.fetch(t.Context(), 0)
		require.NoError(t, err)
		require.Equal(t, found, again)
	})

	t.Run("RefusesAnEndedContext", func(t *testing.T) {
		t.Parallel()

		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		_, err := source{cache: t.TempDir()}.fetch(ctx, 0)
		require.ErrorIs(t, err, context.Canceled)
	})

	t.Run("RefusesAWrongChecksum", func(t *testing.T) {
		t.Parallel()

		cache := t.TempDir()
		from := source{cache: cache, repository: serveRelease(t, func([]byte) string { return "00" })}
		_, err := from.fetch(t.Context(), 0)
		require.ErrorContains(t, err, "checksums")
		entries, err := os.ReadDir(cache)
		require.NoError(t, err)
		require.Empty(t, entries)
	})

	t.Run("NamesNoHostWhenTheRepositoryIsAway", func(t *testing.T) {
		t.Parallel()

		repository := httptest.NewServer(http.NotFoundHandler())
		repository.Close()
		_, err := source{cache: t.TempDir(), repository: repository.URL}.fetch(t.Context(), 0)
		require.ErrorContains(t, err, "unable to connect to the repository")
		require.NotContains(t, err.Error(), "127.0.0.1")
	})

	t.Run("RefusesAVersionThatCannotBeFetched", func(t *testing.T) {
		t.Parallel()

		_, err := source{cache: t.TempDir()}.fetch(t.Context(), oldestMajor-1)
		require.ErrorContains(t, err, "Postgres 13")
	})
}

func TestChooseBinaries(t *testing.T) {
	t.Parallel()

	install := func(t *testing.T, version string) string {
		t.Helper()

		dir := t.TempDir()
		script := "#!/bin/sh\necho 'postgres (PostgreSQL) " + version + "'\n"
		for _, program := range []string{"initdb", "postgres"} {
			require.NoError(t, os.WriteFile(filepath.Join(dir, program), []byte(script), 0o700))
		}
		return dir
	}

	t.Run("IgnoresAFolderWithoutTheServer", func(t *testing.T) {
		t.Parallel()

		_, ok := chooseBinaries(t.Context(), []string{t.TempDir()}, 0)
		require.False(t, ok)
	})

	t.Run("IgnoresVersionsThatAreTooOld", func(t *testing.T) {
		t.Parallel()

		_, ok := chooseBinaries(t.Context(), []string{install(t, "13.21")}, 0)
		require.False(t, ok)
	})

	t.Run("TakesTheNewest", func(t *testing.T) {
		t.Parallel()

		newest := install(t, "18beta1")
		found, ok := chooseBinaries(t.Context(), []string{install(t, "9.6.24"), newest, install(t, "15.13 (Debian)")}, 0)
		require.True(t, ok)
		require.Equal(t, binaries{dir: newest, major: 18}, found)
	})

	t.Run("TakesTheClustersVersion", func(t *testing.T) {
		t.Parallel()

		wanted := install(t, "15.13")
		found, ok := chooseBinaries(t.Context(), []string{install(t, "17.5"), wanted}, 15)
		require.True(t, ok)
		require.Equal(t, wanted, found.dir)
	})
}
