package seniority

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"slices"
	"sync"
)

// engineRevision counts changes of the code that may change an answer; the data's digest is added to it.
const engineRevision = "seniority-4"

// EngineVersion names the code and the data: with the same version the same input gives the same answer.
func EngineVersion() string { return engineVersion() }

//nolint:gochecknoglobals // Written once, and the same in every process of a build.
var engineVersion = sync.OnceValue(func() string {
	digest, err := digestOf(data)
	if err != nil {
		panic(err) // The files are part of the binary.
	}
	return engineRevision + "." + digest
})

// digestOf is a short digest of all data files, their names included.
func digestOf(files fs.FS) (string, error) {
	names, err := fs.Glob(files, "data/*.tsv")
	if err != nil {
		return "", fmt.Errorf("list seniority data: %w", err)
	}
	slices.Sort(names)
	hash := sha256.New()
	for _, name := range names {
		content, err := fs.ReadFile(files, name)
		if err != nil {
			return "", fmt.Errorf("read seniority data: %w", err)
		}
		_, _ = fmt.Fprintf(hash, "%s %d\n%s", name, len(content), content)
	}
	const length = 4
	return hex.EncodeToString(hash.Sum(nil)[:length]), nil
}
