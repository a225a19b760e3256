package trusted

import (
	"crypto/sha256"
	"encoding/binary"
)

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

// digestOffers is equal for equal offers.
func digestOffers(all []Offer) [32]byte {
	var b []byte
	put := func(s string) { b = append(binary.AppendUvarint(b, uint64(len(s))), s...) }
	for _, o := range all {
		put(o.ID)
		put(o.Type)
		b = binary.AppendVarint(b, o.DifficultyCents)
		b = binary.AppendVarint(b, o.RewardCents)
		b = binary.AppendVarint(b, int64(o.DurationDays))
		b = binary.AppendUvarint(b, uint64(len(o.Channels)))
		for _, c := range o.Channels {
			put(c)
		}
	}
	return sha256.Sum256(b)
}
