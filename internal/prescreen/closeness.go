package prescreen

import "strings"

// How close two occupations are. A family is written with dots, the wider one first: "it.data" and "it.software" share "it".
const (
	closenessSame   = 1.0
	closenessKind   = 0.85 // one is a kind of the other: a back-end developer is a software developer
	closenessFamily = 0.5
	closenessWider  = 0.2
)

// closeness is how close an occupation is to the nearest of some others.
func (l *lexicon) closeness(wanted []int32, concept int32) float64 {
	best := 0.0
	for _, other := range wanted {
		best = max(best, l.relation(other, concept))
	}
	return best
}

func (l *lexicon) relation(a, b int32) float64 {
	if a == b {
		return closenessSame
	}
	one, two := &l.concepts[kindProfession][a], &l.concepts[kindProfession][b]
	if one.impliesNames == two.name || two.impliesNames == one.name {
		return closenessKind
	}
	first, second := one.family, two.family
	if first == "" || second == "" {
		return 0
	}
	if first == second {
		return closenessFamily
	}
	wider, _, nested := strings.Cut(first, ".")
	other, _, _ := strings.Cut(second, ".")
	if nested && wider == other {
		return closenessWider
	}
	return 0
}
