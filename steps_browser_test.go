package main

import (
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// TestFocusStays: whoever uses the keyboard goes on where they were, after whatever they chose.
func TestFocusStays(t *testing.T) {
	t.Parallel()
	p := shown(t)
	b := newTab(t)
	focused := func(expression string) {
		t.Helper()
		b.becomes(t, "(e => "+expression+")(document.activeElement)")
	}

	b.open(t, p.url+"/dashboards/overview", 1366)
	b.focus(t, "#completion-by-age-chart")
	b.becomes(t, `document.querySelector("#completion-by-age-chart .canvas") !== null`)
	b.presses(t, kb.ArrowDown, kb.ArrowDown, kb.Enter)
	focused(`e.matches(".choices a") && e.parentElement.querySelector(".tip-figures dd") !== null`) // a finger sees the figures nowhere else
	b.presses(t, kb.ArrowDown, kb.ArrowDown, kb.Enter)
	b.becomes(t, `location.search.includes("completion-by-age.by=age") && document.querySelector("[data-visual=completion-by-age]").dataset.up === "age_group"`)
	focused(`e.id === "completion-by-age-chart"`)

	b.do(t, chromedp.Click(chromedp.CSS("#control-day summary")), chromedp.SendKeys(chromedp.CSS("#control-day-from"), "3"+kb.Tab))
	b.becomes(t, `location.search.includes("day=3..") && document.querySelector("#control-day .control-value").textContent.includes("3")`)
	b.presses(t, "9", kb.Enter)
	b.becomes(t, `location.search.includes("day=3..9")`)
	focused(`e.id === "control-day-to" && document.getElementById("control-day").open`)

	b.open(t, p.url+"/dashboards/offers", 1366)
	b.focus(t, `#offer-table-card th[data-figure="view_rate"] a`)
	b.presses(t, kb.Enter)
	b.becomes(t, `document.querySelector('#offer-table-card th[data-figure="view_rate"]').ariaSort === "descending"`)
	focused(`e.closest("th")?.dataset.figure === "view_rate"`)
	b.do(t, chromedp.SendKeys(chromedp.CSS("#offer-table-card input[type=search]"), "spend"+kb.Enter))
	b.becomes(t, `location.search.includes("offer-table.find=spend")`)
	focused(`e.type === "search"`)
	b.quiet(t, "the keyboard's focus")
}

// TestBackAndForwardAtOnce: a page that was asked for on the way, and comes late, is not shown at an address that is not its own.
func TestBackAndForwardAtOnce(t *testing.T) {
	t.Parallel()
	p := shown(t)
	b := newTab(t)
	b.open(t, p.url+"/dashboards/overview", 1366)
	value(t, b, chromedp.Evaluate[int](`document.querySelector('#control-gender input[value="Women"]').click(); 0`))
	b.becomes(t, `document.querySelector(".print-filters")?.textContent.includes("Women")`)
	value(t, b, chromedp.Evaluate[int](`(() => {
		const fetched = window.fetch; // slowly
		window.late = 0;
		window.fetch = (...of) => new Promise((then) => setTimeout(then, 500)).then(() => fetched(...of)).finally(() => window.late += 1);
		addEventListener("popstate", () => setTimeout(() => history.forward(), 50), { once: true });
		history.back();
	})(); 0`))
	b.becomes(t, `location.search === "?gender=Women" && window.late > 0`)
	value(t, b, chromedp.Evaluate[bool](`new Promise((then) => setTimeout(then, 500, true))`, chromedp.EvalAwaitPromise))
	if filters := value(t, b, chromedp.Evaluate[string](`document.querySelector(".print-filters")?.textContent ?? ""`)); filters != "Gender: Women." {
		t.Errorf("the address says Women, the page %q", filters)
	}
	b.quiet(t, "back and forward")
}

// TestTakenOnce: a chart that is pointed at and gets the focus before ECharts has come is drawn once.
func TestTakenOnce(t *testing.T) {
	t.Parallel()
	p := shown(t)
	b := newTab(t)
	b.open(t, p.url+"/dashboards/overview", 1366)
	value(t, b, chromedp.Evaluate[int](`(chart => { chart.dispatchEvent(new PointerEvent("pointerover", { bubbles: true })); chart.focus(); })(document.getElementById("funnel-chart")); 0`))
	b.becomes(t, `document.querySelector("#funnel-chart .canvas") !== null`)
	value(t, b, chromedp.Evaluate[bool](`new Promise((then) => setTimeout(then, 300, true))`, chromedp.EvalAwaitPromise))
	if canvases := value(t, b, chromedp.Evaluate[int](`document.querySelectorAll("#funnel-chart .canvas").length`)); canvases != 1 {
		t.Errorf("the chart is drawn %d times", canvases)
	}
	b.quiet(t, "a chart that is taken over")
}
