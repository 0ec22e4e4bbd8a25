// Package seniority decides how senior a position is from its title and description, in the 34 languages of the contract. It is pure:
// no clock, no network, the same input gives the same answer. Its knowledge lives in embedded data files, not in code.
//
// Detect (detect.go) leads through it: a title is folded (text.go), the lexicon's terms are found in it (lexicon.go, trie.go) and
// resolved by the conventions of docs/decisions/0101 (resolve.go). Where the title says little, the description decides
// (description.go): by a level that stands beside the title's own words (restated.go), by one that it asks for (announced.go), or by
// years of experience (years.go).
package seniority
