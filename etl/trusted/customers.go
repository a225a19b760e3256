package trusted

import (
	"cmp"
	"encoding/binary"
	"time"
)

// maxAge is the greatest age in years. It leaves room for the placeholder 118.
const maxAge = 150

// customer cleans the row in hand and keeps it.
func (w *worker) customer(row []byte, line int64) string {
	f := &w.fields
	id := trim(f[customerID])
	switch {
	case len(id) == 0:
		return reasonNoCustomerID
	case badText(id):
		return reasonBadCustomerID
	}
	var c Customer
	var reason string
	if c.MemberSince, reason = memberSince(f[customerSince], w.tables.lastDay); reason != "" {
		return reason
	}
	// The published method: a gender outside of M, F, O becomes null.
	if g := trim(f[customerGender]); len(g) == 1 && (g[0] == 'F' || g[0] == 'M' || g[0] == 'O') {
		c.Gender = g[0]
	}
	switch age, p := whole(f[customerAge]); {
	case p == missing:
		c.Age = Unknown
	case p != fine:
		return ageReasons[p]
	case age < 0 || age > maxAge:
		return ageReasons[uneven]
	default:
		c.Age = int16(age)
	}
	switch income, p := hundredths(f[customerIncome]); {
	case p == missing:
		c.IncomeCents = Unknown
	case p != fine:
		return incomeReasons[p]
	case income < 0:
		return reasonNegativeIncome
	default:
		c.IncomeCents = income
	}
	text := rowText(row)
	bucket, chunk := w.room(id, customerSize+len(id)+len(text))
	w.out[bucket] = appendCustomer(chunk, id, &c, line, text)
	return ""
}

// customerSize is what a compact customer takes at most, besides its texts.
const customerSize = 1 + 4 + 1 + 2 + 8 + 2*binary.MaxVarintLen64

func appendCustomer(b, id []byte, c *Customer, line int64, text string) []byte {
	b = appendID(b, id)
	b = binary.LittleEndian.AppendUint32(b, uint32(c.MemberSince))
	b = append(b, c.Gender)
	b = binary.LittleEndian.AppendUint16(b, uint16(c.Age))
	b = binary.LittleEndian.AppendUint64(b, uint64(c.IncomeCents))
	b = binary.AppendUvarint(b, uint64(line))
	b = binary.AppendUvarint(b, uint64(len(text)))
	return append(b, text...)
}

// customerRow is a customer with where it stands, to be able to reject it. The texts point into the chunk.
type customerRow struct {
	Customer
	id   []byte
	line int64
	text []byte
}

// nextCustomer reads what appendCustomer wrote, and returns what is behind it.
func nextCustomer(b []byte) (r customerRow, rest []byte) {
	n := 1 + int(b[0])
	r.id, b = b[1:n], b[n:]
	r.MemberSince = int32(binary.LittleEndian.Uint32(b))
	r.Gender = b[4]
	r.Age = int16(binary.LittleEndian.Uint16(b[5:]))
	r.IncomeCents = int64(binary.LittleEndian.Uint64(b[7:]))
	line, b := uvarint(b[15:])
	r.line = int64(line)
	length, b := uvarint(b)
	r.text = b[:length]
	return r, b[length:]
}

// compareCustomers orders rows of the same customer_id: a known value comes before an unknown one. The first is loaded.
func compareCustomers(a, b *Customer) int {
	return cmp.Or(cmp.Compare(uint32(a.MemberSince), uint32(b.MemberSince)), cmp.Compare(b.Gender, a.Gender),
		cmp.Compare(uint16(a.Age), uint16(b.Age)), cmp.Compare(uint64(a.IncomeCents), uint64(b.IncomeCents)))
}

// memberSince reads a date as yyyymmdd. One that lies in the future is a mistake, and every figure by length of membership would
// be wrong with it: it is rejected rather than kept. 1969-12-31, the day that has the number of Unknown, is taken as unknown: it
// is what programs west of Greenwich make of a date that was never set.
func memberSince(b []byte, lastDay int32) (int32, string) {
	n, p := whole(b)
	if p == missing {
		return Unknown, ""
	}
	if p != fine {
		return 0, sinceReasons[p]
	}
	year, month, day := int(n/10_000), time.Month(n/100%100), int(n%100)
	date := time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
	if year < 1900 || year > 9999 || date.Month() != month || date.Day() != day {
		return 0, sinceReasons[uneven]
	}
	d := dayOf(date)
	if d > lastDay {
		return 0, reasonFuture
	}
	return d, ""
}

// dayOf counts days since 1970-01-01, UTC.
func dayOf(t time.Time) int32 {
	const day = 24 * 60 * 60
	s := t.Unix()
	return int32((s - ((s%day)+day)%day) / day)
}
