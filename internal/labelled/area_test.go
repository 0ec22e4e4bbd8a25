package labelled_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"greenroom/internal/labelled"
)

func scored(fitting, unfitting []float64) []labelled.Scored {
	var scores []labelled.Scored
	for _, score := range fitting {
		scores = append(scores, labelled.Scored{Score: score, Fits: true, Weight: 1})
	}
	for _, score := range unfitting {
		scores = append(scores, labelled.Scored{Score: score, Weight: 1})
	}
	labelled.Sort(scores)
	return scores
}

func TestArea(t *testing.T) {
	t.Parallel()

	for name, test := range map[string]struct {
		fitting, unfitting []float64
		area               float64
	}{
		"AllTied":   {[]float64{1, 1}, []float64{1, 1, 1}, 0.5},
		"OneTie":    {[]float64{1, 2}, []float64{1, 0}, 0.875},
		"Reversed":  {[]float64{1}, []float64{2}, 0},
		"Separated": {[]float64{3, 4}, []float64{1, 2}, 1},
		"Mixed":     {[]float64{5, 6, 7, 2}, []float64{1, 3, 4, 2}, 13.5 / 16},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			require.InDelta(t, test.area, labelled.Area(scored(test.fitting, test.unfitting)), 1e-12)
		})
	}

	t.Run("NeedsBothClasses", func(t *testing.T) {
		t.Parallel()

		require.True(t, math.IsNaN(labelled.Area(scored([]float64{1}, nil))))
		require.True(t, math.IsNaN(labelled.Area(scored(nil, []float64{1}))))
	})

	t.Run("WeighsLikeRepeating", func(t *testing.T) {
		t.Parallel()

		weighted := scored([]float64{5, 2}, []float64{1, 3})
		weighted[1].Weight = 3 // the fitting 2
		require.InDelta(t, labelled.Area(scored([]float64{5, 2, 2, 2}, []float64{1, 3})), labelled.Area(weighted), 1e-12)
	})
}
