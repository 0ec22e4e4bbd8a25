package seniority

// Level is one of the contract's six seniority levels. The empty Level means that none is known.
type Level string

// The levels, from least to most senior.
const (
	EntryLevel   Level = "entry-level"
	Intermediate Level = "intermediate"
	Senior       Level = "senior"
	Managerial   Level = "managerial"
	Director     Level = "director"
	Executive    Level = "executive"
)

// Levels lists all levels, from least to most senior.
func Levels() []Level {
	return []Level{EntryLevel, Intermediate, Senior, Managerial, Director, Executive}
}

// ParseLevel reads a level as the contract spells it.
func ParseLevel(text string) (Level, bool) {
	for _, level := range Levels() {
		if string(level) == text {
			return level, true
		}
	}
	return "", false
}

// Rank is the level's place from 0 (entry-level) to 5 (executive); -1 for an unknown one.
func (l Level) Rank() int {
	for rank, level := range Levels() {
		if level == l {
			return rank
		}
	}
	return -1
}
