package views_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"cafe-rewards/views/canned"
	"cafe-rewards/views/language"
)

// pages runs a test on every page in every state, but for the one that stands for somebody else's.
func pages(t *testing.T, test func(t *testing.T, path string, page *html.Node)) {
	t.Helper()
	for _, story := range canned.Stories(language.English) {
		if story.Path == "/frame" {
			continue
		}
		t.Run(strings.Trim(story.Path, "/"), func(t *testing.T) {
			t.Parallel()
			test(t, story.Path, render(t, story))
		})
	}
}

// TestPagesObeyTheContentSecurityPolicy finds what a policy without 'unsafe-inline' would forbid.
func TestPagesObeyTheContentSecurityPolicy(t *testing.T) {
	t.Parallel()
	pages(t, func(t *testing.T, path string, page *html.Node) {
		for _, n := range all(page, func(*html.Node) bool { return true }) {
			for _, a := range n.Attr {
				if a.Key == "style" || strings.HasPrefix(a.Key, "on") || strings.HasPrefix(strings.ToLower(strings.TrimSpace(a.Val)), "javascript:") {
					t.Errorf("<%s %s=%q> is inline", n.Data, a.Key, a.Val)
				}
			}
			switch {
			case n.Data == "style":
				t.Error("<style> is inline")
			case n.Data == "script" && attr(n, "src") == "" && attr(n, "type") != "application/json":
				t.Error("<script> is inline")
			case n.Data == "script" && attr(n, "type") == "application/json" && !json.Valid([]byte(n.FirstChild.Data)):
				t.Errorf("the data in <script id=%q> is not JSON", attr(n, "id"))
			}
		}
	})
}

func TestPagesHoldTogether(t *testing.T) {
	t.Parallel()
	pages(t, func(t *testing.T, path string, page *html.Node) {
		ids := map[string]bool{}
		for _, n := range all(page, func(n *html.Node) bool { return attr(n, "id") != "" }) {
			if ids[attr(n, "id")] {
				t.Errorf("the id %q is there twice", attr(n, "id"))
			}
			ids[attr(n, "id")] = true
		}
		for _, name := range []string{"aria-labelledby", "for", "data-copy", "data-open"} {
			for _, n := range all(page, func(n *html.Node) bool { return attr(n, name) != "" }) {
				if !ids[attr(n, name)] {
					t.Errorf("<%s %s=%q> names no element", n.Data, name, attr(n, name))
				}
			}
		}
		for _, n := range all(page, tag("a")) {
			href := attr(n, "href")
			if target, isFragment := strings.CutPrefix(href, "#"); isFragment && !ids[target] {
				t.Errorf("the link to %s leads nowhere", href)
			}
			if href == "" || text(n) == "" && attr(n, "aria-label") == "" {
				t.Errorf("a link to %q says %q", href, text(n))
			}
		}
	})
}

// TestHeadingsFormAnOutline: one h1, and no level left out on the way down.
func TestHeadingsFormAnOutline(t *testing.T) {
	t.Parallel()
	pages(t, func(t *testing.T, path string, page *html.Node) {
		only(t, page, "the page's heading", tag("h1"))
		level := 0
		for _, h := range all(page, tag("h1", "h2", "h3", "h4", "h5")) {
			now := int(h.Data[1] - '0')
			if now > level+1 {
				t.Errorf("%s %q follows a heading of level %d", h.Data, text(h), level)
			}
			if level = now; text(h) == "" {
				t.Errorf("an empty %s", h.Data)
			}
		}
	})
}

func TestEverythingHasAName(t *testing.T) {
	t.Parallel()
	pages(t, func(t *testing.T, path string, page *html.Node) {
		for _, n := range all(page, func(n *html.Node) bool { return attr(n, "role") == "img" }) {
			if !strings.HasSuffix(attr(n, "aria-label"), ".") {
				t.Errorf("a drawing's text is no sentence: %q", attr(n, "aria-label"))
			}
		}
		for _, table := range all(page, tag("table")) {
			if len(all(table, tag("caption"))) != 1 || len(all(table, tag("th"))) == 0 {
				t.Errorf("a table without caption or heads: %.80s", text(table))
			}
		}
		for _, n := range all(page, tag("button", "summary", "progress", "textarea")) {
			labelled := slices.ContainsFunc(all(page, tag("label")), func(l *html.Node) bool { return attr(l, "for") == attr(n, "id") })
			if text(n) == "" && attr(n, "aria-label") == "" && !labelled {
				t.Errorf("a <%s> without a name", n.Data)
			}
		}
	})
}

// TestEveryChartHasItsTable: the figures of a drawing are also in a table, which needs no script.
func TestEveryChartHasItsTable(t *testing.T) {
	t.Parallel()
	pages(t, func(t *testing.T, path string, page *html.Node) {
		for _, figure := range all(page, func(n *html.Node) bool { return attr(n, "data-chart") != "" }) {
			name := strings.TrimSuffix(attr(figure, "id"), "-chart")
			table := all(page, func(n *html.Node) bool { return attr(n, "id") == name+"-table" })
			if len(table) != 1 {
				t.Errorf("the chart of %s has no table", name)
			}
			if len(all(figure, tag("svg"))) == 0 {
				t.Errorf("the chart of %s has no drawing of the server's", name)
			}
			only(t, page, "the option of "+name, func(n *html.Node) bool { return attr(n, "id") == attr(figure, "data-chart") })
		}
	})
}

// TestFrameOnlyOnPages: the bar is on every page but embedded ones, which have no menus either.
func TestFrameOnlyOnPages(t *testing.T) {
	t.Parallel()
	pages(t, func(t *testing.T, path string, page *html.Node) {
		embedded := strings.HasPrefix(path, "/embed")
		if bars := len(all(page, tag("nav"))); embedded == (bars > 0) {
			t.Errorf("%d navigations", bars)
		}
		if menus := len(all(page, class("menu"))); embedded && menus > 0 {
			t.Errorf("%d menus", menus)
		}
	})
}
