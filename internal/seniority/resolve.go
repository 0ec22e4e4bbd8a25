package seniority

// resolve turns the matches into an answer, and reports whether the description may decide otherwise.
func resolve(work *scratch) (Detection, bool) {
	work.dropIrrelevant()
	sorted := sortMatches(work.matches)
	decided := sorted.decide(work)
	answer := Detection{
		Level: decided.level, Way: decided.way, Confidence: decided.way.confidence(), Convention: decided.convention,
		Default: decided.reason == nil, Evidence: []Evidence{},
	}
	for _, found := range work.matches {
		if found.level != "" {
			answer.Evidence = append(answer.Evidence, work.evidence(found))
		}
	}
	return answer, decided.descriptionMayDecide
}

// verdict is a decision before its evidence is collected. Its reason is nil where nothing in the title told a level.
type verdict struct {
	level      Level
	convention string
	reason     *match
	way        Way
	// descriptionMayDecide is set where the title tells nothing or only what is usual for such work, a contributor's or a starter's.
	// Detection.Default is narrower: it means that nothing at all told the level, in the description neither.
	descriptionMayDecide bool
}

// decide gives the level that a title's words amount to, by what tells most first.
func (m *sortedMatches) decide(work *scratch) verdict {
	switch {
	case m.intermediate != nil && m.leader == nil && (m.senior != nil || m.entry != nil):
		// A range of levels, such as "Mid/Senior", is open from the middle on.
		return verdict{level: Intermediate, reason: m.intermediate, way: WayRange}
	case m.entry != nil && m.entryCounts(work):
		return verdict{level: EntryLevel, reason: m.entry, way: WayWord}
	case m.leader != nil:
		return m.decideLeader(work)
	case m.senior != nil:
		return verdict{level: Senior, reason: m.senior, way: WaySenior}
	case m.assistant != nil:
		return verdict{level: EntryLevel, reason: m.assistant, way: WayAssistant}
	case m.intermediate != nil:
		return verdict{level: Intermediate, reason: m.intermediate, way: WayWord}
	case m.grade != nil:
		return verdict{level: m.grade.level, reason: m.grade, way: WayGrade}
	case m.contributor != nil:
		return verdict{level: Intermediate, reason: m.contributor, way: WayContributor, descriptionMayDecide: true}
	case m.starter != nil:
		return verdict{level: EntryLevel, reason: m.starter, way: WayStarter, descriptionMayDecide: true}
	}
	return verdict{level: Intermediate, way: WayDefault, descriptionMayDecide: true}
}

// entryCounts reports whether the entry word speaks of the position itself: not when it is what a leader leads.
func (m *sortedMatches) entryCounts(work *scratch) bool {
	if m.leader == nil {
		return true
	}
	if m.leader.segment != m.entry.segment {
		return m.entry.segment < m.leader.segment
	}
	folded := work.text.folded
	starts := m.entry.start == 0 || folded[m.entry.start-1] == separator
	return starts || work.endsSegment(m.entry)
}
