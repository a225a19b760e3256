package server

import (
	"context"
	"slices"

	"cafe-rewards/sql/metrics"
	"cafe-rewards/views"
	"cafe-rewards/views/format"
	"cafe-rewards/views/language"
)

// sided are the columns of an answer to two selections, which are called by what they do not share: Women and Men, where both are of one channel.
func (s *Server) sided(ctx context.Context, st state, columns []metrics.Column) []metrics.Column {
	model := s.dashboardsIn(ctx).Model
	own := func(selection, other metrics.Selection) (all []views.Chip) {
		for _, c := range selection {
			if !slices.ContainsFunc(other, c.Equal) {
				d, _ := model.Dimension(c.Dimension) // a selection was read against the model
				all = append(all, views.Chip{Dimension: d, Condition: c})
			}
		}
		return all
	}
	columns = slices.Clone(columns) // those of the cache are others'
	for i := range columns {
		if columns[i].Name == metrics.SelectionColumn {
			columns[i].Sides = views.Sides(language.Of(ctx), own(st.where, *st.versus), own(*st.versus, st.where))
		}
	}
	return columns
}

// sideIn writes the cells of a sentence about a table of these columns.
func sideIn(l language.Locale, columns []metrics.Column) func(any, metrics.Unit) string {
	at := slices.IndexFunc(columns, func(c metrics.Column) bool { return c.Name == metrics.SelectionColumn })
	if at < 0 {
		return valueIn(l)
	}
	return func(cell any, unit metrics.Unit) string {
		if _, isText := cell.(string); isText {
			return format.Called(l, cell, columns[at])
		}
		return format.Value(l, cell, unit)
	}
}
