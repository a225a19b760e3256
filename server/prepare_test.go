package server_test

import (
	"bytes"
	"context"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"cafe-rewards/etl/sample"
	"cafe-rewards/server"
	"cafe-rewards/views/chart"
)

// listening draws, and counts the drawings of the overview in Spanish.
type listening struct {
	chart.Drawer
	spanish atomic.Int32
}

func (l *listening) SVG(ctx context.Context, option []byte, width, height int) ([]byte, error) {
	if bytes.Contains(option, []byte("Completad")) {
		l.spanish.Add(1)
	}
	return l.Drawer.SVG(ctx, option, width, height)
}

// TestSpanishMadeReady: the first pages of a new version are made ready in Spanish too once somebody has read Spanish, and not before.
func TestSpanishMadeReady(t *testing.T) {
	t.Parallel()
	heard := &listening{Drawer: drawer(t)}
	s := published(t, func(o *server.Options) { o.Drawer = heard })
	next := func(version string) {
		s.append(t, sample.EventsFile, "=1+1,transaction,{'amount': "+version+".00},0\n")
		s.run(t)
		s.until(t, "version "+version+" is served, and the rest is ready", func() bool {
			return strings.Contains(s.get(t, "/metrics").body, "cafe_data_version "+version+"\n") && strings.Contains(s.get(t, "/dashboards/overview", "Accept-Language", "en").body, "v"+version)
		})
	}
	next("2")
	if n := heard.spanish.Load(); n != 0 {
		t.Errorf("%d charts were drawn in Spanish, which nobody reads", n)
	}
	if a := s.get(t, "/readyz", "Accept-Language", "es"); a.StatusCode != http.StatusOK {
		t.Fatal(a.StatusCode)
	}
	next("3")
	s.until(t, "charts are drawn in Spanish", func() bool { return heard.spanish.Load() > 0 })
}
