package seniority

import (
	"sync"

	"greenroom/internal/lang"
	"greenroom/internal/script"
)

// Detect decides a position's seniority. The language is a hint: English is always understood beside it, and a title that neither knows is
// tried in all languages. Nobody's title is refused; one that tells no level gets the default with Default set.
func Detect(title, description string, language lang.Code) Detection {
	work, _ := scratches.Get().(*scratch)
	defer scratches.Put(work)
	knows := known()
	work.text.fold(script.Beginning(title, maxTitle), knows.endings)
	own, found := knows.lexicons[language]
	if !found {
		own = knows.any
	}
	work.findTerms(own, knows.lexicons[lang.English])
	if len(work.matches) == 0 {
		work.findTerms(knows.any, knows.any)
	}
	answer, descriptionMayDecide := resolve(work)
	if descriptionMayDecide && description != "" {
		work.readDescription(&answer, &knows.descriptions, description, knows.endings)
	}
	return answer
}

const (
	// maxTitle bounds the work on a title in bytes. The contract allows 300 characters; what is longer is no title but is no error here.
	maxTitle = 2 << 10
	// maxDescription bounds the work on a description; what it asks for stands near its start or is found often enough.
	maxDescription = 16 << 10
)

// scratch is what one detection works in.
type scratch struct {
	text    text
	matches []match
	// role holds the title's words while the text is the description.
	role []byte
}

//nolint:gochecknoglobals // A pool of buffers holds no state that an answer depends on.
var scratches = sync.Pool{New: func() any { return new(scratch) }}
