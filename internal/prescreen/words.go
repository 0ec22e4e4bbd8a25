package prescreen

import "unicode/utf8"

// text is a document cut into words, with each word's place in the original.
type text struct {
	source string
	folded []byte
	words  []word
	lines  []line
	// invisible and mixed are places of suspicious characters, at most a few of each.
	invisible []span
	mixed     []span
}

// word is one comparable unit of a text: a word, a number, or one character of a script without spaces.
type word struct {
	start, end             int32 // bytes in the text as sent
	foldedStart, foldedEnd int32 // bytes in text.folded
	line                   int32
	number                 int32  // the value of a number, -1 for words
	key                    uint64 // hash of the whole folded word
	stem                   uint64 // hash of its first letters, equal for most inflected forms
	marks                  wordMark
}

// wordMark is what cutting noticed about a word.
type wordMark uint8

// line is one line of the document, as a range of words and of bytes.
type line struct {
	first, last int32 // words, last exclusive
	start, end  int32 // bytes
	right       bool  // of the right one of two columns
}

// span is a range of bytes in the source.
type span struct{ start, end int }

// maxSuspicious bounds how many places of one kind of trick are reported: one quote is enough for a recruiter.
const maxSuspicious = 3

// foldedWord is what a word is compared as.
func (t *text) foldedWord(place int) []byte {
	w := &t.words[place]
	return t.folded[w.foldedStart:w.foldedEnd]
}

// quote is the source between the first and the last of some words.
func (t *text) quote(first, last int) string {
	return t.source[t.words[first].start:t.words[last].end]
}

// hashOf is a hash of the words from one place up to another, the last exclusive.
func (t *text) hashOf(from, until int32) uint64 {
	hash := uint64(fnvOffset)
	for place := from; place < until; place++ {
		hash = (hash ^ t.words[place].key) * fnvPrime
	}
	return hash
}

// sameWords reports that some words stand at a place too.
func (t *text) sameWords(place int32, wanted []word) bool {
	for step := range wanted {
		if t.words[int(place)+step].key != wanted[step].key {
			return false
		}
	}
	return true
}

const (
	fnvOffset = 14695981039346656037
	fnvPrime  = 1099511628211
)

// hashBytes is FNV-1a, here because it can be continued letter by letter, which finds all prefixes of a word in one pass.
func hashBytes(data []byte) uint64 {
	hash := uint64(fnvOffset)
	for _, b := range data {
		hash = (hash ^ uint64(b)) * fnvPrime
	}
	return hash
}

// keysOf hashes a folded word whole, and its first letters.
func keysOf(folded []byte) (key, stem uint64) {
	key = fnvOffset
	letters := 0
	for _, b := range folded {
		if utf8.RuneStart(b) {
			if letters == stemLetters {
				stem = key
			}
			letters++
		}
		key = (key ^ uint64(b)) * fnvPrime
	}
	if letters <= stemLetters {
		stem = key
	}
	return key, stem
}

// pairKey is the key of two characters of a script without spaces, which say more together.
func pairKey(one, next *word) uint64 { return one.key*prefixSalt ^ next.key }

// stemLetters is how many letters of a word its stem keeps. Cutting at six is crude and works in every language that inflects at the end.
const stemLetters = 6

// numberIn is the value of a folded word made of digits only, otherwise -1.
func numberIn(folded []byte) int32 {
	value := int32(0)
	for _, b := range folded {
		if b < '0' || b > '9' {
			return -1
		}
		value = min(hugeNumber, value*10+int32(b-'0'))
	}
	return value
}

// hugeNumber stands for all numbers that are too long to be a date or an amount: telephone numbers, references.
const hugeNumber = 10_000_000

const (
	markUnspaced wordMark = 1 << iota // one character of a script without spaces
	markCapital                       // begins with a capital
	markUpper                         // two letters or more, all capitals
	markBreak                         // a sentence or list border lies between the word before and this one
	markMasked                        // no evidence: personal data, or text that tries to talk the reader round
	markMixed                         // letters of several scripts, or of another style: never part of a match
)
