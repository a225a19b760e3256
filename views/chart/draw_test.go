package chart_test

import (
	"sync"
	"testing"

	"cafe-rewards/views/chart/draw"
)

var shared = sync.OnceValues(func() (*draw.Drawer, error) { return draw.New(2) })

// drawer is one for all tests of this package.
func drawer(t *testing.T) *draw.Drawer {
	t.Helper()
	d, err := shared()
	if err != nil {
		t.Fatal(err)
	}
	return d
}
