package enriched

import (
	"fmt"
	"math"

	"cafe-rewards/etl/trusted"
)

// purchases makes fact_transaction and the bridge to the receipts that a purchase completed: those that the customer
// completed in its hour. An amount stands once in the fact, however many receipts the bridge joins it to.
type purchases struct {
	out     *Bucket
	buckets int
}

// add adds one customer's purchases. The completions are in the order of time, as the events are.
func (p *purchases) add(customer int32, events []trusted.Event, completed []completion) error {
	joined := 0
	for i := range events {
		e := &events[i]
		if e.Kind != trusted.Transaction {
			continue
		}
		for len(completed) > 0 && completed[0].time < e.Time {
			completed = completed[1:]
		}
		paid := 0
		for paid < len(completed) && completed[paid].time == e.Time {
			paid++
		}
		if joined += paid; joined > maxJoined*len(events) || paid > math.MaxInt16 {
			return fmt.Errorf("in hour %d: %w", e.Time, errTooManyJoined)
		}
		key := Key(len(p.out.Transactions), p.out.Index, p.buckets)
		p.out.Transactions = append(p.out.Transactions, Transaction{
			Key:             key,
			CustomerKey:     customer,
			Time:            e.Time,
			AmountCents:     e.AmountCents,
			OffersCompleted: int16(paid),
		})
		for _, c := range completed[:paid] {
			p.out.Payments = append(p.out.Payments, Payment{
				TransactionKey: key,
				ReceiptKey:     p.out.Receipts[c.receipt].Key,
				CustomerKey:    customer,
			})
		}
	}
	return nil
}
