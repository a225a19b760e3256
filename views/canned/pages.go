package canned

import (
	"net/url"
	"slices"
	"time"

	"github.com/a-h/templ"

	"cafe-rewards/sql/metrics"
	"cafe-rewards/views"
	"cafe-rewards/views/chart/examples"
	"cafe-rewards/views/language"
)

// Story is a page in one of its states.
type Story struct {
	Path  string // its address in the storybook; that of the product where there is one
	Title string
	Page  templ.Component
}

// Stories are all pages in all states that they can be in.
func Stories(l language.Locale) []Story {
	first := views.Page{Brand: views.Product, Title: l.Text("First run"), Progress: Progress()}
	return []Story{
		{"/", "Answers", views.Answers(Answers(l))},
		{"/dashboards/overview", "Overview", views.Dashboard(Overview(l))},
		{"/explore", "Explore", views.Explore(Explore(l))},
		{"/explore-wrong", "Explore: what cannot be shown", views.Explore(exploreWrong(l))},
		{"/dashboards", "All dashboards", views.DashboardListing(dashboardList(l))},
		{"/dashboards-none", "All dashboards: none of one's own", views.DashboardListing(views.DashboardListPage{Page: Page(l, "Dashboards", views.DashboardList)})},
		{"/shared", "Short address", views.Shared(shared(l))},
		{"/exports/", "Exports", views.Exports(Exports(l))},
		{"/pipeline", "Pipeline", views.Pipeline(Pipeline(l))},
		{"/pipeline-running", "Pipeline while a run is under way, and the last one failed", views.Pipeline(runningPipeline(l))},
		{"/visuals/channel-effectiveness", "Visual: bars with intervals", Visual(l, "channel-effectiveness")},
		{"/visuals/activity-by-day", "Visual: lines", Visual(l, "activity-by-day")},
		{"/visuals/hours-histogram", "Visual: histogram", Visual(l, "hours-histogram")},
		{"/visuals/funnel", "Visual: funnel", Visual(l, "funnel")},
		{"/visuals/completion-by-offer", "Visual: bars with long names", Visual(l, "completion-by-offer")},
		{"/visuals/channel-offers", "Visual: table", Visual(l, "channel-offers")},
		{"/visuals/hours-to-complete", "Visual: key figures", Visual(l, "hours-to-complete")},
		{"/visuals/cohorts", "Visual: pivot", Visual(l, "cohorts")},
		{"/visuals/channel-and-offer", "Visual: pivot of groups within groups, one of them closed", views.Visual(Arranged(l, "channel-and-offer", views.Arrangement{Closed: []string{"web"}, Shaded: true}))},
		{"/visuals/offer-table", "Visual: table, sorted and searched", views.Visual(Arranged(l, "offer-table", views.Arrangement{Sort: "receipts", Find: "bogo"}))},
		{"/offers/2298d6c36e964ae4a3e7e9706d1fb8c2", "Offer", views.Offer(Offer(l))},
		{"/rows/purchases", "Rows behind a figure", views.Rows(Rows(l))},
		{"/embed/visuals/channel-effectiveness", "Embedded visual", views.Embed(embedded(l, "channel-effectiveness"))},
		{"/embed/visuals/hours-to-complete", "Embedded key figures", views.Embed(embedded(l, "hours-to-complete"))},
		{"/embed/dashboards/overview", "Embedded dashboard", views.Embed(embeddedOverview(l))},
		{"/states", "Cards in other states", views.Dashboard(states(l))},
		{"/charts", "Every kind of chart", views.Dashboard(Charts(l))},
		{"/filtered", "A sheet with filters on", views.Dashboard(Filtered(l))},
		{"/first-run", "First run", views.FirstRun(views.FirstRunPage{Page: first, Source: "sample data: 17,000 customers, seed 1"})},
		{"/first-run-failed", "First run, failed", views.FirstRun(views.FirstRunPage{
			Page:   views.Page{Brand: views.Product, Title: l.Text("First run")},
			Source: "https://example.org/cafe.zip",
			Failed: "events.csv has no column called \"time\": its header is \"customer_id,event,value\". Correct the file, then run the pipeline again.",
		})},
		{"/not-found", "Error", views.Error(notFound(l))},
		{"/embed-error", "Error in a frame", views.EmbedError(notFound(l))},
		{"/test-of-an-embed", "Test this embed", views.EmbedTest(embedTest(l))},
		{"/frame", "A page that embeds", frame()},
	}
}

// Page is the frame of a page with version 12 published.
func Page(l language.Locale, title, sheet string) views.Page {
	return views.Page{Brand: views.Product, Title: l.Known(title), Sheet: sheet, Sheets: tabs(l), Freshness: views.Freshness{Version: 12, PublishedAt: published}}
}

func tabs(l language.Locale) []views.Sheet {
	tabs := []views.Sheet{{Label: l.Text("Answers"), Address: views.AnswersSheet}}
	for _, sheet := range sheets.In(l).Sheets() {
		if sheet.Sheet != "" {
			tabs = append(tabs, views.Sheet{Label: sheet.Sheet, Address: views.DashboardsPath + sheet.Name})
		}
	}
	return append(tabs, views.Sheet{Label: l.Text("Dashboards"), Address: views.DashboardList}, views.Sheet{Label: l.Text("Explore"), Address: views.ExploreSheet},
		views.Sheet{Label: l.Text("Exports"), Address: views.ExportsSheet}, views.Sheet{Label: l.Text("Pipeline"), Address: views.PipelineSheet})
}

// Visual is the page of a visual.
func Visual(l language.Locale, name string) templ.Component {
	card := Card(l, name)
	card.Large = true
	return views.Visual(views.VisualPage{Page: Page(l, card.Visual.Title, ""), Card: card})
}

// Sheet is the dashboard of that name.
func Sheet(l language.Locale, name string) views.DashboardPage {
	sheet, err := sheets.In(l).Sheet(name)
	if err != nil {
		panic("canned: " + err.Error())
	}
	page := views.DashboardPage{Page: Page(l, sheet.Title, views.DashboardsPath+name), Name: name, Subtitle: sheet.Lead, Origin: Origin}
	if key, ok := sheet.KeyFigures(); ok {
		page.FiguresCard = Card(l, key.Name)
		page.Figures = page.FiguresCard.KeyFigures(l, Card(l, "activity-by-day").Table)
	}
	for _, v := range sheet.Visuals {
		page.Cards = append(page.Cards, Card(l, v.Name))
	}
	return page
}

// Overview is the sheet of that name.
func Overview(l language.Locale) views.DashboardPage { return Sheet(l, "overview") }

// Charts is a card of every kind of chart.
func Charts(l language.Locale) views.DashboardPage {
	page := views.DashboardPage{Page: Page(l, "Every kind of chart", ""), Name: "charts"}
	for _, e := range examples.All() {
		page.Cards = append(page.Cards, views.Card{Visual: e.Visual, Table: e.Table, Version: 12, Origin: Origin})
	}
	return page
}

func embedded(l language.Locale, name string) views.EmbedPage {
	card := Card(l, name)
	return views.EmbedPage{Brand: views.Product, Title: card.Visual.Title, Address: Origin + "/visuals/" + name, Freshness: Page(l, "", "").Freshness, Cards: []views.Card{card}}
}

func embedTest(l language.Locale) views.EmbedTestPage {
	return views.EmbedTestPage{
		Page: Page(l, "Test this embed", ""), Address: Origin + "/embed/visuals/funnel?channel=web", Origin: "https://wiki.example.org", Frame: "/embed/visuals/channel-effectiveness",
		Checks: []views.EmbedCheck{
			{Found: views.Good, Title: l.Text("Address"), Text: l.Text("It belongs to this server, and may be framed.")},
			{Found: views.Bad, Title: l.Text("Page around it"), Text: l.Text("%s is not among the origins that may show it, and browsers refuse.", "https://wiki.example.org"), Code: "Content-Security-Policy: frame-ancestors 'self'",
				Fix: l.Text("Add it to the settings, CAFE_EMBED_ORIGINS=%s, or sign an address for it.", "https://wiki.example.org")},
			{Found: views.Unsure, Title: "Something else", Text: "It cannot be known."},
		},
	}
}

func embeddedOverview(l language.Locale) views.EmbedPage {
	page := Overview(l)
	return views.EmbedPage{Brand: page.Brand, Title: page.Title, Address: Origin + views.OverviewSheet, Freshness: page.Freshness, Figures: page.Figures, Cards: page.Cards}
}

// states are cards that are not as usual: failed, empty, one row, small groups, long names, markup, many rows.
func states(l language.Locale) views.DashboardPage {
	failed, empty, one, small, stacked, many := Card(l, "funnel"), Card(l, "hours-histogram"), Card(l, "channel-effectiveness"),
		Card(l, "completion-by-age"), Card(l, "age-completion"), Card(l, "channel-offers")
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
	page := views.DashboardPage{Page: Page(l, "Cards in other states", ""), Name: "states"}
	page.Freshness.Sample = true
	page.Cards = []views.Card{failed, empty, one, small, stacked, grouped, many, long}
	return page
}

// Filtered is a sheet with every kind of control, filters that are on, and a comparison.
func Filtered(l language.Locale) views.DashboardPage {
	const address = "/dashboards/overview?gender=Women"
	page := Overview(l)
	page.Name, page.Query = "filtered", "channel=social&channel=web&day=3..14&vs.gender=Men"
	dimension := func(name string) metrics.Dimension {
		d, err := sheets.In(l).Model.Dimension(name)
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
			{Dimension: dimension("channel"), On: channel, Counted: l.Known("Receipts"), Options: options("web", "email", "web", "mobile", "social")},
			{Dimension: dimension("offer"), Counted: l.Known("Receipts"), Options: options("", "A", "B", "C", "D", "E", "F", "G", "H", "An offer whose name does not fit into the button that it is shown on")},
			{Dimension: dimension("day"), On: day, Counted: l.Known("Receipts"), Ranged: true, Least: &least, Most: &most},
			{Dimension: dimension("gender"), Versus: men, Counted: l.Known("Receipts"), Options: options("", "Women", "Men", "Other", "Unknown")},
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
	page.Cards[0].Silent = []views.Silence{{Measures: []metrics.Measure{{Name: "viewed", Label: l.Known("Viewed")}}, Counted: l.Known("Receipts"), Dimension: dimension("day")}}
	return page
}

func notFound(l language.Locale) views.ErrorPage {
	return views.ErrorPage{
		Page:      Page(l, "Not found", ""),
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
