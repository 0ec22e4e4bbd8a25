package prescreen

import "slices"

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
