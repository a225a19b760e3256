package enriched_test

import (
	"testing"

	"cafe-rewards/etl/enriched"
)

func BenchmarkBuildReal(b *testing.B) {
	buckets, offers := readReal(b)
	b.ReportAllocs()
	for b.Loop() {
		for _, bucket := range buckets {
			if _, err := enriched.Build(bucket, offers, len(buckets)); err != nil {
				b.Fatal(err)
			}
		}
	}
}
