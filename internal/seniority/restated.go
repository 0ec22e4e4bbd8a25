package seniority

import "bytes"

// restate finds the title's own words with a level right beside them: "Data Engineer" in "we seek a Senior Data Engineer". Levels of other
// people ("with senior engineers") don't count, nor do ranges ("mid or senior").
func (w *descriptionWords) restate(folded, role []byte) (restated, bool) {
	last := role[bytes.LastIndexAny(role, " /")+1:]
	if len(last) < minRoleWord {
		return restated{}, false
	}
	for offset := 0; ; {
		found := bytes.Index(folded[offset:], last)
		if found < 0 {
			return restated{}, false
		}
		start, end := offset+found, offset+found+len(last)
		offset = end
		if start > 0 && !isBreak(folded[start-1]) || end < len(folded) && !isBreak(folded[end]) {
			continue
		}
		if said, ok := w.beside(folded, role, start, end); ok {
			return said, true
		}
	}
}

// restated is where a description says the title again, with a level beside it.
type restated struct {
	level      Level
	start, end int
}

const (
	// minRoleWord is the shortest last word of a title that is looked for in a description, in bytes.
	minRoleWord = 3
	// maxRoleWords bounds the words of the title between a level and the title's last word.
	maxRoleWords = 3
)

// role gives the part of a folded title that names the work, up to the first separator.
func role(folded []byte) []byte {
	if end := bytes.IndexByte(folded, separator); end >= 0 {
		return folded[:end]
	}
	return folded
}

// beside reads the level before or behind the title's words, the last of which is from start to end.
func (w *descriptionWords) beside(folded, role []byte, start, end int) (restated, bool) {
	whole := len(role) == end-start
	first := start
	for words := 0; first > 0 && folded[first-1] == space && words <= maxRoleWords; words++ {
		before := wordBefore(folded, first)
		if level, is := w.levelAt(folded, before, first-1); is && whole {
			return restated{level: level, start: before, end: end}, !w.ranges(folded, before)
		}
		if !hasWord(role, folded[before:first-1]) {
			break
		}
		first, whole = before, true
	}
	if !whole || end == len(folded) || folded[end] != space {
		return restated{}, false
	}
	behind := end + 1
	for behind < len(folded) && !isBreak(folded[behind]) {
		behind++
	}
	level, is := w.levelAt(folded, end+1, behind)
	return restated{level: level, start: first, end: behind}, is
}

// levelAt gives the level that the word from start to end is.
func (w *descriptionWords) levelAt(folded []byte, start, end int) (Level, bool) {
	index, until := w.longest(folded, start)
	if index == none || until != end {
		return "", false
	}
	return levelOf(meaning(w.kinds[index]))
}

// ranges reports whether one of the two words before start is a level as well.
func (w *descriptionWords) ranges(folded []byte, start int) bool {
	for range 2 {
		if start == 0 {
			return false
		}
		before := wordBefore(folded, start)
		if _, is := w.levelAt(folded, before, start-1); is {
			return true
		}
		start = before
	}
	return false
}

// wordBefore gives the start of the word that ends before the break in front of start.
func wordBefore(folded []byte, start int) int {
	before := start - 1
	for before > 0 && !isBreak(folded[before-1]) {
		before--
	}
	return before
}

// hasWord reports whether a text has the word.
func hasWord(folded, word []byte) bool {
	for len(folded) > 0 && len(word) > 0 {
		end := bytes.IndexAny(folded, " /,")
		if end < 0 {
			return bytes.Equal(folded, word)
		}
		if bytes.Equal(folded[:end], word) {
			return true
		}
		folded = folded[end+1:]
	}
	return false
}
