package server_test

import (
	"context"
	"os"
	"slices"
	"sync"
	"testing"
)

// standing is one published site for all tests that only read: to publish a version and make its pages ready takes longer than most of
// them. It stands until the last test has ended. Tests that change something, or count what is kept, take a site of their own.
func standing(t testing.TB) *site {
	t.Helper()
	theStanding.Do(func() {
		theStanding.lasting.TB = t
		theStanding.site = published(&theStanding.lasting, signing)
	})
	if theStanding.site == nil {
		t.Fatal("there is no site that the tests could share: see the first test that asked for it")
	}
	return theStanding.site
}

var theStanding struct {
	sync.Once
	lasting lasting
	site    *site
}

func closeStanding() { theStanding.lasting.end() }

// lasting is what a test hands on so that things outlive it: what it would clean up goes when all tests have ended.
type lasting struct {
	testing.TB
	ends []func()
}

func (l *lasting) Cleanup(end func()) { l.ends = append(l.ends, end) }

func (l *lasting) Context() context.Context { return context.Background() }

func (l *lasting) TempDir() string {
	folder, err := os.MkdirTemp("", "standing")
	if err != nil {
		l.Fatal(err)
	}
	l.Cleanup(func() { os.RemoveAll(folder) })
	return folder
}

func (l *lasting) end() {
	for _, end := range slices.Backward(l.ends) {
		end()
	}
}
