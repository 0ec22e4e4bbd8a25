package labelled

import (
	"cmp"
	"math"
	"slices"
)

// Scored is a score, whether it belongs to a fitting pair, and how often the pair counts.
type Scored struct {
	Score  float64
	Fits   bool
	Weight float64
}

// Sort orders scores as Area wants them.
func Sort(scores []Scored) {
	slices.SortFunc(scores, func(a, b Scored) int { return cmp.Compare(a.Score, b.Score) })
}

// Area is the area under the ROC curve, the chance that a fitting pair scores above an unfitting one, ties counted half. The scores are
// sorted; without both classes it is NaN.
func Area(sorted []Scored) float64 {
	var above, fitting, unfitting float64
	for first := 0; first < len(sorted); {
		var tiedFitting, tiedUnfitting float64
		last := first
		for ; last < len(sorted) && sorted[last].Score == sorted[first].Score; last++ {
			if sorted[last].Fits {
				tiedFitting += sorted[last].Weight
			} else {
				tiedUnfitting += sorted[last].Weight
			}
		}
		above += tiedFitting * (unfitting + tiedUnfitting/2)
		fitting, unfitting, first = fitting+tiedFitting, unfitting+tiedUnfitting, last
	}
	if fitting == 0 || unfitting == 0 {
		return math.NaN()
	}
	return above / (fitting * unfitting)
}
