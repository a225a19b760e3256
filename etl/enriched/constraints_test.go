package enriched_test

import (
	"testing"

	"cafe-rewards/etl/enriched"
	"cafe-rewards/etl/trusted"
)

// assertConstraints holds what the warehouse's keys and CHECK constraints will ask of these rows, and that no event is lost.
func assertConstraints(t testing.TB, out *enriched.Bucket, in *trusted.Bucket, offers int) {
	t.Helper()
	timeOf := func(ids ...int32) {
		for _, id := range ids {
			if id != enriched.None && (id < 0 || id > out.LastTime) {
				t.Fatalf("time id %d is not in 0…%d", id, out.LastTime)
			}
		}
	}
	customers := map[int32]bool{}
	for i, c := range out.Customers {
		if c.Key < 0 || customers[c.Key] {
			t.Fatalf("customer key %d stands twice, or is negative", c.Key)
		}
		if c.ID != in.Customers[i].ID || c.AgeGroup == "" || c.PublishedAgeGroup == "" || c.IncomeBand == "" {
			t.Fatalf("customer %+v", c)
		}
		customers[c.Key] = true
	}
	customer := func(key int32) {
		if !customers[key] {
			t.Fatalf("there is no customer %d", key)
		}
	}
	offer := func(index int32) {
		if index < 0 || int(index) >= offers {
			t.Fatalf("there is no offer %d", index)
		}
	}
	var got, duplicates counted
	receipts := map[int64]enriched.Receipt{}
	for _, r := range out.Receipts {
		customer(r.CustomerKey)
		offer(r.Offer)
		timeOf(r.Received, r.Viewed, r.Completed)
		_, twice := receipts[r.Key]
		switch {
		case twice, r.Key < 0, r.Received == enriched.None,
			r.Viewed != enriched.None && r.Viewed < r.Received,
			r.Completed != enriched.None && r.Completed < r.Received,
			r.ViewedLate && r.Viewed == enriched.None,
			r.CompletedAfterView != (r.Viewed != enriched.None && r.Completed != enriched.None && r.Viewed <= r.Completed):
			t.Fatalf("receipt %+v", r)
		}
		receipts[r.Key] = r
		got.received++
		if r.Viewed != enriched.None {
			got.viewed++
		}
		if r.Completed != enriched.None {
			got.completed++
		}
	}
	transactions := map[int64]enriched.Transaction{}
	for _, tr := range out.Transactions {
		customer(tr.CustomerKey)
		timeOf(tr.Time)
		if _, twice := transactions[tr.Key]; twice || tr.Key < 0 || tr.Time < 0 || tr.AmountCents < 0 || tr.OffersCompleted < 0 {
			t.Fatalf("transaction %+v", tr)
		}
		transactions[tr.Key] = tr
		got.transactions++
	}
	payments := map[enriched.Payment]bool{}
	paid := map[int64]int16{}
	for _, p := range out.Payments {
		r, tr := receipts[p.ReceiptKey], transactions[p.TransactionKey]
		if payments[p] || r.CustomerKey != p.CustomerKey || tr.CustomerKey != p.CustomerKey || r.Completed != tr.Time {
			t.Fatalf("payment %+v of %+v by %+v", p, r, tr)
		}
		payments[p] = true
		paid[p.TransactionKey]++
	}
	for _, tr := range out.Transactions {
		if paid[tr.Key] != tr.OffersCompleted {
			t.Fatalf("transaction %+v paid for %d receipts", tr, paid[tr.Key])
		}
	}
	unmatched := map[int64]bool{}
	for _, u := range out.Unmatched {
		customer(u.CustomerKey)
		offer(u.Offer)
		timeOf(u.Time)
		if unmatched[u.Key] || u.Key < 0 || u.Time < 0 {
			t.Fatalf("unmatched event %+v", u)
		}
		unmatched[u.Key] = true
		if u.Completed {
			got.completed++
		} else {
			got.viewed++
		}
	}
	pairs := map[int64]bool{}
	for _, p := range out.PairEvents {
		customer(p.CustomerKey)
		timeOf(p.Received, p.Viewed, p.Completed, p.TransactionTime)
		switch {
		case pairs[p.Key], p.Key < 0, p.AmountCents < 0,
			p.TransactionTime == enriched.None && p.AmountCents != 0,
			p.Offer == enriched.None && (p.TransactionTime == enriched.None || p.Received != enriched.None || p.Viewed != enriched.None || p.Completed != enriched.None):
			t.Fatalf("pair %+v", p)
		}
		if p.Offer != enriched.None {
			offer(p.Offer)
		}
		pairs[p.Key] = true
	}

	var landed counted
	for _, e := range in.Events {
		*landed.of(e.Kind) += int64(e.Copies)
	}
	for kind, c := range map[trusted.Kind]enriched.Count{
		trusted.Received: out.Counts.Received, trusted.Viewed: out.Counts.Viewed,
		trusted.Completed: out.Counts.Completed, trusted.Transaction: out.Counts.Transactions,
	} {
		*duplicates.of(kind) = c.Duplicate
		if c.Landed != c.Loaded+c.Duplicate || c.Duplicate < 0 || c.Loaded != *got.of(kind) || c.Landed != *landed.of(kind) {
			t.Fatalf("kind %d: counts %+v, but %d events came and %d are in the facts", kind, c, *landed.of(kind), *got.of(kind))
		}
	}
	if total := out.Counts.Total(); total.Landed != landed.total() || total.Loaded != got.total() || total.Duplicate != duplicates.total() {
		t.Fatalf("total of %+v is %+v", out.Counts, total)
	}
}

// counted is a number per kind of event.
type counted struct{ received, viewed, completed, transactions int64 }

func (c *counted) of(kind trusted.Kind) *int64 {
	switch kind {
	case trusted.Received:
		return &c.received
	case trusted.Viewed:
		return &c.viewed
	case trusted.Completed:
		return &c.completed
	}
	return &c.transactions
}

func (c *counted) total() int64 { return c.received + c.viewed + c.completed + c.transactions }
