package server_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
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
		"of an unknown key": {token(t, other, good), 401, "a key that is not known here", ""},
		"of another visual": {token(t, keys, grant(func(g *signed.Grant) { g.Visual = "overview" })), 403, "signed for something else", ""},
		"of a dashboard":    {token(t, keys, grant(func(g *signed.Grant) { g.Visual, g.Dashboard = "", "channels" })), 403, "the dashboard channels", ""},
		"on another page":   {whole, 403, "signed for another page", "https://evil.example"},
		"on a page of null": {whole, 403, "signed for another page", "null"},
		"of lost filters":   {token(t, keys, grant(func(g *signed.Grant) { g.Filters = "colour=red" })), 401, "What this address is locked to is not known here.", ""},
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
	for _, path := range []string{"/visuals/funnel", "/dashboards/overview", "/rows/receipts", "/rows/receipts.csv", "/explore", "/explore.csv", "/", "/exports/customers.csv"} {
		if a := s.get(t, path+"?token="+whole); a.StatusCode != http.StatusBadRequest {
			t.Errorf("%s takes a token: %d", path, a.StatusCode)
		}
	}
	if a := s.get(t, "/embed/explore?token="+whole); a.StatusCode != http.StatusForbidden {
		t.Errorf("/embed/explore takes a token: %d", a.StatusCode)
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

// openQueries are filters, comparisons and drills, of which some are refused under some locks.
var openQueries = []string{"", "gender=Men", "gender!=Other", "vs.gender=Women", "channel=web", "channel=email&channel=web", "vs.channel=email", "vs.channel!=web", "channel!=social", "day=1..10", "day=3", "vs.day=20..",
	"age=..50", "age=Unknown", "offer_type=Discount", "vs.offer_type=Informational", "as_of=1", "income=30000.."}

// TestNothingWider: of every visual and dashboard, in every format, whatever the query asks for besides, a signed address shows just what the
// page itself shows where the lock is chosen too; or it is refused.
func TestNothingWider(t *testing.T) {
	t.Parallel()
	keys := testKeys()
	s := standing(t)
	m := model(t)
	dashboards, err := metrics.LoadDashboards(m, nil)
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(7, 7))
	shown, refused, differ := 0, 0, 0
	for place, v := range dashboards.Visuals() {
		for i := range 2 {
			lockText := []string{"channel=web", "gender=Women&day=1..14", "offer_type!=Informational"}[(i+r.IntN(3))%3]
			query := openQueries[r.IntN(len(openQueries))]
			tok := "token=" + token(t, keys, signed.Grant{Visual: v.Name, Filters: lockText})
			chosen, possible := within(t, m, query, lockText)
			for n, ending := range fileEndings {
				if i > 0 && n > 0 || n > 1 && place%3 != 0 {
					break // Excel and Parquet, which are written from the same table, take the most time
				}
				a := s.get(t, joined("/visuals/"+v.Name+ending, query, tok))
				if !possible {
					if refused++; a.StatusCode != http.StatusForbidden {
						t.Errorf("%s%s?%s locked to %s answers %d", v.Name, ending, query, lockText, a.StatusCode)
					}
					continue
				}
				plain := s.get(t, joined("/visuals/"+v.Name+ending, chosen))
				if a.StatusCode != 200 || plain.StatusCode != 200 {
					t.Fatalf("%s%s?%s locked to %s answers %d, and %d to %s", v.Name, ending, query, lockText, a.StatusCode, plain.StatusCode, chosen)
				}
				shown++
				got, want := figuresOf(t, ending, a.body), figuresOf(t, ending, plain.body)
				if !slices.Equal(got, want) {
					t.Errorf("%s%s?%s locked to %s: %s", v.Name, ending, query, lockText, cmp.Diff(want, got))
				}
				if ending == ".csv" && !slices.Equal(got, figuresOf(t, ending, s.get(t, joined("/visuals/"+v.Name+ending, query)).body)) {
					differ++
				}
			}
			if i > 0 {
				continue // a frame has drawings, which take their time
			}
			frame := s.get(t, joined("/embed/visuals/"+v.Name, query, tok), "X-Charts", "script")
			if !possible {
				if frame.StatusCode != http.StatusForbidden || !strings.Contains(frame.body, "This address is locked to") {
					t.Errorf("the frame of %s?%s locked to %s answers %d", v.Name, query, lockText, frame.StatusCode)
				}
				if a := s.get(t, joined("/embed/visuals/"+v.Name+".png", query, tok)); a.StatusCode != http.StatusForbidden {
					t.Errorf("the picture of %s?%s locked to %s answers %d", v.Name, query, lockText, a.StatusCode)
				}
				continue
			}
			plain := s.get(t, joined("/embed/visuals/"+v.Name, chosen), "X-Charts", "script")
			if got, want := cellsOf(frame.body), cellsOf(plain.body); frame.StatusCode != 200 || !slices.Equal(got, want) {
				t.Errorf("the frame of %s?%s locked to %s: %s", v.Name, query, lockText, cmp.Diff(want, got))
			}
			leadsNowhereElse(t, v.Name, frame.body)
			picture, same := s.get(t, joined("/embed/visuals/"+v.Name+".svg", query, tok)), s.get(t, joined("/visuals/"+v.Name+".svg", chosen))
			if picture.StatusCode != 200 || !strings.Contains(query, "vs.") && picture.body != same.body || described(picture.body) != described(same.body) || !strings.HasPrefix(picture.Header.Get("Cache-Control"), "private") {
				t.Errorf("the picture of %s?%s locked to %s answers %d, and is not that of %s", v.Name, query, lockText, picture.StatusCode, chosen)
			}
		}
	}
	for _, sheet := range dashboards.Sheets() {
		query := openQueries[r.IntN(len(openQueries))]
		chosen, possible := within(t, m, query, "channel=web")
		if !possible {
			query, chosen = "", "channel=web"
		}
		frame := s.get(t, joined("/embed/dashboards/"+sheet.Name, query, "token="+token(t, keys, signed.Grant{Dashboard: sheet.Name, Filters: "channel=web"})), "X-Charts", "script")
		plain := s.get(t, joined("/embed/dashboards/"+sheet.Name, chosen), "X-Charts", "script")
		if got, want := cellsOf(frame.body), cellsOf(plain.body); frame.StatusCode != 200 || !slices.Equal(got, want) {
			t.Errorf("the frame of the dashboard %s?%s: %s", sheet.Name, query, cmp.Diff(want, got))
		}
		leadsNowhereElse(t, sheet.Name, frame.body)
	}
	if shown < 100 || refused < 12 || differ < 15 {
		t.Errorf("only %d files were shown and %d refused; the lock made a difference to %d", shown, refused, differ)
	}
}

// within is a query with a lock chosen as well, and whether the lock lets it; made from the sets of values themselves, not by the server's rules.
func within(t *testing.T, m *metrics.Model, query, lock string) (string, bool) {
	t.Helper()
	values, err := url.ParseQuery(query)
	if err != nil {
		t.Fatal(err)
	}
	locked, _ := url.ParseQuery(lock)
	for name, allowed := range locked {
		for _, prefix := range []string{"", "vs."} {
			own, ok := values[prefix+name]
			if !ok {
				continue
			}
			for _, value := range own {
				if !slices.Contains(allowed, value) && !(name == "day" && (value == "3" || value == "1..10")) {
					return "", false
				}
			}
		}
		if _, ok := values[name]; !ok {
			values[name] = allowed
		}
		// A comparison takes the place of what is chosen on its dimension, turned round or not; the lock holds on it all the same.
		for _, turned := range []string{"vs." + name + "!", "vs." + strings.TrimSuffix(name, "!")} {
			if _, ok := values[turned]; ok && turned != "vs."+name && !values.Has("vs."+name) {
				values["vs."+name] = allowed
			}
		}
	}
	return values.Encode(), true
}

// figuresOf are the rows of a file.
func figuresOf(t *testing.T, ending, body string) []string {
	t.Helper()
	var rows [][]string
	switch ending {
	case ".csv":
		rows = readCSV(t, body)
	case ".xlsx":
		_, rows = readExcel(t, body)
	case ".parquet":
		_, rows = readParquet(t, body)
	default:
		var v struct{ Rows [][]any }
		if err := json.Unmarshal([]byte(body), &v); err != nil {
			t.Fatal(err)
		}
		for _, row := range v.Rows {
			rows = append(rows, []string{fmt.Sprint(row)})
		}
	}
	var all []string
	for _, row := range rows {
		all = append(all, strings.Join(row, "|"))
	}
	return all
}

var (
	cell = regexp.MustCompile(`(?s)<t[dh][^>]*>(.*?)</t[dh]>|<dd class="figure-value">(.*?)</dd>`)
	mark = regexp.MustCompile(`(?s)<[^>]*>`)
	link = regexp.MustCompile(`(?:href|action|src)="([^"]*)"`)
)

// described is what a picture says to those who do not see it. The picture itself has the comparison as its address says it.
func described(svg string) string {
	_, text, _ := strings.Cut(svg, "<desc>")
	text, _, _ = strings.Cut(text, "</desc>")
	return text
}

// cellsOf are the figures that a page shows as text.
func cellsOf(page string) []string {
	var all []string
	for _, m := range cell.FindAllStringSubmatch(page, -1) {
		all = append(all, strings.Join(strings.Fields(mark.ReplaceAllString(m[1]+m[2], " ")), " "))
	}
	return all
}

// leadsNowhereElse: all links of a signed page stay with what is signed, and carry the token on.
func leadsNowhereElse(t *testing.T, where, page string) {
	t.Helper()
	for _, m := range link.FindAllStringSubmatch(page, -1) {
		address := strings.ReplaceAll(m[1], "&amp;", "&")
		static := strings.HasPrefix(address, "/static/") || strings.HasPrefix(address, "/brand/") || strings.HasPrefix(address, "#")
		scoped := (strings.HasPrefix(address, "/embed/") || strings.HasPrefix(address, "/visuals/") && strings.Contains(address, ".csv")) && (strings.Contains(address, "token=main.") || strings.HasPrefix(m[0], "action"))
		if !static && !scoped {
			t.Errorf("%s leads to %s", where, address)
			return
		}
	}
}

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

// ask sends a request for a signed address.
func (s *site) ask(t testing.TB, body, authorization string) answer {
	t.Helper()
	request, err := http.NewRequest(http.MethodPost, s.URL+"/api/embed-addresses", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	if authorization != "" {
		request.Header.Set("Authorization", authorization)
	}
	return s.do(t, request)
}

// TestAskForAddress: whoever has an API key gets an address that works; what cannot be signed is said.
func TestAskForAddress(t *testing.T) {
	t.Parallel()
	s := standing(t)
	bearer := "Bearer " + apiKey
	for _, tt := range []struct {
		body, authorization string
		status              int
		says                string
	}{
		{`{"visual": "funnel"}`, bearer, 201, "/embed/visuals/funnel?token=main."},
		{`{"dashboard": "overview", "filters": {"channel": ["web", "social"], "day": ["1..14"]}, "origin": "https://WIKI.example.com:443", "valid": "8784h"}`, bearer, 201, "/embed/dashboards/overview?token=main."},
		{`{"visual": "funnel"}`, "", 401, "API key"},
		{`{"visual": "funnel"}`, "Bearer ", 401, "API key"},
		{`{"visual": "funnel"}`, "Basic " + apiKey, 401, "API key"},
		{`{"visual": "funnel"}`, bearer + "x", 401, "API key"},
		{`{"visual": "funel"}`, bearer, 422, "funnel"},
		{`{}`, bearer, 422, "one visual or of one dashboard"},
		{`{"visual": "funnel", "dashboard": "overview"}`, bearer, 422, "one visual or of one dashboard"},
		{`{"visual": "funnel", "filters": {"chanel": ["web"]}}`, bearer, 422, "channel"},
		{`{"visual": "funnel", "filters": {"vs.channel": ["web"]}}`, bearer, 422, "vs.channel"},
		{`{"visual": "funnel", "filters": {"channel": [""]}}`, bearer, 422, "lock nothing"},
		{`{"visual": "funnel", "filters": {"channel": []}}`, bearer, 422, "lock nothing"},
		{`{"visual": "funnel", "filters": {"day": ["x"]}}`, bearer, 422, "number"},
		{`{"visual": "funnel", "origin": "https://a.example/path"}`, bearer, 422, "Origin"},
		{`{"visual": "funnel", "origin": "https://a.example; script-src *"}`, bearer, 422, "Origin"},
		{`{"visual": "funnel", "valid": "8785h"}`, bearer, 422, "366 days"},
		{`{"visual": "funnel", "valid": "1s"}`, bearer, 422, "366 days"},
		{`{"visual": "funnel", "valid": "-1h"}`, bearer, 400, "cannot be read"},
		{`{"visual": "funnel", "valid": "0s"}`, bearer, 400, "cannot be read"},
		{`{"visual": "funnel", "token": "x"}`, bearer, 400, "cannot be read"},
		{`{"visual": "funnel"} {"visual": "funnel"}`, bearer, 400, "cannot be read"},
		{`{"visual": `, bearer, 400, "cannot be read"},
		{`{"visual": "` + strings.Repeat("x", 10_000) + `"}`, bearer, 413, "too large"},
	} {
		a := s.ask(t, tt.body, tt.authorization)
		if a.StatusCode != tt.status || !strings.Contains(a.body, tt.says) || !json.Valid([]byte(a.body)) || a.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("%.80s answers %d %.200s", tt.body, a.StatusCode, a.body)
		}
		if strings.Contains(a.body, apiKey) || strings.Contains(a.body, embedSecret) {
			t.Errorf("%.80s answers with a secret", tt.body)
		}
		if a.StatusCode == http.StatusCreated {
			var made struct {
				Address, Token string
				From, Until    time.Time
			}
			if err := json.Unmarshal([]byte(a.body), &made); err != nil || !made.Until.After(made.From) {
				t.Errorf("%s: %v", a.body, err)
			}
			frame := s.get(t, strings.TrimPrefix(made.Address, s.URL), "Referer", hostOrigin+"/")
			if frame.StatusCode != 200 || !strings.HasPrefix(made.Address, s.URL) {
				t.Errorf("%s answers %d", made.Address, frame.StatusCode)
			}
		}
	}
	if a := s.post(t, "/api/embed-addresses", url.Values{"visual": {"funnel"}}, "Authorization", bearer); a.StatusCode != http.StatusUnsupportedMediaType {
		t.Errorf("a form answers %d", a.StatusCode)
	}
	without := newSite(t)
	for _, authorization := range []string{"", "Bearer ", bearer} {
		if a := without.ask(t, `{"visual": "funnel"}`, authorization); a.StatusCode != http.StatusUnauthorized {
			t.Errorf("without keys, %q answers %d", authorization, a.StatusCode)
		}
	}
}
