package enriched_test

import (
	"strings"
	"testing"
	"time"

	"cafe-rewards/etl/enriched"
	"cafe-rewards/etl/trusted"
)

// One customer with most of a source's events must not make Build look at all of his receipts for each of them. Were the work
// quadratic, this would take minutes.
func TestBuildIsLinearInTheEventsOfACustomer(t *testing.T) {
	t.Parallel()
	const n = 60_000
	offers := []trusted.Offer{{ID: "A", Type: "discount", DurationDays: n / 24}}
	b := &trusted.Bucket{Customers: []trusted.Customer{{ID: "a"}}}
	for _, kind := range []trusted.Kind{trusted.Received, trusted.Viewed, trusted.Completed} {
		for i := range n {
			b.Events = append(b.Events, trusted.Event{Time: int32(int(kind)*n/4 + i), Kind: kind, Copies: 1})
		}
	}
	sortEvents(b.Events)
	before := time.Now()
	out, err := enriched.Build(b, offers, 1)
	if err != nil {
		t.Fatal(err)
	}
	if took := time.Since(before); took > 5*time.Second {
		t.Errorf("%d events took %s", len(b.Events), took)
	}
	if c := out.Counts; len(out.Receipts) != n || c.Viewed.Loaded != n || c.Completed.Loaded != n || len(out.PairEvents) != 1 {
		t.Errorf("%d receipts, %d pairs, counts %+v", len(out.Receipts), len(out.PairEvents), c)
	}
}

// offers_completed is a smallint. More completions in one hour are refused, not counted wrongly.
func TestBuildRefusesMoreCompletionsThanCanBeCounted(t *testing.T) {
	t.Parallel()
	for _, n := range []int32{32_767, 32_768} {
		offers := []trusted.Offer{{ID: "A", Type: "discount", DurationDays: 3000}}
		b := &trusted.Bucket{Customers: []trusted.Customer{{ID: "a"}}}
		for i := range n {
			b.Events = append(b.Events, trusted.Event{Time: i, Kind: trusted.Received, Copies: 1})
		}
		b.Events = append(b.Events,
			trusted.Event{Time: n, Kind: trusted.Completed, Copies: n},
			trusted.Event{Time: n, Kind: trusted.Transaction, Offer: trusted.Unknown, AmountCents: 500, Copies: 1})
		out, err := enriched.Build(b, offers, 1)
		switch {
		case n == 32_767 && (err != nil || len(out.Payments) != int(n) || int32(out.Transactions[0].OffersCompleted) != n):
			t.Errorf("%d completions: %v", n, err)
		case n == 32_768 && (err == nil || !strings.Contains(err.Error(), "hour 32768")):
			t.Errorf("%d completions: the error is %v", n, err)
		}
	}
}
