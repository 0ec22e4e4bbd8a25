package prescreen

// readTrade finds how well the résumé's skills are those of the position's occupations, from 0 to 1: whoever writes test plans and
// automates tests is a tester, whatever their titles say. Skills of other trades cost nothing. Known is false where the position names no
// occupation, or the résumé shows no skill that is typical of any.
func (a *assessor) readTrade() (share float64, known bool) {
	if len(a.posting.professions) == 0 {
		return 0, false
	}
	typical := 0.0
	for skill, found := range a.matching.shown {
		if trades := a.lexicon.concepts[kindSkill][skill].trades; found.seen && len(trades) > 0 {
			typical += found.strength * a.typicality(trades)
			known = true
		}
	}
	return min(1, 2*typical/(typical+fullTrade)), known
}

const (
	// fullTrade is how many typical skills, shown without doubt, make a trade.
	fullTrade = 3.0
	// typicalOfKind is what a skill counts that is typical of another kind of the same occupation.
	typicalOfKind = 0.7
)

// typicality is how typical a skill of some trades is of the position's occupations. Those of neighbouring trades don't count.
func (a *assessor) typicality(trades []int32) float64 {
	best := 0.0
	for _, trade := range trades {
		switch closeness := a.lexicon.closeness(a.posting.professions, trade); {
		case closeness == closenessSame:
			return 1
		case closeness >= closenessKind:
			best = typicalOfKind
		}
	}
	return best
}
