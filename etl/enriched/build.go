package enriched

import (
	"fmt"

	"cafe-rewards/etl/trusted"
)

// Build makes the star schema's part of bucket b, one of so many buckets. It keeps no reference into b but its strings.
//
// It counts on what package trusted promises of a bucket: the order of its rows, indices in range, times of 0 or more. It
// fails only on a customer whose purchases and completions of one hour would multiply beyond any sense.
func Build(b *trusted.Bucket, offers []trusted.Offer, buckets int) (*Bucket, error) {
	if len(b.Customers) > mostCustomers(buckets) {
		return nil, fmt.Errorf("bucket %d of %d has %d customers, more than customer keys are there for", b.Index, buckets, len(b.Customers))
	}
	out := allocate(b, buckets)
	receipts := newReceiptMatcher(out, offers, buckets)
	purchases := purchases{out: out, buckets: buckets}
	pairs := newPairing(out, len(offers), buckets)
	for events := b.Events; len(events) > 0; {
		n := 1
		for n < len(events) && events[n].Customer == events[0].Customer {
			n++
		}
		customer := out.Customers[events[0].Customer].Key
		completed := receipts.match(customer, events[:n])
		if err := purchases.add(customer, events[:n], completed); err != nil {
			return nil, fmt.Errorf("purchases of customer %q: %w", b.Customers[events[0].Customer].ID, err)
		}
		if err := pairs.add(customer, events[:n]); err != nil {
			return nil, fmt.Errorf("offers of customer %q by the published method: %w", b.Customers[events[0].Customer].ID, err)
		}
		events = events[n:]
	}
	return out, nil
}

// allocate makes room for what the events will need, so that the tables do not grow row by row.
func allocate(b *trusted.Bucket, buckets int) *Bucket {
	out := &Bucket{Index: b.Index, Digest: b.Digest, Customers: customers(b, buckets), LastTime: None}
	var events [trusted.Transaction + 1]int
	for i := range b.Events {
		events[b.Events[i].Kind]++
		out.LastTime = max(out.LastTime, b.Events[i].Time)
	}
	out.Receipts = make([]Receipt, 0, events[trusted.Received])
	out.Transactions = make([]Transaction, 0, events[trusted.Transaction])
	out.Payments = make([]Payment, 0, events[trusted.Completed])
	out.PairEvents = make([]PairEvent, 0, events[trusted.Received]+events[trusted.Transaction])
	return out
}
