package enriched_test

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"cafe-rewards/etl/enriched"
	"cafe-rewards/etl/trusted"
)

// The tests write what one customer did as words: r0 v6 c12 is an offer received in hour 0, viewed in 6 and completed in 12;
// t12$5 is a purchase of $5. A capital letter after the kind names another offer than A, x2 says that the source has the row
// twice: cB12x2.
var word = regexp.MustCompile(`^([rvct])([A-Z]?)(\d+)(?:x(\d+))?(?:\$(\d+))?$`)

// specOffers are the offers of these words: A and B last a day, C two days, I is informational, Z lasts no time at all.
var specOffers = []trusted.Offer{
	{ID: "A", Type: "discount", DifficultyCents: 1000, RewardCents: 200, DurationDays: 1, Channels: []string{"email", "web"}},
	{ID: "B", Type: "bogo", DifficultyCents: 500, RewardCents: 500, DurationDays: 1, Channels: []string{"email"}},
	{ID: "C", Type: "discount", DifficultyCents: 700, RewardCents: 300, DurationDays: 2, Channels: []string{"email", "kiosk"}},
	{ID: "I", Type: "informational", DurationDays: 1, Channels: []string{"email", "web"}},
	{ID: "Z", Type: "discount", DifficultyCents: 100, RewardCents: 50},
}

// bucketOf makes the cleaned rows of one bucket, one customer per argument.
func bucketOf(t testing.TB, customers ...string) *trusted.Bucket {
	t.Helper()
	b := &trusted.Bucket{}
	for i, words := range customers {
		b.Customers = append(b.Customers, trusted.Customer{
			ID: fmt.Sprintf("customer %03d", i), MemberSince: trusted.Unknown, Age: trusted.Unknown, IncomeCents: trusted.Unknown,
		})
		for w := range strings.FieldsSeq(words) {
			b.Events = append(b.Events, eventOf(t, int32(i), w))
		}
	}
	sortEvents(b.Events)
	return b
}

func eventOf(t testing.TB, customer int32, w string) trusted.Event {
	t.Helper()
	m := word.FindStringSubmatch(w)
	if m == nil {
		t.Fatalf("%q is no word of this test's language", w)
	}
	number := func(s string, otherwise int) int {
		if s == "" {
			return otherwise
		}
		n, err := strconv.Atoi(s)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	e := trusted.Event{Customer: customer, Time: int32(number(m[3], 0)), Copies: int32(number(m[4], 1))}
	e.Kind = map[string]trusted.Kind{"r": trusted.Received, "v": trusted.Viewed, "c": trusted.Completed, "t": trusted.Transaction}[m[1]]
	if e.Kind == trusted.Transaction {
		e.Offer, e.AmountCents = trusted.Unknown, int64(number(m[5], 1))*100
		return e
	}
	offer := cmp.Or(m[2], "A")
	e.Offer = int32(slices.IndexFunc(specOffers, func(o trusted.Offer) bool { return o.ID == offer }))
	return e
}

// sortEvents puts events in the order that package trusted promises.
func sortEvents(events []trusted.Event) {
	slices.SortFunc(events, compareEvents)
}

func compareEvents(a, b trusted.Event) int {
	return cmp.Or(cmp.Compare(a.Customer, b.Customer), cmp.Compare(a.Time, b.Time), cmp.Compare(a.Kind, b.Kind),
		cmp.Compare(a.Offer, b.Offer), cmp.Compare(a.AmountCents, b.AmountCents))
}

func build(t testing.TB, b *trusted.Bucket) *enriched.Bucket {
	t.Helper()
	out, err := enriched.Build(b, specOffers, 1)
	if err != nil {
		t.Fatal(err)
	}
	assertConstraints(t, out, b, len(specOffers))
	return out
}

// receiptWords writes what became of each receipt in the same words: "r0 v6 c12 seen", "r0 v30 late"; an event without a
// receipt follows as "unmatched c12".
func receiptWords(out *enriched.Bucket) string {
	var all []string
	for _, r := range out.Receipts {
		all = append(all, timesWords(r.Offer, r.Received, r.Viewed, r.Completed)+wordIf(r.ViewedLate, " late")+wordIf(r.CompletedAfterView, " seen"))
	}
	for _, u := range out.Unmatched {
		all = append(all, "unmatched "+offerWord(map[bool]string{false: "v", true: "c"}[u.Completed], u.Offer, u.Time))
	}
	return strings.Join(all, " | ")
}

// pairWords writes the rows of the published method: "r0 v6 c12 t12$5"; a purchase that no pair took is "t12$5".
func pairWords(out *enriched.Bucket) string {
	var all []string
	for _, p := range out.PairEvents {
		words := timesWords(p.Offer, p.Received, p.Viewed, p.Completed)
		if p.TransactionTime != enriched.None {
			words += fmt.Sprintf(" t%d$%d", p.TransactionTime, p.AmountCents/100)
		}
		all = append(all, strings.TrimSpace(words))
	}
	return strings.Join(all, " | ")
}

func timesWords(offer, received, viewed, completed int32) string {
	var words []string
	for _, e := range []struct {
		kind string
		time int32
	}{{"r", received}, {"v", viewed}, {"c", completed}} {
		if e.time != enriched.None {
			words = append(words, offerWord(e.kind, offer, e.time))
		}
	}
	return strings.Join(words, " ")
}

func offerWord(kind string, offer, time int32) string {
	name := specOffers[offer].ID
	if name == "A" {
		name = ""
	}
	return kind + name + strconv.Itoa(int(time))
}

func wordIf(set bool, word string) string {
	if set {
		return word
	}
	return ""
}
