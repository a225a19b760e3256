package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"cafe-rewards/server/signed"
)

// seen is what became of a frame in a browser.
type seen struct {
	status int  // of the frame's own answer
	shown  bool // the browser shows that answer: what is refused by its origin loads no style sheet
	cookie bool
}

// look opens a page with a frame, and waits until it is known what became of it.
func look(t *testing.T, page, server, frame string) seen {
	t.Helper()
	b := newTab(t)
	var mu sync.Mutex
	var s seen
	blocked := false
	err := chromedp.Listen(b.Context, func(event any) {
		mu.Lock()
		defer mu.Unlock()
		switch e := event.(type) {
		case *network.EventResponseReceived:
			switch path := strings.TrimPrefix(e.Response.URL, server); {
			case path == frame:
				s.status = int(e.Response.Status)
			case strings.HasPrefix(path, "/static/"):
				s.shown = true
			}
			for name := range e.Response.Headers {
				s.cookie = s.cookie || strings.EqualFold(name, "Set-Cookie")
			}
		case *network.EventLoadingFailed:
			blocked = blocked || e.BlockedReason != "" || strings.Contains(e.ErrorText, "BLOCKED")
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	tell(t, b, network.Enable, network.EnableParams{})
	b.do(t, chromedp.Navigate(page))
	until(t, 20*time.Second, "the frame is shown, or refused", func() bool {
		mu.Lock()
		defer mu.Unlock()
		return s.status != 0 && s.shown || blocked
	})
	mu.Lock()
	defer mu.Unlock()
	return s
}

// TestSignedFrames: on a page of a second origin a frame is shown while its token is good there, and says why where it is not; keys are
// changed without a break.
func TestSignedFrames(t *testing.T) {
	t.Parallel()
	var frame string
	var mu sync.Mutex
	host := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprintf(w, `<!doctype html><title>Intranet</title><link rel="icon" href="data:,"><iframe src="%s" width="800" height="500" referrerpolicy="%s"></iframe>`, frame, r.URL.Query().Get("policy"))
	})
	intranet, other := httptest.NewServer(host), httptest.NewServer(host)
	t.Cleanup(intranet.Close)
	t.Cleanup(other.Close)
	oldKey, newKey := "old:"+strings.Repeat("0123456789", 4), "new:"+strings.Repeat("abcdefghij", 4)
	sign := func(with string, change func(*signed.Grant)) string {
		keys, err := signed.ParseKeys(with)
		if err != nil {
			t.Fatal(err)
		}
		g := signed.Grant{Visual: "funnel", Origin: intranet.URL, Filters: "channel=web", From: time.Now().Add(-time.Minute)}
		g.Until = g.From.Add(time.Hour)
		if change != nil {
			change(&g)
		}
		token, err := keys.Sign(g)
		if err != nil {
			t.Fatal(err)
		}
		return "/embed/visuals/funnel?token=" + token
	}
	home := tempHome(t)
	var p *program
	check := func(name, page, path string, want seen) {
		t.Helper()
		mu.Lock()
		frame = p.url + path
		mu.Unlock()
		if got := look(t, page, p.url, path); got.shown != want.shown || got.cookie || want.status != 0 && got.status != want.status {
			t.Errorf("%s: %+v, want %+v", name, got, want)
		}
	}
	p = start(t, home, "serve", "--source", few(t), "--embed-signed", "required", "--embed-keys", oldKey).ready(t)
	old := sign(oldKey, nil)
	renewed := sign(oldKey, func(g *signed.Grant) { g.Until = g.Until.Add(time.Hour) })
	check("signed", intranet.URL, old, seen{200, true, false})
	check("renewed", intranet.URL, renewed, seen{200, true, false})
	check("narrowed", intranet.URL, old+"&gender=Women", seen{200, true, false})
	check("widened", intranet.URL, old+"&channel=email", seen{403, true, false})
	check("expired", intranet.URL, sign(oldKey, func(g *signed.Grant) { g.From = g.From.Add(-2 * time.Hour); g.Until = g.From.Add(time.Hour) }), seen{401, true, false})
	check("altered", intranet.URL, old[:len(old)-60]+turned(old[len(old)-60])+old[len(old)-59:], seen{401, true, false})
	check("not signed", intranet.URL, "/embed/visuals/funnel", seen{401, true, false})
	check("on another origin", other.URL, old, seen{403, true, false})
	check("on another origin that does not say so", other.URL+"?policy=no-referrer", old, seen{200, false, false})
	check("on its origin that does not say so", intranet.URL+"?policy=no-referrer", old, seen{200, true, false})
	check("of another visual", intranet.URL, sign(oldKey, func(g *signed.Grant) { g.Visual = "overview" }), seen{403, true, false})
	if status, csv := p.get(t, "/visuals/funnel.csv?"+old[strings.Index(old, "token="):]+"&channel=email"); status != http.StatusForbidden {
		t.Errorf("a file beyond the lock answers %d %s", status, csv)
	}

	b := newTab(t) // what is clicked in a frame keeps the token
	table := sign(oldKey, func(g *signed.Grant) { g.Visual = "offer-table" })
	table = strings.Replace(table, "funnel", "offer-table", 1)
	b.do(t, chromedp.Navigate(p.url+table), chromedp.Click(chromedp.CSS(`a.sort`)))
	until(t, 20*time.Second, "the table is sorted", func() bool {
		address, err := chromedp.Run(b.Context, chromedp.Location())
		return err == nil && strings.Contains(address, ".sort=") && strings.Contains(address, "token=old.")
	})
	b.settles(t, `th[aria-sort="ascending"], th[aria-sort="descending"]`)
	b.quiet(t, "a signed frame")

	for _, step := range []struct {
		name, keys string
		old        seen
	}{
		{"while both keys are known", newKey + "," + oldKey, seen{200, true, false}},
		{"once the old key is gone", newKey, seen{401, true, false}},
	} {
		p.stop(t)
		p = start(t, home, "serve", "--source", few(t), "--embed-signed", "required", "--embed-keys", step.keys).ready(t)
		check("the old token "+step.name, intranet.URL, old, step.old)
		check("a new token "+step.name, intranet.URL, sign(step.keys, nil), seen{200, true, false})
	}
}

func turned(c byte) string {
	if c == 'A' {
		return "B"
	}
	return "A"
}
