package enriched

import "cafe-rewards/etl/trusted"

// receiptMatcher is the audited method: it gives each view and each completion to the receipt that it belongs to.
//
//   - A view belongs to the customer's latest receipt of that offer, at or before the view, that has no view yet. It is late
//     when it comes after the receipt's last hour, and counts all the same.
//   - A completion belongs to the customer's earliest receipt of that offer that is still open: not completed yet, and not
//     past its last hour, received + duration × 24. Nobody completes an informational offer.
//   - What finds no receipt is unmatched.
//
// Events come in the order of time, and a receipt comes before a view and a view before a completion of its hour. So the
// receipts of an offer that wait for a view are a stack, and those that wait for a completion a queue, whose head leaves for
// good once it has run out. Both are linked lists through the receipts, which keeps the work linear in the events, whatever a
// source sends.
type receiptMatcher struct {
	out       *Bucket
	buckets   int
	offers    []waiting
	unviewed  []int32      // by receipt: the next one down the stack, or None
	open      []int32      // by receipt: the next one in the queue, or None
	completed []completion // of the customer at hand, by time
}

// waiting is an offer, and the receipts of it that wait for the events of the customer at hand.
type waiting struct {
	hours       int64 // that a receipt stays open
	completable bool
	customer    int32 // whose the following are, or None; for another customer they are stale
	unviewed    int32 // the top of the stack, or None
	open        int32 // the head of the queue, or None
	last        int32 // its tail, while there is a head
}

// completion says that a receipt, by its index, was completed in an hour.
type completion struct {
	time    int32
	receipt int32
}

func newReceiptMatcher(out *Bucket, offers []trusted.Offer, buckets int) *receiptMatcher {
	m := &receiptMatcher{
		out: out, buckets: buckets,
		offers:   make([]waiting, len(offers)),
		unviewed: make([]int32, 0, cap(out.Receipts)),
		open:     make([]int32, 0, cap(out.Receipts)),
	}
	for i := range offers {
		m.offers[i] = waiting{hours: int64(offers[i].DurationDays) * 24, completable: Completable(&offers[i]), customer: None}
	}
	return m
}

// match adds one customer's receipts, unmatched events and counts, and returns the completions that found a receipt, by
// time. They are good until the next call.
func (m *receiptMatcher) match(customer int32, events []trusted.Event) []completion {
	m.completed = m.completed[:0]
	for i := range events {
		e := &events[i]
		switch e.Kind {
		case trusted.Received:
			m.receive(customer, e)
			m.out.Counts.Received.add(e.Copies, 1)
		case trusted.Viewed:
			if !m.view(customer, e) {
				m.unmatched(customer, e)
			}
			m.out.Counts.Viewed.add(e.Copies, 1)
		case trusted.Completed:
			// Copies that find a receipt are completions of their own: one purchase can complete two receipts of an offer.
			// The others are duplicates, as of any other event. Only an event of which no copy finds a receipt is unmatched.
			taken := int32(0)
			for taken < e.Copies && m.complete(customer, e) {
				taken++
			}
			if taken == 0 {
				m.unmatched(customer, e)
				taken = 1
			}
			m.out.Counts.Completed.add(e.Copies, taken)
		case trusted.Transaction:
			m.out.Counts.Transactions.add(e.Copies, 1)
		}
	}
	return m.completed
}

func (m *receiptMatcher) receive(customer int32, e *trusted.Event) {
	r := int32(len(m.out.Receipts))
	m.out.Receipts = append(m.out.Receipts, Receipt{
		Key:         Key(int(r), m.out.Index, m.buckets),
		CustomerKey: customer,
		Offer:       e.Offer,
		Received:    e.Time,
		Viewed:      None,
		Completed:   None,
	})
	w := m.waiting(customer, e.Offer)
	m.unviewed = append(m.unviewed, w.unviewed)
	w.unviewed = r
	m.open = append(m.open, None)
	if w.open == None {
		w.open = r
	} else {
		m.open[w.last] = r
	}
	w.last = r
}

func (m *receiptMatcher) view(customer int32, e *trusted.Event) bool {
	w := m.waiting(customer, e.Offer)
	if w.unviewed == None {
		return false
	}
	r := &m.out.Receipts[w.unviewed]
	w.unviewed = m.unviewed[w.unviewed]
	r.Viewed = e.Time
	r.ViewedLate = int64(e.Time) > int64(r.Received)+w.hours
	return true
}

func (m *receiptMatcher) complete(customer int32, e *trusted.Event) bool {
	w := m.waiting(customer, e.Offer)
	if !w.completable {
		return false
	}
	for w.open != None && int64(e.Time) > int64(m.out.Receipts[w.open].Received)+w.hours {
		w.open = m.open[w.open]
	}
	if w.open == None {
		return false
	}
	r := &m.out.Receipts[w.open]
	m.completed = append(m.completed, completion{time: e.Time, receipt: w.open})
	w.open = m.open[w.open]
	r.Completed = e.Time
	r.CompletedAfterView = r.Viewed != None // the views up to this hour are known by now
	return true
}

func (m *receiptMatcher) unmatched(customer int32, e *trusted.Event) {
	m.out.Unmatched = append(m.out.Unmatched, Unmatched{
		Key:         Key(len(m.out.Unmatched), m.out.Index, m.buckets),
		CustomerKey: customer,
		Offer:       e.Offer,
		Time:        e.Time,
		Completed:   e.Kind == trusted.Completed,
	})
}

// waiting gives the offer's state for this customer: nothing waits when the state is still that of another one.
func (m *receiptMatcher) waiting(customer, offer int32) *waiting {
	w := &m.offers[offer]
	if w.customer != customer {
		w.customer, w.unviewed, w.open = customer, None, None
	}
	return w
}
