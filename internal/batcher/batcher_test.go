package batcher_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"greenroom/internal/batcher"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func options() batcher.Options {
	return batcher.Options{MaxItems: 64, Lanes: 1, Timeout: time.Minute}
}

func double(_ context.Context, items []int) ([]int, error) {
	outs := make([]int, 0, len(items))
	for _, item := range items {
		outs = append(outs, 2*item)
	}
	return outs, nil
}

func TestDo(t *testing.T) {
	t.Parallel()

	t.Run("AnswersALoneCallerAtOnce", func(t *testing.T) {
		t.Parallel()
		out, err := batcher.New(options(), double).Do(t.Context(), 21)
		require.NoError(t, err)
		require.Equal(t, 42, out)
	})

	t.Run("BatchesWhatArrivesDuringARun", func(t *testing.T) {
		t.Parallel()
		const callers = 20
		entered, release := make(chan struct{}), make(chan struct{})
		var runs [][]int
		shared := batcher.New(options(), func(ctx context.Context, items []int) ([]int, error) {
			if runs = append(runs, items); len(runs) == 1 {
				close(entered)
				<-release
			}
			return double(ctx, items)
		})
		var wait sync.WaitGroup
		wait.Go(func() { _, _ = shared.Do(t.Context(), 0) })
		<-entered
		for i := 1; i <= callers; i++ {
			wait.Go(func() {
				out, err := shared.Do(t.Context(), i)
				require.NoError(t, err)
				require.Equal(t, 2*i, out)
			})
		}
		require.Eventually(t, func() bool { return shared.Pending() == callers }, time.Minute, time.Millisecond)
		close(release)
		wait.Wait()
		require.Len(t, runs, 2)
		slices.Sort(runs[1])
		require.Len(t, runs[1], callers)
	})

	t.Run("CapsABatch", func(t *testing.T) {
		t.Parallel()
		small := options()
		small.MaxItems = 3
		var largest atomic.Int64
		shared := batcher.New(small, func(ctx context.Context, items []int) ([]int, error) {
			if int64(len(items)) > largest.Load() {
				largest.Store(int64(len(items)))
			}
			return double(ctx, items)
		})
		var wait sync.WaitGroup
		for i := range 50 {
			wait.Go(func() { _, _ = shared.Do(t.Context(), i) })
		}
		wait.Wait()
		require.LessOrEqual(t, largest.Load(), int64(3))
	})

	t.Run("DropsACallerWhoHasGone", func(t *testing.T) {
		t.Parallel()
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		_, err := batcher.New(options(), double).Do(ctx, 1)
		require.ErrorIs(t, err, context.Canceled)
	})

	t.Run("LetsABadItemFailAlone", func(t *testing.T) {
		t.Parallel()
		errOdd := errors.New("odd one out")
		entered, release := make(chan struct{}), make(chan struct{})
		first := true
		shared := batcher.New(options(), func(ctx context.Context, items []int) ([]int, error) {
			if first {
				first = false
				close(entered)
				<-release
			}
			if slices.Contains(items, 13) {
				return nil, errOdd
			}
			return double(ctx, items)
		})
		var wait sync.WaitGroup
		wait.Go(func() { _, _ = shared.Do(t.Context(), 0) })
		<-entered
		for _, item := range []int{7, 13, 9} {
			wait.Go(func() {
				out, err := shared.Do(t.Context(), item)
				if item == 13 {
					require.ErrorIs(t, err, errOdd)
					return
				}
				require.NoError(t, err)
				require.Equal(t, 2*item, out)
			})
		}
		require.Eventually(t, func() bool { return shared.Pending() == 3 }, time.Minute, time.Millisecond)
		close(release)
		wait.Wait()
	})

	t.Run("LetsGoOfACallerWhoseTimeIsUp", func(t *testing.T) {
		t.Parallel()
		entered, release := make(chan struct{}), make(chan struct{})
		shared := batcher.New(options(), func(ctx context.Context, items []int) ([]int, error) {
			if items[0] == 0 {
				close(entered)
				<-release
			}
			return double(ctx, items)
		})
		var wait sync.WaitGroup
		wait.Go(func() { _, _ = shared.Do(t.Context(), 0) })
		<-entered
		ctx, cancel := context.WithCancel(t.Context())
		gone := make(chan error, 1)
		wait.Go(func() {
			_, err := shared.Do(ctx, 1)
			gone <- err
		})
		require.Eventually(t, func() bool { return shared.Pending() == 1 }, time.Minute, time.Millisecond)
		cancel()
		require.Eventually(t, func() bool { return len(gone) == 1 }, 10*time.Second, time.Millisecond, "the first batch still runs")
		require.ErrorIs(t, <-gone, context.Canceled)
		require.Zero(t, shared.Pending())
		close(release)
		wait.Wait()
	})

	t.Run("RepeatsABrokenBatchWithoutHoldingAnswersBack", func(t *testing.T) {
		t.Parallel()
		errBroken := errors.New("broken")
		entered, release, answered := make(chan struct{}), make(chan struct{}), make(chan struct{}, 3)
		ctx, cancel := context.WithCancel(t.Context())
		var alone atomic.Int64
		shared := batcher.New(options(), func(_ context.Context, items []int) ([]int, error) {
			switch {
			case items[0] == 0:
				close(entered)
				<-release
			case len(items) > 1:
				return nil, errBroken
			case alone.Add(1) == 2:
				<-answered
				cancel()
			}
			return items, nil
		})
		var wait sync.WaitGroup
		wait.Go(func() { _, _ = shared.Do(t.Context(), 0) })
		<-entered
		for item := 1; item <= 3; item++ {
			wait.Go(func() {
				_, err := shared.Do(ctx, item)
				if err != nil {
					require.ErrorIs(t, err, errBroken, "a caller who has gone isn't worked for")
				}
				answered <- struct{}{}
			})
		}
		require.Eventually(t, func() bool { return shared.Pending() == 3 }, time.Minute, time.Millisecond)
		close(release)
		wait.Wait()
		require.Equal(t, int64(2), alone.Load())
	})

	t.Run("TurnsAPanicIntoAnError", func(t *testing.T) {
		t.Parallel()
		shared := batcher.New(options(), func(context.Context, []int) ([]int, error) { panic("broken") })
		_, err := shared.Do(t.Context(), 1)
		require.ErrorContains(t, err, "broken")
	})
}
