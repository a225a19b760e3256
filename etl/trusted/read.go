package trusted

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// Member is a raw file, unpacked.
type Member struct {
	File string // the landed file
	Name string // the file in it, or the same
	Size int64  // in bytes; -1 where it is not known
	Open func(context.Context) (io.ReadCloser, error)
}

// Options are those of Read.
type Options struct {
	Buckets  int                     // how many buckets of customers to make: see Buckets
	Rejects  *Rejects                // takes the rejected rows
	Scratch  string                  // the folder for rows over Memory; empty is the system's
	Memory   int64                   // bytes of rows to keep in memory; 0 is 96 MiB
	Workers  int                     // how many blocks to clean side by side; 0 is one per processor
	Today    time.Time               // customers cannot have joined later; zero is now
	Progress func(bytes, rows int64) // told how much was read so far, by one goroutine at a time; may be nil
}

const defaultMemory = 96 << 20

// Tables are the cleaned rows of a batch: the offers at once, the rest bucket by bucket.
type Tables struct {
	Offers     []Offer // sorted by ID
	Dictionary []FieldDescription

	offers        map[string]int32 // index in Offers by ID
	offersDigest  [32]byte
	rejects       *Rejects
	lastDay       int32 // that a customer may have joined on
	scratch       string
	budget        *budget
	customers     *store
	events        *store
	eventsFile    string
	customersFile string
	taken         []atomic.Bool
	idle          sync.Pool // of *desk
	counts        [required]counter
	progress      progress
}

type progress struct {
	tell        func(bytes, rows int64)
	bytes, rows int64
}

// Read reads and cleans the files of a batch. When the files are not those of the three tables, or one of them has no rows,
// it returns a *DataError that says what is wrong. Close the tables after use.
func Read(ctx context.Context, members []Member, opts Options) (_ *Tables, err error) {
	if opts.Buckets < 1 || opts.Rejects == nil {
		return nil, errors.New("read raw files: the options have no Buckets or no Rejects")
	}
	files, err := recogniseAll(ctx, members)
	if err != nil {
		return nil, err
	}
	if opts.Memory == 0 {
		opts.Memory = defaultMemory
	}
	if opts.Workers == 0 {
		opts.Workers = runtime.GOMAXPROCS(0)
	}
	if opts.Today.IsZero() {
		opts.Today = time.Now()
	}
	scratch, err := os.MkdirTemp(opts.Scratch, "rows-")
	if err != nil {
		return nil, fmt.Errorf("make a folder for rows: %w", err)
	}
	b := newBudget(opts.Memory, opts.Workers, opts.Buckets)
	t := &Tables{
		rejects: opts.Rejects, scratch: scratch, budget: b,
		lastDay:   dayOf(opts.Today) + 1, // where it is tomorrow already
		customers: newStore("customers", scratch, opts.Buckets, b),
		events:    newStore("events", scratch, opts.Buckets, b),
		taken:     make([]atomic.Bool, opts.Buckets),

		customersFile: files[customers].Name, eventsFile: files[events].Name,
		progress: progress{tell: opts.Progress},
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, t.Close())
		}
	}()
	if f := files[dictionary]; f != nil {
		if t.Dictionary, err = readDictionary(ctx, *f); err != nil {
			return nil, err
		}
	}
	if err := t.readOffers(ctx, *files[offers]); err != nil {
		return nil, err
	}
	if err := t.readRows(ctx, *files[customers], opts.Workers, t.customers, (*worker).customer); err != nil {
		return nil, err
	}
	if err := t.readRows(ctx, *files[events], opts.Workers, t.events, (*worker).event); err != nil {
		return nil, err
	}
	b.done()
	return t, nil
}

// Close removes the rows of buckets that were not taken.
func (t *Tables) Close() error {
	if err := os.RemoveAll(t.scratch); err != nil {
		return fmt.Errorf("remove rows: %w", err)
	}
	return nil
}

// file is a member that was recognised.
type file struct {
	Member
	layout
}

// recogniseAll finds the file of each table.
func recogniseAll(ctx context.Context, members []Member) (files [tables]*file, err error) {
	for _, m := range members {
		l, err := recognise(ctx, m)
		if err != nil {
			return files, err
		}
		if before := files[l.table]; before != nil {
			return files, dataErrorf("%s and %s both have the columns of %s. Expected one file for each table.", before.Name, m.Name, l.table)
		}
		files[l.table] = &file{m, l}
	}
	var lacking []string
	for t := range required {
		if files[t] == nil {
			lacking = append(lacking, t.String())
		}
	}
	if len(lacking) > 0 {
		return files, dataErrorf("There is no file with %s. Expected %s.", strings.Join(lacking, ", "), expected)
	}
	return files, nil
}
