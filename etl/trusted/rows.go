package trusted

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
)

// budget bounds the memory that waiting rows take. Rows wait in chunks, each filled by one worker for one bucket.
type budget struct {
	limit int64 // bytes
	chunk int   // the size of one
	used  atomic.Int64

	mu   sync.Mutex
	free [][]byte
}

// The smallest chunk holds the largest compact row; the largest is where growing it gains nothing more.
const (
	leastChunk = 8 << 10
	mostChunk  = 64 << 10
)

// newBudget makes a budget for that many workers and buckets. Their half-filled chunks are to take a quarter of it.
func newBudget(limit int64, workers, buckets int) *budget {
	share := limit / 4 / int64(workers*buckets)
	return &budget{limit: limit, chunk: int(min(max(share, leastChunk), mostChunk))}
}

func (b *budget) get() []byte {
	b.used.Add(int64(b.chunk))
	b.mu.Lock()
	defer b.mu.Unlock()
	if n := len(b.free); n > 0 {
		c := b.free[n-1]
		b.free = b.free[:n-1]
		return c
	}
	return make([]byte, 0, b.chunk)
}

func (b *budget) put(chunks [][]byte) {
	b.used.Add(-int64(b.chunk * len(chunks)))
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, c := range chunks {
		b.free = append(b.free, c[:0])
	}
}

// done lets go of the chunks that nobody will use again.
func (b *budget) done() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.free = nil
}

// store keeps the compact rows of one table until their bucket is taken.
type store struct {
	name   string
	dir    string
	budget *budget
	piles  []pile
}

// pile is a bucket's rows. They go to its file when the budget is spent.
type pile struct {
	mu      sync.Mutex
	chunks  [][]byte
	bytes   int64
	spilled bool
}

// maxPile is how many bytes of compact rows a bucket may have: it is cleaned in memory. That is ten times what the buckets of
// Buckets have, and three million events.
const maxPile = 128 << 20

func newStore(name, dir string, buckets int, b *budget) *store {
	return &store{name: name, dir: dir, budget: b, piles: make([]pile, buckets)}
}

// add takes over a chunk of whole rows.
func (s *store) add(bucket int, chunk []byte) error {
	p := &s.piles[bucket]
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.bytes += int64(len(chunk)); p.bytes > maxPile {
		return dataErrorf("%s has too many rows of the same customer_id, or of a few: more than fit in memory at once.", s.name)
	}
	p.chunks = append(p.chunks, chunk)
	if s.budget.used.Load() <= s.budget.limit {
		return nil
	}
	if err := s.spill(bucket, p.chunks); err != nil {
		return fmt.Errorf("keep rows of %s on disk: %w", s.name, err)
	}
	p.spilled = true
	s.budget.put(p.chunks)
	p.chunks = nil
	return nil
}

func (s *store) path(bucket int) string {
	return filepath.Join(s.dir, fmt.Sprintf("%s-%d", s.name, bucket))
}

// spill opens the file anew each time: a thousand buckets are more files than a process may hold open.
func (s *store) spill(bucket int, chunks [][]byte) (err error) {
	f, err := os.OpenFile(s.path(bucket), os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	for _, c := range chunks {
		if _, err := f.Write(c); err != nil {
			return err
		}
	}
	return nil
}

// take gives away a bucket's rows, as pieces of whole rows in no particular order. Those on disk are read into buf, or into a
// larger one that takes its place.
func (s *store) take(bucket int, buf *[]byte) (pieces [][]byte, err error) {
	p := &s.piles[bucket]
	p.mu.Lock()
	defer p.mu.Unlock()
	pieces, p.chunks = p.chunks, nil
	if !p.spilled {
		return pieces, nil
	}
	if err := s.readBack(bucket, buf); err != nil {
		return nil, fmt.Errorf("read back rows of %s: %w", s.name, err)
	}
	return append(pieces, *buf), nil
}

func (s *store) readBack(bucket int, buf *[]byte) error {
	f, err := os.Open(s.path(bucket))
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	*buf = slices.Grow((*buf)[:0], int(info.Size()))[:info.Size()]
	if _, err := io.ReadFull(f, *buf); err != nil {
		return err
	}
	return os.Remove(f.Name())
}
