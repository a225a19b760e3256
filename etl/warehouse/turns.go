package warehouse

import (
	"context"
	"sync"
)

// turns lets buckets through in the order of their numbers, so that rows come in the order of their keys: Postgres sorts them for every key and
// for several checks, and a customer's rows lie together.
type turns struct {
	begin []chan struct{} // by bucket: closed when all before it are over

	mu   sync.Mutex
	over []bool
	next int // the first bucket that is not over
}

func newTurns(buckets int) *turns {
	t := &turns{begin: make([]chan struct{}, buckets), over: make([]bool, buckets)}
	for i := range t.begin {
		t.begin[i] = make(chan struct{})
	}
	if buckets > 0 {
		close(t.begin[0])
	}
	return t
}

// wait returns when all buckets before this one are over.
func (t *turns) wait(ctx context.Context, bucket int) error {
	select {
	case <-t.begin[bucket]:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// end says that a bucket is over, which may come before its turn where it has nothing to do.
func (t *turns) end(bucket int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.over[bucket] = true
	for t.next < len(t.over) && t.over[t.next] {
		if t.next++; t.next < len(t.begin) {
			close(t.begin[t.next])
		}
	}
}
