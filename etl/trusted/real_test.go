package trusted

import (
	"compress/gzip"
	"encoding/json"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
)

// realFiles reads the real data set, unpacked, once.
var realFiles = sync.OnceValues(func() (map[string][]byte, error) {
	dir := filepath.Join("..", "..", "..", "shared", "data", "cafe")
	files := map[string][]byte{}
	for _, name := range []string{"customers.csv", "offers.csv", "data_dictionary.csv"} {
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			return nil, err
		}
		files[name] = data
	}
	f, err := os.Open(filepath.Join(dir, "events.csv.gz"))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	r, err := gzip.NewReader(f)
	if err != nil {
		return nil, err
	}
	files["events.csv"], err = io.ReadAll(r)
	return files, err
})

func realMembers(t testing.TB) []Member {
	t.Helper()
	files, err := realFiles()
	if err != nil {
		t.Fatalf("the real data set is needed: %v", err)
	}
	var members []Member
	for _, name := range slices.Sorted(maps.Keys(files)) {
		members = append(members, member(name, files[name]))
	}
	return members
}

func TestRealData(t *testing.T) {
	t.Parallel()
	var want struct {
		RawEvents           map[string]int64 `json:"raw_events"`
		Duplicates          map[string]int64 `json:"exact_duplicate_events"`
		AfterDeduplication  int64            `json:"events_after_deduplication"`
		TransactionsSumText json.Number      `json:"transactions_sum_usd"`
	}
	data, err := os.ReadFile(filepath.Join("..", "..", "..", "shared", "expected", "published.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &want); err != nil {
		t.Fatal(err)
	}
	wantCents, p := hundredths([]byte(want.TransactionsSumText))
	if p != fine {
		t.Fatalf("expected sum %q is no amount", want.TransactionsSumText)
	}

	c := clean(t, realMembers(t), Options{Buckets: 16})
	landed, duplicates := map[string]int64{}, map[string]int64{}
	var loaded, cents int64
	for _, b := range c.buckets {
		for _, e := range b.Events {
			landed[e.Kind.String()] += int64(e.Copies)
			if e.Copies > 1 {
				duplicates[e.Kind.String()] += int64(e.Copies - 1)
			}
			cents += e.AmountCents
			loaded++
		}
	}
	for kind, n := range want.RawEvents {
		if landed[kind] != n {
			t.Errorf("%s: %d rows, want %d", kind, landed[kind], n)
		}
	}
	for kind := range landed {
		if duplicates[kind] != want.Duplicates[kind] {
			t.Errorf("%s: %d duplicates, want %d", kind, duplicates[kind], want.Duplicates[kind])
		}
	}
	if loaded != want.AfterDeduplication || cents != wantCents {
		t.Errorf("%d events, %d cents; want %d, %d", loaded, cents, want.AfterDeduplication, wantCents)
	}
	if err := c.tables.Verdict(); err != nil {
		t.Error(err)
	}
	wantCounts := []Count{{"offers", 10, 10, 0, 0}, {"customers", 17_000, 17_000, 0, 0}, {"events", 306_534, 306_137, 397, 0}}
	for i, n := range c.tables.Counts() {
		if n != wantCounts[i] {
			t.Errorf("counts %+v, want %+v", n, wantCounts[i])
		}
	}
	dictionary := c.tables.Dictionary
	if len(dictionary) != 18 || dictionary[2].Description != "type of offer: bogo (buy one, get one), discount, or informational" {
		t.Errorf("dictionary %+v", dictionary)
	}
}

func BenchmarkRead(b *testing.B) {
	members := realMembers(b)
	size := int64(0)
	for _, m := range members {
		size += m.Size
	}
	b.SetBytes(size)
	scratch := b.TempDir()
	b.ReportAllocs()
	for b.Loop() {
		tables, err := Read(b.Context(), members, Options{Buckets: 16, Rejects: NewRejects(io.Discard), Scratch: scratch})
		if err != nil {
			b.Fatal(err)
		}
		for i := range 16 {
			if _, err := tables.Bucket(b.Context(), i); err != nil {
				b.Fatal(err)
			}
		}
		if err := tables.Close(); err != nil {
			b.Fatal(err)
		}
	}
}
