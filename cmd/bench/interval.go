package main

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"greenroom/internal/labelled"
)

const (
	// resamples is how often the bootstrap draws; the same seed each time makes the figures repeatable.
	resamples     = 2000
	resamplesSeed = 1
	// outside is the share of cases beyond an interval of 95 %, and beyond its bound where it has only one.
	outside = 0.05
	// normalQuantile bounds 95 % of a normal distribution.
	normalQuantile = 1.96
)

// judged is the score of a labelled pair. Pairs that share a résumé or a position aren't independent of one another.
type judged struct {
	score            float64
	fits             bool
	resume, position uint64
}

// separation is how well scores tell fitting pairs from unfitting ones. Figures that can't be known are NaN.
type separation struct {
	area, low, high float64
}

// separate measures the area under the curve with its interval. Where nothing was ranked wrongly (or everything was), no draw would differ:
// then the bound is one-sided, the least area that shows no error in so many cases with a chance of 5 %.
func separate(rows []judged) separation {
	rows = slices.SortedFunc(slices.Values(rows), func(a, b judged) int { return cmp.Compare(a.score, b.score) })
	clusters, count := clustersOf(rows)
	found := separation{labelled.Area(scoresOf(rows)), math.NaN(), math.NaN()}
	switch {
	case math.IsNaN(found.area) || count < 2:
	case found.area == 1:
		found.low, found.high = flawless(rows, clusters), 1
	case found.area == 0:
		found.low, found.high = 0, 1-flawless(rows, clusters)
	default:
		found.low, found.high = bootstrap(rows, clusters, count)
	}
	return found
}

func (s separation) String() string {
	switch {
	case math.IsNaN(s.area):
		return "-"
	case math.IsNaN(s.low):
		return fmt.Sprintf("%.3f (-)", s.area)
	case s.area == 1:
		return fmt.Sprintf("%.3f (≥ %.3f)", s.area, s.low)
	case s.area == 0:
		return fmt.Sprintf("%.3f (≤ %.3f)", s.area, s.high)
	}
	return fmt.Sprintf("%.3f (%.3f–%.3f)", s.area, s.low, s.high)
}

// clustersOf numbers what is drawn as a whole: the pairs of one résumé or, where all are of a single one, those of one position.
func clustersOf(rows []judged) (clusters []int, count int) {
	clusters, count = numbered(rows, ofResume)
	if count == 1 {
		return numbered(rows, ofPosition)
	}
	return clusters, count
}

func ofResume(row judged) uint64   { return row.resume }
func ofPosition(row judged) uint64 { return row.position }

// numbered counts distinct keys and gives each row the number of its own.
func numbered(rows []judged, key func(judged) uint64) (numbers []int, count int) {
	known := map[uint64]int{}
	for _, row := range rows {
		number, seen := known[key(row)]
		if !seen {
			number = len(known)
			known[key(row)] = number
		}
		numbers = append(numbers, number)
	}
	return numbers, len(known)
}

// scoresOf keeps the order of rows.
func scoresOf(rows []judged) []labelled.Scored {
	scores := make([]labelled.Scored, 0, len(rows))
	for _, row := range rows {
		scores = append(scores, labelled.Scored{Score: row.score, Fits: row.fits, Weight: 1})
	}
	return scores
}

// flawless is the bound of the rule of three in its exact form, for the class with fewer clusters.
func flawless(rows []judged, clusters []int) float64 {
	with := map[bool]map[int]bool{true: {}, false: {}}
	for place, row := range rows {
		with[row.fits][clusters[place]] = true
	}
	return math.Pow(outside, 1/float64(min(len(with[true]), len(with[false]))))
}

// bootstrap is the percentile interval over clusters drawn with replacement. A draw without one of the classes has no area and is left out.
// Where the others all agree, there are too few clusters to tell.
func bootstrap(rows []judged, clusters []int, count int) (low, high float64) {
	random := rand.New(rand.NewPCG(resamplesSeed, resamplesSeed)) //nolint:gosec // It is there to be repeatable, not to be secret.
	scores := scoresOf(rows)
	areas := make([]float64, 0, resamples)
	drawn := make([]float64, count)
	for range resamples {
		clear(drawn)
		for range count {
			drawn[random.IntN(count)]++
		}
		for place := range scores {
			scores[place].Weight = drawn[clusters[place]]
		}
		if area := labelled.Area(scores); !math.IsNaN(area) {
			areas = append(areas, area)
		}
	}
	low, high = quantiles(areas)
	if low == high {
		return math.NaN(), math.NaN()
	}
	return low, high
}

// quantiles are the bounds that leave out as much on both sides, NaN without values.
func quantiles(values []float64) (low, high float64) {
	if len(values) == 0 {
		return math.NaN(), math.NaN()
	}
	slices.Sort(values)
	beyond := int(float64(len(values)) * outside / 2)
	return values[beyond], values[len(values)-1-beyond]
}

// perResume is the mean area of the résumés that meet positions of both classes: how well a ranking serves one person.
func perResume(rows []judged) (mean float64, resumes int) {
	numbers, count := numbered(rows, ofResume)
	own := make([][]labelled.Scored, count)
	for place, scored := range scoresOf(rows) {
		own[numbers[place]] = append(own[numbers[place]], scored)
	}
	sum := 0.0
	for _, scores := range own {
		labelled.Sort(scores)
		if area := labelled.Area(scores); !math.IsNaN(area) {
			sum += area
			resumes++
		}
	}
	return sum / float64(resumes), resumes
}

// wilson is the interval of a share.
func wilson(part, whole int) (low, high float64) {
	n := float64(whole)
	share := float64(part) / n
	square := normalQuantile * normalQuantile
	centre := (share + square/(2*n)) / (1 + square/n)
	margin := normalQuantile / (1 + square/n) * math.Sqrt(share*(1-share)/n+square/(4*n*n))
	return max(0, centre-margin), min(1, centre+margin)
}
