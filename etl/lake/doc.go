// Package lake keeps the zones raw, trusted and enriched on a bucket: a folder by default, any bucket that gocloud.dev/blob
// knows otherwise. It knows files, not what is in them.
//
// # Raw: batches
//
// [Lake.Land] copies what a source has, byte for byte, as one [Batch]:
//
//	raw/batch=000012-20260102T150405Z-7f3a/customers.csv
//	raw/batch=000012-20260102T150405Z-7f3a/events.csv.gz
//	raw/batch=000012-20260102T150405Z-7f3a/_manifest-{sum of the content}.json
//
// The manifest is written last: without it there is no batch, and what lies there is swept away by the next landing. The number
// in front orders batches, so that a clock turned back does not. The same content does not land twice. What the source looked
// like when it was last read is kept in raw/seen.json, so that an unchanged source costs no reading.
//
// [Batch.Members] unpacks on the way: the data files in a batch, whether they came as they are, gzipped, or in a zip, under
// limits that a bomb cannot pass.
//
// # Trusted and enriched: versions
//
// Both hold Parquet files in Hive-style folders (paths.go), a folder for each version:
//
//	trusted/offers/version=12/offers.parquet
//	trusted/customers/version=12/bucket=7/customers.parquet
//	trusted/manifests/version=12.json
//
// Again the [Manifest] is written last and is what makes a version. Files are visible from [Writer.Close] on and never change
// after; what a version has in common with the one before is carried by [Lake.Copy]. A version goes by [Lake.DropVersion]:
// manifest first, then files; [Lake.Sweep] removes what killed runs left.
package lake
