package server_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
)

// routes are addresses with what they answer once a version is published.
var routes = []struct {
	path   string
	status int
	kind   string
}{
	{"/", 200, "text/html"}, {"/dashboards/overview", 200, "text/html"}, {"/dashboards/nope", 404, "text/html"},
	{"/dashboards/overview.xlsx", 200, "application/vnd.openxmlformats"}, {"/dashboards/channels.xlsx?channel=web&vs.channel=social", 200, "application/vnd.openxmlformats"}, {"/dashboards/nope.xlsx", 404, ""},
	{"/visuals/funnel", 200, "text/html"}, {"/visuals/funnel.csv", 200, "text/csv"}, {"/visuals/funnel.csv?bom=1", 200, "text/csv"},
	{"/visuals/funnel.json", 200, "application/json"}, {"/visuals/nope", 404, "text/html"}, {"/visuals/nope.csv", 404, "text/"}, {"/visuals/nope.json", 404, "application/json"},
	{"/embed/visuals/funnel", 200, "text/html"}, {"/embed/visuals/nope", 404, "text/html"}, {"/embed/dashboards/overview", 200, "text/html"},
	{"/rows/receipts", 200, "text/html"}, {"/rows/receipts.csv", 200, "text/csv"}, {"/rows/nope", 404, "text/html"}, {"/rows/nope.csv", 404, "text/"}, {"/offers/nope", 404, "text/html"},
	{"/exports", 308, ""}, {"/exports/", 200, "text/html"}, {"/exports/offer_receipts.csv", 200, "text/csv"}, {"/exports/offer_receipts.csv?bom=1", 200, "text/csv"},
	{"/visuals/funnel.xlsx", 200, "application/vnd.openxmlformats"}, {"/visuals/funnel.parquet", 200, "application/vnd.apache.parquet"}, {"/visuals/nope.xlsx", 404, ""}, {"/visuals/funnel.pdf", 404, ""},
	{"/exports/offer_receipts.xlsx", 200, "application/vnd.openxmlformats"}, {"/exports/offer_receipts.parquet", 200, "application/vnd.apache.parquet"}, {"/exports/offer_receipts.json", 404, ""},
	{"/exports/nope.csv", 404, ""}, {"/exports/nope.xlsx", 404, ""}, {"/exports/pg_user.parquet", 404, ""}, {"/exports/pg_user.csv", 404, ""}, {"/exports/offer_receipts", 404, ""},
	{"/pipeline", 200, "text/html"}, {"/pipeline/status.json", 200, "application/json"}, {"/pipeline/rejects.csv", 404, ""}, {"/pipeline/runs/1/rejects.csv", 200, "text/csv"},
	{"/pipeline/runs/99/rejects.csv", 404, ""}, {"/static/nope.css", 404, ""}, {"/favicon.ico", 200, "image/svg"}, {"/robots.txt", 200, "text/plain"},
	{"/livez", 200, "text/plain"}, {"/readyz", 200, "text/plain"}, {"/metrics", 200, "text/plain"}, {"/nowhere", 404, "text/html"},
}

// TestRoutes: each address answers as it should, to GET and HEAD, with headers that hold everywhere and framing where it is allowed.
func TestRoutes(t *testing.T) {
	t.Parallel()
	s := standing(t)
	for _, r := range routes {
		for _, method := range []string{http.MethodGet, http.MethodHead} {
			a := s.send(t, method, r.path, "Accept", "text/html, */*")
			where := method + " " + r.path
			if a.StatusCode != r.status || !strings.HasPrefix(a.Header.Get("Content-Type"), r.kind) && r.status == 200 {
				t.Errorf("%s answers %d %s, want %d %s", where, a.StatusCode, a.Header.Get("Content-Type"), r.status, r.kind)
			}
			if method == http.MethodHead && a.body != "" {
				t.Errorf("%s has a body", where)
			}
			policy := a.Header.Get("Content-Security-Policy")
			framed := strings.Contains(policy, "frame-ancestors 'self' "+embedOrigin)
			if embed := strings.HasPrefix(r.path, "/embed/"); framed != embed || (a.Header.Get("X-Frame-Options") == "") != embed {
				t.Errorf("%s: framing is %q, %q", where, policy, a.Header.Get("X-Frame-Options"))
			}
			if strings.Contains(policy, "unsafe") || !strings.Contains(policy, "default-src 'none'") || a.Header.Get("X-Content-Type-Options") != "nosniff" || a.Header.Get("Set-Cookie") != "" {
				t.Errorf("%s: headers %v", where, a.Header)
			}
		}
	}
	if a := s.send(t, http.MethodDelete, "/"); a.StatusCode != http.StatusMethodNotAllowed {
		t.Errorf("DELETE / answers %d", a.StatusCode)
	}
}

// TestHostile: whatever stands in a path, a query or a header, the answer is a clear refusal, and nothing of it comes back as markup.
func TestHostile(t *testing.T) {
	t.Parallel()
	s := standing(t)
	for _, evil := range []string{`' or 1=1 --`, `"; drop schema warehouse cascade; --`, `<script>alert(1)</script>`, `../../etc/passwd`, "\x00", strings.Repeat("a", 3000), `%s%n`, `{{7*7}}`} {
		e := url.PathEscape(evil)
		q := url.QueryEscape(evil)
		for _, path := range []string{
			"/" + e, "/dashboards/" + e, "/visuals/" + e, "/visuals/" + e + ".csv", "/visuals/" + e + ".json", "/visuals/" + e + ".xlsx", "/visuals/" + e + ".parquet", "/visuals/" + e + ".png", "/visuals/funnel.svg?theme=" + q, "/visuals/funnel.png?width=" + q, "/embed/visuals/" + e, "/embed/visuals/" + e + ".svg", "/exports/" + e + ".csv", "/exports/" + e + ".xlsx", "/exports/" + e + ".parquet", "/static/" + e,
			"/pipeline/runs/" + e + "/rejects.csv", "/?x=" + q, "/?" + q + "=1", "/visuals/funnel.csv?bom=" + q, "/exports/customers.csv?bom=" + q, "/visuals/funnel?as_of=" + q,
			"/rows/" + e, "/rows/receipts?page=" + q, "/rows/receipts?from=" + q, "/rows/receipts?day=" + q, "/offers/" + e, "/offers/" + e + "?gender=Men",
			"/dashboards/offers?offer-table.sort=" + q, "/dashboards/offers?offer-table.page=" + q, "/dashboards/offers?" + q + ".sort=offer", "/dashboards/customers?cohorts.shade=" + q,
		} {
			a := s.get(t, path, "Accept", "text/html")
			if a.StatusCode != 400 && a.StatusCode != 404 {
				t.Errorf("%.100s answers %d", path, a.StatusCode)
			}
			if strings.Contains(a.body, "<script>alert") {
				t.Errorf("%.100s gives the markup back", path)
			}
		}
	}
	a := s.get(t, "/nowhere", "X-Request-Id", "<b>\"x\"", "Accept", "text/html")
	if id := a.Header.Get("X-Request-Id"); strings.ContainsAny(id, `<>"`) || id == "" {
		t.Errorf("the request id is %q", id)
	}
	if a := s.get(t, "/?chanel=web"); a.StatusCode != 400 || !strings.Contains(a.body, "chanel") {
		t.Errorf("an unknown parameter answers %d, and is not named", a.StatusCode)
	}
	if a := s.get(t, "/visuals/nope.json"); !json.Valid([]byte(a.body)) || !strings.Contains(a.body, "error") {
		t.Errorf("an error as JSON is %q", a.body)
	}
}

// TestUnchanged: what a client has is not sent again.
func TestUnchanged(t *testing.T) {
	t.Parallel()
	s := standing(t)
	for _, path := range []string{"/", "/dashboards/overview", "/visuals/funnel", "/visuals/funnel.csv", "/visuals/funnel.json", "/visuals/funnel.xlsx", "/visuals/funnel.parquet", "/embed/visuals/funnel", "/exports/", "/exports/transactions.csv", "/exports/transactions.xlsx", "/exports/transactions.parquet",
		"/rows/purchases", "/rows/purchases.csv?gender=Men", "/rows/purchases.xlsx"} {
		for _, encoding := range []string{"", "gzip", "br"} {
			first := s.get(t, path, "Accept-Encoding", encoding)
			again := s.get(t, path, "Accept-Encoding", encoding, "If-None-Match", first.Header.Get("ETag"))
			if first.Header.Get("ETag") == "" || again.StatusCode != http.StatusNotModified || again.body != "" {
				t.Errorf("%s %q: ETag %s answers %d", path, encoding, first.Header.Get("ETag"), again.StatusCode)
			}
			if other := s.get(t, path, "If-None-Match", `"other"`); other.StatusCode != http.StatusOK {
				t.Errorf("%s with another ETag answers %d", path, other.StatusCode)
			}
		}
	}
	export := s.get(t, "/exports/transactions.csv")
	if again := s.get(t, "/exports/transactions.csv", "If-Modified-Since", export.Header.Get("Last-Modified")); again.StatusCode != http.StatusNotModified {
		t.Errorf("If-Modified-Since answers %d", again.StatusCode)
	}
}

// TestVisualJSON: the figures of a visual, with what they are.
func TestVisualJSON(t *testing.T) {
	t.Parallel()
	s := standing(t)
	var v struct {
		Visual, Title string
		DataVersion   int `json:"data_version"`
		Filters       map[string]string
		Columns       []struct{ Name, Label, Type, Unit string }
		Rows          [][]any
	}
	if err := json.Unmarshal([]byte(s.get(t, "/visuals/age-completion.json").body), &v); err != nil {
		t.Fatal(err)
	}
	if v.Visual != "age-completion" || v.DataVersion != 1 || v.Filters == nil || len(v.Rows) != 5 || len(v.Columns) != len(v.Rows[0]) {
		t.Errorf("the visual is %+v", v)
	}
	if last := v.Rows[len(v.Rows)-1][0]; last != "Unknown" {
		t.Errorf("the last group is %v", last)
	}
	csv := s.get(t, "/visuals/age-completion.csv")
	if rows := strings.Count(csv.body, "\n"); rows != 6 || csv.Header.Get("X-Data-Version") != strconv.Itoa(v.DataVersion) {
		t.Errorf("the CSV has %d lines, version %s", rows, csv.Header.Get("X-Data-Version"))
	}
}
