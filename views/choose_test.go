package views_test

import (
	"context"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"cafe-rewards/sql/metrics"
	"cafe-rewards/views"
	"cafe-rewards/views/canned"
	"cafe-rewards/views/language"
)

// channels is a card by channel, on a dashboard that is filtered.
func channels(query string) views.Card {
	card := canned.Card(language.English, "channel-effectiveness")
	card.Path, card.Query = views.OverviewSheet, query
	card.Kept, _ = url.ParseQuery(query)
	card.Dimensions = []metrics.Dimension{{Name: "channel", Label: "Channel", Type: metrics.Text}}
	receipts := metrics.Fact{Name: "receipts", Label: "Receipts"}
	card.Facts = map[string]metrics.Fact{"completion_rate": receipts, "receipts": receipts}
	return card
}

func pageOf(t *testing.T, card views.Card) *html.Node {
	t.Helper()
	page := views.DashboardPage{Page: canned.Page(language.English, "Overview", views.OverviewSheet), Name: "overview", Cards: []views.Card{card}}
	var text strings.Builder
	if err := views.Dashboard(page).Render(context.Background(), &text); err != nil {
		t.Fatal(err)
	}
	root, err := html.Parse(strings.NewReader(text.String()))
	if err != nil {
		t.Fatal(err)
	}
	return root
}

// TestGroupsCanBeChosen: the cell of a group leads to the page restricted to it; what else is chosen stays.
func TestGroupsCanBeChosen(t *testing.T) {
	t.Parallel()
	for query, want := range map[string]string{
		"":                             "/dashboards/overview?channel=social",
		"channel=web&channel=email":    "/dashboards/overview?channel=social",
		"channel%21=social&day=1..14":  "/dashboards/overview?channel=social&day=1..14",
		"as_of=3&vs.channel%21=social": "/dashboards/overview?as_of=3&channel=social&vs.channel%21=social",
	} {
		page := pageOf(t, channels(query))
		cells := all(page, func(n *html.Node) bool { return attr(n, "data-choose") != "" })
		if len(cells) != 4 || text(cells[0]) != "social" || attr(cells[0], "href") != want {
			t.Errorf("with %q: %d cells, of which the first leads to %q, want %q", query, len(cells), attr(cells[0], "href"), want)
		}
	}
}

// TestDrilledCardLeadsUp: the way up takes away the drill, and the group that was drilled into.
func TestDrilledCardLeadsUp(t *testing.T) {
	t.Parallel()
	card := channels("channel=web&channel-effectiveness.by=offer&gender=Women&vs.gender=Men")
	card.DrilledFrom = metrics.Dimension{Name: "channel", Label: "Channel"}
	card.Dimensions = []metrics.Dimension{{Name: "offer", Label: "Offer", Type: metrics.Text}}
	links := map[string]string{}
	for _, link := range all(only(t, pageOf(t, card), "the menu", func(n *html.Node) bool { return attr(n, "id") == "channel-effectiveness-menu" }), tag("a")) {
		links[text(link)] = attr(link, "href")
	}
	for name, want := range map[string]string{
		"Drill up to channel":  "/dashboards/overview?gender=Women&vs.gender=Men",
		"Open on its own page": "/visuals/channel-effectiveness?channel=web&channel-effectiveness.by=offer&gender=Women&vs.gender=Men",
	} {
		if links[name] != want {
			t.Errorf("%s leads to %q, want %q", name, links[name], want)
		}
	}
}

// TestSilentCardSaysWhy: figures that a filter does not apply to are not drawn, and the card says why.
func TestSilentCardSaysWhy(t *testing.T) {
	t.Parallel()
	card := channels("channel=web")
	rate := metrics.Measure{Name: "completion_rate", Label: "Completion rate"}
	card.Silent = []views.Silence{{Measures: []metrics.Measure{rate}, Counted: "Purchases", Dimension: metrics.Dimension{Name: "channel", Label: "Channel"}}}
	silent := only(t, pageOf(t, card), "the sentence", class("card-silent"))
	if got := text(silent); got != "Not shown: Completion rate. Purchases have no channel. Remove the filter" {
		t.Errorf("the card says %q", got)
	}
	if leads := attr(all(silent, tag("a"))[0], "href"); leads != views.OverviewSheet {
		t.Errorf("the filter is taken away by %q", leads)
	}
	card.Silent, card.Table.Rows = nil, nil
	if got := text(only(t, pageOf(t, card), "the empty card", class("card-state"))); got != "No receipts match these filters. Reset" {
		t.Errorf("an empty card says %q", got)
	}
}
