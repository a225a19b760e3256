package trusted

import (
	"cmp"
	"fmt"
	"slices"
)

// takeEvents finds the customer of each event, sorts the events, and counts equal ones.
func (t *Tables) takeEvents(b *Bucket, d *desk) error {
	pieces, err := t.events.take(b.Index, &d.file)
	if err != nil {
		return err
	}
	index := make(map[string]int32, len(b.Customers))
	for i := range b.Customers {
		index[b.Customers[i].ID] = int32(i)
	}
	rows := d.events[:0]
	starts := make([]int32, len(b.Customers)+1) // of each customer's events, once they are sorted
	var unknown []eventRow
	for _, piece := range pieces {
		for len(piece) > 0 {
			var r eventRow
			r, piece = nextEvent(piece)
			c, ok := index[string(r.id)]
			if !ok {
				unknown = append(unknown, r)
				continue
			}
			starts[c+1]++
			rows = append(rows, customerEvent{r.packed, c})
		}
	}
	d.events = rows
	if err := t.rejectUnknown(unknown); err != nil {
		return err
	}

	for c := range b.Customers {
		starts[c+1] += starts[c]
	}
	d.packed = slices.Grow(d.packed[:0], len(rows))[:len(rows)]
	sorted := d.packed
	free := slices.Clone(starts)
	for _, r := range rows {
		sorted[free[r.customer]] = r.packed
		free[r.customer]++
	}
	b.Events = make([]Event, 0, len(rows))
	for c := range b.Customers {
		own := sorted[starts[c]:starts[c+1]]
		slices.Sort(own)
		for i, p := range own {
			if i > 0 && p == own[i-1] {
				b.Events[len(b.Events)-1].Copies++
				continue
			}
			e := unpackEvent(p)
			e.Customer, e.Copies = int32(c), 1
			b.Events = append(b.Events, e)
		}
	}
	return t.account(events, len(b.Events), int64(len(rows)-len(b.Events)), nil)
}

// rejectUnknown rejects events of customers that there are not, in the order of their file.
func (t *Tables) rejectUnknown(rows []eventRow) error {
	slices.SortFunc(rows, func(a, b eventRow) int { return cmp.Compare(a.line, b.line) })
	const some = 1000 // at a time: their texts take more memory than they do
	for part := range slices.Chunk(rows, some) {
		rejects := make([]Reject, len(part))
		for i, r := range part {
			rejects[i] = t.unknownCustomer(r)
		}
		if err := t.account(events, 0, 0, rejects); err != nil {
			return err
		}
	}
	return nil
}

// unknownCustomer rejects an event. That its customer is none shows only when all rows were read, and keeping their text until
// then would cost more than everything else: the row is written anew from what was understood of it.
func (t *Tables) unknownCustomer(r eventRow) Reject {
	e := unpackEvent(r.packed)
	var value string
	switch e.Kind {
	case Transaction:
		value = fmt.Sprintf("{'amount': %d.%02d}", e.AmountCents/100, e.AmountCents%100)
	case Completed:
		value = fmt.Sprintf("{'offer_id': '%s'}", t.Offers[e.Offer].ID)
	default:
		value = fmt.Sprintf("{'offer id': '%s'}", t.Offers[e.Offer].ID)
	}
	return Reject{
		Table: events.String(), File: t.eventsFile, Line: r.line, Reason: reasonUnknownCustomer,
		Row: fmt.Sprintf("%s,%s,%s,%d", r.id, e.Kind, value, e.Time),
	}
}
