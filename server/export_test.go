package server_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"
)

// TestExport: an export is what COPY of the table gives, says how many rows it has, and guards text that a spreadsheet would run.
func TestExport(t *testing.T) {
	t.Parallel()
	s := standing(t)
	guarded := strings.NewReplacer("\n=1+1", "\n'=1+1", "\n=2+2<", "\n'=2+2<", ",=2+2<", ",'=2+2<")
	for _, table := range []string{"offer_receipts", "transactions", "completion_summary", "offers", "customers", "unmatched_events"} {
		var want bytes.Buffer
		conn, err := s.pool.Acquire(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		_, err = conn.Conn().PgConn().CopyTo(t.Context(), &want, "copy (select * from consumption."+table+") to stdout (format csv, header)")
		conn.Release()
		if err != nil {
			t.Fatal(err)
		}
		a := s.get(t, "/exports/"+table+".csv")
		if got, want := lines(a.body), lines(guarded.Replace(want.String())); got != want {
			t.Errorf("%s differs from its table", table)
		}
		rows, err := csv.NewReader(strings.NewReader(a.body)).ReadAll()
		if err != nil || fmt.Sprint(len(rows)-1) != a.Header.Get("X-Row-Count") || a.Header.Get("X-Data-Version") != "1" {
			t.Errorf("%s: %d rows (%v), headers %v", table, len(rows)-1, err, a.Header)
		}
		contains(t, table, a.Header.Get("Content-Disposition"), table+"_v1_"+a.Header.Get("X-Row-Count")+"rows.csv")
		if withBOM := s.get(t, "/exports/"+table+".csv?bom=1"); withBOM.body != "\uFEFF"+a.body {
			t.Errorf("%s with a byte order mark differs in more than that", table)
		}
	}
	customers := s.get(t, "/exports/customers.csv").body
	contains(t, "customers.csv", customers, "'=1+1,", "\n<script>alert(1)</script>,")
	if page := s.get(t, "/exports/").body; strings.Contains(page, "<script>alert") {
		t.Error("the exports page gives markup of the data back")
	}
}

// lines sorts nothing: it only makes one ending of all.
func lines(s string) string { return strings.ReplaceAll(s, "\r\n", "\n") }

// TestBrokenExport: when Postgres goes away in the middle, the client sees that its file is not whole.
func TestBrokenExport(t *testing.T) {
	t.Parallel()
	s := published(t)
	// A view that gives rows faster than the client takes them, for longer than the test.
	_, err := s.pool.Exec(t.Context(), `create view consumption.endless as select n, repeat('x', 1000) as text from generate_series(1, 300000) n`)
	if err != nil {
		t.Fatal(err)
	}
	conn, err := net.Dial("tcp", s.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	fmt.Fprintf(conn, "GET /exports/endless.csv HTTP/1.1\r\nHost: x\r\n\r\n")
	first := make([]byte, 4096)
	if _, err := io.ReadFull(conn, first); err != nil || !bytes.Contains(first, []byte("200 OK")) {
		t.Fatalf("the export begins with %q (%v)", first, err)
	}
	s.until(t, "its COPY is ended", func() bool {
		var ended bool
		err := s.pool.QueryRow(t.Context(), "select coalesce(bool_or(pg_terminate_backend(pid)), false) from pg_stat_activity where query ilike 'copy (select%endless%' and pid <> pg_backend_pid() and datname = current_database()").Scan(&ended)
		return err == nil && ended
	})
	conn.SetReadDeadline(time.Now().Add(20 * time.Second))
	rest, _ := io.ReadAll(conn)
	if bytes.HasSuffix(rest, []byte("0\r\n\r\n")) {
		t.Error("a broken export ends as a whole one does")
	}
	if status := s.get(t, "/livez").StatusCode; status != http.StatusOK {
		t.Errorf("after that the server answers %d", status)
	}
}

// TestTooManyExports: those that wait for slow clients do not take the connections of all others.
func TestTooManyExports(t *testing.T) {
	t.Parallel()
	s := published(t)
	if _, err := s.pool.Exec(t.Context(), `create view consumption.endless as select n, repeat('x', 1000) as text from generate_series(1, 300000) n`); err != nil {
		t.Fatal(err)
	}
	if refused := s.crowd(t, "/exports/endless.csv", 8); refused == 0 {
		t.Error("any number of exports goes on at once")
	}
	if status := s.get(t, "/visuals/funnel").StatusCode; status != http.StatusOK {
		t.Errorf("meanwhile a visual answers %d", status)
	}
}

// TestManyReadersOfRejects: clients that take the rejects slowly leave the connections to all others, as those of exports do.
func TestManyReadersOfRejects(t *testing.T) {
	t.Parallel()
	s := published(t)
	_, err := s.pool.Exec(t.Context(), `
		insert into pipeline.reject (run_id, reject_no, table_name, file, line, reason, row_text)
		select 1, n, 'events', 'events.csv', n, 'too long', repeat('x', 8000) from generate_series(1, 3000) n`)
	if err != nil {
		t.Fatal(err)
	}
	if refused := s.crowd(t, "/pipeline/runs/1/rejects.csv", int(s.pool.Config().MaxConns)+4); refused == 0 {
		t.Error("any number of clients is sent rejects at once")
	}
	if status := s.get(t, "/visuals/funnel?gender=Women").StatusCode; status != http.StatusOK {
		t.Errorf("meanwhile a visual answers %d", status)
	}
}

// crowd is so many clients that ask for a file and do not read it until the test ends; it tells how many were asked to come back later.
func (s *site) crowd(t *testing.T, path string, clients int) (refused int) {
	t.Helper()
	for range clients {
		response, err := http.Get(s.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { response.Body.Close() })
		if response.StatusCode == http.StatusServiceUnavailable && response.Header.Get("Retry-After") != "" {
			refused++
		}
	}
	return refused
}

// TestCountingEnds: a table that is counted for nobody any more does not keep the database, and with it the program, from ending.
func TestCountingEnds(t *testing.T) {
	t.Parallel()
	s := published(t)
	if _, err := s.pool.Exec(t.Context(), `create view consumption.slow as select 'x' || pg_sleep(120)::text as text`); err != nil {
		t.Fatal(err)
	}
	counting := func() bool {
		var found bool
		err := s.pool.QueryRow(t.Context(), "select exists (select from pg_stat_activity where state = 'active' and query like '%slow%' and pid <> pg_backend_pid() and datname = current_database())").Scan(&found)
		return err == nil && found
	}
	asking, leave := context.WithCancel(t.Context())
	defer leave()
	request, err := http.NewRequestWithContext(asking, http.MethodGet, s.URL+"/exports/slow.csv", nil)
	if err != nil {
		t.Fatal(err)
	}
	go http.DefaultTransport.RoundTrip(request)
	s.until(t, "the table is counted", counting)
	leave()
	s.stop()
	s.until(t, "it is no longer counted", func() bool { return !counting() })
}

// TestFilesByHost: a file that names the address of its page is not taken for that of another host.
func TestFilesByHost(t *testing.T) {
	t.Parallel()
	s := standing(t)
	for _, path := range []string{"/exports/offers.xlsx", "/exports/offers.parquet", "/rows/receipts.xlsx?gender=Women", "/rows/receipts.parquet?gender=Women", "/visuals/funnel.xlsx"} {
		request, err := http.NewRequest(http.MethodGet, s.URL+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		request.Host = "elsewhere.example"
		elsewhere := s.do(t, request)
		if elsewhere.StatusCode != http.StatusOK || elsewhere.Header.Get("ETag") == "" {
			t.Fatalf("%s answers %d", path, elsewhere.StatusCode)
		}
		if here := s.get(t, path, "If-None-Match", elsewhere.Header.Get("ETag")); here.StatusCode != http.StatusOK {
			t.Errorf("%s of another host is taken for its own: %d", path, here.StatusCode)
		}
	}
}
