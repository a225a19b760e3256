package trusted

import (
	"context"
	"fmt"
)

// Bucket takes the customers of bucket i and their events: without duplicates, sorted, with their digest. Each bucket can be
// taken once, and several side by side.
func (t *Tables) Bucket(ctx context.Context, i int) (*Bucket, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if i < 0 || i >= len(t.taken) || t.taken[i].Swap(true) {
		return nil, fmt.Errorf("take bucket %d of %d: there is none, or it was taken before", i, len(t.taken))
	}
	d, ok := t.idle.Get().(*desk)
	if !ok {
		d = &desk{}
	}
	defer t.idle.Put(d)
	b := &Bucket{Index: i}
	if err := t.takeCustomers(b, d); err != nil {
		return nil, err
	}
	if err := t.takeEvents(b, d); err != nil {
		return nil, err
	}
	b.Digest = t.digest(b)
	return b, nil
}

// desk is the memory that putting one bucket in order takes, besides the bucket. It serves one after the other.
type desk struct {
	file      []byte
	customers []customerRow
	events    []customerEvent
	packed    []uint64
}

// customerEvent is a packed event of a customer of the bucket.
type customerEvent struct {
	packed   uint64
	customer int32
}

// account counts what became of a bucket's rows.
func (t *Tables) account(of table, loaded int, duplicates int64, rejects []Reject) error {
	c := &t.counts[of]
	c.loaded.Add(int64(loaded))
	c.duplicate.Add(duplicates)
	c.rejected.Add(int64(len(rejects)))
	return t.rejects.add(rejects)
}
