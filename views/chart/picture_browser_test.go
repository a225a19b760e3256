package chart_test

import (
	"context"
	"fmt"
	"image"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"cafe-rewards/static"
	"cafe-rewards/views"
	"cafe-rewards/views/canned"
	"cafe-rewards/views/language"
	"cafe-rewards/views/picture"
	"cafe-rewards/views/pixels"
)

// The tolerance: of a picture's points, at most so many in a thousand may differ visibly between our PNG and what Chromium
// makes of our SVG. They smooth the edges of letters and slanted lines in different ways.
const toleratedOfPictures = 5.0

// TestPictures: Chromium draws the SVG of every example as we draw the PNG, in light and dark.
func TestPictures(t *testing.T) {
	t.Parallel()
	cards := canned.Charts(language.English).Cards
	for _, name := range []string{"overview", "channel-offers", "cohorts"} { // figures, a table, a pivot
		cards = append(cards, canned.Card(language.English, name))
	}
	light, dark := picture.Themes(static.All()["app.css"].Body)
	files, sheets := map[string][]byte{}, map[string]picture.Sheet{}
	for _, card := range cards {
		fresh := views.Freshness{Version: 12, PublishedAt: time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)}
		p, err := card.Picture(t.Context(), drawer(t), 640, nil, views.Product, fresh)
		if err != nil {
			t.Fatal(err)
		}
		p.Chips = []picture.Chip{{Text: "Gender: Women"}, {Text: "Gender: Men", Compare: true}}
		if sheets[card.Visual.Name], err = p.Draw(); err != nil {
			t.Fatal(err)
		}
		for theme, colors := range map[string]picture.Theme{"light": light, "dark": dark} {
			if files["/"+card.Visual.Name+"-"+theme+".svg"], err = sheets[card.Visual.Name].SVG(colors); err != nil {
				t.Fatal(err)
			}
		}
	}
	letters, err := picture.Picture{Title: "Καφές · Кофе · Cà phê sữa đá · Łódź", Subtitle: "5 € → 10 ₽ ≥ 2 ₺ ✓ № ½", Width: 400}.Draw()
	if err != nil {
		t.Fatal(err)
	}
	sheets["letters"] = letters
	for theme, colors := range map[string]picture.Theme{"light": light, "dark": dark} {
		if files["/letters-"+theme+".svg"], err = letters.SVG(colors); err != nil {
			t.Fatal(err)
		}
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", "default-src 'none'; img-src 'self'")
		if file, ok := files[r.URL.Path]; ok {
			w.Header().Set("Content-Type", "image/svg+xml")
			_, _ = w.Write(file)
			return
		}
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprintf(w, `<!DOCTYPE html><title>One picture</title><body topmargin="0" leftmargin="0"><img src="%s.svg">`, strings.TrimSuffix(r.URL.Path, ".html"))
	}))
	t.Cleanup(server.Close)
	parent, err := browser()
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := chromedp.NewContext(parent)
	defer cancel()
	ctx, cancelTimeout := context.WithTimeout(ctx, 2*time.Minute)
	defer cancelTimeout()
	for name, sheet := range sheets {
		for theme, colors := range map[string]picture.Theme{"light": light, "dark": dark} {
			file, err := sheet.PNG(colors, 2)
			if err != nil {
				t.Fatal(err)
			}
			ours, err := pixels.Decode(file)
			if err != nil {
				t.Fatal(err)
			}
			theirs := photographed(ctx, t, server.URL+"/"+name+"-"+theme+".html", int64(sheet.Width), int64(sheet.Height))
			size := image.Pt(int(sheet.Width)*2, int(sheet.Height)*2)
			if ours.Bounds().Size() != size || theirs.Bounds().Size() != size {
				t.Fatalf("%s, %s: ours is %v, Chromium's %v, not %v", name, theme, ours.Bounds(), theirs.Bounds(), size)
			}
			differing := pixels.Differing(ours, theirs, ours.Rect)
			if share := float64(differing) * 1000 / float64(size.X*size.Y); share > toleratedOfPictures {
				t.Errorf("%s, %s: %.2f of a thousand points differ", name, theme, share)
			}
		}
	}
}

// photographed is what Chromium shows at an address, with two points to a pixel. It is looked at once: to make the file small is not worth the time.
func photographed(ctx context.Context, t *testing.T, address string, width, height int64) *image.RGBA {
	t.Helper()
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(width, height, chromedp.EmulateScale(2)), chromedp.Navigate(address)); err != nil {
		t.Fatal(err)
	}
	shot, err := chromedp.Call(ctx, page.CaptureScreenshot, page.CaptureScreenshotParams{OptimizeForSpeed: new(true)})
	if err != nil {
		t.Fatal(err)
	}
	picture, err := pixels.Decode(shot.Data)
	if err != nil {
		t.Fatal(err)
	}
	return picture
}
