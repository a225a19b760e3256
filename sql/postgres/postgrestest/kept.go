package postgrestest

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"
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

// End cleans up, after all tests, and gives the exit code of the tests: 1 where cleaning up failed, which no test can tell any more. Hand it to
// Main, or call it from a TestMain.
func (k *Kept[T]) End() (code int) {
	k.lasting.end()
	if k.lasting.failed {
		return 1
	}
	return 0
}

// lasting takes the place of a test, and outlives it.
type lasting struct {
	testing.TB // of the test that makes it, which fails when that fails
	ends       []func()
	ended      bool // the test is over, and takes no more words
	failed     bool // since then
}

func (l *lasting) Logf(format string, args ...any) {
	l.TB.Helper()
	if !l.ended {
		l.TB.Logf(format, args...)
		return
	}
	fmt.Fprintf(os.Stderr, format+"\n", args...)
}

func (l *lasting) Log(args ...any) {
	l.TB.Helper()
	l.Logf("%s", sentence(args))
}

func (l *lasting) Errorf(format string, args ...any) {
	l.TB.Helper()
	if !l.ended {
		l.TB.Errorf(format, args...)
		return
	}
	l.failed = true
	l.Logf(format, args...)
}

func (l *lasting) Error(args ...any) {
	l.TB.Helper()
	l.Errorf("%s", sentence(args))
}

func (l *lasting) Fail() {
	if !l.ended {
		l.TB.Fail()
	}
	l.failed = true
}

// FailNow ends, once the test is over, what cleans up and not the test.
func (l *lasting) FailNow() {
	if !l.ended {
		l.TB.FailNow()
	}
	l.failed = true
	runtime.Goexit()
}

func (l *lasting) Fatalf(format string, args ...any) {
	l.TB.Helper()
	l.Errorf(format, args...)
	l.FailNow()
}

func (l *lasting) Fatal(args ...any) {
	l.TB.Helper()
	l.Fatalf("%s", sentence(args))
}

// Failed tells whether the test has failed, or what came after it.
func (l *lasting) Failed() bool { return l.failed || l.TB.Failed() }

func sentence(words []any) string { return strings.TrimSuffix(fmt.Sprintln(words...), "\n") }

func (l *lasting) Cleanup(end func()) { l.ends = append(l.ends, end) }

func (l *lasting) Context() context.Context { return context.Background() }

func (l *lasting) TempDir() string {
	folder, err := os.MkdirTemp("", "shared by tests ")
	if err != nil {
		l.Fatal(err)
	}
	l.Cleanup(func() {
		if err := os.RemoveAll(folder); err != nil {
			l.Errorf("clear up: %v", err)
		}
	})
	return folder
}

// end cleans up, the newest first.
func (l *lasting) end() {
	l.ended = true
	for _, end := range slices.Backward(l.ends) {
		done := make(chan struct{})
		go func() { // which a Fatal ends, and nothing else
			defer close(done)
			end()
		}()
		<-done
	}
	l.ends = nil
}
