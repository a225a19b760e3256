package server_test

import (
	"net/http"
	"strings"
	"testing"
)

// TestOneVisualFails: it says so in its place, the rest of the page is there, and the page is not kept.
func TestOneVisualFails(t *testing.T) {
	t.Parallel()
	s := published(t)
	if _, err := s.pool.Exec(t.Context(), "alter view live.agg_view rename to agg_gone"); err != nil {
		t.Fatal(err)
	}
	const path = "/dashboards/overview?gender=Women&member_year=2016..2017"
	a := s.get(t, path)
	if a.StatusCode != http.StatusOK || a.Header.Get("Cache-Control") != "no-store" {
		t.Fatalf("%d, %s", a.StatusCode, a.Header.Get("Cache-Control"))
	}
	contains(t, "the page", a.body, "Something went wrong.", "From received to completed", "Completion rate by age")
	if strings.Contains(a.body, "agg_view") {
		t.Error("the page tells the cause, which is for the log")
	}
	if _, err := s.pool.Exec(t.Context(), "alter view live.agg_gone rename to agg_view"); err != nil {
		t.Fatal(err)
	}
	if a := s.get(t, path); a.StatusCode != http.StatusOK || strings.Contains(a.body, "Something went wrong.") {
		t.Errorf("once the cause is gone, the page answers %d and still says that something went wrong", a.StatusCode)
	}
}
