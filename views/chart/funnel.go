package chart

import (
	"cafe-rewards/views/format"
)

// funnelOption draws a centred bar per step and the way from each to the next. The value of a step carries the next one's, so that
// the function that draws it needs to know nothing else.
func (p Plot) funnelOption(f form) option {
	var o option
	left := p.nameWidth(f) + nameGap
	values := valueAxis(p.newScale(0, p.widest(), p.Series[0].Column.Unit))
	values.Max, values.Interval = p.widest(), 0
	values.SplitLine.Show, values.AxisLabel.Show = no, no
	figures, right := p.stepFigures()
	o.XAxis, o.YAxis = []axis{values}, []axis{nameAxis(p.names(left-nameGap, 2)), figures}
	o.Grid = []grid{{Left: left, Right: right, OuterBoundsMode: "none"}}
	s := custom("funnel", p.Series[0].Label, p.Series[0].Token)
	for n := range p.Names {
		next := any("-")
		if n+1 < len(p.Names) {
			next = value(p.cells[0][n+1][0].At)
		}
		s.Data = append(s.Data, datum{Value: []any{value(p.cells[0][n][0].At), n, next}})
		s.marks = append(s.marks, mark{0, n, 0})
	}
	o.Series = []series{s}
	return o
}

// stepFigures stand right of the steps: the figure, and under it what part it is of what.
func (p Plot) stepFigures() (a axis, width int) {
	var figures []string
	for n := range p.Names {
		figure, share := p.cells[0][n][0].Label, p.stepShare(n)
		figures = append(figures, "{v|"+figure+"}")
		if share != "" {
			figures[n] += "\n{n|" + share + "}"
		}
		width = max(width, textWidth(figure, bold), textWidth(share, regular))
	}
	a = nameAxis(figures)
	a.Position = "right"
	a.AxisLabel.LineHeight = 0
	a.AxisLabel.Rich = map[string]labelStyle{
		"v": {Color: "--text", FontWeight: bold, Width: width, Align: "right", LineHeight: 16},
		"n": {Color: "--text-muted", Width: width, Align: "right", LineHeight: 16},
	}
	return a, width + nameGap
}

// stepShare writes a step as a share of what it is taken over: its N, or the first step where there is none.
func (p Plot) stepShare(n int) string {
	c := p.cells[0][n][0]
	of, basis := p.cells[0][0][0].At, ""
	if c.Count != nil {
		of, basis = c.Count, c.N
	}
	if n == 0 || c.At == nil || of == nil || *of <= 0 {
		return ""
	}
	share := format.Share(p.in, *c.At / *of)
	if basis == "" {
		return share
	}
	return p.in.Text("%s of %s", share, basis)
}

// widest is the value of the widest step; 1 where all are empty.
func (p Plot) widest() float64 {
	widest := 0.0
	p.every(func(_, _, _ int, c Cell) {
		if c.At != nil {
			widest = max(widest, *c.At)
		}
	})
	if widest == 0 {
		return 1
	}
	return widest
}
