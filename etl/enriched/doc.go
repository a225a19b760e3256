// Package enriched turns one bucket of cleaned rows into its part of the star schema.
//
// Build is a pure function of one bucket and the offers: it reads nothing and keeps nothing, and the same rows give the same result
// down to the last key, whatever their order in the source. It walks the events of one customer at a time:
//
//	receipts.go      the audited method: which receipt a view or a completion belongs to
//	transactions.go  purchases, and the completions that they paid for
//	pairs.go         the published method: the latest of each event per customer and offer
//	customers.go     ages and incomes as the groups that reports show
//	offers.go        offers in words, and their channels
//	times.go         the hours since the start of the programme
//	keys.go          surrogate keys that need no coordination between buckets
//	counts.go        every event accounted for: landed = loaded + duplicate
//	limits.go        limits on joins that would multiply without sense
//	parquet.go       each table as a Parquet file of the enriched zone; columns.go has their layouts
//
// What is not here: parsing (package trusted), how Parquet is written (package parquetfile), and anything that knows Postgres (package warehouse).
package enriched
