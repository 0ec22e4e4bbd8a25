package seniority

// sortedMatches are the matches of a title that count: the highest leader, the first director, and the first of each other kind.
type sortedMatches struct {
	leader, director                                                    *match
	assistant, contributor, entry, grade, intermediate, senior, starter *match
}

// sortMatches sorts the matches of a title.
func sortMatches(matches []match) sortedMatches {
	var sorted sortedMatches
	for index := range matches {
		found := &matches[index]
		if slot := sorted.slot(found.means); slot != nil {
			if *slot == nil {
				*slot = found
			}
			continue
		}
		if sorted.director == nil && (found.means == meansDirector || found.means == meansOpening) {
			sorted.director = found
		}
		if sorted.leader == nil || found.level.Rank() > sorted.leader.level.Rank() {
			sorted.leader = found
		}
	}
	return sorted
}

// slot is where the first match of a meaning is kept; nil for leaders.
func (m *sortedMatches) slot(means meaning) **match {
	switch means {
	case meansAide, meansAssistant:
		return &m.assistant
	case meansContributor, meansSecretary, meansServesLeft, meansServesRight:
		return &m.contributor
	case meansEntry:
		return &m.entry
	case meansGradeEntry, meansGradeIntermediate, meansGradeSenior:
		return &m.grade
	case meansIntermediate:
		return &m.intermediate
	case meansSenior:
		return &m.senior
	case meansStarter:
		return &m.starter
	default:
		return nil
	}
}
