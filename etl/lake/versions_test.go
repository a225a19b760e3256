package lake

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

const someBatch = "000001-20260101T000000Z-abcd"

// write makes one file of a version.
func write(t testing.TB, l *Lake, zone Zone, table string, version, bucket int, text string) ManifestFile {
	t.Helper()
	p := TablePath(zone, table, version, bucket)
	w, err := l.Create(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(w, text); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return ManifestFile{Table: table, Bucket: bucket, Path: p, Rows: 1, Bytes: w.Bytes(), SHA256: w.SHA256()}
}

// version makes a version of two buckets and a table without.
func version(t testing.TB, l *Lake, zone Zone, v int) Manifest {
	t.Helper()
	m := Manifest{Zone: zone, Version: v, Batch: someBatch, CreatedAt: time.Unix(1e9, 0).UTC(), Buckets: 2, Files: []ManifestFile{
		write(t, l, zone, "offers", v, NoBucket, "offers"),
		write(t, l, zone, "customers", v, 0, "zero"),
		write(t, l, zone, "customers", v, 1, "one"),
	}}
	if err := l.WriteManifest(t.Context(), m); err != nil {
		t.Fatal(err)
	}
	return m
}

func text(t testing.TB, l *Lake, path string) string {
	t.Helper()
	r, err := l.Open(t.Context(), path)
	if err != nil {
		return err.Error()
	}
	defer r.Close()
	b, err := io.ReadAll(io.NewSectionReader(r, 0, r.Size()))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// everywhere runs a test on a folder and on a bucket that is none.
func everywhere(t *testing.T, test func(*testing.T, *Lake)) {
	t.Helper()
	for kind, address := range map[string]string{"folder": t.TempDir(), "file URL": "file://" + filepath.ToSlash(t.TempDir()), "bucket": "mem://"} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			test(t, openAt(t, address))
		})
	}
}

func TestPaths(t *testing.T) {
	t.Parallel()
	for got, want := range map[string]string{
		TablePath(Trusted, "customers", 12, 7):                "trusted/customers/version=12/bucket=7/customers.parquet",
		TablePath(Enriched, "fact_offer_receipt", 12, 0):      "enriched/fact_offer_receipt/version=12/bucket=0/fact_offer_receipt.parquet",
		TablePath(Trusted, "offers", 12, NoBucket):            "trusted/offers/version=12/offers.parquet",
		RejectsPath(someBatch):                                "trusted/rejects/batch=" + someBatch + "/rejects.parquet",
		manifestPath(Trusted, 12):                             "trusted/manifests/version=12.json",
		batchManifestPath(someBatch, strings.Repeat("ab", 2)): "raw/batch=" + someBatch + "/_manifest-abab.json",
	} {
		if got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
	for _, bad := range []string{"", "/a", "a/", "a//b", "../a", "a/../b", "a/./b", `a\b`, "a\nb", "a:b", "a__0x2f__b", strings.Repeat("a/", 600) + "a"} {
		if checkPath(bad) == nil {
			t.Errorf("%q passes for a path", bad)
		}
		if _, err := open(t).Create(t.Context(), bad); err == nil {
			t.Errorf("%q can be created", bad)
		}
	}
}

func TestVersions(t *testing.T) {
	t.Parallel()
	everywhere(t, func(t *testing.T, l *Lake) {
		ctx := t.Context()
		if vs, err := l.Versions(ctx, Trusted); err != nil || len(vs) > 0 {
			t.Error("an empty lake has versions", vs, err)
		}
		if _, err := l.ReadManifest(ctx, Trusted, 1); !errors.Is(err, fs.ErrNotExist) {
			t.Error("an empty lake has a manifest:", err)
		}
		want := version(t, l, Trusted, 2)
		version(t, l, Trusted, 10)
		version(t, l, Enriched, 9)
		if vs, err := l.Versions(ctx, Trusted); err != nil || !slices.Equal(vs, []int{2, 10}) {
			t.Error("versions are", vs, err)
		}
		got, err := l.ReadManifest(ctx, Trusted, 2)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		sum := sha256.Sum256([]byte("one"))
		if f := got.Files[2]; f.SHA256 != hex.EncodeToString(sum[:]) || f.Bytes != 3 || text(t, l, f.Path) != "one" {
			t.Errorf("%+v", f)
		}

		// The rejects of a batch and the other versions stay.
		w, err := l.Create(ctx, RejectsPath(someBatch))
		if err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		for range 2 { // the second time there is nothing left to drop
			if err := l.DropVersion(ctx, Trusted, 2); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := l.ReadManifest(ctx, Trusted, 2); !errors.Is(err, fs.ErrNotExist) {
			t.Error("a dropped version has a manifest:", err)
		}
		objects, err := l.List(ctx, "")
		if err != nil || len(objects) != 4+4+1 {
			t.Errorf("left are %+v, %v", objects, err)
		}
		if l.dir != "" {
			for _, p := range tree(t, l) {
				if strings.Contains(p, "version=2") {
					t.Error("left is", p)
				}
			}
		}
	})
}

// Files of a version without manifest are what a killed run left.
func TestSweep(t *testing.T) {
	t.Parallel()
	everywhere(t, func(t *testing.T, l *Lake) {
		ctx := t.Context()
		version(t, l, Trusted, 1)
		write(t, l, Trusted, "customers", 2, 1, "left")
		write(t, l, Trusted, "events", 2, 0, "left")
		write(t, l, Enriched, "customers", 2, 0, "not this zone's")
		w, err := l.Create(ctx, RejectsPath(someBatch))
		if err != nil {
			t.Fatal(err)
		}
		w.Close()
		if err := l.Sweep(ctx, Trusted); err != nil {
			t.Fatal(err)
		}
		objects, err := l.List(ctx, "")
		if err != nil || len(objects) != 4+1+1 {
			t.Errorf("left are %+v, %v", objects, err)
		}
		if _, err := l.ReadManifest(ctx, Trusted, 1); err != nil {
			t.Error(err)
		}
	})
}

// What a version has in common with the one before outlives it.
func TestCopy(t *testing.T) {
	t.Parallel()
	everywhere(t, func(t *testing.T, l *Lake) {
		ctx := t.Context()
		version(t, l, Trusted, 1)
		from, to := TablePath(Trusted, "customers", 1, 1), TablePath(Trusted, "customers", 2, 1)
		for range 2 { // the second time over what is there
			if err := l.Copy(ctx, from, to); err != nil {
				t.Fatal(err)
			}
		}
		write(t, l, Trusted, "customers", 1, 1, "changed") // which does not change the copy
		if got := text(t, l, to); got != "one" {
			t.Errorf("the copy has %q", got)
		}
		if err := l.DropVersion(ctx, Trusted, 1); err != nil {
			t.Fatal(err)
		}
		if got := text(t, l, to); got != "one" {
			t.Errorf("the copy has %q", got)
		}
		if err := l.Copy(ctx, from, to); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("copying what is not there says %v", err)
		}
		if err := l.Copy(ctx, to, "../x"); err == nil {
			t.Error("a copy leads out of the lake")
		}
	})
}

// A file is there from Close on, and not before, whatever was there.
func TestWriterIsAtomic(t *testing.T) {
	t.Parallel()
	everywhere(t, func(t *testing.T, l *Lake) {
		p := TablePath(Trusted, "offers", 1, NoBucket)
		for name, end := range map[string]func(*Writer, context.CancelFunc) error{
			"aborted":   func(w *Writer, _ context.CancelFunc) error { w.Abort(); return errors.New("aborted") },
			"cancelled": func(w *Writer, cancel context.CancelFunc) error { cancel(); return w.Close() },
		} {
			for _, before := range []string{"", "before"} {
				if before != "" {
					write(t, l, Trusted, "offers", 1, NoBucket, before)
				}
				ctx, cancel := context.WithCancel(t.Context())
				w, err := l.Create(ctx, p)
				if err != nil {
					t.Fatal(err)
				}
				io.WriteString(w, "after")
				if got := text(t, l, p); before != "" && got != before {
					t.Errorf("%s: while it is written there is %q", name, got)
				}
				if err := end(w, cancel); err == nil {
					t.Errorf("%s: Close says nothing", name)
				}
				cancel()
				if got := text(t, l, p); before != "" && got != before || before == "" && !strings.Contains(got, "does not exist") {
					t.Errorf("%s: then there is %q", name, got)
				}
				l.Drop(t.Context(), "trusted/offers/")
			}
		}
		if objects, err := l.List(t.Context(), ""); err != nil || len(objects) > 0 {
			t.Errorf("left are %+v, %v", objects, err)
		}
	})
}

func TestReaderAt(t *testing.T) {
	t.Parallel()
	everywhere(t, func(t *testing.T, l *Lake) {
		f := write(t, l, Trusted, "offers", 1, NoBucket, "0123456789")
		r, err := l.Open(t.Context(), f.Path)
		if err != nil {
			t.Fatal(err)
		}
		defer r.Close()
		if r.Size() != 10 {
			t.Error(r.Size())
		}
		for _, test := range []struct {
			offset int64
			length int
			want   string
			err    error
		}{{0, 10, "0123456789", nil}, {3, 4, "3456", nil}, {8, 4, "89", io.EOF}, {10, 1, "", io.EOF}, {99, 1, "", io.EOF}} {
			p := make([]byte, test.length)
			n, err := r.ReadAt(p, test.offset)
			if string(p[:n]) != test.want || err != test.err {
				t.Errorf("at %d there is %q, %v", test.offset, p[:n], err)
			}
		}
	})
}

func TestDropRefuses(t *testing.T) {
	t.Parallel()
	l := open(t)
	version(t, l, Trusted, 1)
	for _, prefix := range []string{"", "/", "trusted", "trusted/", "trusted/customers", "../x/", "trusted/../", "trusted//"} {
		if err := l.Drop(t.Context(), prefix); err == nil {
			t.Errorf("%q is dropped", prefix)
		}
	}
	if _, err := l.ReadManifest(t.Context(), Trusted, 1); err != nil {
		t.Error(err)
	}
}

func TestBadManifests(t *testing.T) {
	t.Parallel()
	l := open(t)
	good := version(t, l, Trusted, 1)
	for name, change := range map[string]func(*Manifest){
		"another zone's":    func(m *Manifest) { m.Zone = Raw },
		"no version":        func(m *Manifest) { m.Version = 0 },
		"no batch":          func(m *Manifest) { m.Batch = "../x" },
		"no buckets":        func(m *Manifest) { m.Buckets = 0 },
		"a bucket too many": func(m *Manifest) { m.Files[2].Bucket = 2 },
		"another bucket":    func(m *Manifest) { m.Files[2].Bucket = 0 },
		"a path elsewhere":  func(m *Manifest) { m.Files[0].Path = "trusted/../../x" },
		"a table elsewhere": func(m *Manifest) { m.Files[0].Table = "../x" },
		"its own table":     func(m *Manifest) { m.Files[0].Table = manifestFolder },
		"a file twice":      func(m *Manifest) { m.Files[1] = m.Files[2] },
		"no sum":            func(m *Manifest) { m.Files[0].SHA256 = "x" },
		"negative rows":     func(m *Manifest) { m.Files[0].Rows = -1 },
	} {
		bad := good
		bad.Files = slices.Clone(good.Files)
		change(&bad)
		if err := l.WriteManifest(t.Context(), bad); err == nil {
			t.Errorf("%s: it is written", name)
		}
		data, err := json.Marshal(bad)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := parseManifest(data); err == nil {
			t.Errorf("%s: it is read", name)
		}
	}
}

// A version that has lost a file, as a loss of power can do it, is as good as none.
func TestVersionNotWhole(t *testing.T) {
	t.Parallel()
	for name, lose := range map[string]func(path string) error{"gone": os.Remove, "short": func(p string) error { return os.Truncate(p, 1) }} {
		for _, path := range []string{TablePath(Trusted, "customers", 1, 0), manifestPath(Trusted, 1)} {
			l := open(t)
			version(t, l, Trusted, 1)
			if err := lose(filepath.Join(l.dir, filepath.FromSlash(path))); err != nil {
				t.Fatal(err)
			}
			if _, err := l.ReadManifest(t.Context(), Trusted, 1); !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("%s is %s: got %v", path, name, err)
			}
		}
	}
}

func TestOpenRefuses(t *testing.T) {
	t.Parallel()
	occupied := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(occupied, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for address, want := range map[string]string{
		"":                "the lake has no address",
		"s3://lake":       "open the lake",
		"file://host/x":   "not of the form file:///folder",
		"file:///x?y=z":   "not of the form file:///folder",
		occupied:          "not a directory",
		occupied + "/sub": "open the lake",
	} {
		if _, err := Open(t.Context(), address); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want an error with %q", address, err, want)
		}
	}
}

// Whatever stands in a manifest, reading it ends in an error or in paths of its own version.
func FuzzParseManifest(f *testing.F) {
	good, err := json.Marshal(Manifest{Zone: Trusted, Version: 1, Batch: someBatch, Buckets: 1, Files: []ManifestFile{
		{Table: "offers", Bucket: NoBucket, Path: TablePath(Trusted, "offers", 1, NoBucket), SHA256: strings.Repeat("ab", 32)}}})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := parseManifest(data)
		if err != nil {
			return
		}
		for _, file := range m.Files {
			if checkPath(file.Path) != nil || !strings.HasPrefix(file.Path, fmt.Sprintf("%s/%s/version=%d/", m.Zone, file.Table, m.Version)) {
				t.Fatalf("%q", file.Path)
			}
		}
	})
}
