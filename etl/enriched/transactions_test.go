package enriched_test

import (
	"fmt"
	"strings"
	"testing"

	"cafe-rewards/etl/enriched"
)

func TestTransactions(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ rule, events, want string }{
		{"a purchase without an offer", "t6$5", "t6$5 0"},
		{"a purchase in the hour of a completion paid for it", "r0 c6 t6$5", "t6$5 1 pays r0"},
		{"… not one in another hour", "r0 c6 t5$5 t7$5", "t5$5 0 | t7$5 0"},
		{"… and not for an unmatched completion", "c6 t6$5", "t6$5 0"},
		{"one purchase pays for all completions of its hour", "r0 rB1 c6 cB6 t6$5", "t6$5 2 pays r0 rB1"},
		{"… for both receipts of one offer", "r0 r1 c6x2 t6$5", "t6$5 2 pays r0 r1"},
		{"each purchase of the hour is joined", "r0 c6 t6$5 t6$7", "t6$5 1 pays r0 | t6$7 1 pays r0"},
		{"completions of several hours", "r0 r1 c6 c7 t6$5 t7$6", "t6$5 1 pays r0 | t7$6 1 pays r1"},
	} {
		t.Run(c.rule, func(t *testing.T) {
			t.Parallel()
			if got := transactionWords(build(t, bucketOf(t, c.events))); got != c.want {
				t.Errorf("%s\n gives %s\n want  %s", c.events, got, c.want)
			}
		})
	}
}

func transactionWords(out *enriched.Bucket) string {
	var all []string
	for _, tr := range out.Transactions {
		words := fmt.Sprintf("t%d$%d %d", tr.Time, tr.AmountCents/100, tr.OffersCompleted)
		pays := " pays"
		for _, p := range out.Payments {
			if p.TransactionKey == tr.Key {
				r := out.Receipts[p.ReceiptKey]
				words += pays + " " + offerWord("r", r.Offer, r.Received)
				pays = ""
			}
		}
		all = append(all, words)
	}
	return strings.Join(all, " | ")
}

func TestBuildRefusesWhatWouldMultiply(t *testing.T) {
	t.Parallel()
	var events strings.Builder
	for i := range 40 {
		fmt.Fprintf(&events, "rC%d ", i)
	}
	for i := range 400 {
		fmt.Fprintf(&events, "t40$%d ", i)
	}
	events.WriteString("cC40x40")
	_, err := enriched.Build(bucketOf(t, events.String()), specOffers, 1)
	if err == nil || !strings.Contains(err.Error(), `customer "customer 000"`) || !strings.Contains(err.Error(), "hour 40") {
		t.Errorf("got %v, want an error that names the customer and the hour", err)
	}
}
