// Package lake stores the zones raw, trusted and enriched in a bucket, which is a folder: no other driver of gocloud.dev/blob is linked in.
// It knows files, not what is in them.
//
// # Raw: batches
//
// [Lake.Land] copies what a source has, byte for byte, as one [Batch]:
//
//	raw/batch=000012-20260102T150405Z-7f3a/customers.csv
//	raw/batch=000012-20260102T150405Z-7f3a/events.csv.gz
//	raw/batch=000012-20260102T150405Z-7f3a/_manifest-{sum of the content}.json
//
// The manifest is written last: without it there is no batch, and the next landing sweeps whatever is there. Batches are ordered by the
// number in front, so a clock that is set back does no harm. The same content does not land twice. raw/seen.json records what the
// source looked like when it was last read, so an unchanged source is not read again.
//
// [Batch.Members] lists the data files in a batch and unpacks them while they are read, whether they came plain, gzipped or in a zip.
// Limits stop zip bombs.
//
// # Trusted and enriched: versions
//
// Both hold Parquet files in Hive-style folders (paths.go), a folder for each version:
//
//	trusted/offers/version=12/offers.parquet
//	trusted/customers/version=12/bucket=7/customers.parquet
//	trusted/manifests/version=12.json
//
// Again, the [Manifest] is written last and makes the version. A file becomes visible with [Writer.Close] and never changes
// afterwards; [Lake.Copy] carries over what a version has in common with the one before. [Lake.DropVersion] removes a version,
// manifest first, then files; [Lake.Sweep] removes what killed runs left behind.
package lake
