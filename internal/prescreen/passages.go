package prescreen

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// passages joins lines that are one sentence: printed lines that wrap, and sentences cut into shards to hide them.
func (r *reading) passages() []line {
	joined := make([]line, 0, len(r.lines))
	for number, bounds := range r.lines {
		if number > 0 && r.continues(number) {
			last := &joined[len(joined)-1]
			last.last, last.end = bounds.last, bounds.end
			continue
		}
		joined = append(joined, bounds)
	}
	return joined
}

// continues reports that a line goes on with the sentence of the line before.
func (r *reading) continues(number int) bool {
	before, current := r.lines[number-1], r.lines[number]
	if r.heads[number] || r.heads[number-1] {
		return false
	}
	between := r.source[r.words[before.last-1].end:r.words[current.first].start]
	if strings.Count(between, "\n") > 1 {
		return false
	}
	if r.isShard(before) && r.isShard(current) {
		return true
	}
	letter, _ := utf8.DecodeRuneInString(r.source[r.words[current.first].start:])
	return unicode.IsLower(letter) && !strings.ContainsAny(between, ".;:!?•·●▪–-*➤✔")
}

func (r *reading) isShard(bounds line) bool {
	limit := int32(shardWords)
	if r.words[bounds.first].marks&markUnspaced != 0 {
		limit = shardUnspaced
	}
	return bounds.last-bounds.first <= limit
}

// shardWords is the longest line that may be a shard of a sentence written one or two words a line.
const (
	shardWords    = 4
	shardUnspaced = 8 // characters of a script without spaces
)
