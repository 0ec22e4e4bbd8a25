package seniority

import "bytes"

// levelBesideTitle finds the title's own words with a level right beside them: "Data Engineer" in "we seek a Senior Data Engineer". Levels
// of other people ("with senior engineers") don't count, nor do ranges ("mid or senior").
func (w *descriptionWords) levelBesideTitle(folded, role []byte) (statedLevel, bool) {
	last := role[bytes.LastIndexAny(role, " /")+1:]
	if len(last) < minRoleWord {
		return statedLevel{}, false
	}
	for offset := 0; ; {
		found := bytes.Index(folded[offset:], last)
		if found < 0 {
			return statedLevel{}, false
		}
		start, end := offset+found, offset+found+len(last)
		offset = end
		if start > 0 && !isBreak(folded[start-1]) || end < len(folded) && !isBreak(folded[end]) {
			continue
		}
		if stated, ok := w.levelBeside(folded, role, start, end); ok {
			return stated, true
		}
	}
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

// levelBeside reads the level before or behind the title's words, the last of which is from start to end.
func (w *descriptionWords) levelBeside(folded, role []byte, start, end int) (statedLevel, bool) {
	whole := len(role) == end-start
	first := start
	for words := 0; first > 0 && folded[first-1] == space && words <= maxRoleWords; words++ {
		before := wordBefore(folded, first)
		if level, is := w.levelAt(folded, before, first-1); is && whole {
			return statedLevel{level: level, start: before, end: end}, !w.rangeBegan(folded, before)
		}
		if !hasWord(role, folded[before:first-1]) {
			break
		}
		first, whole = before, true
	}
	if !whole || end == len(folded) || folded[end] != space {
		return statedLevel{}, false
	}
	behind := end + 1
	for behind < len(folded) && !isBreak(folded[behind]) {
		behind++
	}
	level, is := w.levelAt(folded, end+1, behind)
	return statedLevel{level: level, start: first, end: behind}, is
}

// rangeBegan reports whether one of the two words before start names a level as well.
func (w *descriptionWords) rangeBegan(folded []byte, start int) bool {
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
