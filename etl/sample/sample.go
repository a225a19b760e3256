// Package sample writes sample data: the raw files of a café chain's reward programme that does not exist. It is what the program
// shows while no source is configured, and what its benchmarks grow to any size.
//
// The files have the shape of the real ones, oddities included: the dict literals, the amounts with binary noise, the customers of
// age 118, the completions that come twice. None of that is put in afterwards: it follows from how the simulated customers
// behave. Read offers.go (what is sent), customer.go (who gets it), behaviour.go (what they do), basket.go
// (what they spend) and events.go (how that comes out in order of time without being kept in memory).
//
// Nothing here is parsed, cleaned or judged: to the rest of the program a sample is a source like any other.
package sample

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
)

// The files of a sample.
const (
	CustomersFile  = "customers.csv"
	OffersFile     = "offers.csv"
	EventsFile     = "events.csv"
	DictionaryFile = "data_dictionary.csv"
)

// MaxCustomers is the most that Write simulates: some 150 GB of events.
const MaxCustomers = 100_000_000

// Options say which sample to write. The same Customers and Seed give the same bytes, on any machine; and a smaller sample
// is the beginning of a larger one with the same seed: the same offers, the same first customers, doing the same things.
type Options struct {
	Customers int
	Seed      uint64

	// Progress, where it is set, is told how much of the work is done, from 0 to total, a few hundred times at most.
	Progress func(done, total int64)
}

// Write simulates a programme and leaves its four files in dir, which it makes where it is missing. Memory does not grow
// with the number of customers: it stays near 8 MB.
//
// The files are written aside and moved into place when all of them are complete, events.csv last and after an older one is gone. So
// whatever stops Write, a folder with an events.csv holds one whole sample.
func Write(ctx context.Context, dir string, o Options) error {
	if o.Customers < 1 || o.Customers > MaxCustomers {
		return fmt.Errorf("write sample: %d customers asked for: give a number from 1 to %d", o.Customers, MaxCustomers)
	}
	if err := write(ctx, dir, o); err != nil {
		return fmt.Errorf("write sample of %d customers to %s: %w", o.Customers, dir, err)
	}
	return nil
}

func write(ctx context.Context, dir string, o Options) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	if err := sweep(dir); err != nil {
		return err
	}
	aside, err := os.MkdirTemp(dir, asidePrefix+"*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(aside) // after a success it is empty; after a failure that failure is the news
	p := newProgramme(o)
	e := newEvents()
	if err := writeDictionary(filepath.Join(aside, DictionaryFile)); err != nil {
		return err
	}
	if err := p.writeOffers(filepath.Join(aside, OffersFile)); err != nil {
		return err
	}
	if err := p.writeCustomers(ctx, filepath.Join(aside, CustomersFile), e); err != nil {
		return err
	}
	if err := p.writeEvents(ctx, filepath.Join(aside, EventsFile), e); err != nil {
		return err
	}
	return moveIn(aside, dir)
}

// programme is one sample in the making.
type programme struct {
	Options
	offers [offerCount]offer
	done   int64 // customers simulated; each is simulated twice
}

func newProgramme(o Options) *programme {
	return &programme{Options: o, offers: newOffers(o.Seed)}
}

// tick counts a simulated customer. Every so often it reports, and finds out whether to go on.
func (p *programme) tick(ctx context.Context) error {
	total := 2 * int64(p.Customers)
	p.done++
	if every := max(1024, total/256); p.done%every != 0 && p.done != total {
		return nil
	}
	if p.Progress != nil {
		p.Progress(p.done, total)
	}
	return ctx.Err()
}
