package lake

import (
	"fmt"
	"sync"
)

// limits bound what unpacking may cost. A file that exceeds one is refused with a sentence that names the file.
type limits struct {
	entries   int   // in one zip, folders included
	directory int64 // bytes read to list a zip
	expanded  int64 // bytes of all members of a batch together
	ratio     int64 // bytes out for a byte in, once free bytes are out
	free      int64
}

// Real data shrinks five to thirty times; deflate can do a thousand.
var defaultLimits = limits{entries: 100, directory: 4 << 20, expanded: 64 << 30, ratio: 200, free: 100 << 20}

// budget is how many bytes the members of a batch may unpack to together.
type budget struct {
	mu    sync.Mutex
	left  int64
	limit int64
}

func newBudget(limit int64) *budget { return &budget{left: limit, limit: limit} }

// allowance is how many bytes one member may unpack to. Reading it again costs nothing: only the furthest offset ever read counts.
type allowance struct {
	*budget
	label   string
	most    int64
	ratio   int64
	reached int64
}

func (b *budget) member(label string, packed int64, l limits) *allowance {
	most := l.free
	if packed > most/l.ratio {
		most = packed * l.ratio
	}
	return &allowance{budget: b, label: label, ratio: l.ratio, most: most}
}

// check says whether a member of that size is too much by itself.
func (a *allowance) check(size int64) error {
	if size > a.most {
		return fmt.Errorf("%s is refused: it unpacks to more than %d times its size, which data does not do", a.label, a.ratio)
	}
	return nil
}

// upTo says whether a member may be read up to an offset.
func (a *allowance) upTo(offset int64) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if offset > a.reached {
		a.left -= offset - a.reached
		a.reached = offset
	}
	if a.left < 0 {
		return fmt.Errorf("%s is refused: the files unpack to more than %d MiB together", a.label, a.limit>>20)
	}
	return a.check(offset)
}
