package server_test

import (
	"encoding/json"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"cafe-rewards/server/signed"
)

type description struct {
	Version, Type, Title, HTML string
	Width, Height              int
	ProviderName               string `json:"provider_name"`
	ProviderURL                string `json:"provider_url"`
}

var (
	discovery   = regexp.MustCompile(`<link rel="alternate" type="application/json\+oembed" href="([^"]+)"`)
	frameSource = regexp.MustCompile(`^<iframe src="([^"]+)" title="[^"<>]+" width="\d+" height="\d+" frameborder="0" loading="lazy"></iframe>$`)
)

// TestOEmbedDiscovery does what a wiki does with an address that somebody pastes: fetch the page, find the link, fetch that, show the frame.
func TestOEmbedDiscovery(t *testing.T) {
	t.Parallel()
	s := standing(t)
	for _, path := range []string{"/visuals/funnel", "/visuals/offer-table?offer-table.sort=-receipts&channel=web&vs.channel=social", "/dashboards/overview?gender%21=Other&day=1..14", "/dashboards/channels"} {
		page := s.get(t, path, "Accept", "text/html")
		found := discovery.FindStringSubmatch(page.body)
		if page.StatusCode != 200 || found == nil {
			t.Errorf("%s answers %d without a link", path, page.StatusCode)
			continue
		}
		a := s.get(t, strings.TrimPrefix(html.UnescapeString(found[1]), s.URL)+"&maxwidth=640&maxheight=400")
		var d description
		if err := json.Unmarshal([]byte(a.body), &d); err != nil || a.StatusCode != 200 || !strings.HasPrefix(a.Header.Get("Content-Type"), "application/json") {
			t.Errorf("%s is described by %d %s", path, a.StatusCode, a.body)
			continue
		}
		if d.Version != "1.0" || d.Type != "rich" || d.Title == "" || d.Width != 640 || d.Height < 200 || d.Height > 400 || d.ProviderName == "" || d.ProviderURL != s.URL+"/" {
			t.Errorf("%s is described as %+v", path, d)
		}
		source := frameSource.FindStringSubmatch(d.HTML)
		if source == nil {
			t.Errorf("%s: the frame is %s", path, d.HTML)
			continue
		}
		u, err := url.Parse(html.UnescapeString(source[1]))
		if err != nil {
			t.Fatal(err)
		}
		plain, _ := url.Parse(path)
		if u.Path != "/embed"+plain.Path || u.Query().Encode() != plain.Query().Encode() {
			t.Errorf("the frame of %s is %s", path, u)
		}
		if frame := s.get(t, u.RequestURI()); frame.StatusCode != 200 || !strings.Contains(frame.Header.Get("Content-Security-Policy"), embedOrigin) {
			t.Errorf("%s answers %d", u, frame.StatusCode)
		}
	}
	for _, path := range []string{"/", "/exports/", "/explore", "/embed/visuals/funnel"} {
		if page := s.get(t, path); discovery.MatchString(page.body) {
			t.Errorf("%s has a link", path)
		}
	}
}

// TestOEmbedRefused: what is not an address of this server, or not well asked for, is refused with the status of the standard.
func TestOEmbedRefused(t *testing.T) {
	t.Parallel()
	s := standing(t)
	here := func(path string) string { return "/oembed?url=" + url.QueryEscape(s.URL+path) }
	old := token(t, testKeys(), signed.Grant{Visual: "overview"})
	for address, status := range map[string]int{
		"/oembed": 400, "/oembed?url=": 400, "/oembed?url=/visuals/funnel": 404, here("/visuals/funnel") + "&url=x": 400,
		"/oembed?url=" + url.QueryEscape("https://evil.example/visuals/funnel"): 404, "/oembed?url=" + url.QueryEscape("javascript:alert(1)"): 404, "/oembed?url=" + url.QueryEscape("http://user@"+s.Listener.Addr().String()+"/visuals/funnel"): 404,
		"/oembed?url=" + url.QueryEscape("file:///visuals/funnel"): 404, here("/visuals/nope"): 404, here("/visuals/funnel.csv"): 404, here("/dashboards/nope"): 404, here("/pipeline"): 404, here("/visuals/"): 404, here("/visuals/funnel/x"): 404,
		here("/visuals/funnel?chanel=web"): 400, here("/visuals/funnel?%zz"): 400, here("/visuals/funnel") + "&format=xml": 501, here("/visuals/funnel") + "&maxwidth=x": 400, here("/visuals/funnel") + "&maxheight=-1": 400,
		here("/visuals/funnel") + "&callback=x": 400, here("/embed/visuals/funnel?token=x"): 401, here("/embed/visuals/funnel?token=" + old): 403, here("/visuals/funnel?" + strings.Repeat("x", 7000)): 400,
	} {
		if a := s.get(t, address); a.StatusCode != status || !json.Valid([]byte(a.body)) {
			t.Errorf("%.120s answers %d %.100s, want %d", address, a.StatusCode, a.body, status)
		}
	}
	good := token(t, testKeys(), signed.Grant{Visual: "funnel", Filters: "channel=web"})
	if a := s.get(t, here("/embed/visuals/funnel?token="+good)); a.StatusCode != http.StatusOK || !strings.Contains(a.body, good) {
		t.Errorf("a signed address answers %d", a.StatusCode)
	}
	if a := s.get(t, here("/embed/visuals/funnel?channel=email&token="+good)); a.StatusCode != http.StatusForbidden {
		t.Errorf("a signed address that widens its lock answers %d", a.StatusCode)
	}
	if a := s.get(t, here("/visuals/funnel")+"&maxwidth=1&maxheight=1"); a.StatusCode != 200 || !strings.Contains(a.body, `"width":100,"height":100`) {
		t.Errorf("in no room at all it answers %d %s", a.StatusCode, a.body)
	}
}
