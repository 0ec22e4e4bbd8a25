package prescreen

// hostileSet is a set of the classes of hostile words that meet in one place.
type hostileSet uint64

const (
	sayAddress hostileSet = 1 << iota // speaks to a machine as its reader, which nobody else does
	sayOverride
	sayInstruction
	sayReader
	sayVerdict
	sayExtreme
	saySubject  // the candidate, in the third person
	sayDocument // this résumé
	sayImperative
	saySystem
	sayClaim  // meets all …
	sayDemand // … requirements
	sayAdmit  // what is to be done: invite without further review
	sayTop    // … or where to put it: the top of the list
	sayMatch  // how well a résumé and a position match
	sayPost   // the vacancy
	sayDenial // what somebody can't do or wishes to learn
	sayGreet  // dear …
	sayMachine
	saySkip  // leave out …
	sayCheck // … the check
	sayDecide
	sayPointed // this very candidate
	sayPaper   // this very résumé
	sayAttest  // we confirm
	sayOutcome // the result …
	sayScreening
	sayMine   // my profile …
	sayFits   // … matches
	sayAim    // what somebody applies for
	sayMarks  // full marks, in words or figures: 10/10, 100 of 100
	sayHigh   // nearly full marks: 98 %, 9.8 of 10
	sayFirst  // a verdict or a match is the first word of its line, as in an order or a report
	sayAlone  // … and there is next to nothing else
	sayTitle  // the position's own title
	sayResult // the result of a screening
)

// sayAbout is whom or what a text speaks of that recommends somebody.
const sayAbout = saySubject | sayDocument

// sayWeak is what by itself is said everywhere.
const sayWeak = sayDenial | sayMachine | sayGreet | saySkip | sayCheck | sayDecide | sayOutcome | sayScreening | sayMine | sayFits | sayAim

// classify notes the classes of the hostile concepts.
func (l *lexicon) classify() {
	names := hostileNames()
	for _, known := range l.concepts[kindHostile] {
		l.hostile = append(l.hostile, names[known.name])
	}
}

// says is the class of a hit, none if it isn't hostile.
func (l *lexicon) says(found hit) hostileSet {
	if found.kind != kindHostile {
		return 0
	}
	return l.hostile[found.concept]
}

// hostileNames maps the data files' concepts to classes.
func hostileNames() map[string]hostileSet {
	return map[string]hostileSet{
		"address": sayAddress, "override": sayOverride, "instruction": sayInstruction, "reader": sayReader, "verdict": sayVerdict,
		"extreme": sayExtreme, "subject": saySubject, "document": sayDocument, "imperative": sayImperative, "system": saySystem,
		"claim": sayClaim, "demand": sayDemand, "admit": sayAdmit, "top": sayTop, "match": sayMatch, "post": sayPost, "marks": sayMarks,
		"denial": sayDenial, "greet": sayGreet, "machine": sayMachine, "skip": saySkip, "check": sayCheck, "decide": sayDecide,
		"pointed": sayPointed | saySubject, "paper": sayPaper | sayDocument, "attest": sayAttest, "outcome": sayOutcome,
		"screening": sayScreening, "mine": sayMine, "fits": sayFits, "aim": sayAim,
	}
}

// has reports that all of some classes are there, any that at least one is.
func (s hostileSet) has(all hostileSet) bool { return s&all == all }

func (s hostileSet) any(some hostileSet) bool { return s&some != 0 }

// judge says what several hostile words in one place amount to; empty when they are innocent.
func (s hostileSet) judge() FlagKind {
	switch {
	case s.commands():
		return FlagInstructions
	case s.claimsScore():
		return FlagClaimedScore
	case s.endorses():
		return FlagInstructions
	case s.has(sayVerdict|sayExtreme) && s.any(sayAbout) && s.any(sayFirst|sayImperative):
		return FlagInstructions
	}
	return ""
}

// commands reports words that tell a reader or a program what to do.
func (s hostileSet) commands() bool {
	switch {
	case s.has(sayAddress):
		return true
	case s.has(sayDecide) && s.any(sayPointed|sayPaper):
		return true
	case s.has(saySkip|sayCheck) && s.any(sayPointed|sayPaper|sayReader|sayAdmit):
		return true
	case s.has(sayOverride) && s.any(sayInstruction|sayVerdict|sayAbout|sayReader|saySystem|sayAdmit):
		return true
	case s.has(saySystem) && s.any(sayImperative|sayVerdict|sayAbout|sayReader|sayAdmit|sayTitle):
		return true
	case s.has(sayReader|sayVerdict) && (s.any(sayAbout|sayMarks) || s.has(sayExtreme|sayImperative)):
		return true
	case s.has(sayReader|sayTitle) && s.any(sayImperative|sayInstruction|sayVerdict|sayExtreme|sayOverride|sayClaim|sayDemand):
		return true
	case s.has(sayReader|sayInstruction|sayImperative) && s.any(sayVerdict|sayExtreme|sayAbout|sayTop|sayMarks):
		return true
	case s.has(sayInstruction|sayVerdict|sayExtreme) && s.any(sayAbout|sayTitle|sayImperative|sayMarks):
		return true
	case s.has(sayImperative|sayVerdict|sayExtreme) && s.any(sayAbout|sayMarks):
		return true
	}
	return s.has(sayImperative|sayMarks) && s.any(sayTitle|sayAbout)
}

// endorses reports words that speak of the candidate in the third person, as no candidate does, and say what to decide.
func (s hostileSet) endorses() bool {
	switch {
	case s.has(sayPointed) && s.any(sayVerdict|sayExtreme|sayImperative|sayTop|sayClaim|sayDemand|sayTitle|sayReader|sayOverride|sayAdmit):
		return true
	case s.has(sayAttest|saySubject) && s.any(sayDemand|sayTitle|sayPost|sayExtreme|sayMatch):
		return true
	case s.has(sayClaim) && (s.any(saySubject) || s.has(sayDemand|sayTitle)):
		return true
	case s.has(sayAdmit) && s.any(sayAbout|sayClaim|sayTitle|sayReader|saySystem):
		return true
	case s.has(sayTop) && (s.any(sayDocument|sayTitle) || s.has(saySubject) && s.any(sayImperative|sayClaim|sayReader)):
		return true
	}
	return s.has(saySubject|sayTitle) &&
		s.any(sayVerdict|sayExtreme|sayImperative|sayDemand|sayReader|sayOverride|sayInstruction|sayDocument|sayMatch)
}

// claimsScore reports a result that the résumé ascribes to itself.
func (s hostileSet) claimsScore() bool {
	switch {
	case s.has(sayMarks|sayVerdict) && (s.any(sayAbout|sayReader|sayTitle) || s.has(sayFirst) && s.any(sayExtreme|sayAlone)):
		return true
	case s.has(sayMarks) && s.any(sayAbout):
		return true
	case s.has(sayResult) && s.any(sayMarks|sayHigh|sayAdmit):
		return true
	case s.has(sayMine|sayFits|sayMarks) && s.any(sayPost|sayTitle|sayDemand):
		return true
	case s.has(sayExtreme|sayTitle) && s.any(sayVerdict|sayMatch):
		return true
	case s.has(sayMatch) && s.any(sayMarks|sayHigh):
		return s.any(sayPost | sayTitle | sayAbout | sayReader | sayFirst)
	}
	return s.has(sayVerdict|sayHigh) && s.any(saySubject|sayTitle)
}
