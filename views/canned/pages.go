package canned

import (
	"net/url"
	"slices"
	"time"

	"github.com/a-h/templ"

	"cafe-rewards/sql/metrics"
	"cafe-rewards/views"
	"cafe-rewards/views/chart/examples"
)

// Story is a page in one of its states.
type Story struct {
	Path  string // its address in the storybook; that of the product where there is one
	Title string
	Page  templ.Component
}

// Stories are all pages in all states that they can be in.
func Stories() []Story {
	first := views.Page{Brand: views.Product, Title: "First run", Progress: Progress()}
	return []Story{
		{"/", "Answers", views.Answers(Answers())},
		{"/dashboards/overview", "Overview", views.Dashboard(Overview())},
		{"/explore", "Explore", views.Explore(Explore())},
		{"/explore-wrong", "Explore: what cannot be shown", views.Explore(exploreWrong())},
		{"/dashboards", "All dashboards", views.DashboardListing(dashboardList())},
		{"/dashboards-none", "All dashboards: none of one's own", views.DashboardListing(views.DashboardListPage{Page: Page("Dashboards", views.DashboardList)})},
		{"/shared", "Short address", views.Shared(shared())},
		{"/exports/", "Exports", views.Exports(Exports())},
		{"/pipeline", "Pipeline", views.Pipeline(Pipeline())},
		{"/pipeline-running", "Pipeline while a run is under way, and the last one failed", views.Pipeline(runningPipeline())},
		{"/visuals/channel-effectiveness", "Visual: bars with intervals", Visual("channel-effectiveness")},
		{"/visuals/activity-by-day", "Visual: lines", Visual("activity-by-day")},
		{"/visuals/hours-histogram", "Visual: histogram", Visual("hours-histogram")},
		{"/visuals/funnel", "Visual: funnel", Visual("funnel")},
		{"/visuals/completion-by-offer", "Visual: bars with long names", Visual("completion-by-offer")},
		{"/visuals/channel-offers", "Visual: table", Visual("channel-offers")},
		{"/visuals/hours-to-complete", "Visual: key figures", Visual("hours-to-complete")},
		{"/visuals/cohorts", "Visual: pivot", Visual("cohorts")},
		{"/visuals/channel-and-offer", "Visual: pivot of groups within groups, one of them closed", views.Visual(Arranged("channel-and-offer", views.Arrangement{Closed: []string{"web"}, Shaded: true}))},
		{"/visuals/offer-table", "Visual: table, sorted and searched", views.Visual(Arranged("offer-table", views.Arrangement{Sort: "receipts", Find: "bogo"}))},
		{"/offers/2298d6c36e964ae4a3e7e9706d1fb8c2", "Offer", views.Offer(Offer())},
		{"/rows/purchases", "Rows behind a figure", views.Rows(Rows())},
		{"/embed/visuals/channel-effectiveness", "Embedded visual", views.Embed(embedded("channel-effectiveness"))},
		{"/embed/visuals/hours-to-complete", "Embedded key figures", views.Embed(embedded("hours-to-complete"))},
		{"/embed/dashboards/overview", "Embedded dashboard", views.Embed(embeddedOverview())},
		{"/states", "Cards in other states", views.Dashboard(states())},
		{"/charts", "Every kind of chart", views.Dashboard(Charts())},
		{"/filtered", "A sheet with filters on", views.Dashboard(Filtered())},
		{"/first-run", "First run", views.FirstRun(views.FirstRunPage{Page: first, Source: "sample data: 17,000 customers, seed 1"})},
		{"/first-run-failed", "First run, failed", views.FirstRun(views.FirstRunPage{
			Page:   views.Page{Brand: views.Product, Title: "First run"},
			Source: "https://example.org/cafe.zip",
			Failed: "events.csv has no column called \"time\": its header is \"customer_id,event,value\". Correct the file, then run the pipeline again.",
		})},
		{"/not-found", "Error", views.Error(notFound())},
		{"/embed-error", "Error in a frame", views.EmbedError(notFound())},
		{"/test-of-an-embed", "Test this embed", views.EmbedTest(embedTest())},
		{"/frame", "A page that embeds", frame()},
	}
}

// Page is the frame of a page with version 12 published.
func Page(title, sheet string) views.Page {
	return views.Page{Brand: views.Product, Title: title, Sheet: sheet, Sheets: tabs(), Freshness: views.Freshness{Version: 12, PublishedAt: published}}
}

func tabs() []views.Sheet {
	tabs := []views.Sheet{{Label: "Answers", Address: views.AnswersSheet}}
	for _, sheet := range sheets.Sheets() {
		if sheet.Sheet != "" {
			tabs = append(tabs, views.Sheet{Label: sheet.Sheet, Address: views.DashboardsPath + sheet.Name})
		}
	}
	return append(tabs, views.Sheet{Label: "Dashboards", Address: views.DashboardList}, views.Sheet{Label: "Explore", Address: views.ExploreSheet},
		views.Sheet{Label: "Exports", Address: views.ExportsSheet}, views.Sheet{Label: "Pipeline", Address: views.PipelineSheet})
}

// Visual is the page of a visual.
func Visual(name string) templ.Component {
	card := Card(name)
	card.Large = true
	return views.Visual(views.VisualPage{Page: Page(card.Visual.Title, ""), Card: card})
}

// Sheet is the dashboard of that name.
func Sheet(name string) views.DashboardPage {
	sheet, err := sheets.Sheet(name)
	if err != nil {
		panic("canned: " + err.Error())
	}
	page := views.DashboardPage{Page: Page(sheet.Title, views.DashboardsPath+name), Name: name, Subtitle: sheet.Lead, Origin: Origin}
	if key, ok := sheet.KeyFigures(); ok {
		page.FiguresCard = Card(key.Name)
		page.Figures = page.FiguresCard.KeyFigures(Card("activity-by-day").Table)
	}
	for _, v := range sheet.Visuals {
		page.Cards = append(page.Cards, Card(v.Name))
	}
	return page
}

// Overview is the sheet of that name.
func Overview() views.DashboardPage { return Sheet("overview") }

// Charts is a card of every kind of chart.
func Charts() views.DashboardPage {
	page := views.DashboardPage{Page: Page("Every kind of chart", ""), Name: "charts"}
	for _, e := range examples.All() {
		page.Cards = append(page.Cards, views.Card{Visual: e.Visual, Table: e.Table, Version: 12, Origin: Origin})
	}
	return page
}

func embedded(name string) views.EmbedPage {
	card := Card(name)
	return views.EmbedPage{Brand: views.Product, Title: card.Visual.Title, Address: Origin + "/visuals/" + name, Freshness: Page("", "").Freshness, Cards: []views.Card{card}}
}

func embedTest() views.EmbedTestPage {
	return views.EmbedTestPage{
		Page: Page("Test this embed", ""), Address: Origin + "/embed/visuals/funnel?channel=web", Origin: "https://wiki.example.org", Frame: "/embed/visuals/channel-effectiveness",
		Checks: []views.EmbedCheck{
			{Found: views.Good, Title: "Address", Text: "It is of this server, and may stand in a frame."},
			{Found: views.Bad, Title: "Page around it", Text: "https://wiki.example.org is not among the origins that may show it, and browsers refuse.", Code: "Content-Security-Policy: frame-ancestors 'self'",
				Fix: "Add it to the settings, CAFE_EMBED_ORIGINS=https://wiki.example.org, or sign an address for it."},
			{Found: views.Unsure, Title: "Something else", Text: "It cannot be known."},
		},
	}
}

func embeddedOverview() views.EmbedPage {
	page := Overview()
	return views.EmbedPage{Brand: page.Brand, Title: page.Title, Address: Origin + views.OverviewSheet, Freshness: page.Freshness, Figures: page.Figures, Cards: page.Cards}
}

// states are cards that are not as usual: failed, empty, one row, small groups, long names, markup, many rows.
func states() views.DashboardPage {
	failed, empty, one, small, stacked, many := Card("funnel"), Card("hours-histogram"), Card("channel-effectiveness"),
		Card("completion-by-age"), Card("age-completion"), Card("channel-offers")
	failed.Failed = "The database did not answer within 5 seconds. Reload the page to try again."
	empty.Table.Rows = nil
	one.Table.Rows = one.Table.Rows[:1]
	small.Table.Rows = [][]any{
		{"A group whose name is so long that it does not fit beside its bar, whatever the width", 0.5, 0.31, 0.69, int64(40), int64(12), int64(24)},
		{"<b>Markup</b> & \"quotes\" {a|b}", 0.857, 0.487, 0.974, int64(9), int64(6), int64(7)},
		{"None", nil, nil, nil, int64(0), int64(0), int64(0)},
	}
	stacked.Visual.Name, stacked.Visual.Title = "stacked", "Customers by age and whether they completed an offer"
	stacked.Visual.Chart = metrics.Chart{Kind: metrics.Stacked, Category: "age_group", Values: []string{"customers_completed", "customers"}}
	grouped := stacked
	grouped.Visual.Name, grouped.Visual.Title, grouped.Visual.Chart.Kind = "grouped", "The same side by side", metrics.Bar
	many.Table.Rows = slices.Clone(many.Table.Rows)
	many.Table.Rows[0] = slices.Clone(many.Table.Rows[0])
	many.Table.Rows[0][1] = "fafdcd668e3743c1bb461111dcafc2a4" // a name that is nothing but a key
	rows := many.Table.Rows
	for len(many.Table.Rows) < 3000 {
		many.Table.Rows = append(many.Table.Rows, rows...)
	}
	long := stacked
	long.Visual.Name, long.Visual.Title = "long", "More rows than can be drawn"
	long.Visual.Chart = metrics.Chart{Kind: metrics.Bar, Category: "offer", Values: []string{"receipts"}}
	long.Table = many.Table
	page := views.DashboardPage{Page: Page("Cards in other states", ""), Name: "states"}
	page.Freshness.Sample = true
	page.Cards = []views.Card{failed, empty, one, small, stacked, grouped, many, long}
	return page
}

// Filtered is a sheet with every kind of control, filters that are on, and a comparison.
func Filtered() views.DashboardPage {
	const address = "/dashboards/overview?gender=Women"
	page := Overview()
	page.Name, page.Query = "filtered", "channel=social&channel=web&day=3..14&vs.gender=Men"
	dimension := func(name string) metrics.Dimension {
		d, err := sheets.Model.Dimension(name)
		if err != nil {
			panic("canned: " + err.Error())
		}
		return d
	}
	options := func(chosen string, names ...string) []views.Option {
		var all []views.Option
		for i, name := range names {
			all = append(all, views.Option{Value: name, Cell: name, Count: int64(76_277 / (i + 1)), Chosen: name == chosen})
		}
		return all
	}
	least, most := int64(1), int64(30)
	channel := metrics.Condition{Dimension: "channel", Values: []string{"social", "web"}}
	day := metrics.Condition{Dimension: "day", Ranges: []metrics.Range{{From: "3", To: "14"}, {From: "20", To: ""}}}
	men := metrics.Condition{Dimension: "gender", Values: []string{"Men"}}
	page.Controls = views.Controls{
		Path: views.OverviewSheet, Reset: views.OverviewSheet, Alone: address, Kept: url.Values{"as_of": {"12"}},
		All: []views.Control{
			{Dimension: dimension("channel"), On: channel, Counted: "Receipts", Options: options("web", "email", "web", "mobile", "social")},
			{Dimension: dimension("offer"), Counted: "Receipts", Options: options("", "A", "B", "C", "D", "E", "F", "G", "H", "An offer whose name does not fit into the button that it is shown on")},
			{Dimension: dimension("day"), On: day, Counted: "Receipts", Ranged: true, Least: &least, Most: &most},
			{Dimension: dimension("gender"), Versus: men, Counted: "Receipts", Options: options("", "Women", "Men", "Other", "Unknown")},
		},
		Chips: []views.Chip{
			{Dimension: dimension("channel"), Condition: channel, Address: address},
			{Dimension: dimension("day"), Condition: day, Address: address},
			{Dimension: dimension("gender"), Condition: men, Compare: true, Address: address},
		},
		Rest: []views.Chip{{Dimension: dimension("channel"), Condition: metrics.Condition{Dimension: "channel", Not: true, Values: channel.Values}, Address: address}},
	}
	for i := range page.Cards {
		card := &page.Cards[i]
		card.Path, card.Query, card.Compares = views.OverviewSheet, page.Query, true
		card.Kept, _ = url.ParseQuery(page.Query)
	}
	page.Cards[0].Silent = []views.Silence{{Measures: []metrics.Measure{{Name: "viewed", Label: "Viewed"}}, Counted: "Receipts", Dimension: dimension("day")}}
	return page
}

func notFound() views.ErrorPage {
	return views.ErrorPage{
		Page:      Page("Not found", ""),
		Status:    404,
		Heading:   "There is no visual called \"chanels\"",
		Message:   "The address may be mistyped, or the visual has been given another name.",
		Advice:    "Start from one of the sheets above.",
		RequestID: "0d9f5a52c1",
	}
}

// Progress is a run half way.
func Progress() *views.Progress {
	return &views.Progress{RunID: 31, StartedAt: published.Add(-12 * time.Second), Stages: []views.Stage{
		{Name: "land", State: views.Done, Done: 31_457_280, Total: 31_457_280, Unit: "bytes"},
		{Name: "clean", State: views.Done, Done: 323_544, Total: 323_544, Unit: "rows"},
		{Name: "enrich", State: views.Running, Done: 9, Total: 16, Unit: "buckets"},
	}}
}
