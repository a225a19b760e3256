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
	for _, sheet := range []string{"overview", "channels", "customers", "sales"} {
		b.Run("filter/"+sheet, func(b *testing.B) {
			tab := newTab(b)
			tab.open(b, p.url+"/dashboards/"+sheet, 1366)
			all := make(samples)
			for b.Loop() {
				for i := range 8 {
					took := value(b, tab, chromedp.Evaluate[float64](fmt.Sprintf(toPicture, 20+i, 60+i), chromedp.EvalAwaitPromise))
					all.add("ms/picture", took)
				}
			}
			all.add("layout-shift", value(b, tab, chromedp.Evaluate[float64](`window.shift`)))
			all.report(b)
			tab.quiet(b, sheet)
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

// toPicture goes to a selection as a filter does, and resolves with the milliseconds until every chart in the window is drawn and shown.
const toPicture = `import(document.querySelector('script[type="module"][src*="/go."]').src).then(({go}) => {
	const began = performance.now();
	const inWindow = (e) => e.getBoundingClientRect().top < innerHeight && e.getBoundingClientRect().bottom > 0;
	const drawn = (e) => e.classList.contains("taken") || e.querySelector(".drawing svg");
	return new Promise((then) => {
		document.addEventListener("swap", function look() {
			if ([...document.querySelectorAll("[data-chart]")].filter(inWindow).every(drawn)) requestAnimationFrame(() => then(performance.now() - began));
			else setTimeout(look, 1);
		}, { once: true });
		go(location.pathname + "?age=%d..%d&gender=Women");
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
