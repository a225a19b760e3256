package main

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// sheets are the dashboards.
var sheets = []string{"overview", "channels", "customers", "offers", "offer", "time-to-complete", "sales", "segments", "data-quality"}

// open goes to a page, in a window of that width, and marks it: a reload would lose the mark.
func (b *tab) open(t testing.TB, address string, width int64) {
	t.Helper()
	b.do(t, chromedp.EmulateViewport(width, 900), chromedp.Navigate(address), chromedp.WaitReady(chromedp.CSS("#content")))
	b.watched(t)
}

// watched waits until the page is lively, and adds up from then on what moves in it.
func (b *tab) watched(t testing.TB) {
	t.Helper()
	b.becomes(t, lively)
	value(t, b, chromedp.Evaluate[int](`window.marked = true; window.shift = 0;
		new PerformanceObserver(list => list.getEntries().forEach(e => window.shift += e.value)).observe({type: "layout-shift"}); 0`))
}

// lively says that the scripts run, which are read once the page is on the screen. Frames have none that wait.
const lively = `document.documentElement.dataset.script !== ""`

// becomes waits until an expression holds, and says what it has instead where it never does.
func (b *tab) becomes(t testing.TB, expression string) {
	t.Helper()
	if _, err := chromedp.Run(b.Context, chromedp.Poll[bool](expression, chromedp.WithPollingTimeout(8*time.Second))); err != nil {
		state := value(t, b, chromedp.Evaluate[string](`location.href + "\n" + document.activeElement.outerHTML.slice(0, 200) + "\n" + (document.querySelector(".failure")?.textContent ?? "")`))
		t.Fatalf("never: %s (%v)\n%s", expression, err, state)
	}
}

// presses are keys, one after the other.
func (b *tab) presses(t testing.TB, keys ...string) {
	t.Helper()
	for _, key := range keys {
		b.do(t, chromedp.KeyEvent(key))
	}
}

// focus puts the keyboard's focus on an element.
func (b *tab) focus(t testing.TB, selector string) {
	t.Helper()
	value(t, b, chromedp.Evaluate[int](`document.querySelector(`+fmt.Sprintf("%q", selector)+`).focus(); 0`))
}

const receipts = `document.querySelector("#key-figures .figure-value").innerText`

// TestDashboards uses the dashboards as people do; what they look like is TestLooks' part.
func TestDashboards(t *testing.T) {
	t.Parallel()
	p := shown(t)
	overview := p.url + "/dashboards/overview"

	t.Run("a filter applies at once", func(t *testing.T) {
		t.Parallel()
		b := newTab(t)
		b.open(t, overview, 1366)
		all := value(t, b, chromedp.Evaluate[string](receipts))
		b.do(t, chromedp.Click(chromedp.CSS("#completion-by-offer-table > summary")))
		value(t, b, chromedp.Evaluate[int](`scrollTo(0, 300); 0`))
		b.focus(t, "#control-channel summary")
		b.presses(t, kb.Enter, kb.Tab, kb.Tab)
		value(t, b, chromedp.Evaluate[int](`new Promise(then => requestAnimationFrame(() => setTimeout(() => then(window.shift = 0), 50)))`, chromedp.EvalAwaitPromise))
		b.presses(t, " ") // social, then mobile: of the values whichever comes second
		b.becomes(t, `location.search.startsWith("?channel=") && document.querySelectorAll(".chip").length === 1 && `+receipts+` !== "`+all+`"`)
		for what, expression := range map[string]string{
			"the page was not loaded anew":        `window.marked === true`,
			"what was open stays open":            `document.getElementById("completion-by-offer-table").open && document.getElementById("control-channel").open`,
			"the focus stays on the checkbox":     `document.activeElement.name === "channel" && document.activeElement.checked`,
			"the page is scrolled as before":      `scrollY === 300`,
			"nothing has moved":                   `window.shift < 0.01`,
			"the button says what is chosen":      `document.querySelector("#control-channel .control-value").textContent === document.activeElement.value`,
			"the apply button is not needed":      `getComputedStyle(document.querySelector(".control-apply")).display === "none"`,
			"the menu's file has the same filter": `document.querySelector('#funnel-menu a[href^="/visuals/funnel.csv"]').href.endsWith(location.search)`,
			"the bar covers no content":           `document.querySelector(".filters").getBoundingClientRect().top >= document.querySelector(".top").getBoundingClientRect().bottom - 1`,
		} {
			if !value(t, b, chromedp.Evaluate[bool](expression)) {
				t.Errorf("not so: %s", what)
			}
		}
		b.presses(t, " ") // off again: a second step
		b.becomes(t, `location.search === "" && `+receipts+` === "`+all+`"`)
		b.do(t, chromedp.Evaluate[chromedp.Void](`history.back()`))
		b.becomes(t, `document.querySelectorAll(".chip").length === 1 && `+receipts+` !== "`+all+`"`)
		b.do(t, chromedp.KeyEvent("z", chromedp.KeyModifiers(kb.ModifierCtrl)))
		b.becomes(t, `location.search === "" && document.querySelector("[data-undo]").disabled && !document.querySelector("[data-redo]").disabled`)
		b.do(t, chromedp.KeyEvent("Z", chromedp.KeyModifiers(kb.ModifierCtrl, kb.ModifierShift)))
		b.becomes(t, `document.querySelectorAll(".chip").length === 1 && window.marked`)
		b.do(t, chromedp.Click(chromedp.CSS("[data-undo]")))
		b.becomes(t, `location.search === "" && `+receipts+` === "`+all+`"`)
		b.quiet(t, "filter")
	})

	t.Run("chips and reset", func(t *testing.T) {
		t.Parallel()
		b := newTab(t)
		b.open(t, overview+"?channel=web&day=1..14&gender!=Other", 1366)
		b.becomes(t, `document.querySelectorAll(".chip").length === 3`)
		b.do(t, chromedp.Click(chromedp.CSS(`.chip a[href="/dashboards/overview?day=1..14&gender%21=Other"]`)))
		b.becomes(t, `document.querySelectorAll(".chip").length === 2 && !location.search.includes("channel")`)
		b.do(t, chromedp.Click(chromedp.CSS(".control-reset")))
		b.becomes(t, `document.querySelectorAll(".chip").length === 0 && location.search === "" && window.marked`)
		b.quiet(t, "chips")
	})

	t.Run("a range and a search", func(t *testing.T) {
		t.Parallel()
		b := newTab(t)
		b.open(t, p.url+"/dashboards/offers", 1366)
		b.do(t, chromedp.Click(chromedp.CSS("#control-day summary")), chromedp.SendKeys(chromedp.CSS("#control-day-from"), "3"), chromedp.SendKeys(chromedp.CSS("#control-day-to"), "14"+kb.Tab))
		b.becomes(t, `location.search === "?day=3..14" && document.querySelector(".chip").textContent.includes("Day 3 to Day 14")`)
		b.focus(t, "#control-day-to")
		b.presses(t, kb.Backspace, kb.Backspace, "2", kb.Tab)
		b.becomes(t, `document.querySelector("#control-day-to").validationMessage.includes("smaller") && location.search === "?day=3..14"`)
		b.do(t, chromedp.Click(chromedp.CSS("#control-offer summary")), chromedp.SendKeys(chromedp.CSS("#control-offer-search"), "information"))
		b.becomes(t, `[...document.querySelectorAll("#control-offer li")].filter(li => !li.hidden).length === 2`)
		b.presses(t, kb.Tab, " ")
		b.becomes(t, `location.search.includes("offer=Information") && [...document.querySelectorAll("#control-offer li")].filter(li => !li.hidden).length === 2`)
		b.quiet(t, "range")
	})

	t.Run("what is chosen in a table", func(t *testing.T) {
		t.Parallel()
		b := newTab(t)
		b.open(t, overview, 1366)
		b.do(t, chromedp.Click(chromedp.CSS("#completion-by-age-table > summary")))
		cell := `#completion-by-age-table a[data-choose="41-60"]`
		b.focus(t, cell)
		b.presses(t, kb.Enter)
		b.becomes(t, `document.activeElement.textContent === "Focus on 41-60"`)
		items := value(t, b, chromedp.Evaluate[string](`[...document.querySelectorAll("[role=menuitem]")].map(a => a.textContent + " " + decodeURIComponent(a.getAttribute("href"))).join("\n")`))
		want := strings.Join([]string{
			"Focus on 41-60 /dashboards/overview?age_group=41-60",
			"Exclude 41-60 /dashboards/overview?age_group!=41-60",
			"Drill down to age of 41-60 /dashboards/overview?age_group=41-60&completion-by-age.by=age",
			"Compare 41-60 with the rest /dashboards/overview?age_group=41-60&vs.age_group!=41-60",
			"See the rows behind it /rows/receipts?age_group=41-60&from=completion-by-age",
		}, "\n")
		if items != want {
			t.Errorf("the menu has\n%s\nwant\n%s", items, want)
		}
		b.presses(t, kb.Escape)
		b.becomes(t, `document.querySelector(".choices").hidden && document.activeElement.dataset.choose === "41-60"`)
		b.presses(t, kb.Enter, kb.ArrowUp, kb.ArrowDown, kb.ArrowDown, kb.ArrowDown, kb.Enter) // around, and to the third
		b.becomes(t, `location.search.includes("completion-by-age.by=age") && document.querySelector("#completion-by-age-table th[data-dimension]").dataset.dimension === "age"`)
		b.do(t, chromedp.Click(chromedp.CSS("#completion-by-age-menu > summary")))
		b.do(t, chromedp.Click(chromedp.CSS(`#completion-by-age-menu a[data-go]`)))
		b.becomes(t, `location.search === "" && document.querySelector("#completion-by-age-table th[data-dimension]").dataset.dimension === "age_group" && window.marked`)
		value(t, b, chromedp.Evaluate[int](`document.querySelector("#channel-effectiveness-table").open = true; document.querySelector('#channel-effectiveness-table a[data-choose="web"]').click(); 0`))
		b.becomes(t, `[...document.querySelectorAll("[role=menuitem]")].some(a => a.textContent === "Without offers that go out by web" && a.search === "?channel%21=web")`)
		b.presses(t, kb.Escape)
		// A chart tells of its marks by an event.
		value(t, b, chromedp.Evaluate[int](`document.querySelector("#completion-by-age-card").dispatchEvent(new CustomEvent("mark",
			{bubbles: true, detail: {visual: "completion-by-age", category: "25-40", series: null, panel: null, by: ["age_group", "", ""], column: "completion_rate", row: 1}})); 0`))
		b.becomes(t, `document.activeElement.textContent === "Focus on 25-40"`)
		b.presses(t, kb.End, kb.ArrowUp, kb.Enter)
		b.becomes(t, `location.search === "?age_group=25-40&vs.age_group%21=25-40" && document.querySelector(".chip-compare") !== null`)
		b.quiet(t, "choose")
	})

	t.Run("what is clicked in a chart", func(t *testing.T) {
		t.Parallel()
		const figure = `document.querySelector("#completion-by-age-card [data-chart]")`
		for _, drawn := range []bool{false, true} { // a click does not wait for the chart to be drawn anew
			b := newTab(t)
			b.open(t, overview, 1366)
			place := value(t, b, chromedp.Evaluate[[]float64](`(() => { `+figure+`.scrollIntoView({block: "center", behavior: "instant"});
				const b = `+figure+`.getBoundingClientRect(); return [b.left + b.width / 2 - 40, b.top + 16]; })()`))
			if drawn {
				b.focus(t, "#completion-by-age-card [data-chart]")
				b.becomes(t, figure+`.classList.contains("taken")`)
			}
			b.do(t, chromedp.MouseClickXY(place[0], place[1]))
			b.becomes(t, `!document.querySelector(".choices")?.hidden && document.activeElement.textContent === "Focus on Under 25"`)
			b.do(t, chromedp.Click(chromedp.CSS(".choices a")))
			b.becomes(t, `location.search === "?age_group=Under+25"`)
			b.quiet(t, "click")
		}
	})

	t.Run("the menu of a card", func(t *testing.T) {
		t.Parallel()
		b := newTab(t)
		b.open(t, overview+"?channel=web", 1366)
		b.focus(t, "#funnel-menu > summary")
		b.presses(t, kb.Enter, kb.Tab, kb.Enter) // Maximise
		b.becomes(t, `document.querySelector("dialog[open] #funnel-card") !== null && document.querySelector("dialog").getBoundingClientRect().width > 1200`)
		b.presses(t, kb.Escape)
		b.becomes(t, `document.querySelector("dialog[open]") === null && document.querySelector("#cards #funnel-card") !== null && document.activeElement.matches("#funnel-menu > summary")`)
		b.do(t, chromedp.Click(chromedp.CSS("#funnel-menu > summary")), chromedp.Click(chromedp.CSS("#funnel-menu [data-definition]")))
		b.becomes(t, `document.querySelector("dialog[open] #definition")?.textContent.includes("Channel: web")`)
		text := value(t, b, chromedp.TextContent(chromedp.CSS("dialog[open]")))
		for _, part := range []string{"From received to completed", "Version 1, published", "select", "-- $1 is [web]", "the checks it passed"} {
			if !strings.Contains(text, part) {
				t.Errorf("the definition does not say %q", part)
			}
		}
		b.presses(t, kb.Escape)
		b.becomes(t, `document.querySelector("dialog[open]") === null && window.marked`)
		b.quiet(t, "card")
	})

	t.Run("what a filter does not apply to", func(t *testing.T) {
		t.Parallel()
		b := newTab(t)
		b.open(t, p.url+"/dashboards/sales?channel=web", 1366)
		if text := value(t, b, chromedp.TextContent(chromedp.CSS("#sales-by-day-card"))); !strings.Contains(text, "Purchases have no channel.") {
			t.Errorf("the card says %q", text)
		}
		b.do(t, chromedp.Click(chromedp.CSS("#sales-by-day-card .card-silent a")))
		b.becomes(t, `location.search === "" && document.querySelector("#sales-by-day-card .card-silent") === null && window.marked`)
		b.open(t, overview+"?age_group=Nobody", 1366)
		if text := value(t, b, chromedp.TextContent(chromedp.CSS("#completion-by-offer-card"))); !strings.Contains(text, "No receipts match these filters.") {
			t.Errorf("the card says %q", text)
		}
		b.quiet(t, "silent")
	})

	t.Run("a failure keeps the page", func(t *testing.T) {
		t.Parallel()
		b := newTab(t)
		b.open(t, overview, 1366)
		value(t, b, chromedp.Evaluate[int](`window.fetch = () => Promise.reject(new TypeError("no network")); 0`))
		b.do(t, chromedp.Click(chromedp.CSS("#control-channel summary")), chromedp.Click(chromedp.CSS("#control-channel li:first-child input")))
		b.becomes(t, `document.querySelector(".failure")?.textContent.includes("The server does not answer.")`)
		if search := value(t, b, chromedp.Evaluate[string](`location.search`)); search != "" {
			t.Errorf("the address is that of what could not be fetched: %s", search)
		}
	})

	t.Run("links as QuickSight has them", func(t *testing.T) {
		t.Parallel()
		b := newTab(t)
		b.open(t, overview+"#p.channel=web&p.channel=social", 1366)
		b.becomes(t, `location.href.endsWith("/dashboards/overview?channel=web&channel=social") && document.querySelector(".chip")?.textContent.includes("social, web")`)
		b.quiet(t, "QuickSight")
	})

	t.Run("without a script", func(t *testing.T) {
		t.Parallel()
		b := newTab(t)
		tell(t, b, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
		b.do(t, chromedp.EmulateViewport(1366, 900), chromedp.Navigate(overview))
		b.do(t, chromedp.Click(chromedp.CSS("#control-day summary")), chromedp.SendKeys(chromedp.CSS(`#control-day input[name="day"]`), "1..14"))
		b.do(t, chromedp.Click(chromedp.CSS("#control-channel summary")), chromedp.Click(chromedp.CSS(`#control-channel input[value="web"]`)))
		b.do(t, chromedp.Click(chromedp.CSS(".control-apply")), chromedp.WaitVisible(chromedp.CSS(".chip")))
		if text := value(t, b, chromedp.TextContent(chromedp.CSS("ul.chips"))); !strings.Contains(text, "web") || !strings.Contains(text, "Day 1 to Day 14") {
			t.Errorf("the chips are %q", text)
		}
		b.do(t, chromedp.Click(chromedp.CSS("#completion-by-age-table > summary")), chromedp.Click(chromedp.CSS(`#completion-by-age-table a[data-choose="25-40"]`)), chromedp.WaitVisible(chromedp.CSS(".chip:nth-child(3)")))
	})
}
