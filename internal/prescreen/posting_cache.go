package prescreen

import (
	"sync/atomic"

	"greenroom/internal/lang"
)

// posting is what a position asks for, read now or lately.
func (l *lexicon) posting(position Position) *posting {
	if len(position.Title)+len(position.Description) > maxCached {
		return l.readPosting(position)
	}
	slot := &recentPostings[hashBytes([]byte(position.Title+position.Description))%uint64(len(recentPostings))]
	if kept := slot.Load(); kept != nil && kept.title == position.Title && kept.description == position.Description &&
		kept.language == position.Language {
		return kept.posting
	}
	made := l.readPosting(position)
	slot.Store(&cachedPosting{position.Title, position.Description, position.Language, made})
	return made
}

// recentPostings keeps the postings that were read last, by a hash of their texts: an import compares thousands of résumés with one
// position. A posting is never changed once it is read, so that assessments may share it.
//
//nolint:gochecknoglobals // Knows nothing that a caller could see: reading again gives the same.
var recentPostings [16]atomic.Pointer[cachedPosting]

// cachedPosting is a posting with what it was read from.
type cachedPosting struct {
	title, description string
	language           lang.Code
	posting            *posting
}

// maxCached bounds what is kept of one position, in bytes of its text.
const maxCached = 16 << 10
