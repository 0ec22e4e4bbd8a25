package main

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"greenroom/internal/seniority"
)

// calibration counts answers by the way they were decided. Each way has one confidence, and is right for reasons of its own.
type calibration map[seniority.Way]*wayCounts

type wayCounts struct {
	confidence                      float64
	rows, accepted, labelled, exact int
}

func (c calibration) add(found seniority.Detection, accepted, labelled, exact bool) {
	if c[found.Way] == nil {
		c[found.Way] = &wayCounts{confidence: found.Confidence}
	}
	counts := c[found.Way]
	counts.rows++
	counts.accepted += count(accepted)
	counts.labelled += count(labelled)
	counts.exact += count(exact)
}

// expectedError is the expected calibration error: how far confidence is from the accepted share, over all rows.
func (c calibration) expectedError() float64 {
	rows, apart := 0, 0.0
	for _, way := range slices.Sorted(maps.Keys(c)) {
		counts := c[way]
		rows += counts.rows
		apart += math.Abs(counts.confidence*float64(counts.rows) - float64(counts.accepted))
	}
	return apart / float64(rows)
}

func (c calibration) write(out *strings.Builder) {
	for _, way := range slices.Sorted(maps.Keys(c)) {
		counts := c[way]
		fmt.Fprintf(out, "  %s, confidence %.2f: accepted %s, exact %s\n", way, counts.confidence,
			shareWithin(counts.accepted, counts.rows), shareWithin(counts.exact, counts.labelled))
	}
}

// shareWithin is a fraction with its 95 % interval, a dash of nothing.
func shareWithin(part, whole int) string {
	if whole == 0 {
		return share(part, whole)
	}
	low, high := wilson(part, whole)
	return fmt.Sprintf("%s (%.3f–%.3f) of %d", share(part, whole), low, high, whole)
}
