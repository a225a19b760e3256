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

func BenchmarkFilesReal(b *testing.B) {
	buckets, offers := readReal(b)
	built := make([]*enriched.Bucket, len(buckets))
	for i, bucket := range buckets {
		var err error
		if built[i], err = enriched.Build(bucket, offers, len(buckets)); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportAllocs()
	for b.Loop() {
		var bytes counter
		for _, bucket := range built {
			for _, f := range bucket.Files() {
				if _, err := f.Write(&bytes); err != nil {
					b.Fatal(err)
				}
			}
		}
		b.ReportMetric(float64(bytes), "bytes")
	}
}

// counter is a writer that only counts.
type counter int

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}
