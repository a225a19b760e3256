package enriched

import (
	pf "cafe-rewards/etl/parquetfile"
	"cafe-rewards/etl/trusted"
)

// The layouts of the enriched zone's files. None is null in all of them, as Unknown is of package trusted.
var (
	customerTable = pf.NewTable("dim_customer",
		pf.Int32("customer_key", func(c *Customer) int32 { return c.Key }),
		pf.Text("customer_id", func(c *Customer) string { return c.ID }),
		pf.OptionalLabel("gender", gender),
		pf.OptionalInt32("age", func(c *Customer) int32 { return int32(c.Age) }),
		pf.OptionalDate("member_since", func(c *Customer) int32 { return c.MemberSince }),
		pf.OptionalMoney("income", func(c *Customer) int64 { return c.IncomeCents }),
		pf.Label("age_group", func(c *Customer) string { return c.AgeGroup }),
		pf.Label("published_age_group", func(c *Customer) string { return c.PublishedAgeGroup }),
		pf.Label("income_band", func(c *Customer) string { return c.IncomeBand }),
	)
	receiptTable = pf.NewTable("fact_offer_receipt",
		pf.Int64("receipt_key", func(r *Receipt) int64 { return r.Key }),
		pf.Int32("customer_key", func(r *Receipt) int32 { return r.CustomerKey }),
		pf.Int32("offer_key", func(r *Receipt) int32 { return positionKey(r.Offer) }),
		pf.Int32("received_time_id", func(r *Receipt) int32 { return r.Received }),
		pf.OptionalInt32("viewed_time_id", func(r *Receipt) int32 { return r.Viewed }),
		pf.OptionalInt32("completed_time_id", func(r *Receipt) int32 { return r.Completed }),
		pf.Bool("viewed_late", func(r *Receipt) bool { return r.ViewedLate }),
		pf.Bool("completed_after_view", func(r *Receipt) bool { return r.CompletedAfterView }),
	)
	transactionTable = pf.NewTable("fact_transaction",
		pf.Int64("transaction_key", func(t *Transaction) int64 { return t.Key }),
		pf.Int32("customer_key", func(t *Transaction) int32 { return t.CustomerKey }),
		pf.Int32("time_id", func(t *Transaction) int32 { return t.Time }),
		pf.Money("amount", func(t *Transaction) int64 { return t.AmountCents }),
		pf.Int32("offers_completed", func(t *Transaction) int32 { return int32(t.OffersCompleted) }),
	)
	paymentTable = pf.NewTable("bridge_transaction_receipt",
		pf.Int64("transaction_key", func(p *Payment) int64 { return p.TransactionKey }),
		pf.Int64("receipt_key", func(p *Payment) int64 { return p.ReceiptKey }),
		pf.Int32("customer_key", func(p *Payment) int32 { return p.CustomerKey }),
	)
	unmatchedTable = pf.NewTable("fact_unmatched_event",
		pf.Int64("event_key", func(u *Unmatched) int64 { return u.Key }),
		pf.Int32("customer_key", func(u *Unmatched) int32 { return u.CustomerKey }),
		pf.Int32("offer_key", func(u *Unmatched) int32 { return positionKey(u.Offer) }),
		pf.Int32("time_id", func(u *Unmatched) int32 { return u.Time }),
		pf.Bool("completed", func(u *Unmatched) bool { return u.Completed }),
	)
	pairTable = pf.NewTable("fact_events",
		pf.Int64("event_key", func(p *PairEvent) int64 { return p.Key }),
		pf.Int32("customer_key", func(p *PairEvent) int32 { return p.CustomerKey }),
		pf.OptionalInt32("offer_key", func(p *PairEvent) int32 { return positionKey(p.Offer) }),
		pf.OptionalInt32("received_time_id", func(p *PairEvent) int32 { return p.Received }),
		pf.OptionalInt32("viewed_time_id", func(p *PairEvent) int32 { return p.Viewed }),
		pf.OptionalInt32("completed_time_id", func(p *PairEvent) int32 { return p.Completed }),
		pf.OptionalInt32("transaction_time_id", func(p *PairEvent) int32 { return p.TransactionTime }),
		pf.OptionalMoney("amount", pairAmount),
	)
	offerTable = pf.NewTable("dim_offer",
		pf.Int32("offer_key", func(o *offerRow) int32 { return o.key }),
		pf.Text("offer_id", func(o *offerRow) string { return o.ID }),
		pf.Text("offer_type", func(o *offerRow) string { return o.Type }),
		pf.Text("offer_name", func(o *offerRow) string { return o.name }),
		pf.Money("difficulty", func(o *offerRow) int64 { return o.DifficultyCents }),
		pf.Money("reward", func(o *offerRow) int64 { return o.RewardCents }),
		pf.Int32("duration_days", func(o *offerRow) int32 { return o.DurationDays }),
		pf.Bool("completable", func(o *offerRow) bool { return Completable(o.Offer) }),
	)
	channelTable = pf.NewTable("dim_channel",
		pf.Int32("channel_key", func(c *channelRow) int32 { return c.key }),
		pf.Text("channel", func(c *channelRow) string { return c.name }),
	)
	offerChannelTable = pf.NewTable("bridge_offer_channel",
		pf.Int32("offer_key", func(b *offerChannelRow) int32 { return b.offer }),
		pf.Int32("channel_key", func(b *offerChannelRow) int32 { return b.channel }),
	)
	timeTable = pf.NewTable("dim_time",
		pf.Int32("time_id", func(t *Time) int32 { return t.ID }),
		pf.Int32("hour", func(t *Time) int32 { return int32(t.Hour) }),
		pf.Int32("day", func(t *Time) int32 { return t.Day }),
		pf.Label("period_day", func(t *Time) string { return t.PeriodDay }),
	)
)

type offerRow struct {
	*trusted.Offer
	key  int32
	name string
}

type channelRow struct {
	key  int32
	name string
}

type offerChannelRow struct{ offer, channel int32 }

func gender(c *Customer) string {
	switch c.Gender {
	case 'F':
		return "F"
	case 'M':
		return "M"
	case 'O':
		return "O"
	}
	return ""
}

func pairAmount(p *PairEvent) int64 {
	if p.TransactionTime == None {
		return None
	}
	return p.AmountCents
}
