package server_test

import (
	"encoding/json"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"cafe-rewards/etl/sample"
	"cafe-rewards/server"
	"cafe-rewards/views"
)

// TestFirstRunStates: before the first version every page says how far it is; after it, all is there, without a restart.
func TestFirstRunStates(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for _, path := range []string{"/", "/dashboards/overview", "/visuals/funnel", "/exports/"} {
		a := s.get(t, path, "Accept", "text/html")
		if a.StatusCode != http.StatusServiceUnavailable || a.Header.Get("Retry-After") == "" || !strings.Contains(a.body, "First run") {
			t.Errorf("%s answers %d before there are data", path, a.StatusCode)
		}
	}
	if a := s.get(t, "/readyz"); a.StatusCode != http.StatusServiceUnavailable {
		t.Errorf("/readyz answers %d before there are data", a.StatusCode)
	}
	if a := s.get(t, "/livez"); a.StatusCode != http.StatusOK {
		t.Errorf("/livez answers %d", a.StatusCode)
	}
	s.run(t)
	s.until(t, "the answers are shown", func() bool { return s.get(t, "/").StatusCode == http.StatusOK })
	var status views.Status
	if err := json.Unmarshal([]byte(s.get(t, "/pipeline/status.json").body), &status); err != nil || status.Version != 1 || status.Running {
		t.Errorf("the status is %+v (%v)", status, err)
	}
	page := s.get(t, "/pipeline").body
	contains(t, "/pipeline", page, "Version 1 was published", "fact_offer_receipt")
	if strings.Contains(page, "<script>alert") {
		t.Error("/pipeline gives markup of the data back")
	}
}

// TestFailedRun: when a run fails, the last version stays, and every page says so; once a run succeeds, none does.
func TestFailedRun(t *testing.T) {
	t.Parallel()
	s := published(t)
	before := s.get(t, "/visuals/overview.csv").body
	events := filepath.Join(s.folder, sample.EventsFile)
	good, err := os.ReadFile(events)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(events, []byte("<html><body>Not Found</body></html>"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := s.pipeline.Run(t.Context(), "request"); err == nil {
		t.Fatal("a run on HTML succeeds")
	}
	s.until(t, "the pages say that they are stale", func() bool { return strings.Contains(s.get(t, "/").body, "The last run failed") })
	_, banner, _ := strings.Cut(s.get(t, "/").body, "The last run failed")
	contains(t, banner[:min(400, len(banner))], banner, "events.csv is a web page", "Version 1 stays published")
	if after := s.get(t, "/visuals/overview.csv").body; after != before {
		t.Error("a failed run changed the figures")
	}
	frame := s.get(t, "/embed/visuals/funnel").body
	contains(t, "a frame", frame, "Not the newest data")
	if strings.Contains(frame, "events.csv") {
		t.Error("a frame tells other sites' readers why the run failed")
	}
	if err := os.WriteFile(events, append(good, []byte("=1+1,transaction,{'amount': 6.00},6\n")...), 0o600); err != nil {
		t.Fatal(err)
	}
	s.run(t)
	s.until(t, "the new figures are shown", func() bool { return s.get(t, "/visuals/overview.csv").body != before })
	s.until(t, "the banner is gone", func() bool { return !strings.Contains(s.get(t, "/").body, "The last run failed") })
}

// TestRejects: refused rows are told with file, line and reason, and can be downloaded.
func TestRejects(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.append(t, sample.EventsFile, "nobody,transaction,{'amount': 1.00},0\n=1+1,transaction,{'amount': -1.00},0\n")
	s.run(t)
	s.until(t, "the version is served", func() bool { return s.get(t, "/readyz").StatusCode == http.StatusOK })
	a := s.get(t, "/pipeline/runs/1/rejects.csv")
	if a.StatusCode != http.StatusOK || a.Header.Get("X-Row-Count") != "2" || strings.Count(a.body, "\n") != 3 {
		t.Errorf("the rejects are %d %v\n%s", a.StatusCode, a.Header, a.body)
	}
	contains(t, "rejects", a.body, "events.csv", "nobody")
	if strings.Contains(a.body, ",=1+1") {
		t.Error("a reject's row begins as a formula does")
	}
	if a := s.get(t, "/pipeline/rejects.csv"); a.StatusCode != http.StatusFound || a.Header.Get("Location") != "/pipeline/runs/1/rejects.csv" {
		t.Errorf("the newest rejects are at %d %s", a.StatusCode, a.Header.Get("Location"))
	}
}

// TestRunNow: the button asks for a run; a page of another site cannot press it.
func TestRunNow(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	if a := s.send(t, http.MethodPost, "/pipeline/run", "Sec-Fetch-Site", "cross-site", "Origin", "https://evil.example"); a.StatusCode != http.StatusForbidden || s.asked.Load() != 0 {
		t.Errorf("from another site it answers %d, and %d runs were asked for", a.StatusCode, s.asked.Load())
	}
	if a := s.send(t, http.MethodPost, "/pipeline/run", "Sec-Fetch-Site", "same-origin"); a.StatusCode != http.StatusSeeOther || s.asked.Load() != 1 {
		t.Errorf("it answers %d, and %d runs were asked for", a.StatusCode, s.asked.Load())
	}
}

// TestDatabaseGone: pages that are ready stay, the rest says what is the matter, and /readyz keeps requests away.
func TestDatabaseGone(t *testing.T) {
	t.Parallel()
	s := published(t)
	if a := s.get(t, "/"); a.StatusCode != http.StatusOK {
		t.Fatalf("/ answers %d", a.StatusCode)
	}
	s.pool.Close()
	s.until(t, "/readyz says so", func() bool { return s.get(t, "/readyz").StatusCode == http.StatusServiceUnavailable })
	if a := s.get(t, "/"); a.StatusCode != http.StatusOK {
		t.Errorf("a page that was ready answers %d", a.StatusCode)
	}
	if a := s.get(t, "/pipeline", "Accept", "text/html"); a.StatusCode != http.StatusServiceUnavailable || a.Header.Get("Retry-After") == "" {
		t.Errorf("a page that needs the database answers %d", a.StatusCode)
	}
}

// TestServeFails: a server that cannot listen ends whole, with nothing of it left watching.
func TestServeFails(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	listening := func() (n int) {
		err := s.pool.QueryRow(t.Context(), "select count(*) from pg_stat_activity where query = 'listen cafe_published' and datname = current_database()").Scan(&n)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	s.until(t, "the site listens", func() bool { return listening() == 1 })
	other, err := server.New(s.options)
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	listener.Close()
	if err := other.Serve(t.Context(), listener); err == nil {
		t.Error("it serves on a closed listener")
	}
	time.Sleep(500 * time.Millisecond) // what is left of it would listen by then
	if n := listening(); n != 1 {
		t.Errorf("%d servers listen for publications, one of them serves", n)
	}
}
