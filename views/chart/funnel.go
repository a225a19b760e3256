package chart

import (
	"cafe-rewards/views/format"
)

// funnelOption draws a centred bar per step and the way from each to the next. The value of a step carries the next one's, so that
// the function that draws it needs to know nothing else.
func (p Plot) funnelOption(f form) option {
	var o option
	left := p.nameWidth(f) + nameGap
	values := valueAxis(p.newScale(0, p.widest(0), p.Series[0].Column.Unit))
	values.SplitLine.Show, values.AxisLabel.Show = no, no
	figures := make([]axis, len(p.Panels))
	right := 0
	for panel := range p.Panels {
		var width int
		figures[panel], width = p.stepFigures(panel)
		right = max(right, width)
	}
	o.XAxis, o.YAxis = []axis{values}, []axis{nameAxis(p.names(left-nameGap, 2)), figures[0]}
	o.Grid = []grid{{Left: left, Right: right, OuterBoundsMode: "none"}}
	o = p.repeat(f, o, left, right+panelGap, 0, func(panel int) []series { return []series{p.steps(panel)} })
	for panel := range p.Panels { // each has its own figures, and its own scale: what narrows is compared, not what is wide
		o.XAxis[panel].Max, o.XAxis[panel].Interval = p.widest(panel), 0
		o.YAxis[2*panel+1].Data, o.YAxis[2*panel+1].AxisLabel = figures[panel].Data, figures[panel].AxisLabel
	}
	return o
}

func (p Plot) steps(panel int) series {
	s := custom("funnel", p.Series[0].Label, p.Series[0].Token)
	for n := range p.Names {
		next := any("-")
		if n+1 < len(p.Names) {
			next = value(p.cells[panel][n+1][0].At)
		}
		s.Data = append(s.Data, datum{Value: []any{value(p.cells[panel][n][0].At), n, next}})
		s.marks = append(s.marks, mark{panel, n, 0})
	}
	return s
}

// stepFigures stand right of the steps: the figure, and under it what part it is of what; of funnels beside each other, which have little room,
// the part alone.
func (p Plot) stepFigures(panel int) (a axis, width int) {
	var figures []string
	for n := range p.Names {
		figure, share := p.cells[panel][n][0].Label, p.stepShare(panel, n)
		if p.panelled() {
			share, _ = p.stepPart(panel, n)
		}
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
		"v": {Color: "--text", FontWeight: strong, Width: width, Align: "right", LineHeight: 16},
		"n": {Color: "--text-muted", Width: width, Align: "right", LineHeight: 16},
	}
	return a, width + nameGap
}

// stepShare writes a step as a share of what it is taken over: its N, or the first step where there is none.
func (p Plot) stepShare(panel, n int) string {
	share, basis := p.stepPart(panel, n)
	if basis == "" {
		return share
	}
	return p.in.Text("%s of %s", share, basis)
}

// stepPart is that share, and of how many; empty where it is of the first step.
func (p Plot) stepPart(panel, n int) (share, basis string) {
	c := p.cells[panel][n][0]
	of := p.cells[panel][0][0].At
	if c.Count != nil {
		of, basis = c.Count, c.N
	}
	if n == 0 || c.At == nil || of == nil || *of <= 0 {
		return "", ""
	}
	return format.Share(p.in, *c.At / *of), basis
}

// widest is the value of a panel's widest step; 1 where all are empty.
func (p Plot) widest(panel int) float64 {
	widest := 0.0
	for _, cells := range p.cells[panel] {
		if at := cells[0].At; at != nil {
			widest = max(widest, *at)
		}
	}
	if widest == 0 {
		return 1
	}
	return widest
}
