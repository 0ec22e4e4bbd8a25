package enrolment_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"greenroom/internal/enrolment"
	"greenroom/internal/questions"
)

func TestOutcomeThen(t *testing.T) {
	t.Parallel()

	first := &enrolment.Outcome{
		Case: enrolment.Case{Version: 3}, Progress: enrolment.Progress{Stage: enrolment.DetectSeniority},
		Position: &enrolment.NewPosition{}, Enrolment: &enrolment.NewEnrolment{},
	}
	second := &enrolment.Outcome{
		Case: enrolment.Case{Version: 3}, Progress: enrolment.Progress{Stage: enrolment.Prescreen}, NextJob: true,
		Detection: &enrolment.Detection{}, Questions: []questions.Question{{Text: "Why?"}},
	}
	joined := first.Then(second)
	require.Equal(t, &enrolment.Outcome{
		Case: enrolment.Case{Version: 3}, Progress: enrolment.Progress{Stage: enrolment.Prescreen}, NextJob: true,
		Position: first.Position, Enrolment: first.Enrolment, Detection: second.Detection, Questions: second.Questions,
	}, joined)
	require.Nil(t, first.Detection, "the first is as it was")
	require.Equal(t, joined.Questions, joined.Then(&enrolment.Outcome{}).Questions, "what the next doesn't have stays")
	require.Same(t, second, (*enrolment.Outcome)(nil).Then(second))
}
