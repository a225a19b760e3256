package server_test

import (
	"encoding/json"
	"encoding/xml"
	"html"
	"image/png"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"cafe-rewards/server/signed"
)

type description struct {
	XMLName         xml.Name `json:"-" xml:"oembed"`
	Version         string   `xml:"version"`
	Type            string   `xml:"type"`
	Title           string   `xml:"title"`
	HTML            string   `xml:"html"`
	Width           int      `xml:"width"`
	Height          int      `xml:"height"`
	ProviderName    string   `json:"provider_name" xml:"provider_name"`
	ProviderURL     string   `json:"provider_url" xml:"provider_url"`
	Thumbnail       string   `json:"thumbnail_url" xml:"thumbnail_url"`
	ThumbnailWidth  int      `json:"thumbnail_width" xml:"thumbnail_width"`
	ThumbnailHeight int      `json:"thumbnail_height" xml:"thumbnail_height"`
}

var (
	discovery   = regexp.MustCompile(`<link rel="alternate" type="(?:application/json|text/xml)\+oembed" href="([^"]+)"`)
	frameSource = regexp.MustCompile(`^<iframe src="([^"]+)" title="[^"<>]+" width="\d+" height="\d+" frameborder="0" loading="lazy"></iframe>$`)
)

// TestOEmbedDiscovery does what a wiki does with an address that somebody pastes: fetch the page, find the link, fetch that, show the frame.
func TestOEmbedDiscovery(t *testing.T) {
	t.Parallel()
	s := standing(t)
	for _, path := range []string{"/visuals/funnel", "/visuals/offer-table?offer-table.sort=-receipts&channel=web&vs.channel=social", "/dashboards/overview?gender%21=Other&day=1..14", "/dashboards/channels"} {
		page := s.get(t, path, "Accept", "text/html")
		found := discovery.FindAllStringSubmatch(page.body, -1)
		if page.StatusCode != 200 || len(found) != 2 {
			t.Errorf("%s answers %d with %d links", path, page.StatusCode, len(found))
			continue
		}
		a := s.get(t, strings.TrimPrefix(html.UnescapeString(found[0][1]), s.URL)+"&maxwidth=640&maxheight=400")
		var d description
		if err := json.Unmarshal([]byte(a.body), &d); err != nil || a.StatusCode != 200 || !strings.HasPrefix(a.Header.Get("Content-Type"), "application/json") {
			t.Errorf("%s is described by %d %s", path, a.StatusCode, a.body)
			continue
		}
		if d.Version != "1.0" || d.Type != "rich" || d.Title == "" || d.Width != 640 || d.Height < 200 || d.Height > 400 || d.ProviderName == "" || d.ProviderURL != s.URL+"/" {
			t.Errorf("%s is described as %+v", path, d)
		}
		asXML := s.get(t, strings.TrimPrefix(html.UnescapeString(found[1][1]), s.URL)+"&maxwidth=640&maxheight=400")
		var same description
		if err := xml.Unmarshal([]byte(asXML.body), &same); err != nil || !strings.HasPrefix(asXML.body, `<?xml version="1.0"`) || !strings.HasPrefix(asXML.Header.Get("Content-Type"), "text/xml") {
			t.Errorf("%s is described in XML by %d %s", path, asXML.StatusCode, asXML.body)
		}
		if same.XMLName = (xml.Name{}); same != d {
			t.Errorf("%s is described in XML as %+v, in JSON as %+v", path, same, d)
		}
		if strings.HasPrefix(path, "/dashboards/") != (d.Thumbnail == "") {
			t.Errorf("the picture of %s is %q", path, d.Thumbnail)
		}
		if d.Thumbnail != "" {
			picture := s.get(t, strings.TrimPrefix(d.Thumbnail, s.URL))
			size, err := png.DecodeConfig(strings.NewReader(picture.body))
			if err != nil || d.ThumbnailWidth != 640 || size.Width != 2*640 || d.ThumbnailHeight > 400 || size.Height != 2*d.ThumbnailHeight {
				t.Errorf("the picture of %s, %s, is %v (%v), not %d × %d", path, d.Thumbnail, size, err, d.ThumbnailWidth, d.ThumbnailHeight)
			}
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
		here("/visuals/funnel?chanel=web"): 400, here("/visuals/funnel?%zz"): 400, here("/visuals/funnel") + "&format=yaml": 501, here("/visuals/funnel") + "&maxwidth=x": 400, here("/visuals/funnel") + "&maxheight=-1": 400,
		here("/visuals/funnel") + "&callback=x": 400, here("/embed/visuals/funnel?token=x"): 401, here("/embed/visuals/funnel?token=" + old): 403, here("/visuals/funnel?" + strings.Repeat("x", 7000)): 400,
	} {
		if a := s.get(t, address); a.StatusCode != status || !json.Valid([]byte(a.body)) {
			t.Errorf("%.120s answers %d %.100s, want %d", address, a.StatusCode, a.body, status)
		}
	}
	good := token(t, testKeys(), signed.Grant{Visual: "funnel", Filters: "channel=web"})
	for _, format := range []string{"", "&format=xml"} { // and so is its picture
		a := s.get(t, here("/embed/visuals/funnel?theme=dark&token="+good)+format)
		at := regexp.MustCompile(`/embed/visuals/funnel\.png[^"<]+`).FindString(a.body)
		at = html.UnescapeString(strings.ReplaceAll(at, `\u0026`, "&"))
		if picture := s.get(t, at); !strings.Contains(at, good) || picture.StatusCode != 200 || picture.Header.Get("Content-Type") != "image/png" {
			t.Errorf("the picture of a signed address, %s, answers %d", at, picture.StatusCode)
		}
	}
	explored := token(t, testKeys(), signed.Grant{Explore: "by=channel&chart=bar&measure=receipts"})
	for address, status := range map[string]int{here("/embed/explore?token=" + explored): 200, here("/embed/explore?measure=sales&token=" + explored): 403, here("/embed/explore?token=" + good): 403} {
		if a := s.get(t, address); a.StatusCode != status {
			t.Errorf("%s answers %d, want %d", address, a.StatusCode, status)
		}
	}
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
