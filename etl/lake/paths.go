package lake

import (
	"fmt"
	"strings"
)

// Zone is a layer of the lake.
type Zone string

// The zones, in the order that data passes them.
const (
	Raw      Zone = "raw"
	Trusted  Zone = "trusted"
	Enriched Zone = "enriched"
)

// NoBucket stands for a table that is not spread over buckets.
const NoBucket = -1

// TablePath is where a version keeps a table, or, unless bucket is [NoBucket], one bucket of it.
func TablePath(zone Zone, table string, version, bucket int) string {
	if bucket == NoBucket {
		return fmt.Sprintf("%s%s.parquet", versionPrefix(zone, table, version), table)
	}
	return fmt.Sprintf("%sbucket=%d/%s.parquet", versionPrefix(zone, table, version), bucket, table)
}

// RejectsPath is where the rejected rows of a batch are kept.
func RejectsPath(batch string) string {
	return fmt.Sprintf("%s/rejects/batch=%s/rejects.parquet", Trusted, batch)
}

func versionPrefix(zone Zone, table string, version int) string {
	return fmt.Sprintf("%s/%s/version=%d/", zone, table, version)
}

func manifestPath(zone Zone, version int) string {
	return fmt.Sprintf("%s/%s/version=%d.json", zone, manifestFolder, version)
}

const (
	manifestFolder = "manifests"
	seenPath       = "raw/seen.json"
)

// checkPath refuses what a bucket would have to escape or what could lead out of it.
func checkPath(path string) error {
	for part := range strings.SplitSeq(path, "/") {
		bad := part == "" || part == "." || part == ".." || strings.Contains(part, "__0x") ||
			strings.ContainsFunc(part, func(r rune) bool { return r < ' ' || strings.ContainsRune(`\:*?"<>|`, r) })
		if bad || len(path) > 1000 {
			return fmt.Errorf("%.200q is not a path in the lake", path)
		}
	}
	return nil
}
