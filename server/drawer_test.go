package server_test

import (
	"context"
	"crypto/sha256"
	"slices"
	"sync"
	"testing"

	"cafe-rewards/views/chart"
	"cafe-rewards/views/chart/draw"
)

// drawers are one for pages and one for pictures, for all tests of this package.
type drawers struct{ pages, images chart.Drawer }

var sharedDrawers = sync.OnceValues(func() (drawers, error) {
	d, err := draw.New(2)
	if err != nil {
		return drawers{}, err
	}
	drawings := &sync.Map{}
	return drawers{pages: remembering{d, drawings}, images: remembering{d.Aside(), drawings}}, nil
})

func drawer(t testing.TB) chart.Drawer { return bothDrawers(t).pages }

func imageDrawer(t testing.TB) chart.Drawer { return bothDrawers(t).images }

func bothDrawers(t testing.TB) drawers {
	t.Helper()
	both, err := sharedDrawers()
	if err != nil {
		t.Fatal(err)
	}
	return both
}

// remembering draws each chart once for all sites. Most of them show the same figures, and what is drawn of these depends on nothing but what
// is handed over: to draw it again for every site would take a quarter of the time of these tests.
type remembering struct {
	chart.Drawer
	drawings *sync.Map // of what was asked for
}

func (r remembering) SVG(ctx context.Context, option []byte, width, height int) ([]byte, error) {
	type asked struct {
		option        [sha256.Size]byte
		width, height int
	}
	key := asked{sha256.Sum256(option), width, height}
	if svg, ok := r.drawings.Load(key); ok {
		return slices.Clone(svg.([]byte)), nil // as a drawer's answer, it belongs to whoever asked
	}
	svg, err := r.Drawer.SVG(ctx, option, width, height)
	if err == nil {
		r.drawings.Store(key, slices.Clone(svg))
	}
	return svg, err
}
