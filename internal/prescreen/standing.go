package prescreen

import "slices"

// standing is how much the place of a word says that it is part of the candidate's own title.
func (a *assessor) standing(word int32) float64 {
	number := a.resume.words[word].line
	bounds := a.resume.lines[number]
	within := a.resume.sections[number]
	if within == sectionEducation {
		return standingPassing * a.grounds[number] // what somebody studied isn't what they do
	}
	headline := number < headlineLines && (bounds.last-bounds.first <= maxTitleWords || word < headlineWords)
	if headline && within != sectionWork && within != sectionTasks || a.opensSummary(word, bounds) {
		return a.claimed(word)
	}
	for place, held := range a.career.jobs {
		switch {
		case !a.isTitleOf(held, word):
		case place == 0 || held.open:
			return standingTitle
		default:
			return standingEarlier
		}
	}
	return standingPassing * a.grounds[number]
}

// claimed is the standing of a word in a headline: full, unless the jobs are of known occupations and none of their titles bears it out.
// Anybody can write the position's title above their career.
func (a *assessor) claimed(word int32) float64 {
	if stem, _ := a.resume.stemAt(int(word)); len(a.held.occupations) == 0 || stem != 0 && a.held.stems[stem] {
		return standingTitle
	}
	for _, named := range a.resume.hitsOf(int(a.resume.words[word].line)) {
		if named.kind == kindProfession && named.first <= word && word <= named.last &&
			a.lexicon.closeness(a.held.occupations, named.concept) >= closenessKind {
			return standingTitle
		}
	}
	return standingClaimed
}

// heldTitles is what the titles of dated jobs say.
type heldTitles struct {
	stems       map[uint64]bool
	occupations []int32
}

// readHeldTitles collects what the titles of dated jobs say.
func (a *assessor) readHeldTitles() {
	a.held = heldTitles{stems: map[uint64]bool{}}
	for _, held := range a.career.jobs {
		until := min(held.until, held.last+maxTitleWords)
		for word := held.from; word < until; word++ {
			if stem, _ := a.resume.stemAt(int(word)); stem != 0 && a.isTitleOf(held, word) {
				a.held.stems[stem] = true
			}
		}
		for _, named := range a.resume.hits[a.resume.firstHit(held.from):a.resume.firstHit(until)] {
			if named.kind == kindProfession && a.isTitleOf(held, named.first) {
				a.held.occupations = appendNew(a.held.occupations, named.concept)
			}
		}
	}
}

// isTitleOf reports a word of a job's title. A title stands on the line of the dates or next to it, or above the employer; below only if
// there is none before.
func (a *assessor) isTitleOf(held job, word int32) bool {
	if word < held.from || word >= min(held.until, held.last+maxTitleWords) {
		return false
	}
	number, dated := a.resume.words[word].line, a.resume.words[held.first].line
	if a.resume.lines[number].right != a.resume.lines[dated].right {
		return false // what the other column has beside it
	}
	distance := number - dated
	return distance >= -2 && distance <= 1 && (distance <= 0 || !a.resume.namesOccupation(held.from, a.resume.lines[number].first))
}

// How much a place proves that an occupation is the candidate's own.
const (
	standingTitle   = 1.0 // the headline, or the title of the latest job
	standingEarlier = 0.7 // the title of an earlier job
	standingClaimed = 0.5 // a headline that no job bears out
	standingPassing = 0.4 // "worked with nurses"
	headlineLines   = 5
	headlineWords   = 30 // of a text without line breaks
	summaryOpening  = 3
	// synonym is what the same occupation in other words is worth, against the title's own words.
	synonym = 0.85
)

// namesOccupation reports an occupation between two words, the last exclusive.
func (r *reading) namesOccupation(from, until int32) bool {
	named := func(found hit) bool { return found.kind == kindProfession }
	return from < until && slices.ContainsFunc(r.hits[r.firstHit(from):r.firstHit(until)], named)
}

// opensSummary reports a word at the beginning of a summary: "Experienced data analyst with …".
func (a *assessor) opensSummary(word int32, bounds line) bool {
	return a.resume.sections[a.resume.words[word].line] == sectionSummary && word-bounds.first <= summaryOpening
}
