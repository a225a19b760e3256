package canned

import (
	"fmt"
	"slices"

	"cafe-rewards/sql/metrics"
	"cafe-rewards/views"
	"cafe-rewards/views/language"
)

// pivot puts the canned answers of a pivot together. The innermost one is the table of its card.
func pivot(l language.Locale, card views.Card) views.Pivot {
	v := card.Visual
	levels := make([]views.PivotLevel, len(v.By)+1)
	for i := range levels {
		levels[i].Whole = level(card, fmt.Sprintf("%s.%d-whole", v.Name, i), v.By[:i])
		if v.Series != "" {
			levels[i].Split = level(card, fmt.Sprintf("%s.%d-split", v.Name, i), append(v.By[:i:i], v.Series))
		}
	}
	return views.NewPivot(l, v, card.Dimensions, levels)
}

// level is the answer by some of a pivot's dimensions.
func level(card views.Card, file string, by []string) metrics.Table {
	if len(by) == len(card.Dimensions) {
		return card.Table
	}
	columns := slices.DeleteFunc(slices.Clone(card.Table.Columns), func(c metrics.Column) bool {
		return slices.ContainsFunc(card.Dimensions, func(d metrics.Dimension) bool { return d.Name == c.Name && !slices.Contains(by, d.Name) })
	})
	return table(file, columns)
}

// Arranged is the page of a visual with its rows in that arrangement.
func Arranged(l language.Locale, name string, a views.Arrangement) views.VisualPage {
	card := Card(l, name)
	card.Path, card.Arranged = "/visuals/"+name, a
	return views.VisualPage{Page: Page(l, card.Visual.Title, ""), Card: card}
}

// Offer is the page of an offer between two others.
func Offer(l language.Locale) views.OfferPage {
	page := Sheet(l, "offer")
	page.Title, page.Sheet = "Discount: spend $10, get $2, 10 days", views.DashboardsPath+"offers"
	return views.OfferPage{
		DashboardPage: page,
		Terms: []views.Term{
			{Name: l.Text("Type"), Value: "Discount"}, {Name: l.Text("Spend"), Value: int64(1000), Unit: metrics.USD}, {Name: l.Text("Reward"), Value: int64(200), Unit: metrics.USD},
			{Name: l.Text("Days to complete"), Value: int64(10)}, {Name: l.Text("Channels"), Value: "email, mobile, social, web"},
		},
		From:     views.Link{Text: l.Text("All offers"), Address: views.DashboardsPath + "offers"},
		Previous: views.Link{Text: "BOGO: spend $5, get $5, 7 days", Address: "/offers/9b98b8c7a33c4b65b9aebfe6a799e6d9"},
		Next:     views.Link{Text: "Discount: spend $10, get $2, 7 days", Address: "/offers/2906b810c7d4411798c6938adc9daaa5"},
	}
}

// Rows are the second of three pages of rows behind a figure.
func Rows(l language.Locale) views.RowsPage {
	fact, err := sheets.In(l).Model.Fact("purchases")
	if err != nil {
		panic("canned: " + err.Error())
	}
	gender, _ := sheets.In(l).Model.Dimension("gender")
	return views.RowsPage{
		Page: Page(l, fact.Label, views.OverviewSheet), Fact: fact.Name, Grain: fact.Grain, Most: 10_000, Version: 12,
		Table: metrics.Table{Columns: fact.RowColumns(), Rows: [][]any{
			{"0009655768c64bdeb2e877511632db8f", int64(228), int64(2216), int64(0), "Men", "25-40", "$60,000–79,999"},
			{"0009655768c64bdeb2e877511632db8f", int64(414), int64(857), int64(1), "Men", "25-40", "$60,000–79,999"},
		}},
		Pager: views.NewPager(2, 102, func(page int) string { return fmt.Sprintf("/rows/purchases?gender=Men&page=%d", page) }),
		Chips: []views.Chip{{Dimension: gender, Condition: metrics.Condition{Dimension: "gender", Values: []string{"Men"}}, Address: "/rows/purchases"}},
		From:  views.Link{Text: "Sales per day", Address: "/visuals/sales-by-day?gender=Men"},
		Files: []views.Link{{Text: "CSV", Address: "/rows/purchases.csv?gender=Men"}},
	}
}
