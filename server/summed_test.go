package server_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
)

// TestSaidOnceSummedUp: while a version is being summed up nothing is claimed of receipts, since how alike those of a customer are is not measured yet.
// Once it is, the same page says it; and when the database is gone, still.
func TestSaidOnceSummedUp(t *testing.T) {
	t.Parallel()
	s := published(t)
	path := "/visuals/without-view-by-offer"
	says := regexp.MustCompile(`lead and cannot be told apart`) // a claim, which definitions do not quote
	aggregated := func(yes bool) {
		t.Helper()
		if _, err := s.pool.Exec(t.Context(), "update warehouse.data_version set aggregated = $1", yes); err != nil {
			t.Fatal(err)
		}
	}
	s.until(t, "something is said of receipts", func() bool { return says.MatchString(s.get(t, path).body) })
	aggregated(false)
	s.until(t, "nothing is said of receipts", func() bool { return !says.MatchString(s.get(t, path).body) })
	if a := s.get(t, path); a.StatusCode != http.StatusOK || strings.Contains(a.body, "chance can explain all") {
		t.Errorf("without effects the page answers %d, or says that it tested", a.StatusCode)
	}
	if a := s.get(t, path+".svg"); a.StatusCode != http.StatusOK || says.MatchString(a.body) {
		t.Errorf("without effects the picture answers %d, or says something of receipts", a.StatusCode)
	}
	aggregated(true)
	s.until(t, "something is said again", func() bool { return says.MatchString(s.get(t, path).body) })
	if !says.MatchString(s.get(t, path+".svg").body) {
		t.Error("the picture says no more than before")
	}
	s.pool.Close()
	s.until(t, "/readyz says so", func() bool { return s.get(t, "/readyz").StatusCode == http.StatusServiceUnavailable })
	if a := s.get(t, path); !says.MatchString(a.body) {
		t.Errorf("without the database the page answers %d, and says nothing", a.StatusCode)
	}
}
