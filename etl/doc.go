// Package etl takes raw files all the way to a published data version. A run reads as the list of its steps:
//
//	land     the source's files, byte for byte, as a batch of the raw zone
//	clean    the batch into typed rows by bucket of customers; what is wrong goes to the rejects, with file, line and reason
//	enrich   each bucket into its part of the star schema, by both methods
//	load     the star schema into Postgres, beside the versions that are there
//	check    every promise about the new version
//	publish  the new version, to all readers at once
//	aggregate its facts into small tables, from which most questions are answered
//
// Buckets go through clean, enrich and load side by side, one after the other per worker, so memory depends on the size of a bucket and
// not on that of the data. A bucket whose cleaned rows are those of the published version is not enriched and not loaded again.
//
// What the lake holds of a version is written before Postgres publishes it: the commit in Postgres is what makes a version
// exist, and everything of a version that was never published is swept by the next run.
//
// Schedule decides when a run happens; the packages below, one per zone, do the work.
package etl
