package seniority

import (
	"cmp"
	"slices"
)

// none marks a place in a trie where no term ends.
const none = -1

// trie finds the longest term that starts at a place. A look-up costs the length of what matches, however many terms there are.
type trie struct {
	nodes []node
	edges []edge
}

type node struct {
	// edges from first on are the node's, sorted by char.
	first, count int
	// closed is the term that ends here if the word ends too; open the one that ends here in any case.
	closed, open int
}

type edge struct {
	char byte
	to   int
}

// pattern is a term's place in a trie.
type pattern struct {
	spelling string
	open     bool
	term     int
}

func newTrie(patterns []pattern) *trie {
	slices.SortStableFunc(patterns, func(a, b pattern) int { return cmp.Compare(a.spelling, b.spelling) })
	built := &trie{}
	built.add(patterns, 0)
	return built
}

// add builds the node of all patterns, which share their first depth bytes, and everything below. The first of equal patterns wins.
func (t *trie) add(patterns []pattern, depth int) int {
	index := len(t.nodes)
	t.nodes = append(t.nodes, node{closed: none, open: none})
	for len(patterns) > 0 && len(patterns[0].spelling) == depth {
		current := &t.nodes[index]
		switch ends := patterns[0]; {
		case ends.open && current.open == none:
			current.open = ends.term
		case !ends.open && current.closed == none:
			current.closed = ends.term
		}
		patterns = patterns[1:]
	}
	var children []edge
	for len(patterns) > 0 {
		char := patterns[0].spelling[depth]
		size := slices.IndexFunc(patterns, func(p pattern) bool { return p.spelling[depth] != char })
		if size < 0 {
			size = len(patterns)
		}
		children = append(children, edge{char: char, to: t.add(patterns[:size], depth+1)})
		patterns = patterns[size:]
	}
	t.nodes[index].first, t.nodes[index].count = len(t.edges), len(children)
	t.edges = append(t.edges, children...)
	return index
}

// longest gives the longest term at start and the offset behind it; none where no term starts.
func (t *trie) longest(folded []byte, start int) (term, end int) {
	term, end = none, start
	at := &t.nodes[0]
	for offset := start; offset < len(folded); offset++ {
		next := t.child(at, folded[offset])
		if next == none {
			break
		}
		at = &t.nodes[next]
		switch {
		case at.closed != none && wordEnds(folded, offset+1):
			term, end = at.closed, offset+1
		case at.open != none:
			term, end = at.open, offset+1
		}
	}
	return term, end
}

func (t *trie) child(at *node, char byte) int {
	edges := t.edges[at.first : at.first+at.count]
	for low, high := 0, len(edges); low < high; {
		middle := (low + high) / 2
		switch found := edges[middle].char; {
		case found == char:
			return edges[middle].to
		case found < char:
			low = middle + 1
		default:
			high = middle
		}
	}
	return none
}
