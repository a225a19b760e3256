package lake

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zip"
)

// packedBuffer is how much packed data is read at once.
const packedBuffer = 64 << 10

// unpacked makes the Open of a member from a function that opens its packed bytes, whose number is given. Unpacking runs ahead on a
// goroutine of its own, so that it overlaps with parsing.
func (b Batch) unpacked(m Member, packed int64, budget *budget, open func(context.Context) (io.ReadCloser, error)) func(context.Context) (io.ReadCloser, error) {
	allowed := budget.member(m.label(), packed, b.lake.limits)
	return func(ctx context.Context) (io.ReadCloser, error) {
		raw, err := open(ctx)
		if err != nil {
			return nil, err
		}
		text, isPacked, err := gunzip(raw, m.label())
		if err != nil {
			raw.Close()
			return nil, err
		}
		checked := &guarded{ctx: ctx, r: text, close: raw.Close, label: m.label(), allowed: allowed}
		if _, isEntry := raw.(*entry); isPacked || isEntry {
			return newAhead(checked), nil
		}
		return checked, nil
	}
}

// gunzip looks at the first bytes, unpacks the file if it is gzipped, and refuses anything that would have to be unpacked again.
func gunzip(r io.Reader, label string) (text io.Reader, isPacked bool, err error) {
	buffered := bufio.NewReaderSize(r, packedBuffer)
	start, err := peek(buffered, label)
	if err != nil {
		return nil, false, err
	}
	if kindOf(start) == gzipped {
		z, err := gzip.NewReader(buffered)
		if err != nil {
			return nil, false, damage(label, err)
		}
		inner := bufio.NewReaderSize(z, kindBytes)
		if start, err = peek(inner, label); err != nil {
			return nil, false, err
		}
		buffered, isPacked = inner, true
	}
	switch k := kindOf(start); {
	case k == plain:
		return buffered, isPacked, nil
	case isPacked:
		return nil, false, fmt.Errorf("%s is %s once it is unpacked: pack files once, as .gz or .zip", label, k)
	case k == zipped:
		return nil, false, fmt.Errorf("%s is a zip inside a zip: pack the files themselves", label)
	default:
		return nil, false, fmt.Errorf("%s is %s, which is not read here: send .csv or .json, as it is, as .gz, or as .zip", label, k)
	}
}

func peek(r *bufio.Reader, label string) ([]byte, error) {
	start, err := r.Peek(kindBytes)
	if err != nil && err != io.EOF {
		return nil, damage(label, err)
	}
	return start, nil
}

// damage explains what is wrong with a packed file.
func damage(label string, err error) error {
	var corrupt flate.CorruptInputError
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF):
		return fmt.Errorf("%s is cut short: its end is missing: copy or download it again", label)
	case errors.Is(err, gzip.ErrChecksum), errors.Is(err, zip.ErrChecksum):
		return fmt.Errorf("%s is damaged: its checksum does not match: copy or download it again", label)
	case errors.As(err, &corrupt), errors.Is(err, gzip.ErrHeader), errors.Is(err, zip.ErrFormat):
		return fmt.Errorf("%s is damaged and cannot be unpacked: copy or download it again", label)
	}
	return fmt.Errorf("unpack %s: %w", label, err)
}

// guarded reads a member within its limits, and turns errors into sentences.
type guarded struct {
	ctx     context.Context
	r       io.Reader
	close   func() error
	label   string
	allowed *allowance
	offset  int64
	err     error
}

func (g *guarded) Read(p []byte) (int, error) {
	if g.err != nil {
		return 0, g.err
	}
	if g.err = g.ctx.Err(); g.err != nil {
		return 0, g.err
	}
	n, err := g.r.Read(p)
	g.offset += int64(n)
	if e := g.allowed.upTo(g.offset); e != nil {
		n, g.err = 0, e
		return 0, e
	}
	switch {
	case err == io.EOF:
		g.err = io.EOF
	case err != nil && g.ctx.Err() != nil:
		g.err = g.ctx.Err()
	case err != nil:
		g.err = damage(g.label, err)
	}
	return n, g.err
}

func (g *guarded) Close() error { return g.close() }
