package main

import (
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"
)

// BenchmarkBrowser is what a person waits for and sees, in Chromium at 1366 pixels, on the real data: from a filter that nobody chose before to
// the last chart in the window, what moves meanwhile, and how steadily the longest table scrolls.
func BenchmarkBrowser(b *testing.B) {
	p := start(b, tempHome(b), "serve", "--source", benchSource(b, 0)).ready(b)
	p.summed(b)
	p.resting(b)
	for _, sheet := range []string{"overview", "channels", "customers", "sales"} {
		b.Run("filter/"+sheet, func(b *testing.B) {
			tab := newTab(b)
			tab.open(b, p.url+"/dashboards/"+sheet, 1366)
			all := make(samples)
			for b.Loop() {
				for i := range 8 {
					took := value(b, tab, chromedp.Evaluate[float64](fmt.Sprintf(toPicture, byPeople(len(sheet), i)), chromedp.EvalAwaitPromise))
					all.add("ms/picture", took)
				}
			}
			all.add("layout-shift", value(b, tab, chromedp.Evaluate[float64](`window.shift`)))
			all.report(b)
			tab.quiet(b, sheet)
		})
	}
	for _, path := range []string{"/", "/dashboards/overview", "/livez"} { // the last is one word: what the browser takes for itself
		b.Run("visit/"+path[1:], func(b *testing.B) {
			all := make(samples)
			for b.Loop() {
				for range 3 {
					all.add("ms/new-window", newTab(b).visit(b, p.url+path).Paint)
					tab := newTab(b) // with an empty cache, and a browser that is awake
					tab.do(b, chromedp.Navigate(p.url+"/livez"))
					first := tab.visit(b, p.url+path)
					all.add("KB/first", first.Bytes/1000)
					all.add("ms/largest-paint", first.Paint)
					tab.do(b, chromedp.Navigate("about:blank"))
					again := tab.visit(b, p.url+path)
					all.add("KB/again", again.Bytes/1000)
					all.add("layout-shift", value(b, tab, chromedp.Evaluate[float64](takenOver, chromedp.EvalAwaitPromise)))
					tab.quiet(b, path)
				}
			}
			all.report(b)
		})
	}
	b.Run("scroll", func(b *testing.B) {
		tab := newTab(b)
		tab.open(b, p.url+"/rows/purchases", 1366)
		all := make(samples)
		for b.Loop() {
			all.add("frames/s", value(b, tab, chromedp.Evaluate[float64](scrolled, chromedp.EvalAwaitPromise)))
		}
		all.report(b)
	})
}

// visit is what a page takes: bytes over the wire, and milliseconds from its first byte to the largest paint.
type visit struct{ Bytes, Paint float64 }

func (b *tab) visit(t testing.TB, address string) (v visit) {
	t.Helper()
	b.do(t, chromedp.EmulateViewport(1366, 900), chromedp.Navigate(address))
	v.Paint = value(t, b, chromedp.Evaluate[float64](painted, chromedp.EvalAwaitPromise)) // before anything else looks at the page
	b.watched(t)
	v.Bytes = value(t, b, chromedp.Evaluate[float64](received))
	return v
}

const painted = `new Promise((then) => {
	const [page] = performance.getEntriesByType("navigation");
	const tell = (list) => then(list.getEntries().at(-1).startTime - page.responseStart);
	new PerformanceObserver(tell).observe({ type: "largest-contentful-paint", buffered: true });
})`

const received = `["navigation", "resource"].flatMap((type) => performance.getEntriesByType(type)).reduce((sum, part) => sum + part.transferSize, 0)`

// takenOver has ECharts take every chart over, and resolves with what has moved by that.
const takenOver = `(async () => {
	for (const figure of document.querySelectorAll("[data-chart]")) {
		figure.dispatchEvent(new PointerEvent("pointerover", { bubbles: true }));
		for (let i = 0; i < 500 && !figure.classList.contains("taken"); i += 1) await new Promise((next) => setTimeout(next, 10));
	}
	await new Promise((next) => setTimeout(next, 200));
	return window.shift;
})()`

// toPicture goes to a selection as a filter does, and resolves with the milliseconds until every chart in the window is drawn and shown.
const toPicture = `import(performance.getEntriesByType("resource").find((part) => part.name.includes("/go.")).name).then(({go}) => {
	const began = performance.now();
	const inWindow = (e) => e.getBoundingClientRect().top < innerHeight && e.getBoundingClientRect().bottom > 0;
	const drawn = (e) => e.classList.contains("taken") || e.querySelector(".drawing svg");
	return new Promise((then) => {
		document.addEventListener("swap", function look() {
			if ([...document.querySelectorAll("[data-chart]")].filter(inWindow).every(drawn)) requestAnimationFrame(() => then(performance.now() - began));
			else setTimeout(look, 1);
		}, { once: true });
		go(location.pathname + "?%s");
	});
})`

// scrolled runs through the page, and resolves with the frames per second.
const scrolled = `new Promise((then) => {
	const most = document.documentElement.scrollHeight - innerHeight;
	let frames = 0, began;
	requestAnimationFrame(function frame(now) {
		began ??= now;
		if (frames > 0 && now - began >= 2000) return then(frames * 1000 / (now - began));
		frames += 1;
		scrollTo(0, most * ((now - began) % 1000) / 1000);
		requestAnimationFrame(frame);
	});
})`
