// Package trusted cleans raw files into typed rows.
//
// Read takes the files of a batch, tells by content which table each one is (recognise.go), cuts it into blocks of whole
// rows (blocks.go), and lets workers split these into fields (csv.go, jsonlines.go) and clean them, one file per table
// (offers.go, customers.go, events.go). What comes out is small compact rows, kept per bucket of customers in memory or, over
// a budget, in files (rows.go). Tables.Bucket then takes one bucket after the other, drops duplicates, finds the customer of
// each event and sorts (bucket.go). parquet*.go writes cleaned rows as Parquet.
//
// Every row that lands is loaded, a duplicate, or rejected with its file, line and reason (rejects.go). Nothing depends on
// the order of rows or files, on the number of workers, or on the memory budget: the same rows give the same digests.
package trusted
