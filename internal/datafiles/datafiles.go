// Package datafiles tells versions of embedded knowledge apart. It refuses to know what the files say.
package datafiles

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"slices"
)

// Digest is a short digest of all files that match some patterns, their names and lengths included: a line that moves from the end of one
// file to the beginning of the next makes another digest. Errors: those of reading, and of a malformed pattern.
func Digest(files fs.FS, patterns ...string) (string, error) {
	var names []string
	for _, pattern := range patterns {
		matching, err := fs.Glob(files, pattern)
		if err != nil {
			return "", fmt.Errorf("list data files: %w", err)
		}
		names = append(names, matching...)
	}
	slices.Sort(names)
	hash := sha256.New()
	for _, name := range names {
		content, err := fs.ReadFile(files, name)
		if err != nil {
			return "", fmt.Errorf("read data files: %w", err)
		}
		_, _ = fmt.Fprintf(hash, "%s %d\n%s", name, len(content), content)
	}
	const length = 4
	return hex.EncodeToString(hash.Sum(nil)[:length]), nil
}
