package trusted

import (
	"io"
	"testing"
)

// realBuckets are those of the real data set.
func realBuckets(t testing.TB) ([]*Bucket, []Offer) {
	t.Helper()
	var members []Member
	for name, data := range realData(t) {
		members = append(members, member(name, data))
	}
	tables, err := Read(t.Context(), members, Options{Buckets: 16, Rejects: NewRejects(io.Discard), Scratch: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	defer tables.Close()
	buckets := make([]*Bucket, 16)
	for i := range buckets {
		if buckets[i], err = tables.Bucket(t.Context(), i); err != nil {
			t.Fatal(err)
		}
	}
	return buckets, tables.Offers
}

func BenchmarkWriteEvents(b *testing.B) {
	buckets, offers := realBuckets(b)
	b.ReportAllocs()
	var size counted
	for b.Loop() {
		size = 0
		for _, bucket := range buckets {
			if _, err := WriteEvents(&size, bucket, offers); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(float64(size), "file-bytes")
}

func BenchmarkWriteCustomers(b *testing.B) {
	buckets, _ := realBuckets(b)
	b.ReportAllocs()
	for b.Loop() {
		for _, bucket := range buckets {
			if _, err := WriteCustomers(io.Discard, bucket); err != nil {
				b.Fatal(err)
			}
		}
	}
}

// counted is a writer that only counts.
type counted int64

func (c *counted) Write(b []byte) (int, error) {
	*c += counted(len(b))
	return len(b), nil
}
