package seniority

import "greenroom/internal/script"

// readDescription lets the description decide where the title says little: by a level that it gives the title's words, by one that it asks
// for, or by years of experience.
func (s *scratch) readDescription(answer *Detection, words *descriptionWords, description string, endings map[string]bool) {
	s.role = append(s.role[:0], role(s.text.folded)...)
	s.text.fold(script.Beginning(description, maxDescription), endings)
	if stated, ok := words.levelBesideTitle(s.text.folded, s.role); ok {
		s.conclude(answer, stated, "level beside the title")
		return
	}
	if stated, ok := words.levelAskedFor(s.text.folded); ok {
		s.conclude(answer, stated, "level asked for")
		return
	}
	if stated, ok := words.yearsAskedFor(&s.text); ok {
		s.conclude(answer, stated, "years of experience")
	}
}

// statedLevel is a level and where the description states it.
type statedLevel struct {
	level      Level
	start, end int
}

// conclude takes the level that the description states.
func (s *scratch) conclude(answer *Detection, stated statedLevel, rule string) {
	evidence := s.evidence(match{term: &term{level: stated.level, rule: rule}, start: stated.start, end: stated.end})
	evidence.From = FromDescription
	answer.Level, answer.Way, answer.Confidence, answer.Default = stated.level, WayDescription, WayDescription.confidence(), false
	answer.Evidence = append(answer.Evidence, evidence)
}
