package trusted

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// TestLongLine has it that a line of 100 MB is rejected by itself, and takes no memory. It does not run side by side with other
// tests, so that the memory is its own.
func TestLongLine(t *testing.T) {
	const length = 100 << 20
	long := Member{Name: "events.csv", Open: func(context.Context) (io.ReadCloser, error) {
		return io.NopCloser(io.MultiReader(strings.NewReader(someEvents), io.LimitReader(letters{}, length), strings.NewReader("\nc1,transaction,{'amount': 1},1\n"))), nil
	}}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	c := clean(t, append(batch(someOffers, someCustomers, "")[:2], long), Options{Memory: 1 << 20})
	runtime.ReadMemStats(&after)
	if used := after.TotalAlloc - before.TotalAlloc; used > 32<<20 {
		t.Errorf("%d bytes of memory", used)
	}
	equal(t, Count{"events", 5, 4, 0, 1}, c.tables.Counts()[events])
	equal(t, []Reject{{"events", "events.csv", 5, reasonTooLong, strings.Repeat("x", maxRowText)}}, c.rejects.First())
}

type letters struct{}

func (letters) Read(b []byte) (int, error) {
	for i := range b {
		b[i] = 'x'
	}
	return len(b), nil
}

// TestSpill has it that the real data give the same buckets when nearly nothing may stay in memory.
func TestSpill(t *testing.T) {
	t.Parallel()
	want := clean(t, realMembers(t), Options{Buckets: 16})
	got := clean(t, realMembers(t), Options{Buckets: 16, Memory: 1, Workers: 3})
	equal(t, want.digests(), got.digests())
	equal(t, want.tables.Counts(), got.tables.Counts())
}

func TestSpillStaysInItsFolder(t *testing.T) {
	t.Parallel()
	scratch := t.TempDir()
	tables, err := Read(t.Context(), realMembers(t), Options{Buckets: 16, Memory: 1, Scratch: scratch, Rejects: NewRejects(io.Discard)})
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(scratch, "*", "events-*"))
	if err != nil || len(files) != 16 {
		t.Errorf("files %q, %v", files, err)
	}
	if _, err := tables.Bucket(t.Context(), 3); err != nil {
		t.Fatal(err)
	}
	if left, _ := filepath.Glob(filepath.Join(scratch, "*", "events-3")); len(left) > 0 {
		t.Errorf("%q is there after its bucket was taken", left)
	}
	if err := tables.Close(); err != nil {
		t.Fatal(err)
	}
	if left, err := os.ReadDir(scratch); err != nil || len(left) > 0 {
		t.Errorf("left: %v, %v", left, err)
	}
}

func TestDiskFails(t *testing.T) {
	t.Parallel()
	b := newBudget(1, 1, 1)
	s := newStore("events", filepath.Join(t.TempDir(), "gone"), 1, b)
	err := s.add(0, append(b.get(), "row"...))
	var data *DataError
	if !errors.Is(err, os.ErrNotExist) || errors.As(err, &data) || !strings.Contains(err.Error(), "keep rows of events on disk") {
		t.Errorf("got %v", err)
	}
	_, err = Read(t.Context(), batch(someOffers, someCustomers, someEvents), Options{Buckets: 1, Scratch: filepath.Join(t.TempDir(), "gone"), Rejects: NewRejects(io.Discard)})
	if !errors.Is(err, os.ErrNotExist) {
		t.Errorf("got %v", err)
	}
}

// TestOneCustomerTooMany has a customer with more rows than fit in memory.
func TestOneCustomerTooMany(t *testing.T) {
	t.Parallel()
	b := newBudget(1<<40, 1, 1)
	s := newStore("events", t.TempDir(), 1, b)
	s.piles[0].bytes = maxPile - 1
	err := s.add(0, append(b.get(), "row"...))
	var data *DataError
	if !errors.As(err, &data) || !strings.Contains(err.Error(), "same customer_id") {
		t.Errorf("got %v", err)
	}
}

// TestBudget has it that chunks are used again, and that what is waiting stays within the limit.
func TestBudget(t *testing.T) {
	t.Parallel()
	const limit = 1 << 20
	b := newBudget(limit, 1, 4)
	s := newStore("events", t.TempDir(), 4, b)
	memory := map[*byte]bool{}
	for i := range 200 {
		chunk := append(b.get(), fmt.Sprintf("row %d;", i)...)
		memory[&chunk[0]] = true
		if err := s.add(i%4, chunk); err != nil {
			t.Fatal(err)
		}
		if used := b.used.Load(); used > limit {
			t.Errorf("%d bytes are used", used)
		}
	}
	if most := limit/b.chunk + 1; len(memory) > most {
		t.Errorf("%d chunks were made, the limit has room for %d", len(memory), most)
	}
	rows := map[string]bool{}
	var buf []byte
	for i := range 4 {
		pieces, err := s.take(i, &buf)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range pieces {
			for row := range strings.SplitSeq(strings.TrimSuffix(string(c), ";"), ";") {
				rows[row] = true
			}
		}
	}
	if len(rows) != 200 {
		t.Errorf("%d rows came back", len(rows))
	}
}
