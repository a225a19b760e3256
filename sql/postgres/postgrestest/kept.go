package postgrestest

import (
	"context"
	"fmt"
	"os"
	"slices"
	"sync"
	"testing"
)

// Kept is what the first test that asks for it makes, and all others share: a server, a site. It lasts until End.
type Kept[T any] struct {
	once    sync.Once
	lasting lasting
	value   *T
}

// Get gives what is kept. Make has it in place of the test: what it would have cleaned up behind the test is cleaned up by End.
func (k *Kept[T]) Get(t testing.TB, make func(testing.TB) *T) *T {
	t.Helper()
	k.once.Do(func() {
		k.lasting.TB = t
		k.value = make(&k.lasting)
	})
	if k.value == nil {
		t.Fatal("what the tests share could not be made: see the first test that asked for it")
	}
	return k.value
}

// End cleans up, after all tests. Hand it to Main, or call it from a TestMain.
func (k *Kept[T]) End() { k.lasting.end() }

// lasting takes the place of a test, and outlives it.
type lasting struct {
	testing.TB // of the test that makes it, which fails when that fails
	ends       []func()
	ended      bool // the test is over, and takes no more words
}

func (l *lasting) Logf(format string, args ...any) {
	if !l.ended {
		l.TB.Logf(format, args...)
		return
	}
	fmt.Fprintf(os.Stderr, format+"\n", args...)
}

func (l *lasting) Errorf(format string, args ...any) {
	if !l.ended {
		l.TB.Errorf(format, args...)
		return
	}
	l.Logf(format, args...)
}

func (l *lasting) Error(args ...any) { l.Errorf("%s", fmt.Sprint(args...)) }

func (l *lasting) Cleanup(end func()) { l.ends = append(l.ends, end) }

func (l *lasting) Context() context.Context { return context.Background() }

func (l *lasting) TempDir() string {
	folder, err := os.MkdirTemp("", "shared by tests ")
	if err != nil {
		l.Fatal(err)
	}
	l.Cleanup(func() { os.RemoveAll(folder) })
	return folder
}

// end cleans up, the newest first.
func (l *lasting) end() {
	l.ended = true
	for _, end := range slices.Backward(l.ends) {
		end()
	}
	l.ends = nil
}
