package main

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
)

// crossed has each résumé meet each position; a pair's score is the sum of its parts, so that pairs of one résumé move together.
func crossed(resumes, positions int) []judged {
	var rows []judged
	for resume := range resumes {
		for position := range positions {
			fits := position%4 == 0
			score := float64(resume*7%13) + float64(position*5%11)
			if fits {
				score += 3
			}
			rows = append(rows, judged{score, fits, uint64(resume), uint64(position)})
		}
	}
	return rows
}

// alone gives each pair a résumé and a position of its own.
func alone(rows []judged) []judged {
	var own []judged
	for place, row := range rows {
		own = append(own, judged{row.score, row.fits, uint64(place), uint64(place)})
	}
	return own
}

func TestSeparate(t *testing.T) {
	t.Parallel()

	fitting := func(score float64, resume, position uint64) judged { return judged{score, true, resume, position} }
	unfitting := func(score float64, resume, position uint64) judged { return judged{score, false, resume, position} }
	for name, test := range map[string]struct {
		rows  []judged
		shown string
	}{
		"Nothing":           {nil, "-"},
		"OneClass":          {[]judged{fitting(1, 1, 1), fitting(2, 2, 2)}, "-"},
		"OneCluster":        {[]judged{fitting(1, 1, 1), unfitting(1, 1, 1)}, "0.500 (-)"},
		"TooFewToDiffer":    {[]judged{fitting(1, 1, 1), unfitting(1, 2, 2)}, "0.500 (-)"},
		"OneOfEachFlawless": {[]judged{fitting(2, 1, 1), unfitting(1, 2, 2)}, "1.000 (≥ 0.050)"},
		"AllWrong":          {[]judged{fitting(1, 1, 1), unfitting(2, 2, 2)}, "0.000 (≤ 0.950)"},
		"FlawlessOfThree": {
			[]judged{
				fitting(9, 1, 1), fitting(8, 2, 1), fitting(7, 3, 1),
				unfitting(1, 1, 2), unfitting(2, 2, 2), unfitting(3, 3, 2), unfitting(3, 4, 2),
			},
			"1.000 (≥ 0.368)",
		},
		"OneResumeCountsPositions": {
			[]judged{fitting(9, 1, 1), fitting(8, 1, 2), unfitting(1, 1, 3), unfitting(2, 1, 4)},
			"1.000 (≥ 0.224)",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			require.Equal(t, test.shown, separate(test.rows).String())
		})
	}

	t.Run("NormalTheoryAgreesWhereCasesAreIndependent", func(t *testing.T) {
		t.Parallel()

		rows := alone(crossed(40, 20))
		found := separate(rows)
		// Hanley and McNeil's standard error of an area.
		fits, others, area := 200.0, 600.0, found.area
		q1, q2 := area/(2-area), 2*area*area/(1+area)
		deviation := math.Sqrt((area*(1-area) + (fits-1)*(q1-area*area) + (others-1)*(q2-area*area)) / (fits * others))
		require.InDelta(t, area-normalQuantile*deviation, found.low, 0.015)
		require.InDelta(t, area+normalQuantile*deviation, found.high, 0.015)
	})

	t.Run("SharedResumesWidenIt", func(t *testing.T) {
		t.Parallel()

		// Whether a résumé scores high by itself says nothing; four of them tell much less than their 400 pairs would.
		var rows []judged
		for resume := range 4 {
			for position := range 100 {
				fits := position < []int{10, 20, 70, 80}[resume]
				rows = append(rows, judged{float64(resume*20 + position*37%50), fits, uint64(resume), uint64(position)})
			}
		}
		together, apart := separate(rows), separate(alone(rows))
		require.InDelta(t, apart.area, together.area, 1e-12)
		require.Greater(t, together.high-together.low, 2*(apart.high-apart.low))
	})

	t.Run("IsRepeatable", func(t *testing.T) {
		t.Parallel()

		rows := crossed(9, 30)
		require.Equal(t, separate(rows), separate(rows))
	})
}

func BenchmarkSeparate(b *testing.B) {
	rows := crossed(100, 100)
	for b.Loop() {
		separate(rows)
	}
}

func TestPerResume(t *testing.T) {
	t.Parallel()

	mean, resumes := perResume([]judged{
		{9, true, 1, 1}, {1, false, 1, 2}, // ranked rightly
		{90, true, 2, 1}, {90, false, 2, 2}, // tied
		{50, true, 3, 1}, // meets no unfitting position
	})
	require.InDelta(t, 0.75, mean, 1e-12)
	require.Equal(t, 2, resumes)
}

func TestWilson(t *testing.T) {
	t.Parallel()

	for name, test := range map[string]struct {
		part, whole int
		low, high   float64
	}{
		"All":     {10, 10, 0.7225, 1},
		"None":    {0, 10, 0, 0.2775},
		"Half":    {5, 10, 0.2366, 0.7634},
		"Several": {81, 263, 0.2553, 0.3662}, // Newcombe 1998, table I
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			low, high := wilson(test.part, test.whole)
			require.InDelta(t, test.low, low, 1e-4)
			require.InDelta(t, test.high, high, 1e-4)
		})
	}
}
