package warehouse

import (
	"context"
	"fmt"
	"io"
	"sync"

	"github.com/jackc/pgx/v5"

	"cafe-rewards/etl/enriched"
)

const (
	chunkBytes = 60_000 // just under what pgx sends at once
	chunkRows  = 256    // encoded between two looks at the chunk's size
	chunksWait = 16     // between the encoders and the server, per table: the load's memory is bounded by it
)

// stream is one COPY into the partition of one table, on its own connection. Its transaction made that partition, so that COPY may
// freeze the rows it writes: nothing has to visit them again, and where wal_level is minimal they skip the log.
type stream struct {
	table *table
	stamp stamp
	ctx   context.Context
	lines *Lines

	started bool
	conn    *pgx.Conn
	chunks  chan []byte
	done    chan struct{} // closed when the COPY is over; err says how
	err     error
}

var chunks = sync.Pool{New: func() any { b := make([]byte, 0, chunkBytes+16<<10); return &b }}

func newStream(ctx context.Context, lines *Lines, t *table, s stamp) *stream {
	return &stream{table: t, stamp: s, ctx: ctx, lines: lines, chunks: make(chan []byte, chunksWait), done: make(chan struct{})}
}

// run creates the partition, not attached yet, copies the chunks into it, and builds what they need.
func (s *stream) run() error {
	partition := s.table.partition(s.stamp.version)
	var err error
	if s.conn, err = s.lines.take(); err != nil {
		return fmt.Errorf("connect to load %s: %w", s.table.name, err)
	}
	if _, err := s.conn.Exec(s.ctx, "begin; "+s.table.create(s.stamp.version)); err != nil {
		return fmt.Errorf("create %s: %w", partition, err)
	}
	rows := &chunkReader{ctx: s.ctx, chunks: s.chunks, rest: copyHeader}
	if _, err := s.conn.PgConn().CopyFrom(s.ctx, rows, s.table.copyStatement(s.stamp.version)); err != nil {
		return fmt.Errorf("copy into %s: %w", partition, err)
	}
	if _, err := s.conn.Exec(s.ctx, s.table.finish(s.stamp.version)+"; commit"); err != nil {
		return fmt.Errorf("build the primary key of %s: %w", partition, err)
	}
	return nil
}

// add sends the bucket's rows. With the first row the COPY begins: a table without rows gets no partition.
func (s *stream) add(ctx context.Context, b *enriched.Bucket) error {
	total := s.table.rows(b)
	if total == 0 {
		return nil
	}
	if !s.started {
		s.started = true
		go func() {
			defer close(s.done)
			s.err = s.run()
		}()
	}
	chunk := (*chunks.Get().(*[]byte))[:0]
	for from := 0; from < total; {
		to := min(from+chunkRows, total)
		chunk = s.table.append(chunk, b, from, to, s.stamp)
		from = to
		if len(chunk) < chunkBytes-chunkBytes/4 && to < total {
			continue
		}
		select {
		case s.chunks <- chunk:
			chunk = (*chunks.Get().(*[]byte))[:0]
		case <-s.done:
			return s.failure()
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
	chunks.Put(&chunk)
	return nil
}

// finish ends the COPY, and waits until its rows and their primary key are committed. Nothing may be added any more.
func (s *stream) finish() error {
	if !s.started {
		return nil
	}
	select {
	case s.chunks <- copyTrailer:
		close(s.chunks)
	case <-s.done:
	}
	<-s.done
	return s.err
}

// close waits for the COPY to end, which takes no time when its context has, and closes the connection.
func (s *stream) close() {
	if !s.started {
		return
	}
	<-s.done
	if s.conn != nil {
		_ = s.conn.Close(context.WithoutCancel(s.ctx))
	}
}

// failure is why nothing can be added any more.
func (s *stream) failure() error {
	if s.err != nil {
		return s.err
	}
	return fmt.Errorf("copy into %s: it was finished already", s.table.partition(s.stamp.version))
}

// chunkReader reads the header, then the chunks one after the other.
type chunkReader struct {
	ctx    context.Context
	chunks <-chan []byte
	chunk  []byte // to give back once read
	rest   []byte
}

func (r *chunkReader) Read(p []byte) (int, error) {
	for len(r.rest) == 0 {
		if used := r.chunk; cap(used) >= chunkBytes {
			chunks.Put(&used)
		}
		r.chunk = nil
		select {
		case chunk, ok := <-r.chunks:
			if !ok {
				return 0, io.EOF
			}
			r.chunk, r.rest = chunk, chunk
		case <-r.ctx.Done():
			return 0, context.Cause(r.ctx)
		}
	}
	n := copy(p, r.rest)
	r.rest = r.rest[n:]
	return n, nil
}
