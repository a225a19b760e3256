package lake

import (
	"io"
	"sync"
)

const (
	aheadBlock  = 256 << 10
	aheadBlocks = 4
	// firstBlock is read by whoever reads it: to look at the start of a file should not unpack more than that.
	firstBlock = 64 << 10
)

// ahead reads on a goroutine of its own, up to aheadBlocks blocks before its reader.
type ahead struct {
	src   io.ReadCloser
	first int64 // bytes that are still read without the goroutine

	start sync.Once
	full  chan block
	empty chan []byte
	stop  chan struct{}
	done  sync.WaitGroup

	current block
	rest    []byte // of current that is not given out
	closed  bool
}

type block struct {
	buffer []byte
	n      int
	err    error
}

func newAhead(src io.ReadCloser) *ahead {
	return &ahead{src: src, first: firstBlock, full: make(chan block, aheadBlocks), empty: make(chan []byte, aheadBlocks), stop: make(chan struct{})}
}

func (a *ahead) Read(p []byte) (int, error) {
	if a.first > 0 && len(p) > 0 {
		n, err := a.src.Read(p[:min(int64(len(p)), a.first)])
		a.first -= int64(n)
		return n, err
	}
	a.start.Do(func() {
		for range aheadBlocks {
			a.empty <- make([]byte, aheadBlock)
		}
		a.done.Go(a.run)
	})
	for len(a.rest) == 0 {
		if a.current.err != nil {
			return 0, a.current.err
		}
		if a.closed {
			return 0, io.ErrClosedPipe
		}
		if a.current.buffer != nil {
			a.empty <- a.current.buffer
		}
		a.current = <-a.full
		a.rest = a.current.buffer[:a.current.n]
	}
	n := copy(p, a.rest)
	a.rest = a.rest[n:]
	return n, nil
}

// run fills blocks until the source ends or the reader closes.
func (a *ahead) run() {
	for {
		var b block
		select {
		case b.buffer = <-a.empty:
		case <-a.stop:
			return
		}
		for b.n < len(b.buffer) && b.err == nil {
			var n int
			n, b.err = a.src.Read(b.buffer[b.n:])
			b.n += n
		}
		select {
		case a.full <- b:
		case <-a.stop:
			return
		}
		if b.err != nil {
			return
		}
	}
}

// Close waits for the goroutine. It must not run beside a Read.
func (a *ahead) Close() error {
	if a.closed {
		return nil
	}
	a.closed = true
	close(a.stop)
	a.done.Wait()
	a.rest, a.current = nil, block{err: io.ErrClosedPipe}
	return a.src.Close()
}
