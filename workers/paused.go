package workers

import "sync"

// pausedQueues knows which queues an operator has paused, so that a fused run stops before a paused stage as a job would.
type pausedQueues struct {
	mu    sync.RWMutex
	names map[string]bool
}

func newPausedQueues() *pausedQueues { return &pausedQueues{names: make(map[string]bool)} }

func (q *pausedQueues) set(name string, paused bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.names[name] = paused
}

func (q *pausedQueues) has(name string) bool {
	q.mu.RLock()
	defer q.mu.RUnlock()
	return q.names[name]
}
