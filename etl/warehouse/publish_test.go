package warehouse

import (
	"testing"

	"cafe-rewards/sql/postgres/postgrestest"
)

func TestPublishLoadsOnlyWhatChanged(t *testing.T) {
	t.Parallel()
	ctx, pool := t.Context(), postgrestest.New(t)
	s := source{customers: 20, seeds: []uint64{1, 1, 1, 1}, offers: offerSet()}
	for _, step := range []struct {
		name    string
		change  func()
		version int32
		added   int
	}{
		{"first", func() {}, 1, 4},
		{"nothing changed", func() {}, 1, 0},
		{"a bucket", func() { s.seeds[2] = 2 }, 2, 1},
		{"another bucket", func() { s.seeds[0] = 3 }, 3, 1},
		{"an offer's terms", func() { s.offers[4].RewardCents++ }, 4, 4},
		{"an offer more", func() {
			s.offers = append(s.offers, s.offers[0])
			s.offers[10].ID = "another"
			s.offers[10].Channels = []string{"post"}
		}, 5, 4},
		{"an offer less", func() { s.offers = s.offers[:10] }, 6, 4},
		{"more buckets", func() { s.seeds = append(s.seeds, 4, 4) }, 7, 6},
		{"fewer buckets", func() { s.seeds = s.seeds[:3] }, 8, 3},
	} {
		step.change()
		version, added := publish(ctx, t, pool, s)
		if version != step.version || added != step.added {
			t.Fatalf("%s: version %d with %d buckets added, want version %d with %d", step.name, version, added, step.version, step.added)
		}
		var want counts
		for i := range s.seeds {
			b := s.bucket(t, i)
			want.customers += len(b.Customers)
			want.receipts += len(b.Receipts)
			want.transactions += len(b.Transactions)
			want.payments += len(b.Payments)
			want.unmatched += len(b.Unmatched)
			want.pairs += len(b.PairEvents)
		}
		if got := liveCounts(ctx, t, pool); got != want {
			t.Errorf("%s: live %+v, want %+v", step.name, got, want)
		}
	}
}
