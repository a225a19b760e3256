package chart_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"image"
	"math"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"cafe-rewards/static"
	"cafe-rewards/views"
	"cafe-rewards/views/canned"
	"cafe-rewards/views/chart"
	"cafe-rewards/views/language"
	"cafe-rewards/views/pixels"
)

// policy is that of the product's pages.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'"

// gallery is the address of a page with every example, at /drawn with the server's drawings and at /undrawn without. To draw them takes longer than
// to look at them, so each language has one for all tests.
func gallery(t *testing.T, l language.Locale) string {
	t.Helper()
	address, err := galleries[l]()
	if err != nil {
		t.Fatal(err)
	}
	return address
}

var galleries = map[language.Locale]func() (string, error){
	language.English: sync.OnceValues(func() (string, error) { return newGallery(language.English) }),
	language.Spanish: sync.OnceValues(func() (string, error) { return newGallery(language.Spanish) }),
}

func newGallery(l language.Locale) (string, error) {
	drawer, err := shared()
	if err != nil {
		return "", err
	}
	page := canned.Charts(l)
	ctx := language.With(context.Background(), language.Request{Locale: l})
	var undrawn, drawn bytes.Buffer
	if err := views.Dashboard(page).Render(ctx, &undrawn); err != nil {
		return "", err
	}
	for i, card := range page.Cards {
		if page.Cards[i].Drawing, err = chart.Draw(ctx, drawer, card.Plot(l)); err != nil {
			return "", err
		}
	}
	if err := views.Dashboard(page).Render(ctx, &drawn); err != nil {
		return "", err
	}
	pages := map[string][]byte{"/undrawn": undrawn.Bytes(), "/drawn": drawn.Bytes()}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { // ends with the process
		w.Header().Set("Content-Security-Policy", policy)
		if name, ok := strings.CutPrefix(r.URL.Path, static.Prefix); ok {
			asset, _ := static.Open(name)
			w.Header().Set("Content-Type", asset.Type)
			_, _ = w.Write(asset.Body)
			return
		}
		if r.URL.Path == "/pipeline/status.json" {
			_, _ = w.Write([]byte(`{"version":12,"running":false}`))
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = w.Write(pages[r.URL.Path])
	}))
	return server.URL, nil
}

var browser = sync.OnceValues(func() (context.Context, error) {
	for _, name := range []string{"chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		path, err := exec.LookPath(name)
		if err != nil {
			continue
		}
		options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox,
			chromedp.Flag("font-render-hinting", "none")) // letters stand where they do on a screen, not on whole pixels
		ctx, _ := chromedp.NewExecAllocator(context.Background(), options...) // ends with the process
		ctx, _ = chromedp.NewContext(ctx)
		return ctx, chromedp.Do(ctx)
	}
	return nil, fmt.Errorf("the browser tests need Chromium: sudo apt-get install chromium")
})

// tab is a page of the browser, and what it complained of.
type tab struct {
	context.Context
	mu         sync.Mutex
	complaints []string
}

func open(t *testing.T, address, scheme string, width int64) *tab {
	t.Helper()
	parent, err := browser()
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := chromedp.NewContext(parent)
	t.Cleanup(cancel)
	ctx, cancelTimeout := context.WithTimeout(ctx, 2*time.Minute)
	t.Cleanup(cancelTimeout)
	b := &tab{Context: ctx}
	console := chromedp.Console(ctx)
	go func() {
		for message, err := range console {
			if err != nil {
				return
			}
			if message.IsException() || message.Type == "error" || message.Type == "warning" {
				b.mu.Lock()
				b.complaints = append(b.complaints, message.Text)
				b.mu.Unlock()
			}
		}
	}()
	b.do(t, chromedp.EmulateViewport(width, 900))
	if _, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}}); err != nil {
		t.Fatal(err)
	}
	b.do(t, chromedp.Navigate(address), chromedp.WaitReady(chromedp.CSS("figure")))
	if _, err := chromedp.Run(b.Context, chromedp.Poll[bool](`document.documentElement.dataset.script !== ""`, chromedp.WithPollingTimeout(20*time.Second))); err != nil { // the scripts run
		t.Fatal(err)
	}
	find[bool](t, b, `document.fonts.ready.then(() => true)`)
	t.Cleanup(func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		if len(b.complaints) > 0 {
			t.Errorf("the console says:\n%s", strings.Join(b.complaints, "\n"))
		}
	})
	return b
}

func (b *tab) do(t *testing.T, steps ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	if err := chromedp.Do(b.Context, steps...); err != nil {
		t.Fatal(err)
	}
}

// find is what a script, or the promise that it gives, comes to.
func find[T any](t *testing.T, b *tab, script string) T {
	t.Helper()
	v, err := chromedp.Run(b.Context, chromedp.Evaluate[T](script, chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatalf("%s: %v", script, err)
	}
	return v
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

// places are where the figures stand on the page, by their ids.
func (b *tab) places(t *testing.T) map[string]image.Rectangle {
	t.Helper()
	text := find[string](t, b, `JSON.stringify([...document.querySelectorAll("figure")].map(f => {
		const box = f.getBoundingClientRect();
		return [f.id, Math.floor(box.left), Math.floor(box.top + scrollY), Math.ceil(box.right), Math.ceil(box.bottom + scrollY)];
	}))`)
	var figures [][]any
	if err := json.Unmarshal([]byte(text), &figures); err != nil {
		t.Fatal(err)
	}
	places := map[string]image.Rectangle{}
	at := func(v any) int { return int(v.(float64)) }
	for _, f := range figures {
		places[f[0].(string)] = image.Rect(at(f[1]), at(f[2]), at(f[3]), at(f[4]))
	}
	return places
}

// taken waits until the script has drawn every figure that the condition, in JavaScript, asks for.
func (b *tab) taken(t *testing.T) {
	t.Helper()
	if _, err := chromedp.Run(b.Context, chromedp.Poll[bool](`[...document.querySelectorAll("figure")].every(f => f.classList.contains("taken"))`,
		chromedp.WithPollingTimeout(30*time.Second))); err != nil {
		t.Fatalf("not every figure was drawn: %v", err)
	}
}

// TestServerAndBrowserDrawAlike: when the script takes over, nobody sees a change.
func TestServerAndBrowserDrawAlike(t *testing.T) {
	t.Parallel()
	for _, look := range []struct {
		in     language.Locale
		scheme string
		width  int64
	}{{language.English, "light", 1366}, {language.English, "dark", 390}, {language.Spanish, "dark", 1366}} { // all sheets are taken over in light and dark by the tests of the program
		t.Run(fmt.Sprint(look.in.Tag(), " ", look.scheme, " ", look.width), func(t *testing.T) {
			b := open(t, gallery(t, look.in)+"/drawn", look.scheme, look.width)
			places, before := b.places(t), b.picture(t)
			find[int](t, b, `document.querySelectorAll("figure").forEach(f => f.dispatchEvent(new PointerEvent("pointerover", {bubbles: true})))`+", 0")
			b.taken(t)
			if moved := b.places(t); fmt.Sprint(moved) != fmt.Sprint(places) {
				t.Errorf("figures have moved:\nfrom %v\nto   %v", places, moved)
			}
			after := b.picture(t)
			for id, place := range places {
				differing := pixels.Differing(before, after, place)
				coloured := pixels.Unlike(before, place, before.RGBAAt(place.Min.X, place.Max.Y-1))
				all := place.Dx() * place.Dy()
				if share := float64(differing) * 1000 / float64(all); share > pixels.Tolerated {
					t.Errorf("%s: %d of %d pixels differ, %.2f in a thousand", id, differing, all, share)
				}
				if coloured*100 < all {
					t.Errorf("%s is empty: %d of %d pixels are not the card's", id, coloured, all)
				}
			}
		})
	}
}

// TestUndrawn: what comes without a drawing is drawn when it comes near the window.
func TestUndrawn(t *testing.T) {
	t.Parallel()
	b := open(t, gallery(t, language.English)+"/undrawn", "light", 1366)
	find[int](t, b, `document.querySelector("#markup-chart").scrollIntoView(), 0`)
	if _, err := chromedp.Run(b.Context, chromedp.Poll[bool](`document.querySelector("#markup-chart.taken .canvas svg text") !== null`,
		chromedp.WithPollingTimeout(20*time.Second))); err != nil {
		t.Fatal(err)
	}
	if injected := find[int](t, b, `document.querySelectorAll("figure script, figure b").length`); injected > 0 {
		t.Errorf("%d names became elements", injected)
	}
}

// TestLettersAreMeasured: the letters that Chromium draws, of all parts of the font, are as wide as both sides reckon with.
func TestLettersAreMeasured(t *testing.T) {
	t.Parallel()
	b := open(t, gallery(t, language.English)+"/drawn", "light", 1366)
	for _, text := range []string{"Completion rate", "Καφές Ἀθῆναι", "Кофе, кава", "Cà phê sữa đá, Łódź", "5 € → 10 ₽ ≥ 2 ₺ ✓"} {
		for _, weight := range []int{400, 600} {
			got := find[[]float64](t, b, fmt.Sprintf(`(async () => {
				await document.fonts.load("%[1]d 100px Inter", %[2]q);
				const canvas = document.createElement("canvas").getContext("2d");
				[canvas.font, canvas.fontKerning] = ["%[1]d 100px Inter", "none"];
				const parts = [...document.fonts].filter((f) => f.status === "loaded").length;
				return [canvas.measureText(%[2]q).width, (await import(%[3]q)).measure(%[2]q, "normal %[1]d 100px Inter").width, parts];
			})()`, weight, text, static.Path("measure.js")))
			if math.Abs(got[0]-got[1]) > 0.002*got[0] || got[2] < 1 {
				t.Errorf("%s in %d is %v wide in Chromium, %v for us; %v parts of the font are loaded", text, weight, got[0], got[1], got[2])
			}
		}
	}
}

// TestMarksAreChosen: a click, or arrows and Enter, tell the page which mark is meant, in the values of the table.
func TestMarksAreChosen(t *testing.T) {
	t.Parallel()
	b := open(t, gallery(t, language.English)+"/drawn", "light", 1366)
	find[int](t, b, `window.chosen = [], document.addEventListener("mark", e => { const {tip, x, y, ...d} = e.detail; chosen.push(d); }), 0`)
	press := func(figure string, keys ...string) string {
		t.Helper()
		find[int](t, b, `document.getElementById("`+figure+`").focus(), 0`)
		if _, err := chromedp.Run(b.Context, chromedp.Poll[bool](`document.getElementById("`+figure+`").classList.contains("taken")`,
			chromedp.WithPollingTimeout(20*time.Second))); err != nil {
			t.Fatal(err)
		}
		for _, key := range keys {
			find[int](t, b, `document.getElementById("`+figure+`").dispatchEvent(new KeyboardEvent("keydown", {key: "`+key+`", bubbles: true, cancelable: true})), 0`)
		}
		return find[string](t, b, `JSON.stringify(chosen.at(-1) ?? null)`)
	}
	for _, c := range []struct {
		figure string
		keys   []string
		want   string
	}{
		{"bar-chart", []string{"Enter"}, `null`},
		{"bar-chart", []string{"ArrowDown", "ArrowDown", "Enter"}, `{"visual":"bar","category":"25–40","series":null,"panel":null,"by":["age","",""],"column":"rate","row":1,"second":false}`},
		{"bar-grouped-chart", []string{"ArrowDown", "ArrowDown", "ArrowRight", "Enter"}, `{"visual":"bar-grouped","category":"Buy one, get one free","series":"Male","panel":null,"by":["type","gender",""],"column":"rate","row":4,"second":false}`},
		{"line-chart", []string{"End", "ArrowLeft", "Enter"}, `{"visual":"line","category":29,"series":null,"panel":null,"by":["day","",""],"column":"purchases","row":28,"second":false}`},
		{"heatmap-chart", []string{"Home", "ArrowDown", "Enter"}, `{"visual":"heatmap","category":"social","series":"25–40","panel":null,"by":["channel","age",""],"column":"rate","row":4,"second":false}`},
		{"bar-panels-chart", []string{"End", " "}, `{"visual":"bar-panels","category":"Unknown","series":null,"panel":"post","by":["age","","channel"],"column":"rate","row":24,"second":false}`},
	} {
		if got := press(c.figure, c.keys...); got != c.want {
			t.Errorf("%s %v chooses\n%s, want\n%s", c.figure, c.keys, got, c.want)
		}
	}
	if said := find[string](t, b, `document.querySelector("[aria-live].hidden:last-of-type").textContent`); !strings.Contains(said, "post · Unknown: Completion rate 32.00 %") {
		t.Errorf("the last mark is read out as %q", said)
	}

	// A click beside a bar, in its row, means the bar.
	find[int](t, b, `document.getElementById("bar-chart").scrollIntoView({block: "center"}), 0`)
	place := find[[]float64](t, b, `(() => { const b = document.querySelector("#bar-chart .canvas").getBoundingClientRect(); return [b.left + b.width / 2, b.top + 36 * 6 + 18]; })()`)
	b.do(t, chromedp.MouseClickXY(place[0], place[1]))
	if got := find[string](t, b, `JSON.stringify(chosen.at(-1))`); !strings.Contains(got, `"category":"Unknown"`) {
		t.Errorf("a click in the row of the unknown chooses %s", got)
	}
	if tip := find[string](t, b, `document.querySelector(".tip").innerText`); !strings.Contains(tip, "11.33 %") || !strings.Contains(tip, "7,633") {
		t.Errorf("the tip says %q", tip)
	}
}
