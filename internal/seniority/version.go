package seniority

import (
	"sync"

	"greenroom/internal/datafiles"
)

// engineRevision counts changes of the code that may change an answer; the data's digest is added to it.
const engineRevision = "seniority-4"

// EngineVersion names the code and the data: with the same version the same input gives the same answer.
func EngineVersion() string { return engineVersion() }

//nolint:gochecknoglobals // Written once, and the same in every process of a build.
var engineVersion = sync.OnceValue(func() string {
	digest, err := datafiles.Digest(data, "data/*.tsv")
	if err != nil {
		panic(err) // The files are part of the binary.
	}
	return engineRevision + "." + digest
})
