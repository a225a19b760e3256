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
	b := &Bucket{Index: i}
	if err := t.takeCustomers(b); err != nil {
		return nil, err
	}
	if err := t.takeEvents(b); err != nil {
		return nil, err
	}
	b.Digest = t.digest(b)
	return b, nil
}

// account counts what became of a bucket's rows.
func (t *Tables) account(of table, loaded int, duplicates int64, rejects []Reject) error {
	c := &t.counts[of]
	c.loaded.Add(int64(loaded))
	c.duplicate.Add(duplicates)
	c.rejected.Add(int64(len(rejects)))
	return t.rejects.add(rejects)
}
