package warehouse

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"cafe-rewards/etl/enriched"
	"cafe-rewards/etl/trusted"
)

// offerSet is a programme of ten offers with the real one's spread of types, terms and channels.
func offerSet() []trusted.Offer {
	channels := [][]string{{"email", "mobile", "social"}, {"email", "mobile", "social", "web"}, {"email", "mobile", "web"}, {"email", "web"}}
	offers := make([]trusted.Offer, 10)
	for i := range offers {
		offers[i] = trusted.Offer{
			ID:              fmt.Sprintf("offer%027d", i),
			Type:            []string{"bogo", "discount", "informational"}[i%3],
			DifficultyCents: int64(5+i) * 100,
			RewardCents:     int64(1+i%5) * 100,
			DurationDays:    int32(3 + i%8),
			Channels:        channels[i%len(channels)],
		}
		if offers[i].Type == "informational" {
			offers[i].DifficultyCents, offers[i].RewardCents = 0, 0
		}
	}
	return offers
}

// trustedBucket invents a bucket of customers and what they did, with the real data's proportions. The same arguments give the
// same bucket.
func trustedBucket(index, customers int, seed uint64, offers []trusted.Offer) *trusted.Bucket {
	r := rand.New(rand.NewPCG(seed, uint64(index)))
	b := &trusted.Bucket{Index: index}
	binary.BigEndian.PutUint64(b.Digest[:], seed)
	binary.BigEndian.PutUint32(b.Digest[8:], uint32(index))
	for i := range customers {
		c := trusted.Customer{ID: fmt.Sprintf("%03d%029x", index, i), MemberSince: int32(16000 + r.IntN(2000)), Gender: "FMO"[r.IntN(3)],
			Age: int16(18 + r.IntN(80)), IncomeCents: int64(30_000+r.IntN(90_000)) * 100}
		if r.IntN(8) == 0 {
			c.Gender, c.Age, c.IncomeCents = 0, 118, trusted.Unknown
		}
		b.Customers = append(b.Customers, c)
		b.Events = append(b.Events, events(r, int32(i), offers)...)
	}
	return b
}

func events(r *rand.Rand, customer int32, offers []trusted.Offer) []trusted.Event {
	var all []trusted.Event
	spent := map[int32]bool{}
	buy := func(hour int32) {
		if !spent[hour] {
			spent[hour] = true
			all = append(all, trusted.Event{Customer: customer, Offer: trusted.Unknown, Time: hour, Kind: trusted.Transaction, Copies: 1, AmountCents: int64(50 + r.IntN(3000))})
		}
	}
	for _, sent := range []int32{0, 168, 336, 408, 504, 576} {
		if r.IntN(4) == 0 {
			continue
		}
		offer := int32(r.IntN(len(offers)))
		all = append(all, trusted.Event{Customer: customer, Offer: offer, Time: sent, Kind: trusted.Received, Copies: 1})
		if r.IntN(4) > 0 {
			all = append(all, trusted.Event{Customer: customer, Offer: offer, Time: sent + 6*int32(r.IntN(6)), Kind: trusted.Viewed, Copies: 1})
		}
		if enriched.Completable(&offers[offer]) && r.IntN(100) < 60 {
			at := min(714, sent+6*int32(r.IntN(int(offers[offer].DurationDays)*4)))
			all = append(all, trusted.Event{Customer: customer, Offer: offer, Time: at, Kind: trusted.Completed, Copies: 1})
			buy(at)
		}
	}
	for range 4 + r.IntN(6) {
		buy(6 * int32(r.IntN(119)))
	}
	if r.IntN(10) == 0 { // a view that finds no receipt, unless that offer was sent first
		all = append(all, trusted.Event{Customer: customer, Offer: int32(r.IntN(len(offers))), Kind: trusted.Viewed, Copies: 1})
	}
	slices.SortFunc(all, func(a, b trusted.Event) int {
		return cmp.Or(cmp.Compare(a.Time, b.Time), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Offer, b.Offer), cmp.Compare(a.AmountCents, b.AmountCents))
	})
	return all
}

// bucket is an enriched bucket of invented customers.
func bucket(t testing.TB, index, buckets, customers int, seed uint64, offers []trusted.Offer) *enriched.Bucket {
	t.Helper()
	b, err := enriched.Build(trustedBucket(index, customers, seed, offers), offers, buckets)
	if err != nil {
		t.Fatalf("building bucket %d of %d customers: %v", index, customers, err)
	}
	return b
}
