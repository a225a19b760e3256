package trusted

import (
	"context"
	"fmt"
	"io"
	"sync"

	"golang.org/x/sync/errgroup"
)

// readRows cleans a file, with one goroutine that reads and cuts and several that clean.
func (t *Tables) readRows(ctx context.Context, f file, workers int, s *store, clean func(*worker, []byte, int64) string) error {
	r, err := f.Open(ctx)
	if err != nil {
		return fmt.Errorf("open %s: %w", f.Name, err)
	}
	defer r.Close()

	group, ctx := errgroup.WithContext(ctx)
	blocks := make(chan block, workers)
	buffers := make(chan []byte, 2*workers+2) // as many as can be under way
	for range cap(buffers) {
		buffers <- nil
	}
	done := sequence{tables: t, table: f.table, waiting: map[int]result{}}
	group.Go(func() error {
		defer close(blocks)
		return cutBlocks(ctx, newCutter(r, !f.json), f.Name, buffers, blocks)
	})
	for range workers {
		group.Go(func() error {
			w := &worker{tables: t, file: f.Name, layout: f.layout, clean: clean, store: s}
			if s != nil {
				w.out = make([][]byte, len(s.piles))
			}
			return w.cleanBlocks(blocks, &done, buffers)
		})
	}
	if err := group.Wait(); err != nil {
		return err
	}
	if t.counts[f.table].landed.Load() == 0 {
		return dataErrorf("%s has no rows, only a header.", f.Name)
	}
	return nil
}

// cutBlocks reads a file to its end, into buffers as they come back.
func cutBlocks(ctx context.Context, cut *cutter, name string, buffers <-chan []byte, blocks chan<- block) error {
	for {
		var buffer []byte
		select {
		case buffer = <-buffers:
		case <-ctx.Done():
			return ctx.Err()
		}
		b, err := cut.next(buffer)
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return readError(name, err)
		}
		select {
		case blocks <- b:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// cleanBlocks cleans blocks as long as there are any, and gives their buffers back.
func (w *worker) cleanBlocks(blocks <-chan block, done *sequence, buffers chan<- []byte) error {
	for b := range blocks {
		w.do(b)
		if w.err != nil {
			return w.err
		}
		if err := done.add(b.seq, result{int64(len(b.data)), w.landed, w.rejects}); err != nil {
			return err
		}
		buffers <- b.data
	}
	return w.flush()
}

// result is what came of a block.
type result struct {
	bytes, landed int64
	rejects       []Reject
}

// sequence takes results in the order of their blocks, so that rejects are written in the order of their file.
type sequence struct {
	tables *Tables
	table  table

	mu      sync.Mutex
	next    int
	waiting map[int]result
}

func (s *sequence) add(seq int, r result) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.waiting[seq] = r
	for {
		r, ok := s.waiting[s.next]
		if !ok {
			return nil
		}
		delete(s.waiting, s.next)
		s.next++
		count := &s.tables.counts[s.table]
		count.landed.Add(r.landed)
		count.rejected.Add(int64(len(r.rejects)))
		if err := s.tables.rejects.add(r.rejects); err != nil {
			return err
		}
		p := &s.tables.progress
		p.bytes += r.bytes
		p.rows += r.landed
		if p.tell != nil {
			p.tell(p.bytes, p.rows)
		}
	}
}
