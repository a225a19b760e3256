package draw

import (
	"context"
	"errors"
	"fmt"
)

// What may be asked for: sides of a drawing in pixels, and bytes of an option.
const (
	maxSide   = 4000
	maxOption = 8 << 20
)

// Drawer draws with at most so many engines at a time. It is safe for concurrent use.
type Drawer struct {
	slots chan struct{} // one token per drawing that goes on
	idle  chan *engine
}

// New makes a Drawer of at most n engines. The first one is started at once, so that what is wrong with them is known early; the
// others when they are needed.
func New(n int) (*Drawer, error) {
	if n < 1 {
		return nil, fmt.Errorf("draw: %d engines cannot draw", n)
	}
	first, err := newEngine()
	if err != nil {
		return nil, fmt.Errorf("draw: %w", err)
	}
	d := &Drawer{slots: make(chan struct{}, n), idle: make(chan *engine, n)}
	d.idle <- first
	return d, nil
}

// Aside is a Drawer of one engine, which starts when it is first needed. Nothing that it draws keeps this one waiting.
func (d *Drawer) Aside() *Drawer {
	return &Drawer{slots: make(chan struct{}, 1), idle: make(chan *engine, 1)}
}

// SVG draws an option in JSON, in a drawing of that size. It waits for a free engine as long as ctx allows.
func (d *Drawer) SVG(ctx context.Context, option []byte, width, height int) ([]byte, error) {
	if width < 1 || width > maxSide || height < 1 || height > maxSide {
		return nil, fmt.Errorf("draw: %d × %d pixels are not between 1 and %d", width, height, maxSide)
	}
	if len(option) > maxOption {
		return nil, fmt.Errorf("draw: an option of %d bytes is longer than %d", len(option), maxOption)
	}
	text, err := d.call(ctx, "draw", string(option), width, height)
	if err != nil {
		return nil, fmt.Errorf("draw: %w", err)
	}
	svg, err := Clean(text)
	if err != nil {
		return nil, fmt.Errorf("draw: %w", err)
	}
	return svg, nil
}

// call borrows an engine. One that fails is thrown away: nobody knows in what state it is.
func (d *Drawer) call(ctx context.Context, function string, arguments ...any) (string, error) {
	select {
	case d.slots <- struct{}{}:
		defer func() { <-d.slots }()
	case <-ctx.Done():
		return "", ctx.Err()
	}
	e, err := d.engine()
	if err != nil {
		return "", err
	}
	text, err := e.call(ctx, function, arguments...)
	if err != nil {
		e.close()
		return "", err
	}
	d.idle <- e
	return text, nil
}

func (d *Drawer) engine() (*engine, error) {
	select {
	case e := <-d.idle:
		return e, nil
	default:
		return newEngine()
	}
}

// Close frees the engines. It waits for drawings that go on; afterwards nothing can be drawn.
func (d *Drawer) Close() error {
	for range cap(d.slots) {
		d.slots <- struct{}{}
	}
	for {
		select {
		case e := <-d.idle:
			if err := e.vm.Close(); err != nil {
				return errors.Join(err, d.Close())
			}
		default:
			return nil
		}
	}
}
