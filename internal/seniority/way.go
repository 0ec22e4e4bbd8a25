package seniority

// Way names what decided a level.
type Way string

// The ways to decide, from weak to strong.
const (
	// WayDefault: nothing told a level.
	WayDefault Way = "default"
	// WayStarter: an occupation that most people begin in.
	WayStarter Way = "starter"
	// WayContributor: a word that sounds like a higher level and isn't one.
	WayContributor Way = "contributor"
	// WayGrade: a step of a ladder.
	WayGrade Way = "grade"
	// WayAssistant: an assistant to nobody in particular.
	WayAssistant Way = "assistant"
	// WayAssistantManager: an assistant to a manager.
	WayAssistantManager Way = "assistant-manager"
	// WayDescription: the description, where the title said little.
	WayDescription Way = "description"
	// WayManager, WayHead, WaySeniorManager, WayLead and WayVP: a shape that people read differently.
	WayManager       Way = "manager"
	WayHead          Way = "head"
	WaySeniorManager Way = "senior-manager"
	WayLead          Way = "lead"
	WayVP            Way = "vp"
	// WaySenior: a senior word.
	WaySenior Way = "senior"
	// WayRange: two levels, of which the position is open to the lower one, too.
	WayRange Way = "range"
	// WayWord: a word that names its level.
	WayWord Way = "word"
)

// confidence is how sure a way is: the middle between the share of its levels that a label accepts and the share that are the label itself,
// where it is one level; rounded to a twentieth, not above the former share and below certainty. Behind each number stand these two
// shares in the sources whose labels are exact (snapaddy_cv, rootstrap, nofluffjobs, wuzzuf, in all languages together), as counted by
// `bench decide --seniority`. Of fewer than 20 titles they make a guess, which is rounded down.
func (w Way) confidence() float64 {
	switch w {
	case WayDefault:
		return 0.5 // 0.81 of 690 and 0.68 of 401, but right by chance: most positions are intermediate, and no reason speaks for this one
	case WayStarter:
		return 0.7 // 0.73 of 92, 0.94 of 71
	case WayContributor:
		return 0.7 // 0.81 of 133, 0.61 of 94
	case WayGrade:
		return 0.7 // a guess: 2 of 2
	case WayAssistant:
		return 0.95 // 1.00 of 33, 1.00 of 31
	case WayAssistantManager:
		return 0.7 // a guess: 3 of 3, 0 of 1
	case WayDescription:
		return 0.9 // 0.90 of 30, 0.90 of 30
	case WayManager:
		return 0.8 // 0.93 of 83, 0.71 of 82
	case WayHead:
		return 0.95 // 1.00 of 38, 0.89 of 38
	case WaySeniorManager:
		return 0.75 // a guess: 8 of 8, 4 of 7
	case WayLead:
		return 0.9 // 0.92 of 38, 0.91 of 33
	case WayVP:
		return 0.95 // 0.98 of 56, 0.98 of 56
	case WaySenior:
		return 0.85 // 0.91 of 202, 0.79 of 96
	case WayRange:
		return 0.85 // a guess: 12 of 13, 12 of 13
	case WayWord:
		return 0.9 // 0.89 of 526, 0.92 of 490
	}
	return 0
}
