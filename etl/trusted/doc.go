// Package trusted cleans raw files into typed rows.
//
// Read takes the files of a batch, recognises by content which table each one is (recognise.go), and cuts it into blocks of whole
// rows (blocks.go). Workers split these into fields (csv.go, jsonlines.go) and clean them, with one file per table (offers.go,
// customers.go, events.go). The results are compact rows, kept per bucket of customers in memory or, beyond a budget, in files
// (rows.go). Tables.Bucket then takes one bucket, drops duplicates, finds the customer of each event, and sorts (bucket.go).
// parquet.go writes cleaned rows as Parquet.
//
// Every row that lands is loaded, a duplicate, or rejected with file, line and reason (rejects.go). The result does not depend on the
// order of rows or files, the number of workers, or the memory budget: the same rows give the same digests.
package trusted
