package canned

import (
	"net/url"

	"cafe-rewards/sql/metrics"
	"cafe-rewards/views"
	"cafe-rewards/views/format"
	"cafe-rewards/views/language"
)

// Explore is the page with something on it that can be shown.
func Explore(l language.Locale) views.ExplorePage {
	card := Card(l, "completion-by-age")
	card.Path, card.Query = views.ExploreSheet, "by=age_group&measure=completion_rate"
	return views.ExplorePage{
		Page: Page(l, "Explore", views.ExploreSheet), Query: card.Query, Form: exploreForm(l), Card: &card,
		Add: &views.AddToDashboard{Title: card.Visual.Title, Dashboards: []views.Choice{{Value: "mine", Label: "Mine"}}, Versus: true},
	}
}

// exploreWrong is the page with what cannot be shown.
func exploreWrong(l language.Locale) views.ExplorePage {
	page := Explore(l)
	page.Card, page.Add = nil, nil
	page.Wrong = views.Wrong{
		Field: "by", Sentence: l.Text("A chart of the kind %s needs groups with an order of their own, such as days; %s has none.", l.Known("Lines"), l.Known("Channel")),
		Fits: []views.Choice{{Label: l.Known("Bars"), Address: "/explore?by=channel&chart=bar&measure=completion_rate"}},
	}
	return page
}

func exploreForm(l language.Locale) views.ExploreForm {
	by := []views.Choice{{Label: l.Text("None")}, {Value: "age_group", Label: l.Known("Age group"), Chosen: true}, {Value: "at_completion", Label: l.Known("Purchase"), Why: l.Text("%s has none", format.Lower(l.Known("Completion rate")))}}
	form := views.ExploreForm{
		Kept: url.Values{"gender": {"Women"}},
		Measures: []views.ChoiceGroup{
			{Label: l.Known("Receipts"), Choices: []views.Choice{{Value: "receipts", Label: l.Known("Receipts")}, {Value: "completion_rate", Label: l.Known("Completion rate"), About: l.Known("Completed divided by completable receipts; informational offers are left out."), Chosen: true}}},
			{Label: l.Known("Purchases"), Choices: []views.Choice{{Value: "sales", Label: l.Known("Sales"), Why: l.Text("Cannot be grouped by %s.", format.Lower(l.Known("Channel")))}}},
		},
		By: [][]views.Choice{by}, Series: by, Panels: by, Order: []views.Choice{{Label: l.Text("Their own order"), Chosen: true}},
		Charts: []views.Choice{{Label: l.Text("Best fit") + ": " + l.Known("Bars"), Chosen: true}},
	}
	for _, kind := range metrics.Kinds {
		choice := views.Choice{Value: string(kind), Label: l.Known(kind.Label())}
		if kind == metrics.Funnel {
			choice.Why = l.Text("A chart of the kind %s %s.", l.Known(kind.Label()), l.Known("has no group, not 1"))
		}
		form.Charts = append(form.Charts, choice)
	}
	return form
}

// dashboardList is the list with dashboards of one's own, and a file that cannot be used.
func dashboardList(l language.Locale) views.DashboardListPage {
	page := views.DashboardListPage{
		Page: Page(l, "Dashboards", views.DashboardList), Changeable: true,
		Own:    []views.ListedDashboard{{Name: "mine", Title: "Mine", Visuals: []views.ListedVisual{{Name: "sales-by-age", Title: "Sales by age"}}}},
		Broken: []views.BrokenDashboard{{File: "mine.yaml", Problems: []string{`mine.yaml:4: visual "sales-by-age": measures: there is no measure called "slaes"; did you mean "sales"?`}, Served: true}},
	}
	for _, sheet := range sheets.In(l).Sheets() {
		page.Programs = append(page.Programs, views.ListedDashboard{Name: sheet.Name, Title: sheet.Title, Lead: sheet.Lead, Visuals: make([]views.ListedVisual, len(sheet.Visuals))})
	}
	return page
}

func shared(l language.Locale) views.SharedPage {
	return views.SharedPage{Page: Page(l, "Short address", ""), Short: Origin + "/s/xgjjyz7dyp", Long: "/explore?by=day&measure=sales"}
}
