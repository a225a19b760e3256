package enriched_test

import (
	"fmt"
	"slices"

	"cafe-rewards/etl/enriched"
	"cafe-rewards/etl/trusted"
)

// The reference is both methods written down once more, as slowly and as close to their definitions as can be: every
// question is answered by a look at all rows. Its rows are texts without keys, sorted.

func referenceReceipts(b *trusted.Bucket, offers []trusted.Offer) []string {
	type receipt struct {
		trusted.Event
		views, completions []int32
	}
	var receipts []*receipt
	for _, e := range b.Events {
		if e.Kind == trusted.Received {
			receipts = append(receipts, &receipt{Event: e})
		}
	}
	var rows []string
	for _, view := range b.Events {
		if view.Kind != trusted.Viewed {
			continue
		}
		var best *receipt
		for _, r := range receipts {
			mine := r.Customer == view.Customer && r.Offer == view.Offer && r.Time <= view.Time && len(r.views) == 0
			if mine && (best == nil || r.Time > best.Time) {
				best = r
			}
		}
		if best == nil {
			rows = append(rows, fmt.Sprintf("unmatched view of %d by %d in %d", view.Offer, view.Customer, view.Time))
			continue
		}
		best.views = append(best.views, view.Time)
	}
	for _, completion := range b.Events {
		if completion.Kind != trusted.Completed {
			continue
		}
		found := false
		for range completion.Copies {
			var best *receipt
			for _, r := range receipts {
				mine := r.Customer == completion.Customer && r.Offer == completion.Offer
				open := r.Time <= completion.Time && completion.Time <= r.Time+24*offers[r.Offer].DurationDays && len(r.completions) == 0
				if mine && open && offers[r.Offer].Type != "informational" && (best == nil || r.Time < best.Time) {
					best = r
				}
			}
			if best != nil {
				best.completions = append(best.completions, completion.Time)
				found = true
			}
		}
		if !found {
			rows = append(rows, fmt.Sprintf("unmatched completion of %d by %d in %d", completion.Offer, completion.Customer, completion.Time))
		}
	}
	for _, r := range receipts {
		late := len(r.views) == 1 && r.views[0] > r.Time+24*offers[r.Offer].DurationDays
		after := len(r.views) == 1 && len(r.completions) == 1 && r.views[0] <= r.completions[0]
		rows = append(rows, fmt.Sprintf("receipt of %d by %d in %d viewed %v completed %v late %t after %t", r.Offer, r.Customer, r.Time, r.views, r.completions, late, after))
	}
	for _, tr := range b.Events {
		if tr.Kind != trusted.Transaction {
			continue
		}
		paid := 0
		for _, r := range receipts {
			if r.Customer == tr.Customer && slices.Contains(r.completions, tr.Time) {
				paid++
				rows = append(rows, fmt.Sprintf("%d in %d by %d paid for %d of %d", tr.AmountCents, tr.Time, tr.Customer, r.Offer, r.Time))
			}
		}
		rows = append(rows, fmt.Sprintf("%d in %d by %d completed %d", tr.AmountCents, tr.Time, tr.Customer, paid))
	}
	slices.Sort(rows)
	return rows
}

func builtReceipts(out *enriched.Bucket) []string {
	customer := map[int32]int{}
	for i, c := range out.Customers {
		customer[c.Key] = i
	}
	times := func(id int32) []int32 {
		if id == enriched.None {
			return nil
		}
		return []int32{id}
	}
	var rows []string
	for _, u := range out.Unmatched {
		what := "view"
		if u.Completed {
			what = "completion"
		}
		rows = append(rows, fmt.Sprintf("unmatched %s of %d by %d in %d", what, u.Offer, customer[u.CustomerKey], u.Time))
	}
	receipts := map[int64]enriched.Receipt{}
	for _, r := range out.Receipts {
		receipts[r.Key] = r
		rows = append(rows, fmt.Sprintf("receipt of %d by %d in %d viewed %v completed %v late %t after %t", r.Offer, customer[r.CustomerKey], r.Received, times(r.Viewed), times(r.Completed), r.ViewedLate, r.CompletedAfterView))
	}
	transactions := map[int64]enriched.Transaction{}
	for _, tr := range out.Transactions {
		transactions[tr.Key] = tr
		rows = append(rows, fmt.Sprintf("%d in %d by %d completed %d", tr.AmountCents, tr.Time, customer[tr.CustomerKey], tr.OffersCompleted))
	}
	for _, p := range out.Payments {
		tr, r := transactions[p.TransactionKey], receipts[p.ReceiptKey]
		rows = append(rows, fmt.Sprintf("%d in %d by %d paid for %d of %d", tr.AmountCents, tr.Time, customer[tr.CustomerKey], r.Offer, r.Received))
	}
	slices.Sort(rows)
	return rows
}

// referencePairs is the published method as its SQL would be: group, left join, and what the join did not take.
func referencePairs(b *trusted.Bucket) []string {
	type pair struct{ customer, offer int32 }
	type times map[trusted.Kind]int32
	groups := map[pair]times{}
	for _, e := range b.Events {
		if e.Kind == trusted.Transaction {
			continue
		}
		p := pair{e.Customer, e.Offer}
		if groups[p] == nil {
			groups[p] = times{}
		}
		if last, ok := groups[p][e.Kind]; !ok || e.Time > last {
			groups[p][e.Kind] = e.Time
		}
	}
	var rows []string
	taken := map[int]bool{}
	for p, latest := range groups {
		of := func(kind trusted.Kind) int32 {
			if time, ok := latest[kind]; ok {
				return time
			}
			return enriched.None
		}
		name := fmt.Sprintf("%d and %d: %d %d %d", p.customer, p.offer, of(trusted.Received), of(trusted.Viewed), of(trusted.Completed))
		joined := false
		for i, tr := range b.Events {
			completed, ok := latest[trusted.Completed]
			if ok && tr.Kind == trusted.Transaction && tr.Customer == p.customer && tr.Time == completed {
				rows = append(rows, fmt.Sprintf("%s, %d in %d", name, tr.AmountCents, tr.Time))
				taken[i], joined = true, true
			}
		}
		if !joined {
			rows = append(rows, fmt.Sprintf("%s, 0 in -1", name))
		}
	}
	for i, tr := range b.Events {
		if tr.Kind == trusted.Transaction && !taken[i] {
			rows = append(rows, fmt.Sprintf("%d and -1: -1 -1 -1, %d in %d", tr.Customer, tr.AmountCents, tr.Time))
		}
	}
	slices.Sort(rows)
	return rows
}

func builtPairs(out *enriched.Bucket) []string {
	customer := map[int32]int{}
	for i, c := range out.Customers {
		customer[c.Key] = i
	}
	var rows []string
	for _, p := range out.PairEvents {
		rows = append(rows, fmt.Sprintf("%d and %d: %d %d %d, %d in %d", customer[p.CustomerKey], p.Offer, p.Received, p.Viewed, p.Completed, p.AmountCents, p.TransactionTime))
	}
	slices.Sort(rows)
	return rows
}
