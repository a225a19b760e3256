package chart

import (
	"cafe-rewards/sql/metrics"
	"cafe-rewards/views/format"
	"cafe-rewards/views/language"
)

// New measures a table, and words it in a language. A visual without a drawing, or a table without rows, gives a Plot whose Drawn is false.
func New(l language.Locale, v metrics.Visual, t metrics.Table) Plot {
	p := Plot{Kind: v.Chart.Kind, Visual: v, width: usualWidth, in: l}
	m := measuring{Plot: &p, table: t, columns: columnsOf(t)}
	switch p.Kind {
	case metrics.KPI, metrics.TableOnly, metrics.Pivot, "":
		return p
	}
	for _, name := range v.Chart.Values {
		if i, ok := m.columns[name]; ok {
			m.values = append(m.values, i)
		}
	}
	category, hasCategory := m.columns[v.Chart.Category]
	if hasCategory {
		p.Category = t.Columns[category]
	}
	if selection, ok := m.columns[metrics.SelectionColumn]; ok {
		p.selection = t.Columns[selection]
	}
	switch {
	case len(m.values) == 0 || len(t.Rows) == 0:
	case p.Kind == metrics.Funnel && !hasCategory:
		m.stepsOfRows()
	case !hasCategory:
	case p.Kind == metrics.Scatter && len(m.values) < 2 || p.Kind == metrics.Box && len(m.values) < 5:
	case (v.Chart.Series != "" && p.Kind != metrics.Scatter) || p.panelled():
		m.long(category)
	default:
		m.wide(category)
	}
	for i := range p.Series {
		p.Series[i].Token = token(p.Series[i].Name, i, len(p.Series))
	}
	if p.Kind == metrics.Funnel {
		p.unfade()
	}
	if p.Kind == metrics.Share {
		p.shares()
	}
	return p
}

// measuring is a Plot in the making.
type measuring struct {
	*Plot
	table   metrics.Table
	columns map[string]int
	values  []int // columns that are drawn
}

// name is what a row is called. Boxes and points of two selections stand in one chart, and say which is which.
func (m *measuring) name(row, category int) Name {
	raw := m.table.Rows[row][category]
	name := Name{Label: format.Value(m.in, raw, m.Category.Unit), Raw: raw, Unit: m.Category.Unit}
	if at, ok := m.columns[metrics.SelectionColumn]; ok && (m.Kind == metrics.Box || m.Kind == metrics.Scatter) {
		side := m.table.Rows[row][at]
		name.Second = side == metrics.SecondSelection
		if called := format.Called(m.in, side, m.selection); m.selection.Sides == [2]string{} {
			name.Label += ", " + format.Lower(called)
		} else {
			name.Label += ", " + called
		}
	}
	return name
}

// stepsOfRows makes a funnel of a table without groups: a step per column. Rows are those of the two selections, a small funnel each.
func (m *measuring) stepsOfRows() {
	first := m.table.Columns[m.values[0]]
	m.Series = []Series{{Column: first, Name: Name{Label: first.Label}}}
	for _, at := range m.values {
		c := m.table.Columns[at]
		m.Names = append(m.Names, Name{Label: c.Label, Raw: c.Name})
	}
	m.Panels = []Name{{}}
	if panel, ok := m.columns[m.Visual.Chart.Panels]; ok {
		m.Panels = nil
		for _, cells := range m.table.Rows {
			raw := cells[panel]
			m.Panels = append(m.Panels, Name{Label: format.Called(m.in, raw, m.table.Columns[panel]), Raw: raw})
		}
	}
	for panel := range m.Panels {
		var cells [][]Cell
		for _, at := range m.values {
			cells = append(cells, []Cell{m.cell(panel, at)})
		}
		m.cells = append(m.cells, cells)
	}
	m.kept = [3]int{len(m.Names), 1, len(m.Panels)}
}

// wide reads a table with a name per row and a series per column.
func (m *measuring) wide(category int) {
	m.Panels = []Name{{}}
	m.kept = [3]int{len(m.table.Rows), len(m.values), 1}
	values := m.values[:min(len(m.values), maxSeries)]
	for _, at := range values {
		c := m.table.Columns[at]
		m.Series = append(m.Series, Series{Column: c, Name: Name{Label: c.Label, Raw: c.Name}})
	}
	var names [][]Cell
	for row := range min(len(m.table.Rows), m.most()) {
		m.Names = append(m.Names, m.name(row, category))
		cells := make([]Cell, len(values))
		for s, at := range values {
			cells[s] = m.cell(row, at)
		}
		names = append(names, cells)
	}
	if m.Kind == metrics.Donut && len(m.table.Rows) > len(names) {
		last := len(names) - 1
		m.Names[last] = Name{Label: m.in.Text("%s others", format.Count(m.in, int64(len(m.table.Rows)-last)))}
		names[last] = []Cell{m.rest(last, values[0])}
		m.kept[0] = len(names) // nothing is left out of the whole
	}
	m.cells = [][][]Cell{names}
}

// rest is the sum of a column from a row on.
func (m *measuring) rest(from, at int) Cell {
	column, sum := m.table.Columns[at], 0.0
	for _, cells := range m.table.Rows[from:] {
		if x := display(cells[at], column.Unit); x != nil {
			sum += max(0, *x)
		}
	}
	return Cell{At: &sum, Label: m.written(sum, column), Row: -1}
}

// long reads a table with a row per name, series and panel.
func (m *measuring) long(category int) {
	bySeries, hasSeries := m.columns[m.Visual.Chart.Series]
	byPanel, hasPanels := m.columns[m.Visual.Chart.Panels]
	most := maxSeries
	if m.Kind == metrics.HeatMap {
		most = maxBars
	}
	var names, series, panels []Name
	type spot struct{ panel, name, series int }
	filled := map[spot]int{} // rows
	for row, cells := range m.table.Rows {
		at := spot{}
		at.name = m.place(&names, &m.kept[0], cells[category], m.Category, m.most())
		if hasSeries {
			at.series = m.place(&series, &m.kept[1], cells[bySeries], m.table.Columns[bySeries], most)
		}
		if hasPanels {
			at.panel = m.place(&panels, &m.kept[2], cells[byPanel], m.table.Columns[byPanel], maxPanels)
		}
		if _, taken := filled[at]; !taken && at.panel >= 0 && at.name >= 0 && at.series >= 0 {
			filled[at] = row
		}
	}
	values := m.values[:1]
	if hasSeries {
		for _, name := range series {
			m.Series = append(m.Series, Series{Column: m.table.Columns[m.values[0]], Name: name})
		}
	} else {
		values = m.values[:min(len(m.values), maxSeries)]
		for _, at := range values {
			c := m.table.Columns[at]
			m.Series = append(m.Series, Series{Column: c, Name: Name{Label: c.Label, Raw: c.Name}})
		}
		m.kept[1] = len(m.values)
	}
	if m.Names, m.Panels = names, panels; !hasPanels {
		m.Panels, m.kept[2] = []Name{{}}, 1
	}
	m.cells = make([][][]Cell, len(m.Panels))
	for panel := range m.Panels {
		m.cells[panel] = make([][]Cell, len(names))
		for name := range names {
			for s := range m.Series {
				at := spot{panel: panel, name: name}
				column := m.values[0]
				if hasSeries {
					at.series = s
				} else {
					column = values[s]
				}
				c := Cell{Row: -1, Label: format.None}
				if row, ok := filled[at]; ok {
					c = m.cell(row, column)
				}
				m.cells[panel][name] = append(m.cells[panel][name], c)
			}
		}
	}
}

// cell measures a value with what belongs to it.
func (m *measuring) cell(row, at int) Cell {
	column, values := m.table.Columns[at], m.table.Rows[row]
	c := Cell{At: display(values[at], column.Unit), Label: format.Value(m.in, values[at], column.Unit), Row: row}
	low, hasLow := m.columns[column.Low]
	high, hasHigh := m.columns[column.High]
	if hasLow && hasHigh {
		c.Low, c.High = display(values[low], column.Unit), display(values[high], column.Unit)
		c.Range = format.Interval(m.in, values[low], values[high], column.Unit)
		if c.Low == nil || c.High == nil {
			c.Low, c.High = nil, nil
		}
	}
	if n, ok := m.columns[column.N]; ok {
		if count, ok := values[n].(int64); ok {
			unit := m.table.Columns[n].Unit
			c.Count = display(count, unit)
			if unit != metrics.USD { // money is no number of trials
				c.N = format.Count(m.in, count)
				c.Small = count > 0 && count < SmallN && column.Type == metrics.Number // a count of few is a finding, not a doubtful rate
			}
		}
	}
	return c
}

// unfade: a step with few is a finding, not a doubtful rate.
func (p *Plot) unfade() {
	for _, names := range p.cells {
		for _, cells := range names {
			cells[0].Small = false
		}
	}
}

// shares makes of each value its part of the sum of its name, which is also what a share of counts is taken over.
func (p *Plot) shares() {
	for _, names := range p.cells {
		for _, cells := range names {
			sum := 0.0
			for _, c := range cells {
				if c.At != nil {
					sum += max(0, *c.At)
				}
			}
			for s, c := range cells {
				if c.At == nil || sum <= 0 {
					cells[s].At = nil
					continue
				}
				part := max(0, *c.At) / sum * 100
				cells[s].At, cells[s].Label = &part, format.Share(p.in, part/100)+" ("+c.Label+")"
			}
			whole := ""
			if p.Series[0].Column.Unit == metrics.Count {
				whole = format.Count(p.in, int64(sum+0.5))
			}
			for s := range cells {
				cells[s].N = whole
			}
		}
	}
}
