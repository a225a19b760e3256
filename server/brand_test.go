package server_test

import (
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"cafe-rewards/server"
	"cafe-rewards/server/brand"
)

// hostileName is as long as names may be, and what an attacker would choose.
const hostileName = `"><script>alert(1)</script>{{7*7}}`

func withBrand(b *brand.Brand) func(*server.Options) {
	return func(o *server.Options) { o.Brand = b }
}

// TestBrand: pages, frames and errors carry the name, the logo and the colours; the name stays text.
func TestBrand(t *testing.T) {
	t.Parallel()
	svg := `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><script>alert(1)</script>` + strings.Repeat(`<path d="M0 0h1v1z"/>`, 100) + `</svg>`
	path := filepath.Join(t.TempDir(), "logo.svg")
	if err := os.WriteFile(path, []byte(svg), 0o600); err != nil {
		t.Fatal(err)
	}
	b, err := brand.Load(hostileName, path, "#c8102e")
	if err != nil {
		t.Fatal(err)
	}
	s := newSite(t, withBrand(b))
	const escaped = "&gt;&lt;script&gt;alert(1)&lt;/script&gt;{{7*7}}"
	style := `<link rel="stylesheet" href="` + b.Style.Address() + `">`
	carries := func(address, page string, bar bool) {
		t.Helper()
		contains(t, address, page, escaped+"</title>", style)
		if bar {
			contains(t, address, page, `<img class="logo" src="`+b.Logo.Address()+`" alt="" height="22">`, `<link rel="icon" href="`+b.Logo.Address()+`">`)
		}
		if strings.Contains(page, "<script>alert") || strings.Contains(page, "Café Rewards") {
			t.Errorf("%s has the name as markup, or the product's", address)
		}
		if strings.Index(page, style) < strings.Index(page, "/static/app.") {
			t.Errorf("%s: the brand's style sheet stands before the product's", address)
		}
	}
	carries("the first run", s.get(t, "/", "Accept", "text/html").body, true)
	s.run(t)
	s.until(t, "the version is served", func() bool { return s.get(t, "/readyz").StatusCode == http.StatusOK })
	for _, address := range []string{"/", "/dashboards/overview", "/dashboards", "/visuals/funnel", "/rows/receipts", "/explore", "/exports/", "/pipeline", "/nowhere", "/?x=1"} {
		carries(address, s.get(t, address, "Accept", "text/html").body, true)
	}
	for _, address := range []string{"/embed/visuals/funnel", "/embed/dashboards/overview", "/embed/explore?measure=receipts&by=gender", "/embed/visuals/nope"} {
		carries(address, s.get(t, address, "Accept", "text/html").body, false)
	}
	contains(t, "the head on paper", s.get(t, "/dashboards/overview").body, escaped+" · data version 1, published")

	for _, address := range []string{b.Logo.Address(), "/favicon.ico"} {
		a := s.get(t, address, "Accept", "image/*")
		if a.StatusCode != http.StatusOK || a.body != svg || a.Header.Get("Content-Type") != "image/svg+xml" || a.Header.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s answers %d with %v", address, a.StatusCode, a.Header)
		}
		if policy := a.Header.Values("Content-Security-Policy"); len(policy) != 1 || policy[0] != "default-src 'none'; style-src 'unsafe-inline'; sandbox" {
			t.Errorf("%s has the policy %q", address, policy)
		}
		if packed := s.get(t, address, "Accept-Encoding", "br"); packed.Header.Get("Content-Encoding") != "br" || len(packed.body) >= len(svg) {
			t.Errorf("%s is sent in %d bytes of %q", address, len(packed.body), packed.Header.Get("Content-Encoding"))
		}
		if again := s.get(t, address, "If-None-Match", a.Header.Get("ETag")); again.StatusCode != http.StatusNotModified {
			t.Errorf("%s is sent again: %d", address, again.StatusCode)
		}
	}
	sheet := s.get(t, b.Style.Address())
	if sheet.StatusCode != http.StatusOK || sheet.Header.Get("Content-Type") != "text/css; charset=utf-8" || !strings.Contains(sheet.body, "--accent: #c8102e;") || strings.Contains(sheet.Header.Get("Content-Security-Policy"), "unsafe") {
		t.Errorf("the style sheet answers %d %v %s", sheet.StatusCode, sheet.Header, sheet.body)
	}
	for address, want := range map[string]string{b.Logo.Address(): "public, max-age=31536000, immutable", b.Style.Address(): "public, max-age=31536000, immutable", "/favicon.ico": "public, max-age=86400"} {
		if got := s.get(t, address).Header.Get("Cache-Control"); got != want {
			t.Errorf("%s may be kept: %q", address, got)
		}
	}
	for address, want := range map[string]int{"/brand/": 404, "/brand/000000000000.css": 404, "/brand/..%2fconfig.go": 404, b.Style.Address() + "?x=1": 400} {
		if a := s.get(t, address); a.StatusCode != want {
			t.Errorf("%s answers %d", address, a.StatusCode)
		}
	}
	if book := s.get(t, "/visuals/funnel.json"); strings.Contains(book.body, "alert(1)") {
		t.Error("the figures carry the brand")
	}
}

// TestBrandPNG: a logo that is no SVG cannot run anything, and has the policy of the pages.
func TestBrandPNG(t *testing.T) {
	t.Parallel()
	b := &brand.Brand{Name: "Bean", Logo: &brand.File{Name: "0123456789ab.png", Type: "image/png", Body: []byte("\x89PNG\r\n\x1a\n")}}
	s := newSite(t, withBrand(b))
	for _, address := range []string{"/brand/0123456789ab.png", "/favicon.ico"} {
		if a := s.get(t, address); a.Header.Get("Content-Type") != "image/png" || a.body != string(b.Logo.Body) || strings.Contains(a.Header.Get("Content-Security-Policy"), "sandbox") {
			t.Errorf("%s answers %v", address, a.Header)
		}
	}
	if page := s.get(t, "/").body; !strings.Contains(page, "/brand/") || strings.Count(page, `rel="stylesheet"`) != 1 {
		t.Error("a brand without a colour has a style sheet")
	}
}

// TestBrandOfTheProduct: where nothing is set, nothing of a brand is there.
func TestBrandOfTheProduct(t *testing.T) {
	t.Parallel()
	s := standing(t)
	for _, address := range []string{"/", "/dashboards/overview", "/embed/visuals/funnel", "/nowhere"} {
		page := s.get(t, address, "Accept", "text/html").body
		contains(t, address, page, " · Café Rewards</title>")
		if strings.Contains(page, "/brand/") || strings.Contains(page, "<img") || strings.Count(page, `rel="stylesheet"`) != 1 {
			t.Errorf("%s has something of a brand", address)
		}
	}
	page := s.get(t, "/").body
	contains(t, "/", page, `<svg class="logo"`, `<span>Café Rewards</span>`)
	icon := regexp.MustCompile(`<link rel="icon" href="(/static/icon\.[0-9a-f]{12}\.svg)" type="image/svg\+xml">`).FindStringSubmatch(page)
	if icon == nil || s.get(t, icon[1]).body != s.get(t, "/favicon.ico").body {
		t.Errorf("the icon is %v", icon)
	}
}
