package fault_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"greenroom/internal/fault"
)

func TestError(t *testing.T) {
	t.Parallel()

	errSentinel := fault.New(fault.NotFound, "position_not_found", "no such position")

	t.Run("CauseIsKeptForLogsOnly", func(t *testing.T) {
		t.Parallel()

		cause := errors.New("relation does not exist")
		err := errSentinel.WithCause(cause)
		require.ErrorIs(t, err, cause)
		require.Equal(t, "no such position", err.Message)
		require.Contains(t, err.Error(), "relation does not exist")
	})

	t.Run("FromFindsWrappedFault", func(t *testing.T) {
		t.Parallel()

		err := fmt.Errorf("resolve: %w", errSentinel.WithRetryAfter(time.Second))
		require.Equal(t, fault.NotFound, fault.KindOf(err))
		require.Equal(t, time.Second, fault.From(err).RetryAfter)
		require.ErrorIs(t, err, errSentinel)
	})

	t.Run("AnotherMessageIsTheSameFault", func(t *testing.T) {
		t.Parallel()

		reworded := errSentinel.WithCause(errors.New("disk on fire")).WithMessage("no position 7")
		require.ErrorIs(t, reworded, errSentinel)
		require.EqualError(t, reworded, "no position 7: disk on fire")
		require.Equal(t, "no such position", errSentinel.Message)
	})

	t.Run("InvalidFieldsJoinsAllMessages", func(t *testing.T) {
		t.Parallel()

		err := fault.InvalidFields([]fault.Field{{Name: "a", Message: "a is required"}, {Name: "b", Message: "b is too long"}})
		require.Equal(t, "a is required; b is too long", err.Message)
		require.Nil(t, fault.InvalidFields(nil))
	})

	t.Run("UnknownErrorHidesItsText", func(t *testing.T) {
		t.Parallel()

		found := fault.From(errors.New("pq: password of user x"))
		require.Equal(t, fault.Internal, found.Kind)
		require.NotContains(t, found.Message, "password")
	})
}
