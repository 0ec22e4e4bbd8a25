package questions

import "greenroom/internal/seniority"

// audience says whom a main question suits.
type audience int

// The audiences. A question for everyone suits all levels.
const (
	everyone audience = iota
	early
	experienced
	lead
)

// entry is one main question: its key in the languages' files and whom it suits.
type entry struct {
	key      string
	audience audience
}

// topic is a subject with its questions, the most telling one first.
type topic []entry

// bank lists the topics in the order in which an interview goes through them: what brings the candidate here, what they have done, where
// they take others, how they work, and how they work with others. A short interview takes the first ones, so leading comes before working.
func bank() []topic {
	return []topic{
		{
			{"motivation_role", everyone}, {"motivation_energy", everyone}, {"motivation_change", everyone}, {"motivation_first_choice", early},
		},
		{
			{"experience_training", early}, {"experience_relevant", everyone}, {"experience_depth", experienced}, {"experience_proud", everyone},
		},
		{{"strategy_goals", lead}, {"strategy_invest", lead}},
		{{"leadership_style", lead}, {"leadership_develop", lead}, {"leadership_performance", lead}},
		{{"method_improve", experienced}, {"method_approach", everyone}, {"method_tools", everyone}},
		{
			{"problem_stuck", early}, {"problem_hard", everyone}, {"problem_root_cause", experienced}, {"problem_information", everyone},
		},
		{{"change_lead", lead}},
		{
			{"teamwork_help", early}, {"teamwork_mentor", experienced}, {"teamwork_different", everyone}, {"teamwork_contribution", everyone},
		},
		{{"learning_plan", early}, {"learning_current", experienced}, {"learning_new", everyone}, {"learning_feedback", everyone}},
		{
			{"communication_senior", lead},
			{"communication_explain", everyone},
			{"communication_bad_news", everyone},
			{"communication_listen", everyone},
		},
		{{"quality_check", everyone}, {"quality_tradeoff", experienced}, {"quality_mistake", everyone}},
		{
			{"planning_routine", early},
			{"planning_project", experienced},
			{"planning_priorities", everyone},
			{"planning_deadline", everyone},
			{"change_unexpected", everyone},
		},
		{{"customer_needs", everyone}, {"customer_difficult", everyone}},
		{{"conflict_team", lead}, {"conflict_disagree", everyone}, {"conflict_pressure", everyone}},
		{{"values_integrity", everyone}, {"values_environment", everyone}},
	}
}

// audiences lists whose questions a level is asked: first those that suit it, then, where these run out in a very long interview, those of
// the nearest other audience.
func audiences(level seniority.Level) (fitting, reserve []audience) {
	switch level {
	case seniority.EntryLevel:
		return []audience{everyone, early}, []audience{experienced}
	case seniority.Managerial, seniority.Director, seniority.Executive:
		return []audience{everyone, lead, experienced}, nil
	case seniority.Senior:
		return []audience{everyone, experienced}, []audience{lead}
	default:
		return []audience{everyone, experienced}, []audience{early}
	}
}
