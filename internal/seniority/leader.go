package seniority

// decideLeader decides a title with a leader, by the convention of its shape.
func (m *sortedMatches) decideLeader(work *scratch) verdict {
	decided := verdict{level: m.leader.level, reason: m.leader, way: WayWord}
	switch m.leader.means {
	case meansManager:
		return m.decideManager(work)
	case meansManagerial:
		if m.assists() {
			return m.decideAssistant()
		}
	case meansHead:
		decided.convention, decided.way = ConventionHead, WayHead
		if work.endsSegment(m.leader) || work.hyphenated(m.leader) {
			decided.level = Director
		}
	case meansHighHead:
		decided.convention, decided.way = ConventionHead, WayHead
	case meansLead:
		decided.convention, decided.way = ConventionLead, WayLead
		if m.besideSenior(work) {
			decided.level, decided.reason = Senior, m.senior
		}
	case meansVP:
		decided.convention, decided.way = ConventionVP, WayVP
		if m.director != nil && work.joined(m.leader, m.director) {
			// Of two titles for one position the narrower one is meant: "SVP & Director, Research".
			decided.level, decided.reason = Director, m.director
		}
	default:
	}
	return decided
}

// decideManager decides "X Manager", with or without "Senior" or "Assistant" (Z1, Z3).
func (m *sortedMatches) decideManager(work *scratch) verdict {
	decided := verdict{level: m.leader.level, convention: ConventionManager, reason: m.leader, way: WayManager}
	switch {
	case m.assists():
		return m.decideAssistant()
	case m.endsRange(work):
		return verdict{level: Intermediate, convention: ConventionManager, reason: m.contributor, way: WayRange}
	case m.besideSenior(work):
		decided.convention, decided.way = ConventionSeniorManager, WaySeniorManager
		if !m.oneRank(work) {
			decided.level, decided.reason = Senior, m.senior
		}
	}
	return decided
}

// assists reports whether the title is an assistant's to the leader behind it.
func (m *sortedMatches) assists() bool {
	return m.assistant != nil && m.assistant.end < m.leader.start && m.assistant.segment == m.leader.segment
}

// decideAssistant decides "Assistant HR Manager", who is below the manager; the deputies that lead ("Assistant Store Manager") are terms of
// their own.
func (m *sortedMatches) decideAssistant() verdict {
	return verdict{level: Intermediate, convention: ConventionManager, reason: m.assistant, way: WayAssistantManager}
}

// besideSenior reports whether a senior word speaks of the leader, not of another part of the title.
func (m *sortedMatches) besideSenior(work *scratch) bool {
	return m.senior != nil && (m.senior.segment == m.leader.segment || work.standsAlone(m.senior))
}

// oneRank reports whether senior and leader are one rank with its field behind it, as in "Senior Manager, Sales".
func (m *sortedMatches) oneRank(work *scratch) bool {
	return m.senior.end+1 == m.leader.start && m.leader.end < len(work.text.folded) && work.endsSegment(m.leader)
}

// endsRange reports whether the leader is the upper end of a range whose lower end is staff: "Sales Executive / Manager".
func (m *sortedMatches) endsRange(work *scratch) bool {
	return m.contributor != nil && m.contributor.end+1 == m.leader.start && work.text.folded[m.contributor.end] == joiner
}
