package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// TestLooks looks at the dashboards on a phone, on paper, in light and dark, and in Spanish.
func TestLooks(t *testing.T) {
	t.Parallel()
	p := shown(t)
	overview := p.url + "/dashboards/overview"

	t.Run("on a phone", func(t *testing.T) {
		t.Parallel()
		b := newTab(t)
		b.open(t, p.url+"/dashboards/data-quality", 390)
		if !value(t, b, chromedp.Evaluate[bool](`(tab => tab.left >= 0 && tab.right <= 390)(document.querySelector(".sheets [aria-current]").getBoundingClientRect())`)) {
			t.Error("the tab of this sheet is out of view")
		}
		b.do(t, chromedp.Click(chromedp.CSS(".filters-open")), chromedp.Click(chromedp.CSS("#control-channel summary")), chromedp.Click(chromedp.CSS(`#control-channel input[value="web"]`)))
		b.becomes(t, `location.search === "?channel=web" && document.querySelector("#filter-sheet").matches(":popover-open") && document.querySelector(".filters-open").textContent.includes("(1)")`)
		b.do(t, chromedp.Click(chromedp.CSS(".filter-sheet-head button")))
		b.becomes(t, `!document.querySelector("#filter-sheet").matches(":popover-open") && window.marked`)
		small := value(t, b, chromedp.Evaluate[string](`[...document.querySelectorAll("main a, main button, main summary, main input")].filter(e => e.checkVisibility())
			.filter(e => { const r = e.getBoundingClientRect(); return r.height < 24 && !e.closest("p, dd, dt, li, table") }).map(e => e.outerHTML.slice(0, 80)).join("\n")`))
		if small != "" {
			t.Errorf("too small to touch:\n%s", small)
		}
		b.quiet(t, "phone")
	})

	t.Run("on paper", func(t *testing.T) {
		t.Parallel()
		b := newTab(t)
		for name, paper := range map[string]chromedp.PaperSize{"A4": {Width: 8.27, Height: 11.69}, "Letter": {Width: 8.5, Height: 11}} {
			b.do(t, chromedp.Navigate(overview+"?channel=web"))
			b.becomes(t, lively) // as when somebody prints it; while scripts come, Chromium has failed to
			pdf := value(t, b, chromedp.PrintToPDF(chromedp.PDFPaper(paper)))
			if sheets := bytes.Count(pdf, []byte("/Type /Page\n")); sheets < 2 || sheets > 8 {
				t.Errorf("%s: %d sheets", name, sheets)
			}
		}
		tell(t, b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"})
		for _, sheet := range sheets {
			b.do(t, chromedp.EmulateViewport(703, 1000), chromedp.Navigate(p.url+"/dashboards/"+sheet)) // A4 within its margins
			if cut := value(t, b, chromedp.Evaluate[string](`[...document.querySelectorAll("main *")].filter(e => !e.closest("svg") && e.getBoundingClientRect().right > 704)
				.map(e => e.outerHTML.slice(0, 80)).slice(0, 3).join("\n")`)); cut != "" {
				t.Errorf("%s is wider than the paper, which cuts off:\n%s", sheet, cut)
			}
		}
	})

	t.Run("paper says what is on it", func(t *testing.T) {
		t.Parallel()
		b := newTab(t)
		tell(t, b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"})
		for _, path := range []string{"/", "/dashboards/overview", "/visuals/funnel", "/explore", "/rows/receipts", "/exports/", "/pipeline", "/dashboards"} {
			b.do(t, chromedp.Navigate(p.url+path))
			b.becomes(t, lively) // as when somebody prints it
			if titles := value(t, b, chromedp.Evaluate[int](`[...document.querySelectorAll("main h1, .print-title")].filter(e => e.checkVisibility()).length`)); titles != 1 {
				t.Errorf("%s has %d titles on paper", path, titles)
			}
			if value(t, b, chromedp.Evaluate[bool](`[...document.querySelectorAll("main button, #add-title, #export-title")].some(e => e.checkVisibility())`)) {
				t.Errorf("%s has on paper what can only be pressed", path)
			}
		}
	})

	t.Run("a mark is outlined, and not the chart", func(t *testing.T) {
		t.Parallel()
		b := newTab(t)
		b.open(t, overview, 1366)
		b.do(t, chromedp.Evaluate[chromedp.Void](`document.querySelector("#hours-histogram-chart").focus()`))
		b.becomes(t, `document.querySelector("#hours-histogram-chart .canvas path") !== null`)
		b.do(t, chromedp.Evaluate[chromedp.Void](`document.querySelector("#hours-histogram-chart").dispatchEvent(new KeyboardEvent("keydown", {key: "ArrowRight", bubbles: true}))`))
		if wide := value(t, b, chromedp.Evaluate[float64](`document.querySelector("#hours-histogram-chart .mark-focus").getBoundingClientRect().width`)); wide < 10 || wide > 40 {
			t.Errorf("the outline of one of 21 columns is %.0f pixels wide", wide)
		}
	})

	t.Run("nothing covers an open menu", func(t *testing.T) {
		t.Parallel()
		b := newTab(t)
		b.open(t, overview, 1366)
		for _, menu := range []string{"#dashboard-menu", "#control-channel", "#control-compare", "#funnel-menu"} {
			b.do(t, chromedp.Click(chromedp.CSS(menu+" > summary")))
			covered := value(t, b, chromedp.Evaluate[int](fmt.Sprintf(`[...document.querySelectorAll("%[1]s .menu-panel :is(a, button, label, select, summary)")].filter(e => e.checkVisibility()).filter(e => {
				const box = e.getBoundingClientRect();
				return box.bottom < innerHeight && !document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2)?.closest("%[1]s");
			}).length`, menu)))
			if covered > 0 {
				t.Errorf("%d things in %s lie under something else", covered, menu)
			}
		}
	})

	t.Run("totals of two selections", func(t *testing.T) {
		t.Parallel()
		b := newTab(t)
		b.open(t, p.url+"/dashboards/offers?gender=Women&vs.gender=Men", 1366)
		if tops := value(t, b, chromedp.Evaluate[[]float64](`[...document.querySelectorAll("#offer-table-card tfoot tr")].map(r => r.firstElementChild.getBoundingClientRect().top)`)); len(tops) != 2 || tops[0] >= tops[1] {
			t.Errorf("the rows of totals lie at %v", tops)
		}
	})

	for _, look := range []struct {
		scheme, contrast string
		width            int64
		sheets           []string
	}{{"light", "", 1366, sheets}, {"dark", "", 390, sheets}, {"dark", "more", 1366, sheets[:1]}} {
		t.Run(fmt.Sprintf("looks %s %s %d", look.scheme, look.contrast, look.width), func(t *testing.T) {
			t.Parallel()
			features := []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: look.scheme}, {Name: "prefers-contrast", Value: look.contrast}}
			for _, sheet := range look.sheets {
				b := newTab(t)
				tell(t, b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: features})
				b.open(t, p.url+"/dashboards/"+sheet+"?gender=Women&vs.gender=Men", look.width)
				if overflow := value(t, b, chromedp.Evaluate[float64](`document.documentElement.scrollWidth - document.documentElement.clientWidth`)); overflow > 0 {
					t.Errorf("%s is %v px wider than the window", sheet, overflow)
				}
				for _, finding := range b.findings(t) {
					t.Errorf("%s: %v", sheet, finding)
				}
				if look.width < 720 {
					if wide := value(t, b, chromedp.Evaluate[[]string](wideHeads)); len(wide) > 0 {
						t.Errorf("%s: columns are pushed out of the frame by their heads: %q", sheet, wide)
					}
				}
				if look.scheme == "light" {
					tops := value(t, b, chromedp.Evaluate[[]float64](topsOfCards, chromedp.EvalAwaitPromise))
					if slices.Min(tops) != slices.Max(tops) {
						t.Errorf("%s: by selection, the cards begin at %v", sheet, tops)
					}
					wordy(t, b, sheet)
				}
				b.quiet(t, sheet)
			}
		})
	}

	t.Run("in Spanish", func(t *testing.T) {
		t.Parallel()
		b := newTab(t)
		b.open(t, overview+"?locale=es", 1366)
		for expression, want := range map[string]string{
			`document.documentElement.lang`:                       "es",
			`document.querySelector("h1").innerText`:              "Resumen",
			`document.querySelector("#key-figures dt").innerText`: "Recepciones",
			`[...document.querySelectorAll("#activity-by-day-chart .drawing-wide text")].map(e => e.textContent).find(t => t.startsWith("Día")) ?? ""`:                        "Día 1",
			`[...document.querySelectorAll("#completion-by-age-chart .drawing-wide text")].map(e => e.textContent).find(t => t.includes("desc") || t.includes("Desc")) ?? ""`: "Desconocido",
			`document.querySelector("#funnel-chart").getAttribute("aria-label").split(".")[0]`:                                                                                "De recibida a completada",
		} {
			if got := value(t, b, chromedp.Evaluate[string](expression)); got != want {
				t.Errorf("%s is %q, want %q", expression, got, want)
			}
		}
		for _, pattern := range []string{`/^\\d{2},\\d{2}\\u00a0%$/.test(document.querySelectorAll("#key-figures .figure-value")[3].textContent.trim())`, // 55,01 %
			`/^\\d+\\.\\d{3}$/.test(document.querySelector("#key-figures .figure-value").textContent.trim())`} {
			if !value(t, b, chromedp.Evaluate[bool](strings.ReplaceAll(pattern, `\\`, `\`))) {
				t.Errorf("a key figure is not written in Spanish: %s", pattern)
			}
		}
		// The script draws the same words, and what it says itself is Spanish too.
		b.focus(t, "#completion-by-age-chart")
		b.becomes(t, `document.querySelector("#completion-by-age-chart.taken .canvas svg text") !== null`)
		same := `(of => [...document.querySelectorAll("#completion-by-age-chart " + of + " text")].map(e => e.textContent).sort().join("|"))`
		if !value(t, b, chromedp.Evaluate[bool](same+`(".drawing-wide") === `+same+`(".canvas")`)) {
			t.Error("server and script write other words")
		}
		b.presses(t, kb.ArrowDown, kb.Enter)
		b.becomes(t, `[...document.querySelectorAll(".choices a")].map(a => a.textContent).join("|").startsWith("Centrarse en Menos de 25|Excluir Menos de 25|")`)
		b.presses(t, kb.Enter)
		b.becomes(t, `location.search === "?age_group=Under+25&locale=es" && document.querySelector(".chips").innerText.includes("Grupo de edad: Menos de 25")`)
		b.becomes(t, `document.querySelector(".foot a").getAttribute("href") === "/dashboards/overview?age_group=Under+25&locale=en"`)
		b.do(t, chromedp.Click(chromedp.CSS(".foot a")))
		b.settles(t, `html[lang="en"] .chips .chip`)
		b.becomes(t, `document.querySelector(".chips").innerText.includes("Age group: Under 25")`)
		b.quiet(t, "in Spanish")
	})
}

// topsOfCards goes from one selection to others, some of which say little or nothing, and tells where the cards below the narrative begin.
const topsOfCards = `import(performance.getEntriesByType("resource").find((part) => part.name.includes("/go.")).name).then(async ({go}) => {
	const tops = [];
	for (const filter of ["", "?age_group=Nobody", "?gender=Women&member_year=2013..2014", "?day=3..14"]) {
		await go(location.pathname + filter);
		tops.push(document.getElementById("cards").offsetTop);
	}
	return tops;
})`

// wordy puts a sentence of many lines into the narrative: it is cut behind its last whole line, and one press of a key shows all of it.
func wordy(t testing.TB, b *tab, sheet string) {
	t.Helper()
	if !value(t, b, chromedp.Evaluate[bool](`document.querySelector(".highlights li span") !== null`)) {
		return
	}
	value(t, b, chromedp.Evaluate[int](`window.top0 = document.getElementById("cards").offsetTop; window.whole = document.querySelector("[data-whole]");
		document.querySelector(".highlights li span").textContent = "What is said of many groups has many words. ".repeat(40); dispatchEvent(new Event("resize")); 0`))
	cut := `(li => li.scrollHeight > li.clientHeight)(document.querySelector(".highlights li"))`
	b.becomes(t, `!whole.hidden && document.getElementById("cards").offsetTop === top0 && `+cut)
	b.focus(t, "[data-whole]")
	b.presses(t, kb.Enter)
	b.becomes(t, `whole.getAttribute("aria-expanded") === "true" && document.getElementById("cards").offsetTop > top0 && !`+cut)
	b.presses(t, kb.Enter)
	b.becomes(t, `whole.getAttribute("aria-expanded") === "false" && document.getElementById("cards").offsetTop === top0 && `+cut)
	if t.Failed() {
		t.Log(sheet)
	}
}

// wideHeads opens all tables. Where one is wider than its frame, no head of a figure takes more room than its longest word or the figures below it need.
const wideHeads = `(() => {
	for (const table of document.querySelectorAll("main details.behind")) table.open = true;
	const needs = (cell) => {
		const of = document.createElement("span");
		of.className = "hidden";
		of.style.cssText = "width: min-content; white-space: " + (cell.closest("thead") ? "normal" : "inherit");
		of.textContent = cell.textContent;
		cell.append(of);
		const width = of.scrollWidth;
		of.remove();
		return width;
	};
	return [...document.querySelectorAll("main .table-frame")].filter((frame) => frame.scrollWidth > frame.clientWidth && !frame.querySelector(".pivot")).flatMap((frame) =>
		[...frame.querySelectorAll("thead th")].filter((th, i) => i > 0 && th.clientWidth > 40 + Math.max(...[...frame.querySelectorAll("tr")].map((row) => needs(row.children[i])))),
	).map((th) => th.closest(".card").id + ": " + th.textContent.trim());
})()`

// findings are what axe has to say of the page.
func (b *tab) findings(t *testing.T) [][]string {
	t.Helper()
	value(t, b, chromedp.Evaluate[int](axe+"; 0"))
	text := value(t, b, chromedp.Evaluate[string](
		`axe.run(document, {resultTypes: ["violations"]}).then(r => JSON.stringify(r.violations.map(v => [v.impact, v.id, v.nodes[0].html])))`, chromedp.EvalAwaitPromise))
	var all [][]string
	if err := json.Unmarshal([]byte(text), &all); err != nil {
		t.Fatal(err)
	}
	return all
}
