package seniority

import "bytes"

// resolve turns the matches into an answer, and reports whether the title left the level open.
func resolve(work *scratch) (Detection, bool) {
	work.dropUnmeant()
	seen := look(work.matches)
	decided := seen.decide(work)
	answer := Detection{
		Level: decided.level, Confidence: decided.confidence, Convention: decided.convention, Evidence: []Evidence{},
		Default: decided.reason == nil,
	}
	for _, found := range work.matches {
		if found.level != "" {
			answer.Evidence = append(answer.Evidence, work.evidence(found))
		}
	}
	return answer, decided.silent
}

// verdict is a decision before its evidence is collected. Its reason is nil where nothing in the title told a level.
type verdict struct {
	level      Level
	convention string
	reason     *match
	confidence float64
	// silent is set where the title says so little that the description may decide.
	silent bool
}

// picture is what the matches of a title amount to: the highest leader, the first director, and the first of each other kind.
type picture struct {
	leader, director                                              *match
	assistant, contributor, entry, grade, middle, senior, starter *match
}

// The shapes that people read differently; docs/decisions/0101 says how each is decided and why.
const (
	ConventionManager       = "Z1-plain-manager"
	ConventionHead          = "Z2-head-of"
	ConventionSeniorManager = "Z3-senior-manager"
	ConventionVP            = "Z4-vp"
	ConventionLead          = "Z5-lead"
)

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

// dropUnmeant drops what is ignored, a degree behind a name ("Surgeon, MD"), the leaders that an assistant, secretary or adviser works for,
// and the first half of a pair whose second half is no leader ("Chef / Cheffe de projet").
func (s *scratch) dropUnmeant() {
	for index := range s.matches {
		for other := range s.matches {
			if s.serves(index, other) && s.matches[other].segment == s.matches[index].segment && s.matches[other].leads() {
				s.matches[other].term = &term{means: meansIgnored}
			}
		}
		if s.matches[index].means == meansOpening && s.matches[index].start > 0 {
			s.matches[index].term = &term{means: meansIgnored}
		}
		if index > 0 && s.matches[index].means == meansContributor && s.pairs(&s.matches[index-1], &s.matches[index]) {
			s.matches[index-1].term = &term{means: meansIgnored}
		}
	}
	kept := s.matches[:0]
	for _, found := range s.matches {
		if found.means != meansIgnored {
			kept = append(kept, found)
		}
	}
	s.matches = kept
}

// pairs reports whether two matches are the two genders of one word.
func (s *scratch) pairs(first, second *match) bool {
	const stem = 3
	folded := s.text.folded
	return first.leads() && first.end+1 == second.start && folded[first.end] == joiner && first.end-first.start >= stem &&
		string(folded[first.start:first.start+stem]) == string(folded[second.start:second.start+stem])
}

// serves reports whether the match at index says that it works for the one at leader.
func (s *scratch) serves(index, leader int) bool {
	served, serving := &s.matches[leader], &s.matches[index]
	behind := leader == index-1 && served.end+1 == serving.start
	switch serving.means {
	case meansAide:
		return behind || leader > index && !bytes.ContainsRune(s.text.folded[serving.end:served.start], joiner)
	case meansAssistant:
		return behind
	case meansSecretary:
		return leader == index-1 && s.possesses(served, serving)
	case meansServesLeft:
		return leader < index
	case meansServesRight:
		return leader > index
	default:
		return false
	}
}

// possesses reports whether the second match belongs to the first one right before it, as in "Chairman's Secretary".
func (s *scratch) possesses(first, second *match) bool {
	between := string(s.text.folded[first.end:second.start])
	return between == " " || between == " s "
}

// look sorts the matches of a title.
func look(matches []match) picture {
	var seen picture
	for index := range matches {
		found := &matches[index]
		if place := seen.place(found.means); place != nil {
			if *place == nil {
				*place = found
			}
			continue
		}
		if seen.director == nil && (found.means == meansDirector || found.means == meansOpening) {
			seen.director = found
		}
		if seen.leader == nil || found.level.Rank() > seen.leader.level.Rank() {
			seen.leader = found
		}
	}
	return seen
}

// place is where the first match of a meaning is kept; nil for leaders.
func (p *picture) place(means meaning) **match {
	switch means {
	case meansAide, meansAssistant:
		return &p.assistant
	case meansContributor, meansSecretary, meansServesLeft, meansServesRight:
		return &p.contributor
	case meansEntry:
		return &p.entry
	case meansGradeEntry, meansGradeMiddle, meansGradeSenior:
		return &p.grade
	case meansIntermediate:
		return &p.middle
	case meansSenior:
		return &p.senior
	case meansStarter:
		return &p.starter
	default:
		return nil
	}
}

// decide gives the level that a title's words amount to, by what tells most first.
func (p *picture) decide(work *scratch) verdict {
	switch {
	case p.middle != nil && p.leader == nil && (p.senior != nil || p.entry != nil):
		// A range of levels, such as "Mid/Senior", is open from the middle on.
		return verdict{level: Intermediate, reason: p.middle, confidence: confidenceRange}
	case p.entry != nil && p.entryCounts(work):
		return verdict{level: EntryLevel, reason: p.entry, confidence: confidenceWord}
	case p.leader != nil:
		return p.lead(work)
	case p.senior != nil:
		return verdict{level: Senior, reason: p.senior, confidence: confidenceSenior}
	case p.assistant != nil:
		return verdict{level: EntryLevel, reason: p.assistant, confidence: confidenceAssistant}
	case p.middle != nil:
		return verdict{level: Intermediate, reason: p.middle, confidence: confidenceWord}
	case p.grade != nil:
		return verdict{level: p.grade.level, reason: p.grade, confidence: confidenceGrade}
	case p.contributor != nil:
		return verdict{level: Intermediate, reason: p.contributor, confidence: confidenceContributor, silent: true}
	case p.starter != nil:
		return verdict{level: EntryLevel, reason: p.starter, confidence: confidenceStarter, silent: true}
	}
	return verdict{level: Intermediate, confidence: confidenceDefault, silent: true}
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
	return starts || work.endsSegment(p.entry)
}

// rank reports whether senior and leader are one rank with its field behind it, as in "Senior Manager, Sales".
func (p *picture) rank(work *scratch) bool {
	return p.senior.end+1 == p.leader.start && p.leader.end < len(work.text.folded) && work.endsSegment(p.leader)
}

// ranges reports whether the leader is the upper end of a range whose lower end is staff: "Sales Executive / Manager".
func (p *picture) ranges(work *scratch) bool {
	return p.contributor != nil && p.contributor.end+1 == p.leader.start && work.text.folded[p.contributor.end] == joiner
}

// hyphenated reports whether a hyphen follows right behind, as in "Head-Technology".
func (s *scratch) hyphenated(m *match) bool {
	end := s.text.origin[m.end]
	return m.end < len(s.text.folded) && s.text.original[end] == '-'
}

// joined reports whether two matches in one part stand for a title each: "SVP & Director", unlike "Vice President Global Head".
func (s *scratch) joined(first, second *match) bool {
	if first.start > second.start {
		first, second = second, first
	}
	between := s.text.folded[first.end:second.start]
	return first.segment == second.segment && (bytes.ContainsRune(between, joiner) || bytes.Contains(between, []byte(" and ")))
}

// endsSegment reports whether nothing but a separator follows.
func (s *scratch) endsSegment(m *match) bool {
	return m.end == len(s.text.folded) || s.text.folded[m.end] == separator
}

// standsAlone reports whether a match is a word that is a part by itself, as the level in "Lead Tester - Senior".
func (s *scratch) standsAlone(m *match) bool {
	oneWord := !bytes.ContainsRune(s.text.folded[m.start:m.end], space)
	return oneWord && m.start > 0 && s.text.folded[m.start-1] == separator && s.endsSegment(m)
}

// lead decides a title with a leader, by the convention of its shape.
func (p *picture) lead(work *scratch) verdict {
	decided := verdict{level: p.leader.level, reason: p.leader, confidence: confidenceWord}
	switch p.leader.means {
	case meansManager:
		return p.manage(work)
	case meansManagerial:
		if p.assists() {
			return p.assistManager()
		}
	case meansHead:
		decided.convention, decided.confidence = ConventionHead, confidenceShape
		if work.endsSegment(p.leader) || work.hyphenated(p.leader) {
			decided.level = Director
		}
	case meansHighHead:
		decided.convention, decided.confidence = ConventionHead, confidenceShape
	case meansLead:
		decided.convention, decided.confidence = ConventionLead, confidenceShape
		if p.besideSenior(work) {
			decided.level, decided.reason = Senior, p.senior
		}
	case meansVP:
		decided.convention, decided.confidence = ConventionVP, confidenceVP
		if p.director != nil && work.joined(p.leader, p.director) {
			// Of two titles for one position the narrower one is meant: "SVP & Director, Research".
			decided.level, decided.reason = Director, p.director
		}
	default:
	}
	return decided
}

// manage decides "X Manager", with or without "Senior" or "Assistant" (Z1, Z3).
func (p *picture) manage(work *scratch) verdict {
	decided := verdict{level: p.leader.level, convention: ConventionManager, reason: p.leader, confidence: confidenceShape}
	switch {
	case p.assists():
		return p.assistManager()
	case p.ranges(work):
		return verdict{level: Intermediate, convention: ConventionManager, reason: p.contributor, confidence: confidenceContributor}
	case p.besideSenior(work):
		decided.convention = ConventionSeniorManager
		if !p.rank(work) {
			decided.level, decided.reason = Senior, p.senior
		}
	}
	return decided
}

// assists reports whether the title is an assistant's to the leader behind it.
func (p *picture) assists() bool {
	return p.assistant != nil && p.assistant.end < p.leader.start && p.assistant.segment == p.leader.segment
}

// assistManager decides "Assistant HR Manager", who is below the manager; the deputies that lead ("Assistant Store Manager") are terms of
// their own.
func (p *picture) assistManager() verdict {
	return verdict{level: Intermediate, convention: ConventionManager, reason: p.assistant, confidence: confidenceAssistant}
}

// besideSenior reports whether a senior word speaks of the leader, not of another part of the title.
func (p *picture) besideSenior(work *scratch) bool {
	return p.senior != nil && (p.senior.segment == p.leader.segment || work.standsAlone(p.senior))
}
