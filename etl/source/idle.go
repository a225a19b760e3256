package source

import (
	"context"
	"errors"
	"io"
	"time"
)

var errIdle = errors.New("nothing came for too long")

// idleBody is the body of a response whose request is cancelled when a single read takes too long.
type idleBody struct {
	ctx    context.Context // of the request
	body   io.ReadCloser
	peeked []byte
	limit  time.Duration
	timer  *time.Timer
	cancel context.CancelCauseFunc
}

func newIdleBody(ctx context.Context, body io.ReadCloser, limit time.Duration, cancel context.CancelCauseFunc) *idleBody {
	b := &idleBody{ctx: ctx, body: body, limit: limit, cancel: cancel}
	b.timer = time.AfterFunc(limit, func() { cancel(errIdle) })
	b.timer.Stop() // what is done between reads may take any time
	return b
}

func (b *idleBody) Read(p []byte) (int, error) {
	if len(b.peeked) > 0 {
		n := copy(p, b.peeked)
		b.peeked = b.peeked[n:]
		return n, nil
	}
	b.timer.Reset(b.limit)
	defer b.timer.Stop()
	n, err := b.body.Read(p)
	if err != nil && err != io.EOF && context.Cause(b.ctx) == errIdle {
		err = errIdle
	}
	return n, err
}

// peek gives up to n bytes from the start, and leaves them to be read. A body that is shorter is no error.
func (b *idleBody) peek(n int) ([]byte, error) {
	start := make([]byte, n)
	n, err := io.ReadFull(b, start)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return nil, err
	}
	b.peeked = start[:n]
	return b.peeked, nil
}

func (b *idleBody) Close() error {
	b.timer.Stop()
	b.cancel(nil)
	return b.body.Close()
}
