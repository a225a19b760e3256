package warehouse

import (
	"cafe-rewards/etl/enriched"
	"cafe-rewards/etl/trusted"
)

// The rows of each table, in the order of its columns.

// postgresEpoch is 2000-01-01, from which Postgres counts dates, in days since 1970-01-01.
const postgresEpoch = 10957

func appendCustomers(out []byte, b *enriched.Bucket, from, to int, s stamp) []byte {
	for i := from; i < to; i++ {
		c := &b.Customers[i]
		out = appendRow(out, 11)
		out = appendInt4(out, s.version)
		out = appendInt4(out, c.Key)
		out = appendInt2(out, int16(b.Index))
		if c.Gender == 0 {
			out = appendNull(out)
		} else {
			out = appendByte(out, c.Gender)
		}
		if c.Age == trusted.Unknown {
			out = appendNull(out)
		} else {
			out = appendInt2(out, c.Age)
		}
		if c.MemberSince == trusted.Unknown {
			out = appendNull(out)
		} else {
			out = appendInt4(out, c.MemberSince-postgresEpoch)
		}
		out = appendInt8OrNull(out, c.IncomeCents, trusted.Unknown)
		out = appendText(out, c.ID)
		out = appendText(out, c.AgeGroup)
		out = appendText(out, c.PublishedAgeGroup)
		out = appendText(out, c.IncomeBand)
	}
	return out
}

func appendReceipts(out []byte, b *enriched.Bucket, from, to int, s stamp) []byte {
	for i := from; i < to; i++ {
		r := &b.Receipts[i]
		out = appendRow(out, 10)
		out = appendInt8(out, r.Key)
		out = appendInt4(out, s.version)
		out = appendInt4(out, r.CustomerKey)
		out = appendInt4(out, s.offer(r.Offer))
		out = appendInt4(out, r.Received)
		out = appendInt4OrNull(out, r.Viewed, enriched.None)
		out = appendInt4OrNull(out, r.Completed, enriched.None)
		out = appendInt2(out, int16(b.Index))
		out = appendBool(out, r.ViewedLate)
		out = appendBool(out, r.CompletedAfterView)
	}
	return out
}

func appendTransactions(out []byte, b *enriched.Bucket, from, to int, s stamp) []byte {
	for i := from; i < to; i++ {
		t := &b.Transactions[i]
		out = appendRow(out, 7)
		out = appendInt8(out, t.Key)
		out = appendInt8(out, t.AmountCents)
		out = appendInt4(out, s.version)
		out = appendInt4(out, t.CustomerKey)
		out = appendInt4(out, t.Time)
		out = appendInt2(out, int16(b.Index))
		out = appendInt2(out, t.OffersCompleted)
	}
	return out
}

func appendPayments(out []byte, b *enriched.Bucket, from, to int, s stamp) []byte {
	for i := from; i < to; i++ {
		p := &b.Payments[i]
		out = appendRow(out, 5)
		out = appendInt8(out, p.TransactionKey)
		out = appendInt8(out, p.ReceiptKey)
		out = appendInt4(out, s.version)
		out = appendInt4(out, p.CustomerKey)
		out = appendInt2(out, int16(b.Index))
	}
	return out
}

func appendUnmatched(out []byte, b *enriched.Bucket, from, to int, s stamp) []byte {
	for i := from; i < to; i++ {
		u := &b.Unmatched[i]
		out = appendRow(out, 7)
		out = appendInt8(out, u.Key)
		out = appendInt4(out, s.version)
		out = appendInt4(out, u.CustomerKey)
		out = appendInt4(out, s.offer(u.Offer))
		out = appendInt4(out, u.Time)
		out = appendInt2(out, int16(b.Index))
		out = appendBool(out, u.Completed)
	}
	return out
}

func appendPairEvents(out []byte, b *enriched.Bucket, from, to int, s stamp) []byte {
	for i := from; i < to; i++ {
		e := &b.PairEvents[i]
		out = appendRow(out, 10)
		out = appendInt8(out, e.Key)
		if e.TransactionTime == enriched.None {
			out = appendNull(out)
		} else {
			out = appendInt8(out, e.AmountCents)
		}
		out = appendInt4(out, s.version)
		out = appendInt4(out, e.CustomerKey)
		if e.Offer == enriched.None {
			out = appendNull(out)
		} else {
			out = appendInt4(out, s.offer(e.Offer))
		}
		out = appendInt4OrNull(out, e.Received, enriched.None)
		out = appendInt4OrNull(out, e.Viewed, enriched.None)
		out = appendInt4OrNull(out, e.Completed, enriched.None)
		out = appendInt4OrNull(out, e.TransactionTime, enriched.None)
		out = appendInt2(out, int16(b.Index))
	}
	return out
}
