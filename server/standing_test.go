package server_test

import (
	"testing"

	"cafe-rewards/sql/postgres/postgrestest"
)

// standing is one published site for all tests that only read: to publish a version and make its pages ready takes longer than most of
// them. Tests that change something, or count what is kept, take a site of their own.
func standing(t testing.TB) *site {
	t.Helper()
	return theSite.Get(t, func(t testing.TB) *site { return published(t, signing) })
}

var theSite postgrestest.Kept[site]
