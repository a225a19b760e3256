package lake

import (
	"io"
	"os"
	"path/filepath"
	"testing"

	"cafe-rewards/etl/source"
)

const realData = "../../../shared/data/cafe"

func BenchmarkLandReal(b *testing.B) {
	if _, err := os.Stat(realData); err != nil {
		b.Skip("the real data is not at ", realData)
	}
	src, err := source.Open(realData, source.Options{})
	if err != nil {
		b.Fatal(err)
	}
	for _, test := range []string{"new", "unchanged"} {
		b.Run(test, func(b *testing.B) {
			l := open(b)
			if test == "unchanged" {
				if _, _, err := l.Land(b.Context(), src, nil); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportAllocs()
			for b.Loop() {
				if test == "new" {
					os.RemoveAll(filepath.Join(l.dir, "raw"))
				}
				if _, _, err := l.Land(b.Context(), src, nil); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkUnpackReal(b *testing.B) {
	if _, err := os.Stat(realData); err != nil {
		b.Skip("the real data is not at ", realData)
	}
	src, err := source.Open(realData, source.Options{})
	if err != nil {
		b.Fatal(err)
	}
	batch, _, err := open(b).Land(b.Context(), src, nil)
	if err != nil {
		b.Fatal(err)
	}
	members, err := batch.Members(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	buffer := make([]byte, 256<<10)
	b.ReportAllocs()
	for b.Loop() {
		var n int64
		for _, m := range members {
			r, err := m.Open(b.Context())
			if err != nil {
				b.Fatal(err)
			}
			c, err := io.CopyBuffer(struct{ io.Writer }{io.Discard}, r, buffer)
			if err != nil {
				b.Fatal(err)
			}
			r.Close()
			n += c
		}
		b.SetBytes(n)
	}
}
