package chart

import (
	"slices"

	"github.com/go-echarts/go-echarts/v2/opts"

	"cafe-rewards/sql/metrics"
)

// end names a line where it ends.
type end struct {
	At    float64 `json:"at"` // on the scale
	Label string  `json:"label"`
	Color string  `json:"color"`
}

// lineOption draws a line per series, or areas that stand on each other. Wide drawings name them at their ends, narrow ones on top.
func (p Plot) lineOption(f form) option {
	var o option
	scale := p.scale()
	left, right, top := tickWidth(scale)+2, 12, 10
	var ends []end
	if f.narrow || p.panelled() {
		o.Over, top = p.legendFor(f)
		top += 10
	} else if ends = p.ends(); len(ends) > 0 {
		for _, e := range ends {
			right = max(right, textWidth(e.Label, regular)+30)
		}
	}
	names, lines := p.columnAxis(f, left, right)
	o.XAxis, o.YAxis = []axis{names}, []axis{valueAxis(scale)}
	o.Grid = []grid{{Left: left, Right: right, Top: top, Bottom: underAxis(lines), OuterBoundsMode: "none"}}
	return p.repeat(f, o, left, 16, top, func(panel int) []series {
		var all []series
		for i := range p.Series {
			if band, any := p.intervals(panel, i); any {
				all = append(all, band)
			}
		}
		for i := range p.Series {
			all = append(all, p.line(panel, i))
		}
		if len(ends) > 0 {
			s := over("ends", "--text-muted")
			s.Ends, s.Label = ends, &labelStyle{Color: "--text-muted"}
			all = append(all, s)
		}
		return all
	})
}

func (p Plot) line(panel, i int) series {
	of := p.Series[i]
	s := newSeries("line", of.Label, of.Token)
	s.ShowSymbol, s.Symbol = no, "none" // a symbol per point takes half a second where there are a thousand
	s.SingleSeries.LineStyle = &opts.LineStyle{Color: of.Token, Width: 2}
	s.Z = 3
	if p.Kind == metrics.Area {
		s.Stack, s.Z = "all", 2
		s.SingleSeries.LineStyle.Width = 1
		s.SingleSeries.AreaStyle = &opts.AreaStyle{Color: of.Token, Opacity: opts.Float(0.7)}
	}
	drawn := func(n int) bool { return n >= 0 && n < len(p.Names) && p.cells[panel][n][i].At != nil }
	for n := range p.Names {
		c := p.cells[panel][n][i]
		d := datum{Value: value(c.At)}
		if drawn(n) && !drawn(n-1) && !drawn(n+1) { // a point without neighbours has no line to show it
			s.ShowSymbol, d.Symbol, d.SymbolSize = yes, "circle", 6
		}
		s.Data = append(s.Data, d)
		s.marks = append(s.marks, mark{panel, n, i})
	}
	return s
}

// intervals are a band around a line.
func (p Plot) intervals(panel, i int) (series, bool) {
	s := custom("band", "", p.Series[i].Token)
	s.Silent, s.Z = true, 1
	for n := range p.Names {
		if c := p.cells[panel][n][i]; c.Low != nil && p.Kind == metrics.Line {
			next := []any{n, *c.Low, *c.High}
			if n+1 < len(p.Names) {
				if after := p.cells[panel][n+1][i]; after.Low != nil {
					next = append(next, *after.Low, *after.High)
				}
			}
			if len(next) == 5 {
				s.Data = append(s.Data, datum{Value: next})
			}
		}
	}
	return s, len(s.Data) > 0
}

// ends are where the lines end, or the middles of where areas do; nil for a single series, which the title names.
func (p Plot) ends() []end {
	if len(p.Series) < 2 {
		return nil
	}
	var ends []end
	under := 0.0
	for i, s := range p.Series {
		last := Cell{}
		for _, cells := range slices.Backward(p.cells[0]) {
			if cells[i].At != nil {
				last = cells[i]
				break
			}
		}
		e := end{Label: s.Label, Color: s.Token}
		if last.At != nil {
			e.At = *last.At
			if p.Kind == metrics.Area {
				e.At, under = under+*last.At/2, under+*last.At
			}
		}
		ends = append(ends, e)
	}
	return ends
}
