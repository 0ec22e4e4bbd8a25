package seniority

// term is what a data file says about a spelling.
type term struct {
	means meaning
	level Level
	// rule names the term in evidence, such as "de *leiter".
	rule string
}

func (t *term) leads() bool { return t.level.Rank() >= Managerial.Rank() }

// meaning is what a term says about a title. The data files spell it in their second column; data/README.md explains it to a linguist.
type meaning string

const (
	meansAide              meaning = "aide"
	meansAssistant         meaning = "assistant"
	meansContributor       meaning = "contributor"
	meansDirector          meaning = "director"
	meansEntry             meaning = "entry"
	meansExecutive         meaning = "executive"
	meansGradeEntry        meaning = "grade-entry"
	meansGradeIntermediate meaning = "grade-intermediate"
	meansGradeSenior       meaning = "grade-senior"
	meansHead              meaning = "head"
	meansHighHead          meaning = "high-head"
	meansIgnored           meaning = "ignored"
	meansIntermediate      meaning = "intermediate"
	meansLead              meaning = "lead"
	meansManager           meaning = "manager"
	meansManagerial        meaning = "managerial"
	meansOpening           meaning = "opening-director"
	meansSecretary         meaning = "secretary"
	meansSenior            meaning = "senior"
	meansServesLeft        meaning = "serves-left"
	meansServesRight       meaning = "serves-right"
	meansStarter           meaning = "starter"
	meansVP                meaning = "vp"
)

// levelOf gives the level that a meaning has by itself.
func levelOf(m meaning) (Level, bool) {
	switch m {
	case meansAide, meansAssistant, meansEntry, meansGradeEntry, meansStarter:
		return EntryLevel, true
	case meansContributor, meansGradeIntermediate, meansIntermediate, meansSecretary, meansServesLeft, meansServesRight:
		return Intermediate, true
	case meansGradeSenior, meansSenior:
		return Senior, true
	case meansHead, meansLead, meansManager, meansManagerial:
		return Managerial, true
	case meansDirector, meansHighHead, meansOpening:
		return Director, true
	case meansExecutive, meansVP:
		return Executive, true
	case meansIgnored:
		return "", true
	}
	return "", false
}
