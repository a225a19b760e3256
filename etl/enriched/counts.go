package enriched

// Counts accounts for every trusted event of a bucket, by kind.
type Counts struct {
	Received, Viewed, Completed, Transactions Count
}

// Count accounts for events: Landed = Loaded + Duplicate.
type Count struct {
	Landed    int64 // rows of the trusted zone, each copy counted
	Loaded    int64 // events in the facts: in a fact of their own or on a receipt, or unmatched
	Duplicate int64 // copies that say nothing new
}

func (c *Count) add(copies, loaded int32) {
	c.Landed += int64(copies)
	c.Loaded += int64(loaded)
	c.Duplicate += int64(copies) - int64(loaded)
}

// Add adds another bucket's counts to c.
func (c *Counts) Add(other Counts) {
	c.Received = c.Received.plus(other.Received)
	c.Viewed = c.Viewed.plus(other.Viewed)
	c.Completed = c.Completed.plus(other.Completed)
	c.Transactions = c.Transactions.plus(other.Transactions)
}

// Total is the count of all events, whatever their kind.
func (c *Counts) Total() Count {
	return c.Received.plus(c.Viewed).plus(c.Completed).plus(c.Transactions)
}

func (c Count) plus(other Count) Count {
	return Count{
		Landed:    c.Landed + other.Landed,
		Loaded:    c.Loaded + other.Loaded,
		Duplicate: c.Duplicate + other.Duplicate,
	}
}
