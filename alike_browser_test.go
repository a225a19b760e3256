package main

import (
	"image"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"cafe-rewards/views/pixels"
)

// TestTakenOver: on every dashboard, light and dark, nobody sees ECharts take the place of the server's drawings.
func TestTakenOver(t *testing.T) {
	t.Parallel()
	p := shown(t)
	for _, scheme := range []string{"light", "dark"} {
		t.Run(scheme, func(t *testing.T) {
			b := newTab(t)
			b.do(t, chromedp.EmulateViewport(1366, 900))
			tell(t, b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}})
			for _, path := range append([]string{"/"}, dashboardPaths()...) {
				b.open(t, p.url+path, 1366)
				value(t, b, chromedp.Evaluate[bool](`document.fonts.ready.then(() => true)`, chromedp.EvalAwaitPromise))
				area := value(t, b, chromedp.Evaluate[float64](`[...document.querySelectorAll("[data-chart] .drawing svg")].reduce((sum, e) => sum + e.clientWidth * e.clientHeight, 0)`))
				before := b.picture(t)
				value(t, b, chromedp.Evaluate[int](`window.shift = 0`)) // a picture of the whole page makes the window as high as that
				if moved := value(t, b, chromedp.Evaluate[float64](takenOver, chromedp.EvalAwaitPromise)); moved > 0 {
					t.Errorf("%s, %s: the layout shifts by %f", path, scheme, moved)
				}
				if left := value(t, b, chromedp.Evaluate[int](`document.querySelectorAll("[data-chart]:not(.taken)").length`)); left > 0 || area == 0 {
					t.Errorf("%s, %s: %d charts were not taken over, of %.0f pixels", path, scheme, left, area)
				}
				after := b.picture(t)
				if differ := pixels.Differing(before, after, before.Rect.Union(after.Rect)); 1000*float64(differ)/area > pixels.Tolerated {
					t.Errorf("%s, %s: %d of %.0f pixels differ", path, scheme, differ, area)
				}
			}
			b.quiet(t, scheme)
		})
	}
}

func dashboardPaths() []string {
	var all []string
	for _, name := range sheets {
		if name != "offer" { // which is of the page of an offer
			all = append(all, "/dashboards/"+name)
		}
	}
	return all
}

// picture is the whole page. It is looked at once: to make the file small is not worth the time.
func (b *tab) picture(t *testing.T) *image.RGBA {
	t.Helper()
	shot, err := chromedp.Call(b.Context, page.CaptureScreenshot, page.CaptureScreenshotParams{CaptureBeyondViewport: new(true), OptimizeForSpeed: new(true)})
	if err != nil {
		t.Fatal(err)
	}
	picture, err := pixels.Decode(shot.Data)
	if err != nil {
		t.Fatal(err)
	}
	return picture
}
