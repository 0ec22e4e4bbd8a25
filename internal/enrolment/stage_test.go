package enrolment_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"greenroom/internal/enrolment"
)

func TestParseState(t *testing.T) {
	t.Parallel()

	for text, terminal := range map[string]bool{"queued": false, "running": false, "succeeded": true, "failed": true, "canceled": true} {
		t.Run(text, func(t *testing.T) {
			t.Parallel()

			state, ok := enrolment.ParseState(text)
			require.True(t, ok)
			require.Equal(t, terminal, state.Terminal())
		})
	}
	for _, text := range []string{"", "Queued", "cancelled", "done"} {
		t.Run("Refuses"+text, func(t *testing.T) {
			t.Parallel()

			_, ok := enrolment.ParseState(text)
			require.False(t, ok)
		})
	}
}

func TestParseStatus(t *testing.T) {
	t.Parallel()

	for text, byRecruiter := range map[string]bool{
		"ai_accept": false, "ai_reject": false, "already-applied": false, "recruiter_accept": true, "recruiter_action": false,
		"recruiter_reject": true,
	} {
		t.Run(text, func(t *testing.T) {
			t.Parallel()

			status, ok := enrolment.ParseStatus(text)
			require.True(t, ok)
			require.Equal(t, byRecruiter, status.ByRecruiter())
		})
	}
	for _, text := range []string{"", "already_applied", "AI_ACCEPT"} {
		t.Run("Refuses"+text, func(t *testing.T) {
			t.Parallel()

			_, ok := enrolment.ParseStatus(text)
			require.False(t, ok)
		})
	}
}
