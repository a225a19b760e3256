package trusted

import (
	"bytes"
	"io"
	"slices"
)

// blockSize is how much is read at a time. It is enough that handing over a block costs nothing, and little enough that the
// blocks in flight stay in the processor's cache.
const blockSize = 512 << 10

// block is a piece of a file that holds whole rows.
type block struct {
	seq  int
	line int64 // where it begins in the file, counted from 1
	data []byte
	long bool // data is the beginning of one row that is longer than maxRow, and nothing else
}

// cutter cuts a file into blocks.
type cutter struct {
	r    io.Reader
	csv  bool
	size int // how much to read at a time
	seq  int
	line int64
	rest []byte // read, and not yet given out: the beginning of a row
	eof  bool
}

func newCutter(r io.Reader, csv bool) *cutter {
	return &cutter{r: r, csv: csv, size: blockSize, line: 1}
}

// next reads the next block into buf, which it may let grow up to maxRow and two blocks. It returns io.EOF at the end.
func (c *cutter) next(buf []byte) (block, error) {
	buf = append(buf[:0], c.rest...)
	c.rest = c.rest[:0]
	for {
		var err error
		if buf, err = c.fill(buf); err != nil {
			return block{data: buf}, err
		}
		end := c.rowsEnd(buf)
		switch {
		case end > 0:
			c.rest = append(c.rest, buf[end:]...)
			return c.give(buf[:end]), nil
		case c.eof:
			return block{data: buf}, io.EOF
		case len(buf) > maxRow:
			return c.pass(buf)
		}
	}
}

// fill appends a block's size of bytes, or what there is. io.ReadFull would not do: it takes a file that was cut off for one
// that ended.
func (c *cutter) fill(buf []byte) ([]byte, error) {
	buf = slices.Grow(buf, c.size)
	for full := len(buf) + c.size; len(buf) < full && !c.eof; {
		n, err := c.r.Read(buf[len(buf):full])
		buf = buf[:len(buf)+n]
		if err == io.EOF {
			c.eof = true
		} else if err != nil {
			return buf, err
		}
	}
	return buf, nil
}

func (c *cutter) rowsEnd(b []byte) int {
	switch {
	case c.eof:
		return len(b)
	case c.csv:
		return rowsEnd(b)
	}
	return bytes.LastIndexByte(b, '\n') + 1
}

func (c *cutter) give(data []byte) block {
	b := block{seq: c.seq, line: c.line, data: data}
	c.seq++
	c.line += int64(bytes.Count(data, newline))
	return b
}

var newline = []byte("\n")

// pass keeps the beginning of a row that is too long and reads on to the end of its line.
func (c *cutter) pass(buf []byte) (block, error) {
	b := c.give(buf)
	b.long = true
	skipped := make([]byte, blockSize)
	for !c.eof {
		n, err := c.r.Read(skipped)
		if err == io.EOF {
			c.eof = true
		} else if err != nil {
			return b, err
		}
		if end := bytes.IndexByte(skipped[:n], '\n'); end >= 0 {
			c.line++
			c.rest = append(c.rest, skipped[end+1:n]...)
			break
		}
	}
	return b, nil
}
