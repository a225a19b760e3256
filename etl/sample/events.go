package sample

import (
	"context"
	"fmt"
	"io"
	"strconv"
)

// events takes what customers do, one customer after the other, and brings it out by time: in every step first what is received,
// then what the customers do, in their order.
//
// Every step has its own stretches of the file, in which rows come in the order of customers anyway. How long they are, the first
// simulation finds out by counting; the second, which is the same to the last bit, fills them side by side. So nothing is sorted,
// and nothing but a buffer per stretch is in memory.
type events struct {
	stretches [2 * steps]stretch
	file      io.WriterAt // nil while counting
	err       error       // the first; nothing is written after it
}

// stretch is a part of the file that is written from its start to its end.
type stretch struct {
	buffer []byte
	at     int64  // where in the file the buffer goes; while counting, the bytes so far
	end    int64  // the next stretch's start
	time   string // how each of its rows ends
}

const (
	bufferSize = 32 << 10 // for the 126 stretches that are used, some 4 MB together
	longestRow = 256
)

func newEvents() *events {
	e := &events{}
	for i := range e.stretches {
		e.stretches[i].time = strconv.Itoa(i/2*stepHours) + "\n"
	}
	return e
}

func (e *events) received(step int, c *customer, o *offer)  { e.add(2*step, c, o.received) }
func (e *events) viewed(step int, c *customer, o *offer)    { e.add(2*step+1, c, o.viewed) }
func (e *events) completed(step int, c *customer, o *offer) { e.add(2*step+1, c, o.completed) }

func (e *events) bought(step int, c *customer, a amount) {
	s := e.room(2*step + 1)
	b := append(s.buffer, c.id[:]...)
	b = append(b, ",transaction,{'amount': "...)
	b = a.append(b)
	b = append(b, "},"...)
	s.buffer = append(b, s.time...)
}

func (e *events) add(stretch int, c *customer, what []byte) {
	s := e.room(stretch)
	b := append(s.buffer, c.id[:]...)
	b = append(b, what...)
	s.buffer = append(b, s.time...)
}

// room is a stretch with space in its buffer for another row.
func (e *events) room(stretch int) *stretch {
	s := &e.stretches[stretch]
	if s.buffer == nil {
		s.buffer = make([]byte, 0, bufferSize)
	}
	if len(s.buffer) > bufferSize-longestRow {
		e.flush(s)
	}
	return s
}

func (e *events) flush(s *stretch) {
	if e.file != nil && e.err == nil {
		_, e.err = e.file.WriteAt(s.buffer, s.at)
	}
	s.at += int64(len(s.buffer))
	s.buffer = s.buffer[:0]
}

func (e *events) flushAll() error {
	for i := range e.stretches {
		e.flush(&e.stretches[i])
	}
	return e.err
}

// layOut ends the counting: it writes the header, and from now on rows go to their places in the file.
func (e *events) layOut(file io.WriterAt) error {
	if err := e.flushAll(); err != nil {
		return err
	}
	if _, err := file.WriteAt([]byte(eventsHeader), 0); err != nil {
		return err
	}
	e.file = file
	at := int64(len(eventsHeader))
	for i := range e.stretches {
		s := &e.stretches[i]
		s.at, s.end = at, at+s.at
		at = s.end
	}
	return nil
}

// close writes what is left, and makes sure that the stretches meet without a gap.
func (e *events) close() error {
	if err := e.flushAll(); err != nil {
		return err
	}
	for i := range e.stretches {
		if s := &e.stretches[i]; s.at != s.end {
			return fmt.Errorf("the rows of hour %d end at byte %d instead of %d: the second simulation differs from the first",
				i/2*stepHours, s.at, s.end)
		}
	}
	return nil
}

const eventsHeader = "customer_id,event,value,time\n"

// writeEvents simulates everybody for the second time, and writes what they do to where e has counted room for it.
func (p *programme) writeEvents(ctx context.Context, path string, e *events) error {
	f, err := create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := e.layOut(f); err != nil {
		return err
	}
	l := &life{programme: p, out: e}
	for number := range p.Customers {
		l.live(number)
		if err := p.tick(ctx); err != nil {
			return err
		}
		if e.err != nil {
			return e.err
		}
	}
	if err := e.close(); err != nil {
		return err
	}
	return finish(f)
}
