package server_test

import (
	"sync"
	"testing"

	"cafe-rewards/sql/postgres/postgrestest"
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
	lasting postgrestest.Lasting
	site    *site
}

func closeStanding() { theStanding.lasting.End() }
