package main

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
)

// calibration counts answers by their exact confidence. The engine gives few different ones, each for a kind of reason, and bins would mix
// kinds that differ.
type calibration map[float64]*confidenceGroup

type confidenceGroup struct{ rows, accepted, labelled, exact int }

func (c calibration) add(confidence float64, accepted, labelled, exact bool) {
	if c[confidence] == nil {
		c[confidence] = &confidenceGroup{}
	}
	group := c[confidence]
	group.rows++
	group.accepted += count(accepted)
	group.labelled += count(labelled)
	group.exact += count(exact)
}

func (c calibration) confidences() []float64 { return slices.Sorted(maps.Keys(c)) }

// expectedError is the expected calibration error: how far confidence is from the accepted share, over all rows.
func (c calibration) expectedError() float64 {
	rows, apart := 0, 0.0
	for _, confidence := range c.confidences() {
		group := c[confidence]
		rows += group.rows
		apart += math.Abs(confidence*float64(group.rows) - float64(group.accepted))
	}
	return apart / float64(rows)
}

func (c calibration) write(out *strings.Builder) {
	for _, confidence := range c.confidences() {
		group := c[confidence]
		fmt.Fprintf(out, "  confidence %.3f: accepted %s, exact %s\n", confidence,
			shareWithin(group.accepted, group.rows), shareWithin(group.exact, group.labelled))
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
