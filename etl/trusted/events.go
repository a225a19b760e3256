package trusted

import "encoding/binary"

// Limits of events.
const (
	maxTime  = 87_600   // hours: ten years
	maxValue = 64 << 10 // bytes of the value of one event
)

// An event is packed into one number, so that sorting events is sorting numbers: its time, its kind, and what it is about: the
// index of its offer, or the amount of a transaction. The numbers of equal events are equal.
const (
	aboutBits = 37 // maxNumber dollars in cents, and more than maxOffers
	kindBits  = 2
	timeBits  = 17 // maxTime
	eventBits = timeBits + kindBits + aboutBits
)

func packEvent(time int64, k Kind, about int64) uint64 {
	return uint64(time)<<(kindBits+aboutBits) | uint64(k-1)<<aboutBits | uint64(about)
}

func unpackEvent(p uint64) Event {
	e := Event{
		Time:  int32(p >> (kindBits + aboutBits)),
		Kind:  Kind(p>>aboutBits&(1<<kindBits-1)) + 1,
		Offer: Unknown,
	}
	about := int64(p & (1<<aboutBits - 1))
	if e.Kind == Transaction {
		e.AmountCents = about
	} else {
		e.Offer = int32(about)
	}
	return e
}

// event cleans the row in hand and keeps it.
func (w *worker) event(_ []byte, line int64) string {
	f := &w.fields
	id := trim(f[eventCustomer])
	switch {
	case len(id) == 0:
		return reasonNoCustomerID
	case badText(id):
		return reasonBadCustomerID
	}
	k := eventKind(f[eventName])
	if k == 0 {
		return reasonEvent
	}
	time, p := hours(f[eventTime])
	if p != fine {
		return timeReasons[p]
	}
	v, ok := w.value(f[eventValue])
	if !ok {
		return reasonValue
	}
	var about int64
	if k == Transaction {
		if about, p = hundredths(v.amount); p != fine {
			return amountReasons[p]
		}
		if about < 0 {
			return reasonNegativeAmount
		}
	} else {
		offer := trim(v.offer)
		if len(offer) == 0 {
			return reasonNoOfferID
		}
		i, ok := w.tables.offers[string(offer)]
		if !ok {
			return reasonUnknownOffer
		}
		about = int64(i)
	}
	bucket, chunk := w.room(id, eventSize+len(id))
	chunk = binary.LittleEndian.AppendUint64(chunk, uint64(len(id))<<eventBits|packEvent(time, k, about))
	chunk = binary.AppendUvarint(chunk, uint64(line))
	w.out[bucket] = append(chunk, id...)
	return ""
}

const eventSize = 8 + binary.MaxVarintLen64

// eventRow is what event kept. The id points into the chunk.
type eventRow struct {
	id     []byte
	packed uint64
	line   int64
}

// nextEvent reads what event wrote, and returns what is behind it.
func nextEvent(b []byte) (r eventRow, rest []byte) {
	p := binary.LittleEndian.Uint64(b)
	line, b := uvarint(b[8:])
	n := p >> eventBits
	return eventRow{id: b[:n], packed: p & (1<<eventBits - 1), line: int64(line)}, b[n:]
}

var kindNames = [...]string{Received: "offer received", Viewed: "offer viewed", Completed: "offer completed", Transaction: "transaction"}

// String is what the source calls it.
func (k Kind) String() string { return kindNames[k] }

// eventKind reads the name of an event, 0 if it is none.
func eventKind(b []byte) Kind {
	switch string(b) {
	case "transaction":
		return Transaction
	case "offer received":
		return Received
	case "offer viewed":
		return Viewed
	case "offer completed":
		return Completed
	}
	for k := Received; k <= Transaction; k++ {
		if sameName(b, k.String()) {
			return k
		}
	}
	return 0
}

// hours reads a time.
func hours(b []byte) (int64, problem) {
	if len(b) > 0 && len(b) <= 4 { // nearly all
		n := int64(0)
		for _, c := range b {
			if c < '0' || c > '9' {
				n = -1
				break
			}
			n = n*10 + int64(c-'0')
		}
		if n >= 0 {
			return n, fine
		}
	}
	n, p := whole(b)
	if p == fine && (n < 0 || n > maxTime) {
		p = uneven
	}
	return n, p
}

// value is what the dictionary of an event says.
type value struct{ offer, amount []byte }

// value reads the dictionary of an event. Keys that nobody knows, such as the reward of a completion, are passed over.
func (w *worker) value(b []byte) (v value, ok bool) {
	if len(b) > maxValue {
		return v, false
	}
	l := literal{b: b, scratch: w.scratch}
	for l.open('{'); l.more('}'); {
		key := l.text()
		l.colon()
		x, k := l.value()
		if k == word && isNull(x) {
			x = nil
		}
		switch string(key) {
		case "offer id", "offer_id":
			v.offer = x
		case "amount":
			v.amount = x
		}
	}
	w.scratch = l.scratch
	return v, l.end()
}
