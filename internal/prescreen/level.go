package prescreen

// EducationLevel is a level of education, in steps that recruiters use in every country. The empty level means that none is known.
type EducationLevel string

// The levels of education, from lowest to highest.
const (
	Secondary  EducationLevel = "secondary"
	Vocational EducationLevel = "vocational"
	Bachelor   EducationLevel = "bachelor"
	Master     EducationLevel = "master"
	Doctorate  EducationLevel = "doctorate"
)

// EducationLevels lists all levels of education, from lowest to highest.
func EducationLevels() []EducationLevel {
	return []EducationLevel{Secondary, Vocational, Bachelor, Master, Doctorate}
}

// Rank is the level's place from 1 (secondary) to 5 (doctorate); 0 for an unknown one.
func (l EducationLevel) Rank() int { return rankIn(EducationLevels(), l) }

// phrase is the level as part of a sentence.
func (l EducationLevel) phrase() string {
	switch l {
	case Secondary:
		return "a school-leaving certificate"
	case Vocational:
		return "a vocational qualification"
	case Bachelor:
		return "a bachelor's degree"
	case Master:
		return "a master's degree"
	case Doctorate:
		return "a doctorate"
	}
	return "no degree"
}

// LanguageLevel is a level of the Common European Framework of Reference (CEFR). The empty level means that none is known.
type LanguageLevel string

// The CEFR levels, from lowest to highest. C2 stands for a native speaker too.
const (
	LanguageA1 LanguageLevel = "A1"
	LanguageA2 LanguageLevel = "A2"
	LanguageB1 LanguageLevel = "B1"
	LanguageB2 LanguageLevel = "B2"
	LanguageC1 LanguageLevel = "C1"
	LanguageC2 LanguageLevel = "C2"
)

// LanguageLevels lists all CEFR levels, from lowest to highest.
func LanguageLevels() []LanguageLevel {
	return []LanguageLevel{LanguageA1, LanguageA2, LanguageB1, LanguageB2, LanguageC1, LanguageC2}
}

// Rank is the level's place from 1 (A1) to 6 (C2); 0 for an unknown one.
func (l LanguageLevel) Rank() int { return rankIn(LanguageLevels(), l) }

// rankIn is the one-based place of a level in a list, 0 when it isn't there.
func rankIn[L comparable](levels []L, level L) int {
	for place, known := range levels {
		if known == level {
			return place + 1
		}
	}
	return 0
}
