package main

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// TestPivotCloses: a group of a pivot closes and opens with the keyboard, whose focus stays.
func TestPivotCloses(t *testing.T) {
	t.Parallel()
	p := shown(t)
	b := newTab(t)
	b.open(t, p.url+"/dashboards/channels", 1366)
	rows := value(t, b, chromedp.Evaluate[int](`document.querySelectorAll("#channel-and-offer-table tbody tr").length`))
	b.focus(t, `#channel-and-offer-table a[data-turns="web"]`)
	b.presses(t, kb.Enter)
	b.becomes(t, fmt.Sprintf(`location.search === "?channel-and-offer.closed=web" && document.querySelectorAll("#channel-and-offer-table tbody tr").length < %d`, rows))
	b.becomes(t, `document.activeElement.dataset.turns === "web" && document.activeElement.ariaExpanded === "false" && window.marked`)
	b.presses(t, kb.Enter)
	b.becomes(t, fmt.Sprintf(`location.search === "" && document.activeElement.dataset.turns === "web" && document.querySelectorAll("#channel-and-offer-table tbody tr").length === %d`, rows))
	b.quiet(t, "pivot")
}

// TestRowsBehindMarks: what is chosen leads to the rows of its own selection and group.
func TestRowsBehindMarks(t *testing.T) {
	t.Parallel()
	p := shown(t)
	overview := p.url + "/dashboards/overview"
	b := newTab(t)
	link := func(act string) string {
		value(t, b, chromedp.Evaluate[int](act+`; 0`))
		b.becomes(t, `!document.querySelector(".choices")?.hidden && document.activeElement.getAttribute("role") === "menuitem"`)
		return value(t, b, chromedp.Evaluate[string](`decodeURIComponent([...document.querySelectorAll("[role=menuitem]")].at(-1).getAttribute("href"))`))
	}
	cell := func(visual, choose, rest string) string {
		return fmt.Sprintf(`[...document.querySelectorAll("#%[1]s-table tbody tr")].find(row => row.querySelector('[data-choose=%[2]q]') && %[3]s).querySelector("[data-choose]").click()`, visual, choose, rest)
	}
	mark := func(detail string) string {
		return fmt.Sprintf(`((detail) => document.getElementById(detail.visual + "-card").dispatchEvent(new CustomEvent("mark", {bubbles: true, detail})))(%s)`, detail)
	}
	for _, tt := range []struct{ name, page, act, want string }{
		{"a row of the first selection", overview + "?channel=web&vs.channel=email", cell("completion-by-age", "41-60", `!row.querySelector("[data-second]")`),
			"/rows/receipts?age_group=41-60&channel=web&from=completion-by-age"},
		{"a row of the second selection", overview + "?channel=web&vs.channel=email", cell("completion-by-age", "41-60", `row.querySelector("[data-second]")`),
			"/rows/receipts?age_group=41-60&channel=email&from=completion-by-age"},
		{"a mark of the second selection", overview + "?channel=web&vs.channel=email",
			mark(`{visual: "completion-by-age", category: "41-60", series: "Other selection", panel: null, by: ["age_group", "selection", ""], column: "completion_rate", row: 5, second: true}`),
			"/rows/receipts?age_group=41-60&can_be_completed=Yes&channel=email&from=completion-by-age"},
		{"a step of a funnel, which counts some of the rows", overview + "?gender=Women",
			mark(`{visual: "funnel", category: null, series: null, panel: null, by: ["", "", ""], column: "completed_after_view", row: 0, second: false}`),
			"/rows/receipts?from=funnel&gender=Women&outcome=Completed after a view"},
		{"a figure that counts what two groups have", overview + "?outcome!=Not completed",
			mark(`{visual: "funnel", category: null, series: null, panel: null, by: ["", "", ""], column: "completed", row: 0, second: false}`),
			"/rows/receipts?from=funnel&outcome=Completed after a view&outcome=Completed without a view"},
		{"a bar that is a selection", p.url + "/dashboards/customers?channel=web&vs.channel=email",
			mark(`{visual: "customers-gender-share", category: "Other selection", series: "Men", panel: null, by: ["selection", "gender", ""], column: "customers", row: 3, second: true}`),
			"/rows/receipts?channel=email&from=customers-gender-share&gender=Men"},
		{"a row of a drilled visual", overview + "?age_group=41-60&completion-by-age.by=age", cell("completion-by-age", "50", "true"),
			"/rows/receipts?age=50&age_group=41-60&from=completion-by-age"},
		{"slices that are the rest", p.url + "/dashboards/customers?channel=web",
			mark(`{visual: "customers-gender-share", category: null, series: null, panel: null, by: ["gender", "", ""], column: "customers", row: -1, second: false}`),
			"/rows/receipts?channel=web&from=customers-gender-share"},
	} {
		b.open(t, tt.page, 1366)
		if got := strings.ReplaceAll(link(tt.act), "+", " "); got != tt.want {
			t.Errorf("%s leads to %s, want %s", tt.name, got, tt.want)
		}
	}
	// With the keyboard, on the last mark of a chart: of bars side by side, and of points that stand in one chart.
	for _, visual := range []string{"overview/completion-by-age", "offers/offer-views-and-completions"} {
		sheet, name, _ := strings.Cut(visual, "/")
		b.open(t, p.url+"/dashboards/"+sheet+"?channel=web&vs.channel=email&vs.gender=Men", 1366)
		chart := `#` + name + `-card [data-chart]`
		b.focus(t, chart)
		b.becomes(t, `document.querySelector("`+chart+`").classList.contains("taken")`)
		b.presses(t, kb.End)
		if got := link(`document.querySelector("` + chart + `").dispatchEvent(new KeyboardEvent("keydown", {key: "Enter", bubbles: true}))`); !strings.Contains(got, "channel=email&from="+name+"&gender=Men") {
			t.Errorf("the last mark of %s leads to %s", name, got)
		}
	}
	b.quiet(t, "rows behind")
}
