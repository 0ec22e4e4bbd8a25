// Package seniority decides how senior a position is from its title and description, in the 34 languages of the contract. It is pure:
// no clock, no network, the same input gives the same answer. Its knowledge lives in embedded data files, not in code.
//
// In the order of reading:
//
//   - detect.go leads through it; detection.go and level.go are its answer, way.go how often it is right.
//   - A title is folded, which makes spellings comparable: text.go, characters.go. words.go tells where words begin and end.
//   - The terms of the data files (meaning.go, knowledge.go) are compiled with their spellings (spelling.go, recognisable.go) into
//     lexicons (lexicon.go, trie.go) and found in the title (match.go).
//   - The matches that count (irrelevant.go, sorted_matches.go) are resolved (resolve.go) by the conventions of docs/decisions/0101, most
//     of which are about leaders (leader.go).
//   - Where the title says little, the description decides (description.go, description_words.go): by a level that stands beside the
//     title's own words (level_beside_title.go), by one that it asks for (level_asked_for.go), or by years of experience
//     (years_asked_for.go).
//   - version.go names code and data.
package seniority
