package enriched_test

import (
	"cmp"
	"compress/gzip"
	"encoding/csv"
	"hash/fnv"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"cafe-rewards/etl/trusted"
)

var quoted = regexp.MustCompile(`'([^']*)'`)

var realOnce = sync.OnceValues(func() ([]*trusted.Bucket, []trusted.Offer) { return loadReal(8) })

func readReal(t testing.TB) ([]*trusted.Bucket, []trusted.Offer) {
	t.Helper()
	if _, err := os.Stat(realFolder); os.IsNotExist(err) {
		t.Skipf("the real data is not beside the project: %v", err)
	}
	return realOnce()
}

func loadReal(n int) ([]*trusted.Bucket, []trusted.Offer) {
	rows := func(name string) [][]string {
		f, err := os.Open(filepath.Join(realFolder, name))
		if err != nil {
			panic(err)
		}
		defer f.Close()
		r := csv.NewReader(f)
		if strings.HasSuffix(name, ".gz") {
			z, err := gzip.NewReader(f)
			if err != nil {
				panic(err)
			}
			r = csv.NewReader(z)
		}
		all, err := r.ReadAll()
		if err != nil {
			panic(err)
		}
		return all[1:]
	}
	num := func(s string) int64 {
		if s == "" {
			return trusted.Unknown
		}
		f, err := strconv.ParseFloat(s, 64)
		if err != nil {
			panic(err)
		}
		return int64(math.Round(f))
	}
	var offers []trusted.Offer
	for _, r := range rows("offers.csv") {
		o := trusted.Offer{ID: r[0], Type: r[1], DifficultyCents: num(r[2]) * 100, RewardCents: num(r[3]) * 100, DurationDays: int32(num(r[4]))}
		for _, m := range quoted.FindAllStringSubmatch(r[5], -1) {
			o.Channels = append(o.Channels, m[1])
		}
		slices.Sort(o.Channels)
		offers = append(offers, o)
	}
	slices.SortFunc(offers, func(a, b trusted.Offer) int { return cmp.Compare(a.ID, b.ID) })
	offerIndex := map[string]int32{}
	for i, o := range offers {
		offerIndex[o.ID] = int32(i)
	}
	buckets := make([]*trusted.Bucket, n)
	for i := range buckets {
		buckets[i] = &trusted.Bucket{Index: i}
	}
	bucketOf := func(id string) *trusted.Bucket {
		h := fnv.New32a()
		h.Write([]byte(id))
		return buckets[h.Sum32()%uint32(n)]
	}
	for _, r := range rows("customers.csv") {
		b := bucketOf(r[0])
		c := trusted.Customer{ID: r[0], MemberSince: 17000, Age: int16(num(r[3])), IncomeCents: trusted.Unknown}
		if r[2] != "" {
			c.Gender = r[2][0]
		}
		if r[4] != "" {
			c.IncomeCents = num(r[4]) * 100
		}
		b.Customers = append(b.Customers, c)
	}
	customerIndex := map[string]int32{}
	for _, b := range buckets {
		slices.SortFunc(b.Customers, func(a, b trusted.Customer) int { return cmp.Compare(a.ID, b.ID) })
		for i, c := range b.Customers {
			customerIndex[c.ID] = int32(i)
		}
	}
	kinds := map[string]trusted.Kind{"offer received": trusted.Received, "offer viewed": trusted.Viewed, "offer completed": trusted.Completed, "transaction": trusted.Transaction}
	for _, r := range rows("events.csv.gz") {
		b := bucketOf(r[0])
		e := trusted.Event{Customer: customerIndex[r[0]], Time: int32(num(r[3])), Kind: kinds[r[1]], Offer: trusted.Unknown, Copies: 1}
		if e.Kind == trusted.Transaction {
			f, err := strconv.ParseFloat(strings.TrimSuffix(strings.TrimPrefix(r[2], "{'amount': "), "}"), 64)
			if err != nil {
				panic(err)
			}
			e.AmountCents = int64(math.Round(f * 100))
		} else {
			e.Offer = offerIndex[quoted.FindAllStringSubmatch(r[2], -1)[1][1]]
		}
		b.Events = append(b.Events, e)
	}
	for _, b := range buckets {
		sortEvents(b.Events)
		out := b.Events[:0]
		for _, e := range b.Events {
			if k := len(out); k > 0 && compareEvents(out[k-1], e) == 0 {
				out[k-1].Copies++
				continue
			}
			out = append(out, e)
		}
		b.Events = out
	}
	return buckets, offers
}
