package enriched

import "cafe-rewards/etl/trusted"

// None stands in a time id or an offer index where nothing happened.
const None = -1

// Customer is a row of dim_customer.
type Customer struct {
	trusted.Customer
	Key               int32 // unique in the version; see Key in keys.go
	AgeGroup          string
	PublishedAgeGroup string
	IncomeBand        string
}

// Receipt is a row of fact_offer_receipt: the audited method's grain, one "offer received" event.
type Receipt struct {
	Key                int64
	CustomerKey        int32
	Offer              int32 // index in the version's offers
	Received           int32 // time ids: hours since the start of the programme
	Viewed             int32 // or None
	Completed          int32 // or None
	ViewedLate         bool
	CompletedAfterView bool
}

// Transaction is a row of fact_transaction.
type Transaction struct {
	Key             int64
	CustomerKey     int32
	Time            int32
	AmountCents     int64
	OffersCompleted int16 // receipts that the customer completed in the same hour
}

// Payment is a row of bridge_transaction_receipt: this transaction completed this receipt.
type Payment struct {
	TransactionKey int64
	ReceiptKey     int64
	CustomerKey    int32
}

// Unmatched is a row of fact_unmatched_event: a view or completion that found no receipt, once per event. Copies of a
// completion beyond what open receipts can take are duplicates, not unmatched.
type Unmatched struct {
	Key         int64
	CustomerKey int32
	Offer       int32
	Time        int32
	Completed   bool // otherwise a view
}

// PairEvent is a row of fact_events, the published method's fact table.
type PairEvent struct {
	Key             int64
	CustomerKey     int32
	Offer           int32 // or None: a transaction that no pair took
	Received        int32 // the latest of each, or None
	Viewed          int32
	Completed       int32
	TransactionTime int32 // None where no transaction is joined
	AmountCents     int64 // of the transaction; 0 where none is joined
}

// Bucket is the star schema's part of one bucket of customers. It is built anew whenever that bucket's cleaned rows change.
type Bucket struct {
	Index        int
	Digest       [32]byte // of the trusted bucket that it was built from
	Customers    []Customer
	Receipts     []Receipt
	Transactions []Transaction
	Payments     []Payment
	Unmatched    []Unmatched
	PairEvents   []PairEvent
	LastTime     int32  // the greatest time id in the bucket; None when it has no events
	Counts       Counts // of the trusted events behind the facts
}
