package server_test

import (
	"bytes"
	"context"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

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

// TestSummedUpFirst: readers have the version before for as long as the run sums up a new one, however long that takes.
func TestSummedUpFirst(t *testing.T) {
	t.Parallel()
	s := published(t)
	hindered, err := s.pool.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer hindered.Rollback(context.WithoutCancel(t.Context()))
	if _, err := hindered.Exec(t.Context(), "lock table warehouse.agg_day in share row exclusive mode"); err != nil { // which lets others read
		t.Fatal(err)
	}
	s.append(t, sample.EventsFile, "=1+1,transaction,{'amount': 2.00},0\n")
	ran := make(chan error, 1)
	go func() { ran <- s.pipeline.Run(t.Context(), "request") }()
	s.until(t, "version 2 is published", func() bool {
		tag, err := s.pool.Exec(t.Context(), "update warehouse.data_version set published_at = published_at - interval '1 hour' where version = 2")
		return err == nil && tag.RowsAffected() == 1
	})
	for range 3 { // the server looks every second
		time.Sleep(time.Second)
		if !strings.Contains(s.get(t, "/metrics").body, "cafe_data_version 1\n") {
			t.Fatal("version 2 is served before it is summed up")
		}
	}
	if err := hindered.Rollback(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := <-ran; err != nil {
		t.Fatal(err)
	}
	s.until(t, "version 2 is served", func() bool { return strings.Contains(s.get(t, "/metrics").body, "cafe_data_version 2\n") })
}
