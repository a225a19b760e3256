package picture

import (
	"runtime"
	"sync"
)

// band is some rows of a picture, from one on until another.
type band struct{ from, to int }

// bandsOf parts so many rows among the processors, two at most: a picture is one of many, and of a third band little would be gained.
func bandsOf(rows int) []band {
	n := max(1, min(2, runtime.GOMAXPROCS(0), rows))
	bands := make([]band, n)
	for i := range bands {
		bands[i] = band{rows * i / n, rows * (i + 1) / n}
	}
	return bands
}

// sideBySide does all bands at the same time.
func sideBySide(bands []band, do func(int, band)) {
	var group sync.WaitGroup
	for i, b := range bands[1:] {
		group.Go(func() { do(i+1, b) })
	}
	do(0, bands[0])
	group.Wait()
}
