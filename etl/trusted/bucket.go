package trusted

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
)

// Bucket takes the customers of bucket i and their events: without duplicates, sorted, with their digest. Each bucket can be
// taken once, and several side by side.
func (t *Tables) Bucket(ctx context.Context, i int) (*Bucket, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if i < 0 || i >= len(t.taken) || t.taken[i].Swap(true) {
		return nil, fmt.Errorf("take bucket %d of %d: there is none, or it was taken before", i, len(t.taken))
	}
	b := &Bucket{Index: i}
	if err := t.takeCustomers(b); err != nil {
		return nil, err
	}
	if err := t.takeEvents(b); err != nil {
		return nil, err
	}
	b.Digest = t.digest(b)
	return b, nil
}

// takeCustomers keeps one row of each customer_id. Which one does not depend on the order of the rows.
func (t *Tables) takeCustomers(b *Bucket) error {
	chunks, err := t.customers.take(b.Index)
	if err != nil {
		return err
	}
	var rows []customerRow
	ids := 0
	for _, chunk := range chunks {
		for len(chunk) > 0 {
			var r customerRow
			r, chunk = nextCustomer(chunk)
			rows = append(rows, r)
			ids += len(r.id)
		}
	}
	slices.SortFunc(rows, func(a, b customerRow) int {
		return cmp.Or(bytes.Compare(a.id, b.id), compareCustomers(&a.Customer, &b.Customer), cmp.Compare(a.line, b.line))
	})
	var all strings.Builder // of the ids: one allocation instead of one for each
	all.Grow(ids)
	b.Customers = make([]Customer, 0, len(rows))
	var duplicates int64
	var rejects []Reject
	for _, r := range rows {
		switch last := len(b.Customers) - 1; {
		case last < 0 || b.Customers[last].ID != string(r.id):
			from := all.Len()
			all.Write(r.id)
			r.ID = all.String()[from:]
			b.Customers = append(b.Customers, r.Customer)
		case compareCustomers(&b.Customers[last], &r.Customer) == 0:
			duplicates++
		default:
			rejects = append(rejects, Reject{Table: customers.String(), File: t.customersFile, Line: r.line, Reason: reasonCustomerTwice, Row: string(r.text)})
		}
	}
	return t.account(customers, len(b.Customers), duplicates, rejects)
}

// takeEvents finds the customer of each event, sorts the events, and counts equal ones.
func (t *Tables) takeEvents(b *Bucket) error {
	chunks, err := t.events.take(b.Index)
	if err != nil {
		return err
	}
	index := make(map[string]int32, len(b.Customers))
	for i := range b.Customers {
		index[b.Customers[i].ID] = int32(i)
	}
	type event struct {
		packed   uint64
		customer int32
	}
	var rows []event
	starts := make([]int32, len(b.Customers)+1) // of each customer's events, once they are sorted
	var rejects []Reject
	for _, chunk := range chunks {
		for len(chunk) > 0 {
			var r eventRow
			r, chunk = nextEvent(chunk)
			c, ok := index[string(r.id)]
			if !ok {
				rejects = append(rejects, t.unknownCustomer(r))
				continue
			}
			starts[c+1]++
			rows = append(rows, event{r.packed, c})
		}
	}
	slices.SortFunc(rejects, func(a, b Reject) int { return cmp.Compare(a.Line, b.Line) })

	for c := range b.Customers {
		starts[c+1] += starts[c]
	}
	sorted := make([]uint64, len(rows))
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
	return t.account(events, len(b.Events), int64(len(rows)-len(b.Events)), rejects)
}

// account counts what became of a bucket's rows.
func (t *Tables) account(of table, loaded int, duplicates int64, rejects []Reject) error {
	c := &t.counts[of]
	c.loaded.Add(int64(loaded))
	c.duplicate.Add(duplicates)
	c.rejected.Add(int64(len(rejects)))
	return t.rejects.add(rejects)
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

// digest is equal for equal rows.
func (t *Tables) digest(b *Bucket) (sum [32]byte) {
	h := sha256.New()
	h.Write([]byte("trusted 1\n"))
	h.Write(t.offersDigest[:])
	buf := make([]byte, 0, 64<<10)
	flush := func() {
		if len(buf) > cap(buf)-512 {
			h.Write(buf)
			buf = buf[:0]
		}
	}
	events := b.Events
	for i := range b.Customers {
		c := &b.Customers[i]
		buf = appendID(buf, []byte(c.ID))
		buf = binary.LittleEndian.AppendUint32(buf, uint32(c.MemberSince))
		buf = append(buf, c.Gender)
		buf = binary.LittleEndian.AppendUint16(buf, uint16(c.Age))
		buf = binary.LittleEndian.AppendUint64(buf, uint64(c.IncomeCents))
		flush()
		for ; len(events) > 0 && events[0].Customer == int32(i); events = events[1:] {
			e := &events[0]
			about := e.AmountCents
			if e.Kind != Transaction {
				about = int64(e.Offer)
			}
			buf = binary.LittleEndian.AppendUint64(buf, packEvent(int64(e.Time), e.Kind, about))
			buf = binary.AppendUvarint(buf, uint64(e.Copies))
			flush()
		}
		buf = append(buf, make([]byte, 8)...)
		buf = append(buf, 0) // no event has 0 copies: the end of this customer's
	}
	h.Write(buf)
	h.Sum(sum[:0])
	return sum
}
