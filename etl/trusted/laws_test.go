package trusted

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// garbage makes a batch of rows of which many are broken, doubled, or contradict each other.
func garbage(r *rand.Rand) (texts [required]string) {
	id := func(prefix string, n int) string { return fmt.Sprint(prefix, r.IntN(n)) }
	pick := func(of ...string) string { return of[r.IntN(len(of))] }
	spoil := func(row string) string {
		if r.IntN(8) > 0 {
			return row
		}
		b := []byte(row)
		for range 1 + r.IntN(3) {
			b[r.IntN(len(b))] = pick("\"", ",", "'", "{", "\x00", "\xff", "\r", "9", " ", "-")[0]
		}
		return string(b)
	}
	headers := [required]string{
		"offer_id,offer_type,difficulty,reward,duration,channels",
		"customer_id,became_member_on,gender,age,income",
		"customer_id,event,value,time",
	}
	row := [required]func() string{
		func() string {
			return fmt.Sprintf("%s,%s,%d,5,%d,%s", id("o", 8), pick("bogo", "discount"), r.IntN(2), r.IntN(3), pick("['web']", `"['web', 'email']"`))
		},
		func() string {
			return fmt.Sprintf("%s,201%d0%d01,%s,%d,%s", id("c", 60), r.IntN(3), r.IntN(3), pick("F", "M", "O", "", "x"), r.IntN(3), pick("", "50000", "5e4", "x"))
		},
		func() string {
			switch r.IntN(3) {
			case 0:
				return fmt.Sprintf("%s,transaction,{'amount': %d.%d},%d", id("c", 70), r.IntN(3), r.IntN(300), r.IntN(4))
			case 1:
				return fmt.Sprintf("%s,%s,{'offer id': '%s'},%d", id("c", 70), pick("offer received", "offer viewed", "offered"), id("o", 9), r.IntN(4))
			}
			return fmt.Sprintf(`%s,offer completed,"{'offer_id': '%s', 'reward': 2}",%d`, id("c", 70), id("o", 9), r.IntN(4))
		},
	}
	counts := [required]int{12, 120, 800}
	for t := range texts {
		rows := []string{headers[t], row[t]()} // at least one
		for range r.IntN(counts[t]) {
			rows = append(rows, spoil(row[t]()))
		}
		if t == int(offers) { // at least one that is good
			rows = append(rows, "o0,bogo,0,5,0,['web']")
		}
		texts[t] = strings.Join(rows, pick("\n", "\r\n"))
	}
	return texts
}

// shuffled is the same file with its rows in another order.
func shuffled(r *rand.Rand, text string) string {
	rows := strings.Split(text, "\n")
	r.Shuffle(len(rows)-1, func(i, k int) { rows[i+1], rows[k+1] = rows[k+1], rows[i+1] })
	return strings.Join(rows, "\n")
}

// TestConservation has it that of whatever lands no row is lost: clean checks that.
func TestConservation(t *testing.T) {
	t.Parallel()
	for seed := range uint64(60) {
		texts := garbage(rand.New(rand.NewPCG(seed, 0)))
		clean(t, batch(texts[offers], texts[customers], texts[events]), Options{})
	}
}

// TestOrderMeansNothing has it that rows in another order, more workers, and less memory change nothing, down to which rows are
// rejected for which reason.
func TestOrderMeansNothing(t *testing.T) {
	t.Parallel()
	for seed := range uint64(30) {
		r := rand.New(rand.NewPCG(seed, 1))
		texts := garbage(r)
		for i := range texts {
			texts[i] = withoutBrokenQuotes(strings.ReplaceAll(texts[i], "\r", ""))
		}
		one := clean(t, batch(texts[offers], texts[customers], texts[events]), Options{Workers: 1})
		other := clean(t, batch(shuffled(r, texts[offers]), shuffled(r, texts[customers]), shuffled(r, texts[events])),
			Options{Workers: 1 + r.IntN(4), Memory: int64(1 + r.IntN(2)*1000)})
		equal(t, one.digests(), other.digests())
		equal(t, one.buckets, other.buckets)
		equal(t, one.tables.Offers, other.tables.Offers)
		equal(t, one.tables.Counts(), other.tables.Counts())
		equal(t, rejectedRows(one), rejectedRows(other))
		if t.Failed() {
			t.Fatalf("with seed %d", seed)
		}
	}
}

// withoutBrokenQuotes drops rows with an odd number of quotes: which rows those take with them depends on what comes next.
func withoutBrokenQuotes(text string) string {
	return strings.Join(slices.DeleteFunc(strings.Split(text, "\n"), func(row string) bool { return strings.Count(row, `"`)%2 == 1 }), "\n")
}

// rejectedRows are the rejects without their lines.
func rejectedRows(c cleaned) []string {
	var all []string
	for _, r := range c.rejects.First() {
		all = append(all, r.Table+": "+r.Reason+": "+r.Row)
	}
	slices.Sort(all)
	return all
}

// TestBucketsHoldTheirCustomers has it that the number of buckets changes where a customer is, and nothing else.
func TestBucketsHoldTheirCustomers(t *testing.T) {
	t.Parallel()
	texts := garbage(rand.New(rand.NewPCG(1, 2)))
	want := byCustomer(t, texts, 1)
	for _, buckets := range []int{2, 7, 16, 256} {
		equal(t, want, byCustomer(t, texts, buckets))
	}
}

// byCustomer describes each customer with its events.
func byCustomer(t *testing.T, texts [required]string, buckets int) map[string]string {
	t.Helper()
	c := clean(t, batch(texts[offers], texts[customers], texts[events]), Options{Buckets: buckets})
	all := map[string]string{}
	for i, b := range c.buckets {
		for k, customer := range b.Customers {
			if at := BucketOf(customer.ID, buckets); at != i {
				t.Errorf("%s is in bucket %d instead of %d", customer.ID, i, at)
			}
			description := fmt.Sprintf("%+v", customer)
			for _, e := range b.Events {
				if e.Customer == int32(k) {
					e.Customer = 0
					description += fmt.Sprintf(" %+v", e)
				}
			}
			all[customer.ID] = description
		}
		if !slices.IsSortedFunc(b.Customers, func(a, b Customer) int { return strings.Compare(a.ID, b.ID) }) {
			t.Errorf("customers of bucket %d are not sorted", i)
		}
	}
	return all
}

// TestDigest has it that any change of a bucket's rows or of the offers changes its digest.
func TestDigest(t *testing.T) {
	t.Parallel()
	seen := map[[32]byte]string{}
	for name, texts := range map[string][required]string{
		"as it is":       {someOffers, someCustomers, someEvents},
		"offer":          {strings.Replace(someOffers, "20.5", "20.51", 1), someCustomers, someEvents},
		"channel":        {strings.Replace(someOffers, "'web', ", "", 1), someCustomers, someEvents},
		"customer":       {someOffers, strings.Replace(someCustomers, "55", "56", 1), someEvents},
		"more customers": {someOffers, someCustomers + "c3,,,,\n", someEvents},
		"known income":   {someOffers, strings.Replace(someCustomers, "118,", "118,0", 1), someEvents},
		"time":           {someOffers, someCustomers, strings.Replace(someEvents, ",6", ",7", 1)},
		"amount":         {someOffers, someCustomers, strings.Replace(someEvents, "12.5", "12.51", 1)},
		"kind":           {someOffers, someCustomers, strings.Replace(someEvents, "received", "viewed", 1)},
		"whose":          {someOffers, someCustomers, strings.Replace(someEvents, "c1,transaction", "c2,transaction", 1)},
		"copies":         {someOffers, someCustomers, someEvents + "c1,transaction,{'amount': 12.5},6\n"},
		"fewer events":   {someOffers, someCustomers, strings.Replace(someEvents, "c1,transaction,{'amount': 12.5},6\n", "", 1)},
	} {
		digest := clean(t, batch(texts[offers], texts[customers], texts[events]), Options{Buckets: 1}).buckets[0].Digest
		if other, ok := seen[digest]; ok {
			t.Errorf("%s: the same digest as %s", name, other)
		}
		seen[digest] = name
	}
}

func TestBuckets(t *testing.T) {
	t.Parallel()
	for bytes, want := range map[int64]int{
		0: 8, 30_000_000: 8, 256_000_000: 8, 256_000_008: 16, 512_000_016: 32, 2_600_000_000: 128, 1 << 40: 1024,
	} {
		if got := Buckets(bytes); got != want {
			t.Errorf("%d bytes: %d buckets, want %d", bytes, got, want)
		}
	}
}

// TestBucketOfNeverChanges: what a run keeps from the one before depends on it.
func TestBucketOfNeverChanges(t *testing.T) {
	t.Parallel()
	for id, want := range map[string]int{"": 409, "a": 603, "68be06ca386d4c31939f3a4f0e3dd783": 476, "客户": 912} {
		if got := BucketOf(id, 1024); got != want {
			t.Errorf("%q is in bucket %d, was in %d", id, got, want)
		}
	}
}

func TestBucketIsTakenOnce(t *testing.T) {
	t.Parallel()
	c := clean(t, batch(someOffers, someCustomers, someEvents), Options{Buckets: 2})
	for _, i := range []int{0, 1, -1, 2} {
		if _, err := c.tables.Bucket(t.Context(), i); err == nil {
			t.Errorf("bucket %d was given", i)
		}
	}
}
