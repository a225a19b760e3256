package enriched

import (
	"fmt"
	"slices"

	"cafe-rewards/etl/trusted"
)

// pairing is the published method: one row per customer and offer with the latest of each event, joined to the customer's
// purchases of the completing hour, and one row per purchase that no pair took. As in any left join, a pair that several
// purchases match stands in several rows, and a purchase that several pairs match in several rows too. Events are taken
// as they are, without a look at which receipt they belong to, and without the copies.
type pairing struct {
	out       *Bucket
	buckets   int
	latest    []latest // by offer
	seen      []int32  // the offers of the customer at hand
	purchases []trusted.Event
	taken     []bool // by purchase
}

// latest is what the customer at hand did last with an offer.
type latest struct {
	seen                        bool
	received, viewed, completed int32 // or None
}

func newPairing(out *Bucket, offers, buckets int) *pairing {
	return &pairing{out: out, buckets: buckets, latest: make([]latest, offers)}
}

// add adds one customer's rows: the pairs by offer, then the purchases left over by time.
func (p *pairing) add(customer int32, events []trusted.Event) error {
	p.collect(events)
	slices.Sort(p.seen)
	joined := 0
	for _, offer := range p.seen {
		l := &p.latest[offer]
		row := PairEvent{
			CustomerKey: customer, Offer: offer,
			Received: l.received, Viewed: l.viewed, Completed: l.completed,
			TransactionTime: None,
		}
		l.seen = false
		from, to := p.purchasesAt(row.Completed)
		if from == to {
			p.append(row)
			continue
		}
		if joined += to - from; joined > maxJoined*len(events) {
			return fmt.Errorf("in hour %d: %w", row.Completed, errTooManyJoined)
		}
		for i := from; i < to; i++ {
			p.taken[i] = true
			row.TransactionTime, row.AmountCents = p.purchases[i].Time, p.purchases[i].AmountCents
			p.append(row)
		}
	}
	for i := range p.purchases {
		if !p.taken[i] {
			p.append(PairEvent{
				CustomerKey: customer, Offer: None,
				Received: None, Viewed: None, Completed: None,
				TransactionTime: p.purchases[i].Time, AmountCents: p.purchases[i].AmountCents,
			})
		}
	}
	return nil
}

// collect finds the latest of each event per offer. Events come in the order of time, so that is the last one.
func (p *pairing) collect(events []trusted.Event) {
	p.seen, p.purchases, p.taken = p.seen[:0], p.purchases[:0], p.taken[:0]
	for i := range events {
		e := &events[i]
		if e.Kind == trusted.Transaction {
			p.purchases = append(p.purchases, *e)
			p.taken = append(p.taken, false)
			continue
		}
		l := &p.latest[e.Offer]
		if !l.seen {
			*l = latest{seen: true, received: None, viewed: None, completed: None}
			p.seen = append(p.seen, e.Offer)
		}
		switch e.Kind {
		case trusted.Received:
			l.received = e.Time
		case trusted.Viewed:
			l.viewed = e.Time
		case trusted.Completed:
			l.completed = e.Time
		}
	}
}

// purchasesAt says which purchases are of an hour; none are of None.
func (p *pairing) purchasesAt(time int32) (from, to int) {
	if time == None {
		return 0, 0
	}
	byTime := func(e trusted.Event, time int32) int { return int(e.Time) - int(time) }
	from, _ = slices.BinarySearchFunc(p.purchases, time, byTime)
	to = from
	for to < len(p.purchases) && p.purchases[to].Time == time {
		to++
	}
	return from, to
}

func (p *pairing) append(row PairEvent) {
	row.Key = Key(len(p.out.PairEvents), p.out.Index, p.buckets)
	p.out.PairEvents = append(p.out.PairEvents, row)
}
