package enriched_test

import (
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
