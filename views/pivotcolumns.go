package views

import (
	"math"
	"slices"

	"cafe-rewards/sql/metrics"
	"cafe-rewards/views/format"
)

// pivotColumn is a column of figures: one measure, of one selection, of one group or of all.
type pivotColumn struct {
	all    bool
	value  any
	side   any // nil where there is but one selection
	figure metrics.Column
}

// heads makes the columns, as many as are shown, and what stands above them. It also says how many there would be.
func (p *pivoting) heads(series []metrics.Dimension) (heads [][]PivotHead, columns int) {
	var groups []pivotColumn
	if len(series) > 0 {
		for _, row := range p.levels[0].Split.Rows {
			if !slices.ContainsFunc(groups, func(c pivotColumn) bool { return c.value == row[0] }) {
				groups = append(groups, pivotColumn{value: row[0]})
			}
		}
	}
	sides, selection := p.sides()
	each := len(sides) * len(p.figures)
	columns = (len(groups) + 1) * each
	groups = append(groups[:min(len(groups), max(0, maxPivotColumns/max(1, each)-1))], pivotColumn{all: true})
	var top, middle, bottom []PivotHead
	for _, group := range groups {
		if len(series) > 0 {
			top = append(top, PivotHead{Text: p.groupText(group, series[0]), Span: each, Total: group.all})
		}
		for _, side := range sides {
			if side != nil {
				middle = append(middle, PivotHead{Text: format.Called(p.in, side, selection), Span: len(p.figures), Total: group.all && len(series) > 0})
			}
			for _, figure := range p.figures {
				bottom = append(bottom, PivotHead{Text: figure.Label, Note: figure.Description, Span: 1, Total: group.all && len(series) > 0})
				p.columns = append(p.columns, pivotColumn{group.all, group.value, side, figure})
			}
		}
	}
	if len(p.figures) == 1 && len(top)+len(middle) > 0 {
		bottom = nil // the title says what the one figure is
	}
	for _, row := range [][]PivotHead{top, middle, bottom} {
		if len(row) > 0 {
			heads = append(heads, row)
		}
	}
	return heads, columns
}

func (p *pivoting) groupText(column pivotColumn, d metrics.Dimension) string {
	switch {
	case column.all:
		return p.in.Text("All")
	case column.value == nil:
		return p.in.Known(metrics.Unknown)
	}
	return format.Value(p.in, column.value, d.Unit)
}

// sides are the selections that are compared, and their column; one that has no name where there is one alone.
func (p *pivoting) sides() ([]any, metrics.Column) {
	whole := p.levels[0].Whole
	at := columnOf(whole, metrics.SelectionColumn)
	if at < 0 {
		return []any{nil}, metrics.Column{}
	}
	return []any{metrics.FirstSelection, metrics.SecondSelection}, whole.Columns[at]
}

// shade gives each figure that is no total a shade by its place between the least and the greatest of its measure.
func (p *pivoting) shade(out *Pivot) {
	bounds := map[string][2]float64{} // by measure, the least and the greatest
	each := func(visit func(cell *PivotCell, measure string, x float64)) {
		for g := range out.Groups {
			for r := range out.Groups[g].Rows {
				row := &out.Groups[g].Rows[r]
				for i := range row.Cells {
					if x, ok := format.Float(row.Cells[i].Value); ok && !row.Totals && !row.Cells[i].Total {
						visit(&row.Cells[i], p.columns[i].figure.Name, x)
					}
				}
			}
		}
	}
	each(func(_ *PivotCell, measure string, x float64) {
		b, ok := bounds[measure]
		if !ok {
			b = [2]float64{x, x}
		}
		bounds[measure] = [2]float64{min(b[0], x), max(b[1], x)}
	})
	each(func(cell *PivotCell, measure string, x float64) {
		if b := bounds[measure]; b[1] > b[0] {
			cell.Shade = 1 + int(min(shades-1, math.Floor(shades*(x-b[0])/(b[1]-b[0]))))
		}
	})
}
