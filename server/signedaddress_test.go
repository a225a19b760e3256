package server_test

import (
	"bytes"
	"log/slog"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"cafe-rewards/server"
	"cafe-rewards/server/signed"
	"cafe-rewards/sql/metrics"
)

const (
	embedSecret = "a-secret-that-nobody-should-ever-see-anywhere"
	apiKey      = "an-api-key-that-nobody-should-ever-see-anywhere"
	hostOrigin  = "https://wiki.example.com"
)

// testKeys sign the addresses of sites that are made with signing.
var testKeys = sync.OnceValue(func() signed.Keys {
	keys, err := signed.ParseKeys("main:" + embedSecret)
	if err != nil {
		panic(err)
	}
	return keys
})

// signing makes a site whose addresses can be signed.
func signing(o *server.Options) {
	bearers, err := signed.ParseBearers(apiKey)
	if err != nil {
		panic(err)
	}
	o.EmbedKeys, o.EmbedAPIKeys = testKeys(), bearers
}

// token signs what the server would, or at any time what it would not any more.
func token(t testing.TB, keys signed.Keys, g signed.Grant) string {
	t.Helper()
	if g.From.IsZero() {
		g.From = time.Now().Add(-time.Minute)
	}
	if g.Until.IsZero() {
		g.Until = g.From.Add(time.Hour)
	}
	text, err := keys.Sign(g)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// joined is a path with a query put together of parts.
func joined(path string, parts ...string) string {
	parts = slices.DeleteFunc(parts, func(part string) bool { return part == "" })
	return path + "?" + strings.Join(parts, "&")
}

// fileEndings are all formats of a visual's figures.
var fileEndings = []string{".csv", ".json", ".xlsx", ".parquet"}

// TestSignedRefused: what is wrong with a token is said, in a frame on any page, and nothing is shown; data answer 401.
func TestSignedRefused(t *testing.T) {
	t.Parallel()
	keys := testKeys()
	s := standing(t)
	other, err := signed.ParseKeys("other:" + strings.Repeat("another-secret", 3))
	if err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	good := signed.Grant{Visual: "funnel", Origin: hostOrigin, Filters: "channel=web"}
	grant := func(change func(*signed.Grant)) signed.Grant {
		g := good
		change(&g)
		return g
	}
	whole := token(t, keys, good)
	middle := len(whole) / 2
	for name, tt := range map[string]struct {
		token  string
		status int
		says   string
		from   string
	}{
		"expired":           {token(t, keys, grant(func(g *signed.Grant) { g.From, g.Until = now.Add(-2*time.Hour), now.Add(-time.Hour) })), 401, "This address is no longer valid.", ""},
		"not yet valid":     {token(t, keys, grant(func(g *signed.Grant) { g.From = now.Add(time.Hour) })), 401, "This address is not valid yet.", ""},
		"altered":           {whole[:middle] + flipped(whole[middle]) + whole[middle+1:], 401, "This address was altered.", ""},
		"cut off":           {whole[:len(whole)-3], 401, "", ""},
		"empty":             {"", 401, "cannot be read", ""},
		"of an unknown key": {token(t, other, good), 401, "a key that this server does not know", ""},
		"of another visual": {token(t, keys, grant(func(g *signed.Grant) { g.Visual = "overview" })), 403, "signed for something else", ""},
		"of a dashboard":    {token(t, keys, grant(func(g *signed.Grant) { g.Visual, g.Dashboard = "", "channels" })), 403, "the dashboard channels", ""},
		"on another page":   {whole, 403, "signed for another page", "https://evil.example"},
		"on a page of null": {whole, 403, "signed for another page", "null"},
		"of lost filters":   {token(t, keys, grant(func(g *signed.Grant) { g.Filters = "colour=red" })), 401, "This server does not know what this address is locked to.", ""},
		"twice":             {whole + "&token=" + whole, 401, "several tokens", ""},
	} {
		var from []string
		if tt.from != "" {
			from = []string{"Origin", tt.from}
		}
		a := s.get(t, "/embed/visuals/funnel?token="+tt.token, append([]string{"Accept", "text/html"}, from...)...)
		if a.StatusCode != tt.status || !strings.Contains(a.body, tt.says) || strings.Contains(a.body, "<svg") && strings.Contains(a.body, "<td") {
			t.Errorf("a frame whose token is %s answers %d without %q", name, a.StatusCode, tt.says)
		}
		if policy := a.Header.Get("Content-Security-Policy"); !strings.HasSuffix(policy, "frame-ancestors *") || a.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("a frame whose token is %s: %s, %s", name, policy, a.Header.Get("Cache-Control"))
		}
		for _, ending := range fileEndings {
			a := s.get(t, "/visuals/funnel"+ending+"?token="+tt.token, from...)
			if a.StatusCode != http.StatusUnauthorized || a.Header.Get("WWW-Authenticate") == "" || a.Header.Get("Content-Disposition") != "" {
				t.Errorf("%s whose token is %s answers %d", ending, name, a.StatusCode)
			}
		}
		if a := s.get(t, "/dashboards/overview.xlsx?token="+tt.token, from...); a.StatusCode != http.StatusUnauthorized {
			t.Errorf("a workbook whose token is %s answers %d", name, a.StatusCode)
		}
	}
	for _, path := range []string{"/visuals/funnel", "/dashboards/overview", "/rows/receipts", "/rows/receipts.csv", "/explore", "/", "/exports/customers.csv"} {
		if a := s.get(t, path+"?token="+whole); a.StatusCode != http.StatusBadRequest {
			t.Errorf("%s takes a token: %d", path, a.StatusCode)
		}
	}
	for path, status := range map[string]int{"/embed/explore": 403, "/embed/explore.png": 401, "/embed/explore.svg": 401, "/explore.csv": 401, "/explore.json": 401, "/explore.xlsx": 401, "/explore.parquet": 401, "/explore.svg": 401} {
		if a := s.get(t, path+"?token="+whole); a.StatusCode != status || !strings.Contains(a.body, "signed for something else") {
			t.Errorf("%s takes the token of a visual: %d", path, a.StatusCode)
		}
	}
}

func flipped(c byte) string {
	if c == 'A' {
		return "B"
	}
	return "A"
}

// TestSignedOrigin: the origin of a token alone may frame what it shows, also where the settings allow others.
func TestSignedOrigin(t *testing.T) {
	t.Parallel()
	keys := testKeys()
	s := standing(t)
	bound := "/embed/visuals/funnel?token=" + token(t, keys, signed.Grant{Visual: "funnel", Origin: hostOrigin})
	free := "/embed/visuals/funnel?token=" + token(t, keys, signed.Grant{Visual: "funnel"})
	for _, tt := range []struct {
		path      string
		headers   []string
		ancestors string
	}{
		{bound, nil, "frame-ancestors 'self' " + hostOrigin},
		{bound, []string{"Referer", hostOrigin + "/page"}, "frame-ancestors 'self' " + hostOrigin},
		{bound, []string{"Origin", hostOrigin}, "frame-ancestors 'self' " + hostOrigin},
		{bound, []string{"Referer", s.URL + "/embed/visuals/funnel"}, "frame-ancestors 'self' " + hostOrigin},
		{free, []string{"Referer", "https://anywhere.example/"}, "frame-ancestors 'self' " + embedOrigin},
	} {
		a := s.get(t, tt.path, tt.headers...)
		if a.StatusCode != 200 || !strings.HasSuffix(a.Header.Get("Content-Security-Policy"), tt.ancestors) || a.Header.Get("X-Frame-Options") != "" {
			t.Errorf("%v: %d, %s", tt.headers, a.StatusCode, a.Header.Get("Content-Security-Policy"))
		}
		if a.Header.Get("Cache-Control") != "private, no-cache" || a.Header.Get("Referrer-Policy") != "strict-origin" || a.Header.Get("Set-Cookie") != "" {
			t.Errorf("%v: %v", tt.headers, a.Header)
		}
	}
}

// TestSignedRequired: where frames need a signature, none is shown without; other pages are the intranet's own.
func TestSignedRequired(t *testing.T) {
	t.Parallel()
	keys := testKeys()
	s := published(t, signing, func(o *server.Options) { o.EmbedSigned = true })
	for _, path := range []string{"/embed/visuals/funnel", "/embed/visuals/nope", "/embed/dashboards/overview", "/embed/explore", "/embed/visuals/funnel?channel=web", "/embed/nowhere"} {
		if a := s.get(t, path, "Accept", "text/html"); a.StatusCode != http.StatusUnauthorized || !strings.Contains(a.body, "This address is not signed.") {
			t.Errorf("%s answers %d", path, a.StatusCode)
		}
	}
	for _, path := range []string{"/visuals/funnel", "/embed/dashboards/overview?token=" + token(t, keys, signed.Grant{Dashboard: "overview"})} {
		if a := s.get(t, path); a.StatusCode != http.StatusOK {
			t.Errorf("%s answers %d", path, a.StatusCode)
		}
	}
}

// TestSignedDashboard: the token of a dashboard is for its visuals, their files and the workbook, and for no others.
func TestSignedDashboard(t *testing.T) {
	t.Parallel()
	keys := testKeys()
	s := standing(t)
	tok := "token=" + token(t, keys, signed.Grant{Dashboard: "overview", Filters: "channel=web"})
	dashboards, err := metrics.LoadDashboards(model(t), nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range dashboards.Visuals() {
		want := map[bool]int{true: 200, false: 403}[v.Sheet == "overview"]
		if a := s.get(t, joined("/embed/visuals/"+v.Name, tok)); a.StatusCode != want {
			t.Errorf("the frame of %s answers %d, want %d", v.Name, a.StatusCode, want)
		}
		want = map[bool]int{true: 200, false: 401}[v.Sheet == "overview"]
		if a := s.get(t, joined("/visuals/"+v.Name+".csv", tok)); a.StatusCode != want {
			t.Errorf("the file of %s answers %d, want %d", v.Name, a.StatusCode, want)
		}
	}
	book := s.get(t, joined("/dashboards/overview.xlsx", tok))
	same := s.get(t, "/dashboards/overview.xlsx?channel=web")
	other := s.get(t, "/dashboards/overview.xlsx")
	if book.StatusCode != 200 || !slices.Equal(workbookCells(t, book.body), workbookCells(t, same.body)) || slices.Equal(workbookCells(t, book.body), workbookCells(t, other.body)) {
		t.Error("the workbook is not that of the locked figures")
	}
	if a := s.get(t, joined("/dashboards/channels.xlsx", tok)); a.StatusCode != 401 {
		t.Errorf("another workbook answers %d", a.StatusCode)
	}
	if a := s.get(t, joined("/embed/dashboards/overview", tok)); a.StatusCode != 200 || strings.Contains(a.body, `href="http`) {
		t.Errorf("the frame answers %d, or leads out", a.StatusCode)
	}
}

// workbookCells are the figures of all sheets, but for the addresses, which signed files do not have.
func workbookCells(t *testing.T, body string) []string {
	t.Helper()
	f, err := excelize.OpenReader(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var all []string
	for _, sheet := range f.GetSheetList()[1:] {
		rows, err := f.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			all = append(all, strings.Join(row, "|"))
		}
	}
	return all
}

var (
	cell = regexp.MustCompile(`(?s)<t[dh][^>]*>(.*?)</t[dh]>|<dd class="figure-value">(.*?)</dd>`)
	mark = regexp.MustCompile(`(?s)<[^>]*>`)
	link = regexp.MustCompile(`(?:href|action|src)="([^"]*)"`)
)

// TestSignedLinks: what can be clicked in a signed frame works, and stays under the lock.
func TestSignedLinks(t *testing.T) {
	t.Parallel()
	keys := testKeys()
	s := standing(t)
	tok := token(t, keys, signed.Grant{Visual: "offer-table", Filters: "channel=web"})
	page := s.get(t, "/embed/visuals/offer-table?offer-table.find=o&token="+tok)
	followed := 0
	for _, m := range link.FindAllStringSubmatch(page.body, -1) {
		address, _, _ := strings.Cut(strings.ReplaceAll(m[1], "&amp;", "&"), "#")
		if !strings.HasPrefix(address, "/embed/") || strings.HasPrefix(m[0], "action") {
			continue
		}
		if a := s.get(t, address, "Referer", s.URL+"/"); a.StatusCode != 200 {
			t.Errorf("%s answers %d", address, a.StatusCode)
		}
		followed++
	}
	if followed < 3 || !strings.Contains(page.body, `name="token" value="`+tok+`"`) {
		t.Errorf("%d links, or the field to search in has no token", followed)
	}
}

// TestSignedRenewal: a token that is renewed shows the same page, and costs no question.
func TestSignedRenewal(t *testing.T) {
	t.Parallel()
	keys := testKeys()
	s := published(t, signing)
	first := token(t, keys, signed.Grant{Dashboard: "overview", Filters: "channel=web"})
	again := token(t, keys, signed.Grant{Dashboard: "overview", Filters: "channel=web", From: time.Now().Add(-30 * time.Second)})
	if first == again {
		t.Fatal("the tokens are the same")
	}
	a := s.get(t, "/embed/dashboards/overview?token="+first)
	s.pool.Close() // whatever is asked from now on fails
	b := s.get(t, "/embed/dashboards/overview?token="+again)
	if a.StatusCode != http.StatusOK || b.StatusCode != http.StatusOK {
		t.Fatalf("the first token answers %d, the one that took its place %d", a.StatusCode, b.StatusCode)
	}
	if strings.ReplaceAll(a.body, first, "") != strings.ReplaceAll(b.body, again, "") || strings.Contains(b.body, first) {
		t.Error("the page of the renewed token is another")
	}
	if c := s.get(t, "/embed/dashboards/overview?token="+again, "If-None-Match", b.Header.Get("ETag")); c.StatusCode != http.StatusNotModified {
		t.Errorf("what the client has is sent again: %d", c.StatusCode)
	}
}

// TestTokensStayOutOfLogs: no line has a token or a secret, whatever went wrong.
func TestTokensStayOutOfLogs(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	var log bytes.Buffer
	keys := testKeys()
	s := published(t, signing, func(o *server.Options) {
		o.Log = slog.New(slog.NewTextHandler(writerFunc(func(p []byte) (int, error) {
			mu.Lock()
			defer mu.Unlock()
			return log.Write(p)
		}), &slog.HandlerOptions{Level: slog.LevelDebug}))
	})
	good := token(t, keys, signed.Grant{Visual: "funnel", Filters: "channel=web"})
	old := token(t, keys, signed.Grant{Visual: "funnel", From: time.Now().Add(-3 * time.Hour)})
	for _, tok := range []string{good, old, good + "A", "%zz" + good} {
		for _, path := range []string{"/embed/visuals/funnel", "/visuals/funnel.csv", "/visuals/funnel", "/embed/explore", "/dashboards/overview.xlsx", "/nowhere"} {
			s.get(t, path+"?channel=web&token="+tok, "Referer", s.URL+"/embed/visuals/funnel?token="+tok)
		}
	}
	s.ask(t, `{"visual": "funnel"}`, "Bearer "+apiKey)
	s.ask(t, `{"visual": "funnel"}`, "Bearer wrong-"+apiKey)
	mu.Lock()
	defer mu.Unlock()
	for _, secret := range []string{good[10:40], old[10:40], embedSecret, apiKey} {
		if strings.Contains(log.String(), secret) {
			t.Errorf("the log has %s", secret)
		}
	}
	if strings.Count(log.String(), "/embed/visuals/:name") < 4 {
		t.Error("the log does not have the requests")
	}
}

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(p []byte) (int, error) { return f(p) }
