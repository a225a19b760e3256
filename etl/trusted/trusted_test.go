package trusted

import (
	"bytes"
	"context"
	"io"
	"os"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// member makes a raw file of data.
func member(name string, data []byte) Member {
	return Member{File: name, Name: name, Size: int64(len(data)), Open: func(context.Context) (io.ReadCloser, error) {
		return io.NopCloser(bytes.NewReader(data)), nil
	}}
}

// A small batch that has nothing to reject.
const (
	someOffers = `offer_id,offer_type,difficulty,reward,duration,channels
o1,bogo,10,5,7,"['web', 'email']"
o2,discount,20.5,3,10,"['email']"
`
	someCustomers = `customer_id,became_member_on,gender,age,income
c1,20170212,,118,
c2,20170715,F,55,112000
`
	someEvents = `customer_id,event,value,time
c1,offer received,{'offer id': 'o1'},0
c1,transaction,{'amount': 12.5},6
c2,offer completed,"{'offer_id': 'o2', 'reward': 3}",6
`
)

func batch(offers, customers, events string) []Member {
	return []Member{member("offers.csv", []byte(offers)), member("customers.csv", []byte(customers)), member("events.csv", []byte(events))}
}

// cleaned is everything that comes out of a batch.
type cleaned struct {
	tables  *Tables
	buckets []*Bucket
	rejects *Rejects
}

// today is the day on which tests run, as far as they know.
var today = time.Date(2026, 1, 15, 12, 0, 0, 0, time.UTC)

// clean reads a batch and takes all of its buckets. Rows must be conserved, and the scratch folder be left empty, whatever
// the batch is.
func clean(t testing.TB, members []Member, opts Options) cleaned {
	t.Helper()
	c, err := tryClean(t, members, opts)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func tryClean(t testing.TB, members []Member, opts Options) (cleaned, error) {
	t.Helper()
	if opts.Buckets == 0 {
		opts.Buckets = 4
	}
	if opts.Today.IsZero() {
		opts.Today = today
	}
	opts.Scratch = t.TempDir()
	if opts.Rejects == nil {
		opts.Rejects = NewRejects(io.Discard)
	}
	defer func() {
		left, err := os.ReadDir(opts.Scratch)
		if err != nil || len(left) > 0 {
			t.Errorf("left in the scratch folder: %v, %v", left, err)
		}
	}()
	tables, err := Read(t.Context(), members, opts)
	if err != nil {
		return cleaned{}, err
	}
	defer tables.Close()
	c := cleaned{tables: tables, rejects: opts.Rejects}
	for i := range opts.Buckets {
		b, err := tables.Bucket(t.Context(), i)
		if err != nil {
			return c, err
		}
		c.buckets = append(c.buckets, b)
	}
	conserved(t, c)
	return c, nil
}

// conserved checks that every row that landed is accounted for, and that the accounts are those of the rows handed out.
func conserved(t testing.TB, c cleaned) {
	t.Helper()
	rejected := map[string]int64{}
	for _, r := range c.rejects.Reasons() {
		rejected[r.Table] += r.Rows
	}
	loaded := map[string]int64{"offers": int64(len(c.tables.Offers))}
	duplicate := int64(0)
	for _, b := range c.buckets {
		loaded["customers"] += int64(len(b.Customers))
		loaded["events"] += int64(len(b.Events))
		for _, e := range b.Events {
			duplicate += int64(e.Copies - 1)
		}
	}
	for _, n := range c.tables.Counts() {
		if n.Landed != n.Loaded+n.Duplicate+n.Rejected || n.Loaded != loaded[n.Table] || n.Rejected != rejected[n.Table] {
			t.Errorf("%+v, but %d rows were handed out and %d rejected", n, loaded[n.Table], rejected[n.Table])
		}
		if n.Table == "events" && n.Duplicate != duplicate {
			t.Errorf("%+v, but there are %d copies", n, duplicate)
		}
	}
}

// digests are those of all buckets.
func (c cleaned) digests() [][32]byte {
	all := make([][32]byte, len(c.buckets))
	for i, b := range c.buckets {
		all[i] = b.Digest
	}
	return all
}

func equal(t testing.TB, want, got any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("wanted first:\n%s", diff)
	}
}
