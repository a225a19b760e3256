package sample

import (
	"context"
	"errors"
	"runtime"
	"strings"
	"testing"
)

type fullDisk struct{ room int }

var errFull = errors.New("no space left")

func (d *fullDisk) WriteAt(b []byte, at int64) (int, error) {
	if d.room -= len(b); d.room < 0 {
		return 0, errFull
	}
	return len(b), nil
}

func TestFullDisk(t *testing.T) {
	t.Parallel()
	for _, room := range []int{0, 100, 200_000} {
		p, e := newProgramme(Options{Customers: 500, Seed: 1}), newEvents()
		l := &life{programme: p, out: e}
		everybody := func() {
			for number := range p.Customers {
				l.live(number)
			}
		}
		everybody()
		err := e.layOut(&fullDisk{room})
		if err == nil {
			everybody()
			err = e.close()
		}
		if !errors.Is(err, errFull) {
			t.Errorf("room for %d bytes: error %v", room, err)
		}
	}
}

func TestASecondSimulationThatDiffersIsFound(t *testing.T) {
	t.Parallel()
	p, e := newProgramme(Options{Customers: 50, Seed: 1}), newEvents()
	l := &life{programme: p, out: e}
	for number := range 50 {
		l.live(number)
	}
	if err := e.layOut(&fullDisk{1 << 30}); err != nil {
		t.Fatal(err)
	}
	for number := range 49 {
		l.live(number)
	}
	if err := e.close(); err == nil || !strings.Contains(err.Error(), "differs") {
		t.Errorf("error %v", err)
	}
}

// Not parallel: it measures what everybody allocates.
func TestMemoryDoesNotGrow(t *testing.T) {
	allocated := func(customers int) uint64 {
		dir := t.TempDir()
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		if err := Write(context.Background(), dir, Options{Customers: customers}); err != nil {
			t.Fatal(err)
		}
		runtime.ReadMemStats(&after)
		return after.TotalAlloc - before.TotalAlloc
	}
	small, large := allocated(2_000), allocated(30_000)
	if large > small+64<<10 || large > 8<<20 {
		t.Errorf("%d bytes are allocated for 2,000 customers, %d for 30,000", small, large)
	}
}
