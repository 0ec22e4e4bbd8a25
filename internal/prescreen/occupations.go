package prescreen

import (
	"slices"
	"strings"
)

// occupation is an occupation that a résumé names, at its best place.
type occupation struct {
	hit hit
	// standing is how much the place says that it is the candidate's own: a title in a headline or of a job, or a word in passing.
	standing float64
}

// findOccupations finds the occupations of a résumé, in the text's order.
func (a *assessor) findOccupations() {
	var found []occupation
	for _, named := range a.resume.hits {
		if named.kind != kindProfession {
			continue
		}
		standing := a.standing(named.first)
		place := slices.IndexFunc(found, func(known occupation) bool { return known.hit.concept == named.concept })
		switch {
		case place < 0:
			found = append(found, occupation{named, standing})
		case found[place].standing < standing:
			found[place].hit, found[place].standing = named, standing
		}
	}
	a.occupations = found
}

// latestOccupation is the one that stands in the foremost of the candidate's own titles.
func (a *assessor) latestOccupation() (latest occupation, known bool) {
	for _, held := range a.occupations {
		if held.standing > latest.standing {
			latest = held
		}
	}
	return latest, latest.standing > standingPassing
}

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

// recogniseTitle finds the position's title in the candidate's own titles: word by word, and in other words that mean the same.
func (a *assessor) recogniseTitle() {
	if len(a.posting.titleWords) == 0 {
		return
	}
	places := map[uint64]int{}
	for place, asked := range a.posting.titleWords {
		places[asked.stem] = place
		a.matching.titleWords[place].known = a.meant(asked)
	}
	for word := range a.resume.words {
		stem, _ := a.resume.stemAt(word)
		if place, wanted := places[stem]; wanted && stem != 0 {
			if standing := a.standing(int32(word)); standing > standingPassing {
				if standing <= standingClaimed {
					standing *= a.bearing // the very words are what is easiest to copy
				}
				found := &a.matching.titleWords[place]
				found.titled = max(found.titled, standing)
			}
		}
	}
}

// meant is how much the résumé means what a title's word is part of, in whatever words.
func (a *assessor) meant(asked requirement) float64 {
	best := 0.0
	for _, meaning := range asked.meanings {
		if place, wanted := a.posting.byConcept[meaning.concept]; meaning.kind == kindSkill && wanted {
			best = max(best, a.matching.skills[place].strength)
		}
		if meaning.kind != kindProfession {
			continue
		}
		for _, held := range a.occupations {
			if relation := a.lexicon.relation(meaning.concept, held.hit.concept); relation >= closenessKind || !a.comparable() {
				best = max(best, synonym*held.standing*relation)
			}
		}
	}
	return best
}

// How close two occupations are. A family is written with dots, the wider one first: "it.data" and "it.software" share "it".
const (
	closenessSame   = 1.0
	closenessKind   = 0.85 // one is a kind of the other: a back-end developer is a software developer
	closenessFamily = 0.5
	closenessWider  = 0.2
)

// closeness is how close an occupation is to the nearest of some others.
func (l *lexicon) closeness(wanted []int32, concept int32) float64 {
	best := 0.0
	for _, other := range wanted {
		best = max(best, l.relation(other, concept))
	}
	return best
}

func (l *lexicon) relation(a, b int32) float64 {
	if a == b {
		return closenessSame
	}
	one, two := &l.concepts[kindProfession][a], &l.concepts[kindProfession][b]
	if one.impliesNames == two.name || two.impliesNames == one.name {
		return closenessKind
	}
	first, second := one.family, two.family
	if first == "" || second == "" {
		return 0
	}
	if first == second {
		return closenessFamily
	}
	wider, _, nested := strings.Cut(first, ".")
	other, _, _ := strings.Cut(second, ".")
	if nested && wider == other {
		return closenessWider
	}
	return 0
}
