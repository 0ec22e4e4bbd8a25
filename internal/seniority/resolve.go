package seniority

// resolve turns the matches into an answer, and reports whether the description may decide otherwise.
func resolve(work *scratch) (Detection, bool) {
	work.dropIrrelevant()
	sorted := sortMatches(work.matches)
	decided := sorted.decide(work)
	answer := Detection{
		Level: decided.level, Confidence: decided.confidence, Convention: decided.convention, Evidence: []Evidence{},
		Default: decided.reason == nil,
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
	confidence float64
	// descriptionMayDecide is set where the title tells nothing or only what is usual for such work, a contributor's or a starter's.
	// Detection.Default is narrower: it means that nothing at all told the level, in the description neither.
	descriptionMayDecide bool
}

// decide gives the level that a title's words amount to, by what tells most first.
func (m *sortedMatches) decide(work *scratch) verdict {
	switch {
	case m.intermediate != nil && m.leader == nil && (m.senior != nil || m.entry != nil):
		// A range of levels, such as "Mid/Senior", is open from the middle on.
		return verdict{level: Intermediate, reason: m.intermediate, confidence: confidenceRange}
	case m.entry != nil && m.entryCounts(work):
		return verdict{level: EntryLevel, reason: m.entry, confidence: confidenceWord}
	case m.leader != nil:
		return m.decideLeader(work)
	case m.senior != nil:
		return verdict{level: Senior, reason: m.senior, confidence: confidenceSenior}
	case m.assistant != nil:
		return verdict{level: EntryLevel, reason: m.assistant, confidence: confidenceAssistant}
	case m.intermediate != nil:
		return verdict{level: Intermediate, reason: m.intermediate, confidence: confidenceWord}
	case m.grade != nil:
		return verdict{level: m.grade.level, reason: m.grade, confidence: confidenceGrade}
	case m.contributor != nil:
		return verdict{level: Intermediate, reason: m.contributor, confidence: confidenceContributor, descriptionMayDecide: true}
	case m.starter != nil:
		return verdict{level: EntryLevel, reason: m.starter, confidence: confidenceStarter, descriptionMayDecide: true}
	}
	return verdict{level: Intermediate, confidence: confidenceDefault, descriptionMayDecide: true}
}

// Confidences are the shares of right answers of each way to decide where the sources are exact, as `bench decide --seniority` measures
// them, rounded to a twentieth. The default's is set lower than its share of 0.7: it is right by chance and not for a reason.
const (
	confidenceDefault     = 0.5
	confidenceStarter     = 0.6
	confidenceAssistant   = 0.75
	confidenceGrade       = 0.7
	confidenceDescription = 0.75
	confidenceContributor = 0.7
	confidenceShape       = 0.8
	confidenceRange       = 0.85
	confidenceVP          = 0.85
	confidenceSenior      = 0.85
	confidenceWord        = 0.9
)

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
