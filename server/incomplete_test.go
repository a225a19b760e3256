package server_test

import (
	"fmt"
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
	var path string
	var a answer
	n := 0
	s.until(t, "the server answers from what is summed up", func() bool {
		n++
		path = fmt.Sprintf("/dashboards/overview?gender!=Nobody%d&member_year=2016..2017", n) // a page that is not kept
		a = s.get(t, path, "X-Charts", "script")
		return a.Header.Get("Cache-Control") == "no-store"
	})
	if a.StatusCode != http.StatusOK {
		t.Fatal(a.StatusCode)
	}
	contains(t, "the page", a.body, "Something went wrong.", "From received to completed", "Completion rate by age")
	if strings.Contains(a.body, "agg_view") {
		t.Error("the page tells the cause, which is for the log")
	}
	if _, err := s.pool.Exec(t.Context(), "alter view live.agg_gone rename to agg_view"); err != nil {
		t.Fatal(err)
	}
	if a := s.get(t, path, "X-Charts", "script"); a.StatusCode != http.StatusOK || strings.Contains(a.body, "Something went wrong.") {
		t.Errorf("once the cause is gone, the page answers %d and still says that something went wrong", a.StatusCode)
	}
}
