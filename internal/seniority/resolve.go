package seniority

// The shapes that people read differently; docs/decisions/0101 says how each is decided and why.
const (
	ConventionManager       = "Z1-plain-manager"
	ConventionHead          = "Z2-head-of"
	ConventionSeniorManager = "Z3-senior-manager"
	ConventionVP            = "Z4-vp"
	ConventionLead          = "Z5-lead"
)

// picture is what the matches of a title amount to.
type picture struct {
	// leader is the highest leadership match, none without one.
	leader *match
	entry  *match
	senior *match
	// assistant, contributor, middle and grade are the first of their kind.
	assistant, contributor, middle, grade *match
}

// resolve turns the matches into an answer.
func resolve(work *scratch) Detection {
	work.matches = withoutServed(work.matches)
	seen := look(work)
	level, convention, reason, confidence := seen.decide(work)
	answer := Detection{Level: level, Confidence: confidence, Convention: convention, Evidence: []Evidence{}}
	if reason == nil {
		answer.Default = true
		return answer
	}
	for _, found := range work.matches {
		if found.level != "" {
			answer.Evidence = append(answer.Evidence, work.evidence(found))
		}
	}
	return answer
}

// withoutServed drops what is ignored, and the leader that an assistant or secretary works for.
func withoutServed(matches []match) []match {
	for index := range matches {
		serves := matches[index].means
		if serves != meansServesLeft && serves != meansServesRight {
			continue
		}
		for other := range matches {
			beside := other > index && serves == meansServesRight || other < index && serves == meansServesLeft
			if beside && matches[other].segment == matches[index].segment && matches[other].leads() {
				matches[other].term = &term{means: meansIgnored}
			}
		}
	}
	kept := matches[:0]
	for _, found := range matches {
		if found.means != meansIgnored {
			kept = append(kept, found)
		}
	}
	return kept
}

func (m *match) leads() bool { return m.level.Rank() >= Managerial.Rank() }

func look(work *scratch) picture {
	var seen picture
	first := func(place **match, found *match) {
		if *place == nil {
			*place = found
		}
	}
	for index := range work.matches {
		found := &work.matches[index]
		switch found.means {
		case meansAssistant:
			first(&seen.assistant, found)
		case meansContributor, meansServesLeft, meansServesRight:
			first(&seen.contributor, found)
		case meansEntry:
			first(&seen.entry, found)
		case meansGradeEntry, meansGradeMiddle, meansGradeSenior:
			first(&seen.grade, found)
		case meansIntermediate:
			first(&seen.middle, found)
		case meansSenior:
			first(&seen.senior, found)
		case meansIgnored:
		default:
			if seen.leader == nil || found.level.Rank() > seen.leader.level.Rank() {
				seen.leader = found
			}
		}
	}
	return seen
}

func (p *picture) decide(work *scratch) (level Level, convention string, reason *match, confidence float64) {
	switch {
	case p.entry != nil && p.entryCounts(work):
		return EntryLevel, "", p.entry, 0.9
	case p.leader != nil:
		return p.lead(work)
	case p.assistant != nil && p.senior == nil:
		return EntryLevel, "", p.assistant, 0.6
	case p.senior != nil:
		return Senior, "", p.senior, 0.8
	case p.contributor != nil:
		return Intermediate, "", p.contributor, 0.7
	case p.middle != nil:
		return Intermediate, "", p.middle, 0.85
	case p.grade != nil:
		return p.grade.level, "", p.grade, 0.6
	}
	return Intermediate, "", nil, 0.5
}

// entryCounts reports whether the entry word speaks of the position itself: not when it is what a leader leads.
func (p *picture) entryCounts(work *scratch) bool {
	if p.leader == nil {
		return true
	}
	if p.leader.segment != p.entry.segment {
		return p.entry.segment < p.leader.segment
	}
	folded := work.text.folded
	starts := p.entry.start == 0 || folded[p.entry.start-1] == separator
	ends := p.entry.end == len(folded) || folded[p.entry.end] == separator
	return starts || ends
}

func (p *picture) lead(work *scratch) (level Level, convention string, reason *match, confidence float64) {
	besideSenior := p.senior != nil && p.senior.segment == p.leader.segment
	switch p.leader.means {
	case meansManager:
		if besideSenior {
			return Senior, ConventionSeniorManager, p.senior, 0.6
		}
		return Managerial, ConventionManager, p.leader, 0.6
	case meansHead:
		if end := p.leader.end; end == len(work.text.folded) || work.text.folded[end] == separator {
			return Director, ConventionHead, p.leader, 0.6
		}
		return Managerial, ConventionHead, p.leader, 0.7
	case meansVP:
		return Executive, ConventionVP, p.leader, 0.8
	case meansLead:
		if besideSenior {
			return Senior, ConventionLead, p.senior, 0.6
		}
		return Managerial, ConventionLead, p.leader, 0.6
	}
	return p.leader.level, "", p.leader, 0.9
}
