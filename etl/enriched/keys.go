package enriched

// Key is the surrogate key of a bucket's row number ordinal (from 0), of a table that is spread over so many buckets. Every
// bucket has its own residue, so keys are unique over a version although no bucket knows how many rows another one has. Rows
// are numbered in the order of the cleaned rows, which are sorted: the source's order does not change a key.
func Key(ordinal, bucket, buckets int) int64 {
	return int64(ordinal)*int64(buckets) + int64(bucket)
}
