package views

import (
	"slices"
	"strconv"
	"strings"

	"cafe-rewards/sql/metrics"
	"cafe-rewards/views/format"
	"cafe-rewards/views/language"
)

// Figure is one number in large type with what is needed to read it.
type Figure struct {
	Name      string // of the column; may be empty
	Label     string
	Value     any // int64, float64 or nil, as in a metrics.Table
	Unit      metrics.Unit
	Low, High any     // of the 95 % interval, in the same unit; nil where there is none
	N         int64   // what the figure is taken over; 0 where that says nothing
	Detail    string  // a comparison, in a few words; may be empty
	Address   string  // where it leads; may be empty
	Trend     []int64 // the same figure per day, oldest first; may be empty
	Daily     bool    // in another selection, it could have a trend
}

func (f Figure) short(l language.Locale) string { return format.Short(l, f.Value, f.Unit) }
func (f Figure) full(l language.Locale) string  { return format.Value(l, f.Value, f.Unit) }
func (f Figure) interval(l language.Locale) string {
	return format.Interval(l, f.Low, f.High, f.Unit)
}
func (f Figure) hasBasis() bool { return f.interval(language.English) != "" || f.N > 0 }

// trendPoints are the days as a line in a box of 100 by 24, from zero.
func (f Figure) trendPoints() string {
	most := max(1, slices.Max(f.Trend))
	points := make([]string, len(f.Trend))
	for i, x := range f.Trend {
		across := float64(i) / float64(len(f.Trend)-1) * 100
		down := 22 - float64(max(0, x))/float64(most)*20
		points[i] = strconv.FormatFloat(across, 'f', 2, 64) + "," + strconv.FormatFloat(down, 'f', 2, 64)
	}
	return strings.Join(points, " ")
}

func (f Figure) trendText(l language.Locale) string {
	most := slices.Max(f.Trend)
	return l.Text("%s per day, day 1 to day %d: most on day %d, %s.", f.Label, len(f.Trend), slices.Index(f.Trend, most)+1, format.Value(l, most, f.Unit))
}

// Figures gives the drawn columns of a visual of kind kpi as figures. Where a filter applies to none of them, they are there without values.
func (c Card) Figures(l language.Locale) []Figure {
	table := c.Table
	switch {
	case len(table.Rows) > 0:
	case len(c.Silent) > 0:
		table.Rows = [][]any{make([]any, len(table.Columns))}
	default:
		return nil
	}
	var all []Figure
	for _, name := range c.Visual.Chart.Values {
		f, ok := figureOf(l, table, name)
		if !ok {
			continue
		}
		all = append(all, f)
	}
	return all
}

// figureOf makes a figure of a column of the first row; false where the table has no such column. A proportion has its interval and n, a
// part of something its share of it. A second row is what the first is compared with.
func figureOf(l language.Locale, t metrics.Table, name string) (Figure, bool) {
	i := columnOf(t, name)
	if i < 0 || len(t.Rows) == 0 {
		return Figure{}, false
	}
	column := t.Columns[i]
	f := Figure{Name: name, Label: column.Label, Value: t.Rows[0][i], Unit: column.Unit, Low: cellOf(t, column.Low), High: cellOf(t, column.High)}
	whole := columnOf(t, column.N)
	switch {
	case whole < 0:
	case column.Unit == metrics.USD && t.Columns[whole].Unit == metrics.Count:
		// an amount is taken over purchases, but is no part of them
	case column.Type == metrics.Integer:
		f.Detail = basis(l, f.Value, t.Rows[0][whole], t.Columns[whole])
	default:
		f.N, _ = t.Rows[0][whole].(int64)
		if t.Columns[whole].Unit == metrics.USD {
			f.N = 0 // money is no number of trials
		}
	}
	if len(t.Rows) == 2 && columnOf(t, metrics.SelectionColumn) >= 0 {
		f.Detail = comparison(l, f.Value, t.Rows[1][i], column.Unit)
	}
	return f, true
}

// comparison says how a figure stands to that of the second selection.
func comparison(l language.Locale, value, other any, unit metrics.Unit) string {
	x, ok := format.Float(value)
	y, known := format.Float(other)
	if !ok || !known {
		return ""
	}
	against := format.Short(l, other, unit)
	switch {
	case unit == metrics.Percent:
		return l.Text("against %s: %s", against, format.Points(l, x-y))
	case y != 0:
		return l.Text("against %s: %s", against, format.Change(l, x/y-1))
	}
	return l.Text("against %s", against)
}

func columnOf(t metrics.Table, name string) int {
	return slices.IndexFunc(t.Columns, func(c metrics.Column) bool { return c.Name == name })
}

// cellOf is the cell of a column in the first row; nil where there is none.
func cellOf(t metrics.Table, name string) any {
	i := columnOf(t, name)
	if i < 0 || len(t.Rows) == 0 {
		return nil
	}
	return t.Rows[0][i]
}

// RowFigure gives the first drawn value of a row as a headline figure, with its interval and n: social, 57.24 %, 56.8–57.7 %.
func (c Card) RowFigure(l language.Locale, row int) Figure {
	drawn := c.Visual.Chart
	if row < 0 || row >= len(c.Table.Rows) || len(drawn.Values) == 0 {
		return Figure{}
	}
	one := metrics.Table{Columns: c.Table.Columns, Rows: c.Table.Rows[row : row+1]}
	f, _ := figureOf(l, one, drawn.Values[0])
	if category, ok := figureOf(l, one, drawn.Category); ok {
		f.Label = format.Value(l, category.Value, category.Unit)
	}
	return f
}
