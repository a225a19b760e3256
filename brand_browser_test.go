package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// TestBrand: in both themes the name, the logo and the colour are there, drawn charts and live ones take the colour, nothing is too
// faint for axe, and a script in the logo does not run, not even where the logo is opened as a page.
func TestBrand(t *testing.T) {
	t.Parallel()
	logo := filepath.Join(t.TempDir(), "logo.svg")
	svg := `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 20"><title>still</title><style>rect { fill: #ffcc00 }</style><rect width="60" height="20"/><script>document.querySelector("title").textContent = "ran"</script></svg>`
	if err := os.WriteFile(logo, []byte(svg), 0o600); err != nil {
		t.Fatal(err)
	}
	name := strings.Repeat("W", 40)
	p := start(t, tempHome(t), "serve", "--source", few(t), "--brand-name="+name, "--brand-logo="+logo, "--brand-color=#ffcc00").ready(t)
	const token = `getComputedStyle(document.documentElement).getPropertyValue("%s")`
	for _, scheme := range []string{"light", "dark"} {
		b := newTab(t)
		tell(t, b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}})
		b.open(t, p.url+"/dashboards/overview", 390)
		if overflow := value(t, b, chromedp.Evaluate[float64](`document.documentElement.scrollWidth - document.documentElement.clientWidth`)); overflow > 0 {
			t.Errorf("%s: a long name makes the page %v px too wide for a phone", scheme, overflow)
		}
		b.open(t, p.url+"/dashboards/overview", 1366)
		if title := value(t, b, chromedp.Evaluate[string](`document.title`)); title != "Overview · "+name {
			t.Errorf("%s: the title is %q", scheme, title)
		}
		if size := value(t, b, chromedp.Evaluate[string](`(i => i.complete + " " + i.width + " " + i.height)(document.querySelector("img.logo"))`)); size != "true 66 22" {
			t.Errorf("%s: the logo is drawn as %s", scheme, size)
		}
		own := map[string]string{"light": "#2b87c4", "dark": "#3c94d6"}[scheme]
		mark := value(t, b, chromedp.Evaluate[string](fmt.Sprintf(token, "--accent-mark")))
		if mark == own || mark == "" {
			t.Errorf("%s: marks have the colour %q", scheme, mark)
		}
		// The server's drawing and, once somebody is at it, the browser's.
		const painted = `(probe => { probe.style.color = %s; document.body.append(probe); const want = getComputedStyle(probe).color; probe.remove();
			return [...document.querySelectorAll(%q)].some(mark => getComputedStyle(mark).fill === want) })(document.createElement("i"))`
		for _, drawing := range []string{"#funnel-chart .drawing-wide svg *", "#funnel-chart.taken .canvas svg *"} {
			b.becomes(t, fmt.Sprintf(painted, fmt.Sprintf(token, "--accent-mark"), drawing))
			b.focus(t, "#funnel-chart")
		}
		for _, finding := range b.findings(t) {
			t.Errorf("%s: %v", scheme, finding)
		}
		b.quiet(t, scheme+" overview")
	}
	b := newTab(t)
	b.do(t, chromedp.Navigate(p.url+"/favicon.ico"))
	if title := value(t, b, chromedp.Evaluate[string](`document.querySelector("title").textContent`)); title != "still" {
		t.Errorf("the script in the logo %s", title)
	}
}
