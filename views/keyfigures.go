package views

import (
	"slices"

	"cafe-rewards/sql/metrics"
	"cafe-rewards/views/format"
	"cafe-rewards/views/language"
)

// KeyFigures are the figures of a dashboard: each with the one comparison that makes it readable, and its course per day where the
// table of trends has one.
func (c Card) KeyFigures(l language.Locale, trends metrics.Table) []Figure {
	all := c.Figures(l)
	for i := range all {
		f := &all[i]
		f.Trend, f.Daily = trend(trends, f.Name), columnOf(trends, f.Name) >= 0
		if !c.Signed {
			f.Address = c.Address("")
		}
		for _, s := range c.Silent {
			if slices.ContainsFunc(s.Measures, func(m metrics.Measure) bool { return m.Name == f.Name }) {
				f.Detail, f.Trend = s.reason(l), nil
			}
		}
	}
	return all
}

// trend is a column of a table as a series.
func trend(t metrics.Table, name string) []int64 {
	var days []int64
	for i, column := range t.Columns {
		if column.Name != name || column.Type != metrics.Integer {
			continue
		}
		for _, row := range t.Rows {
			n, _ := row[i].(int64)
			days = append(days, n)
		}
	}
	return days
}

// basis is what a count is part of, in words: 75.7 % of receipts.
func basis(l language.Locale, value any, whole any, of metrics.Column) string {
	part, isCount := value.(int64)
	all, ok := whole.(int64)
	if !isCount || !ok || all == 0 {
		return ""
	}
	return l.Text("%s of %s", format.Share(l, float64(part)/float64(all)), format.Lower(of.Label))
}
