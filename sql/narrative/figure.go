package narrative

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"cafe-rewards/sql/metrics"
	"cafe-rewards/sql/significance"
)

// class says what a figure is, and so which test it takes.
type class int

const (
	rate    class = iota // a share of n trials
	count                // events
	amount               // the sum of n payments
	measure              // anything else that has an order, such as a mean
)

// figure is a column of values, or the part of it that belongs to one series.
type figure struct {
	column metrics.Column
	name   Part // of the figure, where a table has several
	class  class
	marks  []mark
	effect float64 // of several marks together
}

// mark is the figure of one row.
type mark struct {
	row    int
	label  any
	cell   any
	x      float64                 // the cell
	n      int64                   // the trials of a rate, the payments of an amount, the events of a count
	effect float64                 // by what n is divided to get independent ones
	trials significance.Proportion // of a rate
}

// figures are the values that the chart draws and that can be spoken of.
func (s Subject) figures() []figure {
	var all []figure
	for _, value := range s.Chart.Values {
		i, ok := s.column(value)
		if !ok {
			continue
		}
		f, ok := s.figure(i)
		if !ok {
			continue
		}
		if len(s.Chart.Values) > 1 || s.Ordered || f.class != rate {
			f.name = label("figure", f.column.Label, metrics.Plain)
		}
		all = append(all, f)
	}
	return all
}

func (s Subject) figure(at int) (figure, bool) {
	column := s.Table.Columns[at]
	f := figure{column: column, class: measure, effect: s.together(column.Name)}
	switch {
	case column.Unit == metrics.Percent && column.Low != "":
		f.class = rate
	case column.Unit == metrics.Percent:
		return figure{}, false // a share of an amount, or of nobody knows how many
	case column.Unit == metrics.Count && column.Type == metrics.Integer:
		f.class = count
	case column.Unit == metrics.USD && column.Type == metrics.Integer && s.counts(column.N):
		f.class = amount
	}
	for row := range s.Table.Rows {
		m := mark{row: row, label: s.cell(row, s.Chart.Category), cell: s.Table.Rows[row][at]}
		m.effect = s.effect(column.Name, m.label)
		var ok bool
		if m.x, ok = number(m.cell); !ok {
			continue
		}
		if n, ok := number(s.cell(row, column.N)); ok && n > 0 && s.counts(column.N) {
			m.n = int64(n)
		}
		switch f.class {
		case rate:
			if m.n <= 0 {
				continue
			}
			if m.x < 0 || m.x > 1 {
				return figure{}, false
			}
			m.trials = significance.Proportion{Successes: int64(math.Round(m.x * float64(m.n))), Trials: m.n}
		case count:
			m.n = int64(m.x)
			fallthrough
		case amount:
			if m.x < 0 {
				return figure{}, false // what can be negative is no sum of events
			}
		}
		if f.class == amount { // a few large payments are most of an effect, and which group has them is chance
			m.effect = max(m.effect, f.effect)
		}
		f.marks = append(f.marks, m)
	}
	f.sort(s.Ordered)
	return f, len(f.marks) > 0
}

// counts says whether a column counts something: the n of an amount may also be the amount that it is part of.
func (s Subject) counts(name string) bool {
	i, ok := s.column(name)
	return ok && s.Table.Columns[i].Unit == metrics.Count
}

// sort puts the marks in an order that does not depend on that of the rows: by the number along an ordered category, else the
// greatest first and equals by name. Ordered text stays as the table has it.
func (f *figure) sort(ordered bool) {
	slices.SortStableFunc(f.marks, func(a, b mark) int {
		if ordered {
			x, isNumber := number(a.label)
			y, both := number(b.label)
			if isNumber && both {
				return cmp.Compare(x, y)
			}
			return 0
		}
		return cmp.Or(cmp.Compare(b.x, a.x), cmp.Compare(fmt.Sprint(a.label), fmt.Sprint(b.label)))
	})
}

// sum adds up the values and what they rest on.
func (f figure) sum() (x float64, n int64) {
	for _, m := range f.marks {
		x += m.x
		n += m.n
	}
	return x, n
}

// value is an amount of this figure, of the type that its column has where it is whole.
func (f figure) value(x float64) any {
	if f.column.Type == metrics.Integer && x == math.Trunc(x) && math.Abs(x) < 1<<53 {
		return int64(x)
	}
	return x
}

// compare returns the p-value of the difference of two marks.
func (f figure) compare(a, b mark) float64 { return f.compareAll([]mark{a}, []mark{b}) }

func (m mark) unknown() bool { return m.label == nil || m.label == "" || m.label == metrics.Unknown }
