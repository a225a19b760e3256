package chart

import (
	"github.com/go-echarts/go-echarts/v2/opts"

	"cafe-rewards/sql/metrics"
)

// columnOption draws columns: with gaps, without (a histogram), or with lines on an axis of their own (combined).
func (p Plot) columnOption(f form) option {
	var o option
	var top int
	o.Over, top = p.legendFor(f)
	left, right := p.columnMargins()
	o.YAxis = []axis{valueAxis(p.scale())}
	if p.hasLines() {
		lines := valueAxis(p.lineScale())
		lines.Position, lines.SplitLine = "right", &opts.SplitLine{Show: no}
		o.YAxis = append(o.YAxis, lines)
	}
	room := p.room(f, left, right)
	names, lines := p.columnAxis(f, left, right)
	o.XAxis = []axis{names}
	if top == 0 {
		top = 10 // half a line of the uppermost tick's label
	} else {
		top += 8
	}
	labelled := p.columnLabels(room)
	if labelled {
		top += 8
	}
	o.Grid = []grid{{Left: left, Right: right, Top: top, Bottom: underAxis(lines), OuterBoundsMode: "none"}}
	return p.repeat(f, o, left, right, top, func(panel int) []series { return p.columns(panel, labelled) })
}

// columnMargins are the room beside columns for the labels of their scales.
func (p Plot) columnMargins() (left, right int) {
	right = 4
	if p.panelled() {
		right = 16
	}
	if p.hasLines() {
		right = tickWidth(p.lineScale()) + 2
	}
	return tickWidth(p.scale()) + 2, right
}

// hasLines says whether lines on a scale of their own stand over the columns.
func (p Plot) hasLines() bool { return p.Kind == metrics.Combined && len(p.Series) > 1 }

func (p Plot) columns(panel int, labelled bool) []series {
	var all []series
	bars := p.Series
	if p.Kind == metrics.Combined {
		bars = bars[:1]
	}
	for i, of := range bars {
		s := newSeries("bar", of.Label, of.Token)
		s.BarGap, s.BarCategoryGap, s.BarMaxWidth = "8%", "32%", "64"
		if p.Kind == metrics.Histogram {
			s.BarGap, s.BarCategoryGap, s.BarMaxWidth = "0%", "2%", ""
		}
		for n := range p.Names {
			c := p.cells[panel][n][i]
			d := datum{Value: value(c.At), ItemStyle: faded(c)}
			if len(p.Series) == 1 && p.Names[n].unknown() {
				d.ItemStyle = &opts.ItemStyle{Color: "--neutral"}
			}
			s.Data = append(s.Data, d)
			s.marks = append(s.marks, mark{panel, n, i})
		}
		all = append(all, s)
	}
	for i := range bars {
		if len(bars) > 1 {
			break // where the columns stand beside each other depends on the drawing's width: their intervals are in tips and table
		}
		if s, any := p.whiskers(panel, i, 0, labelled, true); any {
			all = append(all, s)
		}
	}
	for i := len(bars); i < len(p.Series); i++ {
		s := p.line(panel, i)
		s.YAxisIndex = 1
		all = append(all, s)
	}
	return all
}

// lineScale spans the lines of a combined chart.
func (p Plot) lineScale() Scale {
	low, high := 0.0, 0.0
	p.every(func(_, _, series int, c Cell) {
		if series > 0 && c.At != nil {
			low, high = min(low, *c.At), max(high, *c.At)
		}
	})
	return p.newScale(low, high, p.Series[1].Column.Unit)
}

// columnLabels says whether the figures fit over their columns.
func (p Plot) columnLabels(room int) bool {
	return len(p.Series) == 1 && len(p.Names) <= 12 && !p.panelled() && p.labelWidth()+6 <= room/len(p.Names)
}
