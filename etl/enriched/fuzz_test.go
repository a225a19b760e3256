package enriched_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"cafe-rewards/etl/enriched"
	"cafe-rewards/etl/trusted"
)

// FuzzBuild reads five bytes as a row of a source, makes a bucket of the rows, and holds what Build makes of it against the
// warehouse's constraints and the reference.
func FuzzBuild(f *testing.F) {
	f.Add([]byte{}, uint8(0), uint8(1))
	f.Add([]byte{0, 1, 0, 0, 1, 0, 2, 0, 6, 1, 0, 3, 0, 12, 2, 0, 4, 0, 12, 1}, uint8(1), uint8(2))
	f.Add([]byte{1, 1, 4, 0, 1, 1, 3, 4, 0, 9, 2, 3, 1, 255, 3, 2, 1, 1, 255, 3}, uint8(7), uint8(200))
	f.Fuzz(func(t *testing.T, data []byte, index, more uint8) {
		const customers = 3
		if len(data) > 2000 {
			t.Skip("the reference is slow")
		}
		var rows []trusted.Event
		for ; len(data) >= 5; data = data[5:] {
			e := trusted.Event{
				Customer: int32(data[0]) % customers, Kind: trusted.Kind(1 + data[1]%4), Offer: int32(data[2]) % int32(len(specOffers)),
				Time: int32(data[3]), Copies: 1 + int32(data[4])%4,
			}
			if e.Kind == trusted.Transaction {
				e.Offer, e.AmountCents = trusted.Unknown, int64(data[2])
			}
			rows = append(rows, e)
		}
		b := clean(rows, customers)
		b.Index = int(index)
		out, err := enriched.Build(b, specOffers, int(index)+1+int(more))
		if err != nil {
			// Only joins that multiply are refused: a purchase has at most 16 completions per event of the customer.
			if len(b.Events) <= 32 {
				t.Fatalf("%d events are refused: %v", len(b.Events), err)
			}
			return
		}
		assertConstraints(t, out, b, len(specOffers))
		if diff := cmp.Diff(referenceReceipts(b, specOffers), builtReceipts(out)); diff != "" {
			t.Errorf("audited method, reference first:\n%s", diff)
		}
		if diff := cmp.Diff(referencePairs(b), builtPairs(out)); diff != "" {
			t.Errorf("published method, reference first:\n%s", diff)
		}
	})
}
