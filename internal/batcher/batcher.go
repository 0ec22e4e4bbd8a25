// Package batcher lets concurrent callers share one operation: while one batch runs, what arrives meanwhile becomes the next. There is no
// lingering, so a lone caller isn't delayed, and batches grow by themselves under load. It refuses to know what the operation does.
package batcher

import (
	"context"
	"fmt"
	"runtime/debug"
	"slices"
	"sync"
	"time"
)

// Options shape a Batcher.
type Options struct {
	// MaxItems caps a batch; 1 switches batching off.
	MaxItems int
	// Lanes caps how many batches run at once.
	Lanes int
	// Timeout bounds one batch. Batches don't end with any single caller's context, for they are shared.
	Timeout time.Duration
}

// Unshared is the same without sharing: a batch for each item, so many at once.
func (o Options) Unshared(lanes int) Options {
	o.MaxItems, o.Lanes = 1, lanes
	return o
}

// InOrder answers keys from what was found: each gets a copy of its own, nil where nothing was found.
func InOrder[Key comparable, Value any](keys []Key, found map[Key]Value) []*Value {
	values := make([]*Value, len(keys))
	for i, key := range keys {
		if value, ok := found[key]; ok {
			values[i] = &value
		}
	}
	return values
}

// RunFunc does the operation for items and answers each, in order. It either does all of them or, with an error, none.
type RunFunc[In, Out any] func(ctx context.Context, items []In) ([]Out, error)

// Batcher collects items and runs them together.
type Batcher[In, Out any] struct {
	options Options
	run     RunFunc[In, Out]

	mu      sync.Mutex
	pending []*call[In, Out]
	lanes   int
}

type call[In, Out any] struct {
	ctx  context.Context //nolint:containedctx // A queued call is dropped when its caller has gone.
	item In
	out  Out
	err  error
	done chan struct{}
}

// New makes a Batcher around run.
func New[In, Out any](options Options, run RunFunc[In, Out]) *Batcher[In, Out] {
	return &Batcher[In, Out]{options: options, run: run}
}

// Do hands item over and blocks until its batch has run. An item that breaks its batch fails alone: the batch is repeated one by one, but
// for those whose callers' time is up by then. Do returns ctx's error only when the item's batch hadn't begun, and then at once; after that
// the operation's own result counts.
func (b *Batcher[In, Out]) Do(ctx context.Context, item In) (Out, error) {
	waiting := &call[In, Out]{ctx: ctx, item: item, done: make(chan struct{})}
	b.mu.Lock()
	b.pending = append(b.pending, waiting)
	if b.lanes < b.options.Lanes {
		b.lanes++
		go b.drain()
	}
	b.mu.Unlock()
	select {
	case <-waiting.done:
	case <-ctx.Done():
		if b.withdraw(waiting) {
			return waiting.out, ctx.Err()
		}
		<-waiting.done
	}
	return waiting.out, waiting.err
}

// withdraw takes a call back, unless it is in a batch already.
func (b *Batcher[In, Out]) withdraw(waiting *call[In, Out]) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	place := slices.Index(b.pending, waiting)
	if place < 0 {
		return false
	}
	b.pending = slices.Delete(b.pending, place, place+1)
	return true
}

// drain runs batches until nothing is pending. Its goroutine lives only while there is work, so a Batcher needs no closing.
func (b *Batcher[In, Out]) drain() {
	for {
		batch := b.take()
		if len(batch) == 0 {
			return
		}
		b.runBatch(batch)
	}
}

func (b *Batcher[In, Out]) take() []*call[In, Out] {
	b.mu.Lock()
	defer b.mu.Unlock()
	batch := make([]*call[In, Out], 0, min(len(b.pending), b.options.MaxItems))
	for len(b.pending) > 0 && len(batch) < b.options.MaxItems {
		next := b.pending[0]
		b.pending[0] = nil
		b.pending = b.pending[1:]
		if next.ctx.Err() != nil {
			next.err = next.ctx.Err()
			close(next.done)
			continue
		}
		batch = append(batch, next)
	}
	if len(batch) == 0 {
		b.lanes--
	}
	return batch
}

func (b *Batcher[In, Out]) runBatch(batch []*call[In, Out]) {
	items := make([]In, 0, len(batch))
	for _, waiting := range batch {
		items = append(items, waiting.item)
	}
	outs, err := b.runItems(items)
	if err != nil && len(batch) > 1 {
		b.runAlone(batch, err)
		return
	}
	for i, waiting := range batch {
		waiting.err = err
		if err == nil {
			waiting.out = outs[i]
		}
		close(waiting.done)
	}
}

// runAlone repeats a batch that failed with cause one by one. Each caller has its answer at once: when it is the operation that hangs, the
// last one's turn is long in coming.
func (b *Batcher[In, Out]) runAlone(batch []*call[In, Out], cause error) {
	for _, waiting := range batch {
		if waiting.ctx.Err() != nil {
			waiting.err = cause
			close(waiting.done)
			continue
		}
		b.runBatch([]*call[In, Out]{waiting})
	}
}

func (b *Batcher[In, Out]) runItems(items []In) (outs []Out, err error) {
	ctx, cancel := context.WithTimeout(context.Background(), b.options.Timeout)
	defer cancel()
	// A batch runs on a goroutine of its own, where no caller's recover could save the process.
	defer func() {
		if panicked := recover(); panicked != nil {
			err = fmt.Errorf("panic in a batch: %v\n%s", panicked, debug.Stack())
		}
	}()
	return b.run(ctx, items)
}

// Pending is how many calls wait for a batch to begin, for telemetry.
func (b *Batcher[In, Out]) Pending() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return len(b.pending)
}
