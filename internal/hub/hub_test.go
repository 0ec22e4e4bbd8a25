package hub_test

import (
	"sync"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"greenroom/internal/hub"
)

func key() hub.Key { return hub.Key{MerchantID: uuid.New(), ID: uuid.New()} }

func woken(waiter *hub.Waiter) bool {
	select {
	case <-waiter.Done():
		return true
	default:
		return false
	}
}

func TestHub(t *testing.T) {
	t.Parallel()

	t.Run("ForgetsAClosedWaiter", func(t *testing.T) {
		t.Parallel()
		h, k := hub.New(1), key()
		waiter := h.Register(k, hub.TerminalOnly)
		waiter.Close()
		waiter.Close()
		require.Empty(t, h.Keys())
		require.NotNil(t, h.Register(k, hub.TerminalOnly), "the place is free again")
	})

	t.Run("ListsEachKeyOnce", func(t *testing.T) {
		t.Parallel()
		h, k := hub.New(10), key()
		h.Register(k, hub.TerminalOnly)
		h.Register(k, 3)
		require.Equal(t, []hub.Key{k}, h.Keys())
	})

	t.Run("RefusesMoreThanItsCapacity", func(t *testing.T) {
		t.Parallel()
		h := hub.New(2)
		require.NotNil(t, h.Register(key(), hub.TerminalOnly))
		require.NotNil(t, h.Register(key(), hub.TerminalOnly))
		require.Nil(t, h.Register(key(), hub.TerminalOnly))
	})

	t.Run("SurvivesPublishingAndClosingAtOnce", func(t *testing.T) {
		t.Parallel()
		h := hub.New(1000)
		var wait sync.WaitGroup
		for range 200 {
			k := key()
			waiter := h.Register(k, hub.TerminalOnly)
			wait.Go(func() { h.Publish([]hub.Change{{ID: k.ID, Terminal: true}}) })
			wait.Go(waiter.Close)
		}
		wait.Wait()
		require.Empty(t, h.Keys())
	})

	t.Run("WakesForANewerVersion", func(t *testing.T) {
		t.Parallel()
		h, k := hub.New(10), key()
		waiter := h.Register(k, 3)
		h.Publish([]hub.Change{{ID: k.ID, Version: 3}})
		require.False(t, woken(waiter))
		h.Publish([]hub.Change{{ID: k.ID, Version: 4}})
		require.True(t, woken(waiter))
	})

	t.Run("WakesForTheEndOnly", func(t *testing.T) {
		t.Parallel()
		h, k := hub.New(10), key()
		waiter, other := h.Register(k, hub.TerminalOnly), h.Register(key(), hub.TerminalOnly)
		h.Publish([]hub.Change{{ID: k.ID, Version: 9}})
		require.False(t, woken(waiter))
		nobodys := hub.Change{ID: uuid.New(), Version: 1, Terminal: true}
		unclaimed := h.Publish([]hub.Change{{ID: k.ID, Version: 10, Terminal: true}, nobodys})
		require.Equal(t, []hub.Change{nobodys}, unclaimed)
		require.True(t, woken(waiter))
		require.False(t, woken(other))
	})
}
