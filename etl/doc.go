// Package etl takes raw files all the way to a published data version. A run reads as the list of its steps:
//
//	land       copy the source's files, byte for byte, as a batch of the raw zone
//	clean      turn the batch into typed rows by bucket of customers; bad rows become rejects with file, line and reason
//	enrich     turn each bucket into its part of the star schema, by both methods
//	load       copy the star schema into Postgres, beside the versions that are there
//	check      test every promise about the new version
//	publish    show the new version to all readers at once
//	aggregate  sum its facts up into small tables, from which most questions are answered
//
// Each worker takes one bucket after another through clean, enrich and load, so memory depends on the size of a bucket and not of the
// data. A bucket whose cleaned rows are the same as in the published version is neither enriched nor loaded again.
//
// The lake's part of a version is written before Postgres publishes it: the commit in Postgres makes the version exist, and the next
// run sweeps whatever belongs to a version that was never published.
//
// Schedule decides when a run happens; the packages below, one per zone, do the work.
package etl
