package main

import (
	"bytes"
	"image"
	"image/draw"
	"image/png"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// The tolerance, as in views/chart: of the charts' pixels, at most so many in a thousand may differ by more than that in a channel.
const (
	tolerated = 3.0
	visible   = 24
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
				if differ := differing(before, b.picture(t)); 1000*float64(differ)/area > tolerated {
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

// picture is the whole page.
func (b *tab) picture(t *testing.T) *image.RGBA {
	t.Helper()
	shot := value(t, b, chromedp.FullScreenshot(100))
	decoded, err := png.Decode(bytes.NewReader(shot))
	if err != nil {
		t.Fatal(err)
	}
	picture := image.NewRGBA(decoded.Bounds())
	draw.Draw(picture, picture.Rect, decoded, image.Point{}, draw.Src)
	return picture
}

// differing is how many pixels of two pictures differ visibly; all of them where the pictures are not of one size.
func differing(a, b *image.RGBA) (n int) {
	if a.Rect != b.Rect {
		return max(a.Rect.Dx()*a.Rect.Dy(), b.Rect.Dx()*b.Rect.Dy())
	}
	for i := 0; i < len(a.Pix); i += 4 {
		for c := range 3 {
			if d := int(a.Pix[i+c]) - int(b.Pix[i+c]); d > visible || -d > visible {
				n++
				break
			}
		}
	}
	return n
}
