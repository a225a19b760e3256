package enriched_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cafe-rewards/etl/enriched"
	"cafe-rewards/etl/trusted"
)

// randomRows are rows of a source, copies and all, in no order. Times are few, so that much happens in the same hour.
func randomRows(r *rand.Rand, customers int) []trusted.Event {
	hours := 1 + r.IntN(100)
	rows := make([]trusted.Event, customers*r.IntN(30))
	for i := range rows {
		e := trusted.Event{
			Customer: int32(r.IntN(customers)), Time: int32(r.IntN(hours)), Kind: trusted.Kind(1 + r.IntN(4)),
			Offer: int32(r.IntN(len(specOffers))), Copies: 1,
		}
		if e.Kind == trusted.Transaction {
			e.Offer, e.AmountCents = trusted.Unknown, int64(r.IntN(4))*50
		}
		if i > 0 && r.IntN(5) == 0 {
			e = rows[r.IntN(i)]
		}
		rows[i] = e
	}
	return rows
}

// clean does with rows what package trusted promises: sorted, and each once with its copies counted.
func clean(rows []trusted.Event, customers int) *trusted.Bucket {
	b := &trusted.Bucket{}
	for i := range customers {
		b.Customers = append(b.Customers, trusted.Customer{ID: fmt.Sprintf("customer %03d", i), Age: int16(i), IncomeCents: int64(i) * 10_000_00})
	}
	sorted := slices.Clone(rows)
	sortEvents(sorted)
	for _, e := range sorted {
		if n := len(b.Events); n > 0 && compareEvents(b.Events[n-1], e) == 0 {
			b.Events[n-1].Copies += e.Copies
			continue
		}
		b.Events = append(b.Events, e)
	}
	return b
}

func eachRandom(t *testing.T, law func(t *testing.T, r *rand.Rand)) {
	t.Parallel()
	for seed := range uint64(200) {
		law(t, rand.New(rand.NewPCG(seed, 1)))
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
}

func TestBuildGivesWhatTheReferenceGives(t *testing.T) {
	eachRandom(t, func(t *testing.T, r *rand.Rand) {
		b := clean(randomRows(r, 4), 4)
		out := build(t, b)
		if diff := cmp.Diff(referenceReceipts(b, specOffers), builtReceipts(out)); diff != "" {
			t.Errorf("audited method, reference first:\n%s", diff)
		}
		if diff := cmp.Diff(referencePairs(b), builtPairs(out)); diff != "" {
			t.Errorf("published method, reference first:\n%s", diff)
		}
	})
}

func TestOrderOfRowsDoesNotMatter(t *testing.T) {
	eachRandom(t, func(t *testing.T, r *rand.Rand) {
		rows := randomRows(r, 4)
		before := build(t, clean(rows, 4))
		r.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
		if diff := cmp.Diff(before, build(t, clean(rows, 4))); diff != "" {
			t.Errorf("shuffled:\n%s", diff)
		}
	})
}

// A customer's rows are the same whoever else is in the bucket, and whatever bucket that is.
func TestCustomersAreIndependent(t *testing.T) {
	eachRandom(t, func(t *testing.T, r *rand.Rand) {
		const customers, buckets = 4, 3
		rows := randomRows(r, customers)
		together := build(t, clean(rows, customers))
		var receipts, pairs []string
		var counts enriched.Counts
		keys := map[string]int64{}
		for customer := range customers {
			var own []trusted.Event
			for _, e := range rows {
				if int(e.Customer) == customer {
					own = append(own, e)
				}
			}
			b := clean(own, customers)
			b.Index = customer % buckets
			out, err := enriched.Build(b, specOffers, buckets)
			if err != nil {
				t.Fatal(err)
			}
			receipts, pairs = append(receipts, builtReceipts(out)...), append(pairs, builtPairs(out)...)
			counts.Add(out.Counts)
			if customer < buckets {
				keysRise(t, keys, out)
			}
		}
		slices.Sort(receipts)
		slices.Sort(pairs)
		if diff := cmp.Diff(builtReceipts(together), receipts); diff != "" {
			t.Errorf("audited method, together first:\n%s", diff)
		}
		if diff := cmp.Diff(builtPairs(together), pairs); diff != "" {
			t.Errorf("published method, together first:\n%s", diff)
		}
		if counts != together.Counts {
			t.Errorf("counts are %+v together and %+v alone", together.Counts, counts)
		}
	})
}

// keysRise fails when a key is not above those of the rows and buckets before it. Receipts, purchases and pairs come customer by customer, too.
func keysRise(t *testing.T, last map[string]int64, out *enriched.Bucket) {
	t.Helper()
	rises := func(table string, key int64, atLeast int64) {
		if before, ok := last[table]; ok && key < before+atLeast {
			t.Errorf("%s %d comes after %d", table, key, before)
		}
		last[table] = key
	}
	for _, r := range out.Customers {
		rises("customer", int64(r.Key), 1)
	}
	for _, r := range out.Receipts {
		rises("receipt", r.Key, 1)
		rises("customer of a receipt", int64(r.CustomerKey), 0)
	}
	for _, r := range out.Transactions {
		rises("transaction", r.Key, 1)
		rises("customer of a transaction", int64(r.CustomerKey), 0)
	}
	for _, r := range out.Unmatched {
		rises("unmatched", r.Key, 1)
	}
	for _, r := range out.PairEvents {
		rises("pair", r.Key, 1)
		rises("customer of a pair", int64(r.CustomerKey), 0)
	}
}
