package main

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// TestExploreWithoutScript: a question is put together, answered, and added to a dashboard by plain forms.
func TestExploreWithoutScript(t *testing.T) {
	t.Parallel()
	p := atRest(t, "--source", few(t))
	b := newTab(t)
	tell(t, b, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	b.do(t, chromedp.EmulateViewport(1366, 2400), chromedp.Navigate(p.url+"/explore"),
		chromedp.Click(chromedp.CSS(`.explore-form input[value="receipts"]`)), chromedp.Click(chromedp.CSS(`.explore-form input[value="completion_rate"]`)),
		chromedp.Click(chromedp.CSS(`.explore-form input[value="columns"]`)), chromedp.Click(chromedp.CSS(`.explore-form button`)))
	until(t, 20*time.Second, "the answer is there", func() bool {
		return strings.Contains(value(t, b, chromedp.Location()), "measure=receipts")
	})
	b.settles(t, "#explore-title")
	if title := value(t, b, chromedp.TextContent(chromedp.CSS("#explore-title"))); title != "Receipts by age group" {
		t.Errorf("what is shown is %q", title)
	}
	if _, page := p.get(t, "/explore"); !strings.Contains(page, `<details class="menu needs-script" data-menu data-bookmarks>`) {
		t.Error("the bookmarks, which need a script, are offered without one")
	}
	b.do(t, chromedp.SendKeys(chromedp.CSS("#add-new"), "Weekly"), chromedp.Click(chromedp.CSS(".add-form button")), chromedp.WaitVisible(chromedp.CSS("#receipts-by-age-group-title")))
	if heading := value(t, b, chromedp.TextContent(chromedp.CSS("h1"))); heading != "Weekly" {
		t.Errorf("adding leads to %q", heading)
	}
}

// TestExploreFilters: however many they are, each has room for its name.
func TestExploreFilters(t *testing.T) {
	t.Parallel()
	p := shown(t)
	b := newTab(t)
	b.open(t, p.url+"/explore", 1366)
	if narrow := value(t, b, chromedp.Evaluate[int](`[...document.querySelectorAll(".control-button")].filter(e => e.getBoundingClientRect().width < 96).length`)); narrow > 0 {
		t.Errorf("%d filters are too narrow for their names", narrow)
	}
}

// TestChartsAreDrawnAgain: a chart that somebody has pointed at, and that so is the script's, is drawn anew where a choice puts other figures in its
// place: on Explore, and on the page of a visual.
func TestChartsAreDrawnAgain(t *testing.T) {
	t.Parallel()
	p := shown(t)
	b := newTab(t)
	for path, choose := range map[string]string{
		"/explore":                   `document.querySelector('.explore-form input[value="sales"]').click()`,
		"/visuals/completion-by-age": `document.querySelector('#control-gender input[value="Women"]').click()`,
	} {
		b.open(t, p.url+path, 1366)
		value(t, b, chromedp.Evaluate[bool](`document.querySelector("[data-chart]").dispatchEvent(new PointerEvent("pointerover", {bubbles: true}))`))
		b.becomes(t, `document.querySelector("[data-chart] .canvas path") !== null`)
		label := value(t, b, chromedp.Evaluate[string](`document.querySelector("[data-chart]").getAttribute("aria-label")`))
		value(t, b, chromedp.Evaluate[int](choose+`, 0`))
		b.becomes(t, fmt.Sprintf(`(chart => chart.getAttribute("aria-label") !== %q && chart.querySelector("path") !== null)(document.querySelector("[data-chart]"))`, label))
	}
	b.quiet(t, "charts that are drawn again")
}

// TestBookmarks: a page is marked, found again, renamed and removed, in this browser alone; its short address leads back to it.
func TestBookmarks(t *testing.T) {
	t.Parallel()
	p := shown(t)
	b := newTab(t)
	const open = `document.querySelector("[data-bookmarks]").open = true`
	list := func() string {
		return value(t, b, chromedp.Evaluate[string](`[...document.querySelectorAll("[data-bookmark-list] a")].map(a => a.textContent + " " + a.getAttribute("href")).join("; ")`))
	}
	b.do(t, chromedp.Navigate(p.url+"/dashboards/overview?channel=web"))
	b.becomes(t, lively)
	value(t, b, chromedp.Evaluate[bool](open))
	b.do(t, chromedp.Click(chromedp.CSS("[data-bookmark]")), chromedp.Click(chromedp.CSS("[data-bookmark-pinned]")))
	if got := list(); got != "Overview (v1) /dashboards/overview?channel=web&as_of=1; Overview /dashboards/overview?channel=web" {
		t.Errorf("the bookmarks are %s", got)
	}
	b.do(t, chromedp.Click(chromedp.CSS("[data-share]")), chromedp.WaitVisible(chromedp.CSS("[data-share-made] a")))
	short := value(t, b, chromedp.TextContent(chromedp.CSS("[data-share-made] a")))
	b.do(t, chromedp.Click(chromedp.CSS("[data-bookmark-list] li:last-child button")),
		chromedp.SendKeys(chromedp.CSS("[data-bookmark-list] input"), "Our web"), chromedp.Evaluate[chromedp.Void](`document.activeElement.blur()`))
	b.do(t, chromedp.Click(chromedp.CSS("[data-bookmark-list] li:first-child button:last-child")))
	b.do(t, chromedp.Navigate(short))
	b.becomes(t, lively)
	if at := value(t, b, chromedp.Evaluate[string]("location.pathname + location.search")); at != "/dashboards/overview?channel=web" {
		t.Errorf("%s leads to %s", short, at)
	}
	if got := list(); got != "Our web /dashboards/overview?channel=web" {
		t.Errorf("after a new page the bookmarks are %s", got)
	}
	if pressed := value(t, b, chromedp.Evaluate[string](`document.querySelector("[data-bookmark]").getAttribute("aria-pressed")`)); pressed != "true" {
		t.Error("the page does not say that it is bookmarked")
	}
	b.quiet(t, "bookmarks")
}
