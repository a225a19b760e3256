package enriched

import "math"

// Keys are surrogates. Every bucket has a range of its own, so that they are unique over a version although no bucket knows how many rows
// another one has; rows are numbered in the order of the cleaned rows, which are sorted, so that the source's order does not change a key.
// Bucket after bucket, rows come in the order of their customers' keys.

// mostKeys is how many keys there are for a table's rows: as many as a number in JavaScript, or a spreadsheet, can tell apart.
const mostKeys = 1 << 53

// Key is the key of a bucket's row number ordinal (from 0), of a table that is spread over so many buckets.
func Key(ordinal, bucket, buckets int) int64 {
	return int64(bucket)*(mostKeys/int64(buckets)) + int64(ordinal)
}

// mostCustomers is how many customers a bucket may have, for their keys have 32 bits.
func mostCustomers(buckets int) int { return math.MaxInt32 / buckets }

// CustomerKey is the key of a bucket's customer number ordinal (from 0), less than mostCustomers.
func CustomerKey(ordinal, bucket, buckets int) int32 {
	return int32(bucket*mostCustomers(buckets) + ordinal)
}
