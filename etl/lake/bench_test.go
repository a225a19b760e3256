package lake

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"cafe-rewards/etl/source"
)

const realData = "../../../shared/data/cafe"

func BenchmarkLandReal(b *testing.B) {
	if _, err := os.Stat(realData); err != nil {
		b.Fatal("the real data is not at ", realData)
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

// A version of 64 buckets with 9 tables each, of 20 kB a file: made, carried over to the next, read, and dropped.
func BenchmarkVersion(b *testing.B) {
	l := open(b)
	text := strings.Repeat("x", 20_000)
	var m Manifest
	make := func(v int, each func(table string, bucket int) ManifestFile) {
		m = Manifest{Zone: Enriched, Version: v, Batch: someBatch, Buckets: 64}
		for bucket := range 64 {
			for table := range 9 {
				m.Files = append(m.Files, each(fmt.Sprintf("t%d", table), bucket))
			}
		}
	}
	for _, step := range []struct {
		name string
		run  func(v int) error
	}{
		{"create", func(v int) error {
			make(v, func(table string, bucket int) ManifestFile { return write(b, l, Enriched, table, v, bucket, text) })
			return l.WriteManifest(b.Context(), m)
		}},
		{"copy", func(v int) error {
			before := m.Files
			make(v, func(table string, bucket int) ManifestFile {
				f := before[0]
				before = before[1:]
				from := f.Path
				f.Path = TablePath(Enriched, table, v, bucket)
				if err := l.Copy(b.Context(), from, f.Path); err != nil {
					b.Fatal(err)
				}
				return f
			})
			return l.WriteManifest(b.Context(), m)
		}},
		{"read", func(v int) error { _, err := l.ReadManifest(b.Context(), Enriched, m.Version); return err }},
		{"sweep", func(v int) error { return l.Sweep(b.Context(), Enriched) }},
		{"drop", func(v int) error { return l.DropVersion(b.Context(), Enriched, v) }},
	} {
		b.Run(step.name, func(b *testing.B) {
			v := 0
			for b.Loop() {
				v++
				if err := step.run(v); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkUnpackReal(b *testing.B) {
	if _, err := os.Stat(realData); err != nil {
		b.Fatal("the real data is not at ", realData)
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
