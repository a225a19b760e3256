package main

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"cafe-rewards/sql/postgres/postgrestest"
)

//go:embed testdata/axe-core/axe.min.js
var axe string

// pages are the addresses that a person opens.
var pages = []string{
	"/", "/dashboards/overview", "/explore?measure=receipts&by=channel", "/explore?measure=sales&by=channel", "/dashboards", "/exports/", "/pipeline", "/visuals/channel-effectiveness", "/visuals/activity-by-day",
	"/visuals/funnel", "/visuals/hours-histogram-published", "/visuals/channel-offers", "/embed/visuals/completion-by-offer", "/embed/dashboards/overview", "/nowhere",
	"/visuals/cohorts", "/visuals/channel-and-offer?channel-and-offer.shade=yes&channel-and-offer.closed=web", "/visuals/offer-table?offer-table.sort=-receipts&offer-table.find=bogo",
	"/rows/receipts?gender=Women", "/embed/test?address=/embed/visuals/funnel&origin=https://intranet.example.com",
	"/?locale=es", "/dashboards/overview?channel=web&locale=es", "/explore?by=channel&locale=es&measure=receipts", "/pipeline?locale=es",
}

// browser is one Chromium for all tests of this package.
var browser = sync.OnceValues(func() (context.Context, error) {
	path := ""
	for _, name := range []string{"chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		if found, err := exec.LookPath(name); err == nil {
			path = found
			break
		}
	}
	if path == "" {
		return nil, fmt.Errorf("the browser tests need Chromium: sudo apt-get install chromium")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.Flag("font-render-hinting", "none"), // letters stand where they do on a screen, not on whole pixels
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-quic", true))
	ctx, _ := chromedp.NewExecAllocator(context.Background(), options...) // ends with the process
	ctx, _ = chromedp.NewContext(ctx)
	return ctx, chromedp.Do(ctx)
})

// tab is a page of the browser, and what went wrong on it.
type tab struct {
	context.Context
	mu       sync.Mutex
	problems []string
}

func newTab(t testing.TB) *tab {
	t.Helper()
	parent, err := browser()
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := chromedp.NewContext(parent, chromedp.WithNewBrowserContext()) // with a storage of its own
	t.Cleanup(cancel)
	ctx, cancelTimeout := context.WithTimeout(ctx, 3*time.Minute) // a tab looks at many pages, and machines are shared
	t.Cleanup(cancelTimeout)
	b := &tab{Context: ctx}
	console := chromedp.Console(ctx) // also what the Content-Security-Policy refuses, and what does not load
	go func() {
		for message, err := range console {
			if err != nil {
				return
			}
			serious := message.IsException() || message.Type == "error" || message.Type == "warning"
			if serious && !strings.Contains(message.URL, "/nowhere") {
				b.mu.Lock()
				b.problems = append(b.problems, fmt.Sprintf("%s: %s %s", message.Type, message.Text, message.URL))
				b.mu.Unlock()
			}
		}
	}()
	return b
}

func (b *tab) do(t testing.TB, steps ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	if err := chromedp.Do(b.Context, steps...); err != nil {
		t.Fatal(err)
	}
}

// value is what a step finds on the page.
func value[T any](t testing.TB, b *tab, step chromedp.Action[T]) T {
	t.Helper()
	v, err := chromedp.Run(b.Context, step)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// tell sends the browser a command of its protocol.
func tell[P, R any](t testing.TB, b *tab, command cdp.Command[P, R], params P) {
	t.Helper()
	if _, err := chromedp.Call(b.Context, command, params); err != nil {
		t.Fatal(err)
	}
}

// quiet fails the test where the console has anything to say.
func (b *tab) quiet(t testing.TB, where string) {
	t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.problems) > 0 {
		t.Errorf("%s: %s", where, strings.Join(b.problems, "\n"))
	}
	b.problems = nil
}

// settles waits until a page that a click leads to has the element. While one page takes the place of another, what was found on the first is
// gone by the time that it is asked about.
func (b *tab) settles(t testing.TB, selector string) {
	t.Helper()
	until(t, 30*time.Second, selector+" is there", func() bool {
		_, err := chromedp.Run(b.Context, chromedp.TextContent(chromedp.CSS(selector)))
		return err == nil
	})
}

// shown is one program with sample data, for all tests that only look.
func shown(t testing.TB) *program {
	t.Helper()
	return theProgram.Get(t, func(t testing.TB) *program { return atRest(t) })
}

var theProgram postgrestest.Kept[program]

// atRest is a program of the test's own, whose first run has ended.
func atRest(t testing.TB, settings ...string) *program {
	t.Helper()
	p := start(t, tempHome(t), append([]string{"serve"}, settings...)...).ready(t)
	until(t, time.Minute, "the first run has ended", func() bool { // so that no page is exchanged under the test's hands
		_, status := p.get(t, "/pipeline/status.json")
		return strings.Contains(status, `"running":false`)
	})
	return p
}

// TestPages looks at every page as people see it: wide and narrow, light and dark, with nothing cut off, no word on the console, and
// nothing that axe finds serious.
func TestPages(t *testing.T) {
	t.Parallel()
	p := shown(t)
	for _, look := range []struct {
		scheme string
		width  int64
		axe    bool // which takes the most time: each scheme and each width has it once
	}{{"light", 1366, true}, {"dark", 1366, false}, {"light", 390, false}, {"dark", 390, true}} {
		t.Run(fmt.Sprintf("%s %d", look.scheme, look.width), func(t *testing.T) {
			b := newTab(t)
			b.do(t, chromedp.EmulateViewport(look.width, 900))
			tell(t, b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: look.scheme}}})
			for _, path := range pages {
				b.do(t, chromedp.Navigate(p.url+path), chromedp.WaitReady(chromedp.CSS("body")))
				b.becomes(t, lively)
				if overflow := value(t, b, chromedp.Evaluate[float64](`document.documentElement.scrollWidth - document.documentElement.clientWidth`)); overflow > 0 {
					t.Errorf("%s is %v px wider than the window", path, overflow)
				}
				if !look.axe {
					b.quiet(t, path)
					continue
				}
				value(t, b, chromedp.Evaluate[int](axe+"; 0"))
				findings := value(t, b, chromedp.Evaluate[string](
					`axe.run(document, {resultTypes: ["violations"]}).then(r => JSON.stringify(r.violations.map(v => [v.impact, v.id, v.nodes[0].html])))`, chromedp.EvalAwaitPromise))
				var violations [][]string
				if err := json.Unmarshal([]byte(findings), &violations); err != nil {
					t.Fatal(err)
				}
				for _, v := range violations {
					if v[0] == "serious" || v[0] == "critical" {
						t.Errorf("%s: %s %s: %s", path, v[0], v[1], v[2])
					}
				}
				b.quiet(t, path)
			}
		})
	}
}

// TestTabInView: on a phone the bar shows the tab of the page, also once it is turned.
func TestTabInView(t *testing.T) {
	t.Parallel()
	p := shown(t)
	b := newTab(t)
	b.do(t, chromedp.EmulateViewport(844, 390), chromedp.Navigate(p.url+"/pipeline"), chromedp.WaitReady(chromedp.CSS("#content")))
	const inView = `(({ left, right }) => left >= 0 && right <= innerWidth)(document.querySelector(".sheets [aria-current]").getBoundingClientRect())`
	b.becomes(t, inView)
	b.do(t, chromedp.EmulateViewport(390, 844))
	b.becomes(t, `innerWidth === 390 && `+inView)
}

// TestCharts: every chart is there before any script has run, the script takes over where somebody points, and the same figures are
// in a table.
func TestCharts(t *testing.T) {
	t.Parallel()
	p := shown(t)
	b := newTab(t)
	b.do(t, chromedp.EmulateViewport(1366, 4000), chromedp.Navigate(p.url+"/dashboards/overview"), chromedp.WaitVisible(chromedp.CSS("figure")))
	b.becomes(t, lively)
	drawn := value(t, b, chromedp.Evaluate[int](`document.querySelectorAll("figure .drawing-wide svg text").length && document.querySelectorAll("figure .drawing-wide svg").length`))
	if loaded := value(t, b, chromedp.Evaluate[int](`performance.getEntriesByType("resource").filter(r => r.name.includes("echarts")).length`)); loaded > 0 {
		t.Error("ECharts is loaded before anybody points at a chart")
	}
	b.do(t, chromedp.Focus(chromedp.CSS("#funnel-chart")))
	value(t, b, chromedp.Poll[bool](`document.querySelector("#funnel-chart.taken .canvas svg text") !== null`, chromedp.WithPollingTimeout(10*time.Second)))
	tables := value(t, b, chromedp.Evaluate[int](`document.querySelectorAll("details table").length`))
	if drawn < 6 || tables < drawn {
		t.Errorf("%d charts are drawn, %d tables stand behind them", drawn, tables)
	}
	b.quiet(t, "overview")
}

// TestWithoutScript: every figure is there without JavaScript.
func TestWithoutScript(t *testing.T) {
	t.Parallel()
	p := shown(t)
	b := newTab(t)
	tell(t, b, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	b.do(t, chromedp.Navigate(p.url+"/visuals/completion-by-age"))
	text := value(t, b, chromedp.TextContent(chromedp.CSS("table")))
	for _, group := range []string{"Under 25", "25-40", "41-60", "61 and above", "Unknown"} {
		if !strings.Contains(text, group) {
			t.Errorf("without JavaScript there is no %s", group)
		}
	}
}

// TestTablesWithoutScript: links and forms sort, search and close what is in tables, and lead to an offer and back.
func TestTablesWithoutScript(t *testing.T) {
	t.Parallel()
	p := shown(t)
	b := newTab(t)
	tell(t, b, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	shows := func(selector, want string) {
		t.Helper()
		if text := value(t, b, chromedp.TextContent(chromedp.CSS(selector))); !strings.Contains(text, want) {
			t.Errorf("%s says %q, want %q", selector, text, want)
		}
	}
	b.do(t, chromedp.EmulateViewport(1366, 4000), chromedp.Navigate(p.url+"/dashboards/offers"), chromedp.Click(chromedp.CSS(`#offer-table-table th:nth-child(2) a`)))
	b.settles(t, `#offer-table-table th[aria-sort="descending"]`)
	shows(`#offer-table-table th[aria-sort="descending"]`, "Receipts")
	b.do(t, chromedp.SendKeys(chromedp.CSS(`#offer-table-table input[type="search"]`), "bogo\r"))
	b.settles(t, `#offer-table-table input[value="bogo"]`)
	shows(`#offer-table-table .pager`, "1–4 of 4")
	shows(`#offer-table-table th[aria-sort="descending"]`, "Receipts")
	b.do(t, chromedp.Click(chromedp.CSS(`#offer-table-table tbody th a`)))
	b.settles(t, ".terms")
	shows("h1", "BOGO")
	b.do(t, chromedp.Click(chromedp.CSS(".trail a")))
	b.settles(t, "#offer-table-table")
	b.do(t, chromedp.Navigate(p.url+"/visuals/channel-and-offer"), chromedp.Click(chromedp.CSS(`.pivot-toggle[aria-label="Hide what is in email"]`)))
	b.settles(t, `.pivot-toggle[aria-label="Show what is in email"]`)
	b.quiet(t, "tables")
}

// TestFirstRun: a browser that comes before the first version sees how far it is, and then the result, without a hand.
func TestFirstRun(t *testing.T) {
	t.Parallel()
	p := start(t, tempHome(t), "serve")
	b := newTab(t)
	b.do(t, chromedp.Navigate(p.url+"/"), chromedp.WaitVisible(chromedp.CSS("#channels")))
	if title := value(t, b, chromedp.Text(chromedp.CSS("#channels"))); !strings.Contains(title, "Which channel is most effective?") {
		t.Errorf("after the first run the page shows %q", title)
	}
}

// TestRunNow: the button starts a run, and the page tells what came of it.
func TestRunNow(t *testing.T) {
	t.Parallel()
	p := atRest(t, "--source", few(t))
	b := newTab(t)
	b.do(t, chromedp.Navigate(p.url+"/pipeline"), chromedp.Click(chromedp.CSS(`form[action="/pipeline/run"] button`)))
	until(t, 20*time.Second, "the run that was asked for has ended", func() bool {
		_, page := p.get(t, "/pipeline")
		return strings.Contains(page, "has not changed")
	})
}

// TestEmbed: a frame works on the page of an origin that is allowed, and on no other.
func TestEmbed(t *testing.T) {
	t.Parallel()
	var address string
	host := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprintf(w, `<!doctype html><title>Intranet</title><iframe id="f" src="%s" width="800" height="500"></iframe>`, address)
	})
	allowed, other := httptest.NewServer(host), httptest.NewServer(host)
	t.Cleanup(allowed.Close)
	t.Cleanup(other.Close)
	p := start(t, tempHome(t), "serve", "--source", few(t), "--embed-origins", allowed.URL).ready(t)
	for _, c := range []struct {
		name, page, framed string
		works              bool
	}{
		{"allowed", allowed.URL, "/embed/visuals/funnel", true},
		{"another origin", other.URL, "/embed/visuals/funnel", false},
		{"a page that is not for embedding", allowed.URL, "/visuals/funnel", false},
	} {
		address = p.url + c.framed
		b := newTab(t)
		var loaded []string
		var mu sync.Mutex
		err := chromedp.Listen(b.Context, func(event any) {
			e, ok := event.(*network.EventResponseReceived)
			if !ok {
				return
			}
			mu.Lock()
			defer mu.Unlock()
			loaded = append(loaded, e.Response.URL)
		})
		if err != nil {
			t.Fatal(err)
		}
		tell(t, b, network.Enable, network.EnableParams{})
		b.do(t, chromedp.Navigate(c.page), chromedp.Sleep(time.Second))
		mu.Lock()
		// A frame that shows the visual loads its style sheet; one that is refused loads nothing more.
		works := slices.ContainsFunc(loaded, func(url string) bool { return strings.HasPrefix(url, p.url+"/static/") })
		mu.Unlock()
		if works != c.works {
			t.Errorf("%s: the frame works: %t, want %t (%v)", c.name, works, c.works, loaded)
		}
	}
}

// TestRefreshFails: when a newer page is put in place by itself and the server has an error instead, what is shown stays.
func TestRefreshFails(t *testing.T) {
	t.Parallel()
	p := shown(t)
	_, broken := p.get(t, "/nowhere")
	to, err := url.Parse(p.url)
	if err != nil {
		t.Fatal(err)
	}
	var fails atomic.Bool
	through := httputil.NewSingleHostReverseProxy(to)
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if fails.Load() && r.URL.Path == "/dashboards/overview" {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			w.WriteHeader(http.StatusServiceUnavailable)
			io.WriteString(w, broken)
			return
		}
		through.ServeHTTP(w, r)
	}))
	t.Cleanup(proxy.Close)
	b := newTab(t)
	b.do(t, chromedp.Navigate(proxy.URL+"/dashboards/overview"), chromedp.WaitReady(chromedp.CSS("#funnel-chart")))
	b.becomes(t, lively)
	const refresh = `import(performance.getEntriesByType("resource").map(r => r.name).find(name => /\/go\.[0-9a-f]+\.js$/.test(name)))
		.then(go => go.refresh()).then(() => "shown", error => error.message)`
	for _, c := range []struct {
		fails bool
		want  string
	}{{true, "not a page to show"}, {false, "shown"}} {
		fails.Store(c.fails)
		said := value(t, b, chromedp.Evaluate[string](refresh, chromedp.EvalAwaitPromise))
		there := value(t, b, chromedp.Evaluate[bool](`document.querySelector("#funnel-chart") !== null && document.querySelector(".error-page") === null`))
		if said != c.want || !there {
			t.Errorf("where the server fails: %t, the refresh says %q, and the page is still there: %t", c.fails, said, there)
		}
	}
}
