// Package hub lets a request's caller wait for its outcome without holding anything but memory. Whoever commits an outcome wakes the
// waiters of its own process at once and announces it to the others; a slow poll of everything that is waited for makes up for an
// announcement that was lost. The hub refuses to know how outcomes are stored or announced.
package hub

import (
	"sync"

	"github.com/google/uuid"
)

// Key names what is waited for.
type Key struct {
	MerchantID uuid.UUID
	ID         uuid.UUID
}

// Change is news about a key.
type Change struct {
	ID uuid.UUID
	// Version is the version that was stored.
	Version int32
	// Terminal is set when nothing more will happen.
	Terminal bool
}

// Hub holds the waiters of one process.
type Hub struct {
	capacity int

	mu      sync.Mutex
	waiters map[uuid.UUID]map[*Waiter]struct{}
	keys    map[uuid.UUID]Key
	count   int
}

// Waiter is one caller's registration. Close it when the wait is over.
type Waiter struct {
	hub *Hub
	key Key
	// after is the version that the caller knows; waiting for less than a terminal change, it wants any newer one. Negative: terminal only.
	after int32
	woken chan struct{}
}

// New makes a hub for at most capacity waiters at once.
func New(capacity int) *Hub {
	return &Hub{capacity: capacity, waiters: make(map[uuid.UUID]map[*Waiter]struct{}), keys: make(map[uuid.UUID]Key)}
}

// TerminalOnly as a Register argument waits until nothing more will happen.
const TerminalOnly int32 = -1

// Register adds a waiter for key, for any version newer than after, or for the end with TerminalOnly. Register before the work can possibly
// be done, else its news may be missed. It returns nil when the hub is full: the caller then doesn't wait.
func (h *Hub) Register(key Key, after int32) *Waiter {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.count >= h.capacity {
		return nil
	}
	waiter := &Waiter{hub: h, key: key, after: after, woken: make(chan struct{})}
	if h.waiters[key.ID] == nil {
		h.waiters[key.ID] = make(map[*Waiter]struct{}, 1)
		h.keys[key.ID] = key
	}
	h.waiters[key.ID][waiter] = struct{}{}
	h.count++
	return waiter
}

// Done is closed when the news that the waiter wants has come.
func (w *Waiter) Done() <-chan struct{} { return w.woken }

// Close removes the waiter. It may be called more than once.
func (w *Waiter) Close() {
	w.hub.mu.Lock()
	defer w.hub.mu.Unlock()
	w.hub.remove(w)
}

// remove needs the hub's lock.
func (h *Hub) remove(w *Waiter) {
	if _, registered := h.waiters[w.key.ID][w]; !registered {
		return
	}
	delete(h.waiters[w.key.ID], w)
	h.count--
	if len(h.waiters[w.key.ID]) == 0 {
		delete(h.waiters, w.key.ID)
		delete(h.keys, w.key.ID)
	}
}

// Publish wakes the waiters that want one of changes, and returns the changes that nobody in this process waited for.
func (h *Hub) Publish(changes []Change) []Change {
	h.mu.Lock()
	defer h.mu.Unlock()
	var unclaimed []Change
	for _, change := range changes {
		claimed := false
		for waiter := range h.waiters[change.ID] {
			if change.Terminal || (waiter.after >= 0 && change.Version > waiter.after) {
				close(waiter.woken)
				h.remove(waiter)
				claimed = true
			}
		}
		if !claimed {
			unclaimed = append(unclaimed, change)
		}
	}
	return unclaimed
}

// Keys lists what is waited for, for the poll.
func (h *Hub) Keys() []Key {
	h.mu.Lock()
	defer h.mu.Unlock()
	keys := make([]Key, 0, len(h.keys))
	for _, key := range h.keys {
		keys = append(keys, key)
	}
	return keys
}
