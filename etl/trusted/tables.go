package trusted

// Kind says what happened in an event. The order is the order of events in the same hour: an offer has to be there before it
// is seen, and seen before it is completed. The transaction comes last, as what the completions of its hour are joined to.
type Kind uint8

const (
	Received Kind = iota + 1
	Viewed
	Completed
	Transaction
)

// Unknown stands in every optional integer of this package where the source says nothing.
const Unknown = -1

// Offer is a cleaned row of offers. Negative terms have become 0, as the published method asks.
type Offer struct {
	ID              string
	Type            string // lower case, as the source has it: bogo, discount, informational, or another programme's
	DifficultyCents int64  // the least to spend
	RewardCents     int64
	DurationDays    int32
	Channels        []string // lower case, sorted, each once; any name
}

// Customer is a cleaned row of customers.
type Customer struct {
	ID          string
	MemberSince int32 // days since 1970-01-01, UTC; Unknown where the source has none (or 1969-12-31: it has the same number)
	Gender      byte  // 'F', 'M', 'O', or 0 where the source has none of these
	Age         int16 // years, 118 kept (the placeholder for unknown age); Unknown where the source has none
	IncomeCents int64 // a year, in cents of a US dollar; Unknown where the source has none
}

// Event is a cleaned row of events, without its exact duplicates.
type Event struct {
	Customer    int32 // index in Bucket.Customers
	Offer       int32 // index in Tables.Offers; Unknown for a transaction
	Time        int32 // hours since the start of the programme
	Kind        Kind
	Copies      int32 // how many exactly equal rows the source has: 1, or more where there were duplicates
	AmountCents int64 // of a transaction; otherwise 0
}

// Bucket is what is known of the customers whose ids hash to the same number: all of their rows, and nobody else's.
type Bucket struct {
	Index     int
	Customers []Customer // sorted by ID
	Events    []Event    // sorted by Customer, Time, Kind, Offer, AmountCents
	Digest    [32]byte   // SHA-256 of the cleaned rows above and of the offers: equal digests, equal rows
}
