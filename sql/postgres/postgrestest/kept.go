package postgrestest

import (
	"context"
	"fmt"
	"os"
	"slices"
	"testing"
)

// Lasting is what a test hands on, in its own place, to make what other tests share: what would be cleaned up behind the test goes when
// End is called, after all tests.
type Lasting struct {
	testing.TB // of the test that makes it, which fails when that fails
	ends       []func()
	ended      bool // the test is over, and takes no more words
}

func (l *Lasting) Logf(format string, args ...any) {
	if !l.ended {
		l.TB.Logf(format, args...)
		return
	}
	fmt.Fprintf(os.Stderr, format+"\n", args...)
}

func (l *Lasting) Errorf(format string, args ...any) {
	if !l.ended {
		l.TB.Errorf(format, args...)
		return
	}
	l.Logf(format, args...)
}

func (l *Lasting) Error(args ...any) { l.Errorf("%s", fmt.Sprint(args...)) }

func (l *Lasting) Cleanup(end func()) { l.ends = append(l.ends, end) }

func (l *Lasting) Context() context.Context { return context.Background() }

func (l *Lasting) TempDir() string {
	folder, err := os.MkdirTemp("", "shared by tests ")
	if err != nil {
		l.Fatal(err)
	}
	l.Cleanup(func() { os.RemoveAll(folder) })
	return folder
}

// End cleans up, the newest first.
func (l *Lasting) End() {
	l.ended = true
	for _, end := range slices.Backward(l.ends) {
		end()
	}
	l.ends = nil
}
