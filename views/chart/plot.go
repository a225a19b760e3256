package chart

import (
	"math"
	"slices"

	"cafe-rewards/sql/metrics"
	"cafe-rewards/views/format"
)

// SmallN is the number of trials under which a mark is faded: its interval is too wide to rank it.
const SmallN = 30

// The most rows that are drawn; those behind them are in the table only. Bars take a line each, columns share the width.
const (
	maxBars    = 40
	maxColumns = 1000
)

// maxSeries is the number of colours that can be told apart; further columns are in the table only.
const maxSeries = 7

// Plot is a table measured for drawing. Values are in display units: percent is 0 to 100, money is in dollars.
type Plot struct {
	Kind     metrics.Kind
	Visual   metrics.Visual
	Marks    []Mark         // one per row
	Series   []Series       // one per drawn column, at most maxSeries
	Scale    Scale          // of the values
	Category metrics.Column // what the marks are
	Rows     int            // of the table; more than there are marks where not all fit
	large    bool
}

// Series is a drawn column.
type Series struct {
	metrics.Column
	Token string // the name of its colour
}

// Mark is what a row of the table looks like.
type Mark struct {
	Name   string
	Values []Value // one per series
	Low    *float64
	High   *float64
	Range  string   // the interval in words; empty without one
	Count  *float64 // behind the first value; nil where it is not known
	N      string   // the same in words
	Total  string   // stacked: the sum of the values
	Share  string   // funnel: the first value as a share of that count, or of the first step
	Small  bool     // N is under SmallN, but not 0
}

// Value is a cell as it is drawn and as it is written.
type Value struct {
	At    *float64 // nil where there is no value
	Label string
}

// New measures a table. A visual without a drawing, or a table without rows, gives a Plot whose Drawn is false.
func New(v metrics.Visual, t metrics.Table) Plot {
	p := Plot{Kind: v.Chart.Kind, Visual: v}
	columns := columnsOf(t)
	category, hasCategory := columns[v.Chart.Category]
	if hasCategory {
		p.Category = t.Columns[category]
	}
	var values []int
	for _, name := range v.Chart.Values {
		if i, ok := columns[name]; ok && len(values) < maxSeries {
			values = append(values, i)
			p.Series = append(p.Series, Series{Column: t.Columns[i]})
		}
	}
	for i := range p.Series {
		p.Series[i].Token = token(i, len(p.Series))
	}
	if p.Kind == metrics.TableOnly || p.Kind == metrics.KPI || !hasCategory || len(values) == 0 {
		return p
	}
	p.Rows = len(t.Rows)
	for _, row := range t.Rows[:min(p.Rows, p.most())] {
		mark := Mark{Name: format.Value(row[category], p.Category.Unit)}
		for i, at := range values {
			unit := p.Series[i].Unit
			mark.Values = append(mark.Values, Value{At: display(row[at], unit), Label: format.Value(row[at], unit)})
		}
		mark.describe(p.Series[0].Column, columns, row)
		if p.Kind == metrics.Stacked {
			mark.Total = total(row, values, p.Series[0].Unit)
		}
		p.Marks = append(p.Marks, mark)
	}
	if p.Kind == metrics.Funnel && p.Drawn() {
		p.shares()
	}
	p.Scale = p.scale()
	return p
}

// Drawn says whether there is anything to draw.
func (p Plot) Drawn() bool { return len(p.Marks) > 0 }

func (p Plot) most() int {
	if p.Kind == metrics.Line || p.Kind == metrics.Histogram {
		return maxColumns
	}
	return maxBars
}

func (p Plot) anySmall() bool {
	return slices.ContainsFunc(p.Marks, func(m Mark) bool { return m.Small })
}

// describe adds the interval and the count behind the first value.
func (m *Mark) describe(c metrics.Column, columns map[string]int, row []any) {
	low, hasLow := columns[c.Low]
	high, hasHigh := columns[c.High]
	if hasLow && hasHigh {
		m.Low, m.High = display(row[low], c.Unit), display(row[high], c.Unit)
		m.Range = format.Interval(row[low], row[high], c.Unit)
	}
	if n, ok := columns[c.N]; ok {
		if count, ok := row[n].(int64); ok {
			size := float64(count)
			m.Count, m.N = &size, format.Count(count)
			m.Small = count > 0 && count < SmallN
		}
	}
}

// shares writes each step of a funnel as a share of what it is taken over: its N, or the first step where there is none.
func (p *Plot) shares() {
	first := p.Marks[0].Values[0].At
	for i := range p.Marks {
		m := &p.Marks[i]
		m.Small = false // a step with few is a finding, not a doubtful rate
		of := first
		if m.Count != nil {
			of = m.Count
		}
		if value := m.Values[0].At; i > 0 && value != nil && of != nil && *of > 0 {
			m.Share = format.Share(*value / *of)
		}
	}
}

// scale spans all that is drawn. Bars and columns begin at zero; a line may begin higher, but those of counts do not either.
func (p *Plot) scale() Scale {
	low, high := 0.0, 0.0
	include := func(x *float64) {
		if x != nil {
			low, high = min(low, *x), max(high, *x)
		}
	}
	for _, m := range p.Marks {
		if p.Kind == metrics.Stacked {
			sum := 0.0
			for _, v := range m.Values {
				if v.At != nil {
					sum += max(0, *v.At)
				}
			}
			include(&sum)
			continue
		}
		for _, v := range m.Values {
			include(v.At)
		}
		include(m.Low)
		include(m.High)
	}
	return newScale(low, high, p.Series[0].Unit)
}

// display gives a cell in the unit in which it is drawn; nil where it holds no number.
func display(v any, unit metrics.Unit) *float64 {
	x, ok := format.Float(v)
	if !ok {
		return nil
	}
	switch unit {
	case metrics.Percent:
		x = math.Round(x*1e8) / 1e6 // without the digits that multiplying by 100 leaves behind
	case metrics.USD:
		x /= 100
	}
	return &x
}

// total writes the sum of cells of one unit.
func total(row []any, columns []int, unit metrics.Unit) string {
	var whole int64
	var sum float64
	exact := true
	for _, at := range columns {
		n, isInt := row[at].(int64)
		exact = exact && (isInt || row[at] == nil)
		whole += n
		x, _ := format.Float(row[at])
		sum += x
	}
	if exact {
		return format.Value(whole, unit)
	}
	return format.Value(sum, unit)
}

func columnsOf(t metrics.Table) map[string]int {
	columns := make(map[string]int, len(t.Columns))
	for i, c := range t.Columns {
		columns[c.Name] = i
	}
	return columns
}
