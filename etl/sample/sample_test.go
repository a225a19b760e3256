package sample

import (
	"context"
	"crypto/sha256"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func writeSample(t testing.TB, customers int, seed uint64) (dir string) {
	t.Helper()
	dir = t.TempDir()
	if err := Write(context.Background(), dir, Options{Customers: customers, Seed: seed}); err != nil {
		t.Fatal(err)
	}
	return dir
}

// The bytes belong to the options on every machine and for good: somebody else's figures on "seed 1" have to be ours.
func TestSameBytes(t *testing.T) {
	t.Parallel()
	got := ""
	for _, o := range []Options{{Customers: 1, Seed: 0}, {Customers: 250, Seed: 1}, {Customers: 250, Seed: 1 << 63}} {
		dir := writeSample(t, o.Customers, o.Seed)
		for _, name := range []string{CustomersFile, OffersFile, EventsFile, DictionaryFile} {
			content, err := os.ReadFile(filepath.Join(dir, name))
			if err != nil {
				t.Fatal(err)
			}
			got += fmt.Sprintf("customers=%d seed=%d %s %d bytes %x\n", o.Customers, o.Seed, name, len(content), sha256.Sum256(content))
		}
	}
	golden := filepath.Join("testdata", "same_bytes.golden")
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Error("the sample changed; if that was meant, run go test -update (-want +got):\n" + diff)
	}
}

func TestSmallerIsTheBeginningOfLarger(t *testing.T) {
	t.Parallel()
	small, large := readSample(t, writeSample(t, 300, 7)), readSample(t, writeSample(t, 2000, 7))
	if diff := cmp.Diff(small.order, large.order[:300]); diff != "" {
		t.Fatal(diff)
	}
	var head []readEvent
	for _, e := range large.events {
		if large.customers[e.customer].number < 300 {
			head = append(head, e)
		}
	}
	if diff := cmp.Diff(small.events, head, cmp.AllowUnexported(readEvent{})); diff != "" {
		t.Error(diff)
	}
}

func TestSeedsDiffer(t *testing.T) {
	t.Parallel()
	seen := map[string]uint64{}
	for seed := range uint64(8) {
		s := readSample(t, writeSample(t, 50, seed))
		for id := range s.customers {
			if other, again := seen[id]; again {
				t.Fatalf("customer %s is in the samples of the seeds %d and %d", id, other, seed)
			}
			seen[id] = seed
		}
		for id := range s.offers {
			if other, again := seen[id]; again {
				t.Fatalf("offer %s is in the samples of the seeds %d and %d", id, other, seed)
			}
			seen[id] = seed
		}
	}
}

func TestBadNumberOfCustomers(t *testing.T) {
	t.Parallel()
	for _, n := range []int{-1, 0, MaxCustomers + 1} {
		dir := t.TempDir()
		if err := Write(context.Background(), dir, Options{Customers: n}); err == nil {
			t.Errorf("%d customers: no error", n)
		}
		if left := names(t, dir); len(left) != 0 {
			t.Errorf("%d customers: left %v", n, left)
		}
	}
}

func TestProgress(t *testing.T) {
	t.Parallel()
	for _, n := range []int{1, 999, 3000, 20_000} {
		var calls int
		var last int64
		o := Options{Customers: n, Progress: func(done, total int64) {
			calls++
			if done <= last || done > total {
				t.Errorf("%d customers: %d of %d after %d", n, done, total, last)
			}
			last = done
			if total != 2*int64(n) {
				t.Errorf("%d customers: total %d", n, total)
			}
		}}
		if err := Write(context.Background(), t.TempDir(), o); err != nil {
			t.Fatal(err)
		}
		if last != 2*int64(n) || calls > 300 {
			t.Errorf("%d customers: %d calls, the last at %d", n, calls, last)
		}
	}
}

func BenchmarkWrite(b *testing.B) {
	const customers = 17_000
	dir := b.TempDir()
	b.ReportAllocs()
	for b.Loop() {
		if err := Write(context.Background(), dir, Options{Customers: customers, Seed: 1}); err != nil {
			b.Fatal(err)
		}
	}
	events := len(readSample(b, dir).events)
	b.ReportMetric(float64(events)*float64(b.N)/b.Elapsed().Seconds(), "events/s")
}
