package chart

import (
	"strconv"

	"cafe-rewards/sql/metrics"
)

// panels say how small charts share the drawing. The script lays them out, because their widths depend on the drawing's.
type panels struct {
	Across int `json:"across"`
	Left   int `json:"left"`  // for the labels of the first column
	Right  int `json:"right"` // beside each
	Top    int `json:"top"`
	Head   int `json:"head"` // for the name of each
	High   int `json:"high"`
	Bottom int `json:"bottom"` // under the last row
}

// across is how many small charts stand side by side.
func (p Plot) across(f form) int {
	most := 3
	if len(p.Panels) == 4 {
		most = 2
	}
	if f.narrow {
		most = 2
		if p.flat() {
			most = 1
		}
	}
	return min(most, len(p.Panels))
}

// room is how wide the marks of a chart are at least, between these margins.
func (p Plot) room(f form, left, right int) int {
	if p.panelled() {
		return (f.width-left)/p.across(f) - right
	}
	return f.width - left - right
}

// headRoom is how wide the name of a small chart can be: it stands over the figures beside the marks too.
func (p Plot) headRoom(f form, left, right int) int {
	return p.room(f, left, right) + max(0, right-nameGap)
}

func (p Plot) panelHeight() int {
	switch {
	case p.Kind == metrics.HeatMap:
		return len(p.Series) * p.band()
	case p.flat():
		return len(p.Names) * p.band()
	}
	return panelHigh
}

// panelTop is the room over small charts, beside the legend; panelFoot that under the last row, for the labels of its axis.
func (p Plot) panelTop() int {
	if p.Kind == metrics.HeatMap {
		return heatHead
	}
	return 0
}

func (p Plot) panelFoot(f form) int {
	switch p.Kind {
	case metrics.HeatMap:
		return p.nameLines(f)
	case metrics.Columns, metrics.Histogram, metrics.Combined:
		left, right := p.columnMargins()
		return underAxis(p.under(p.room(f, left, right)).lines)
	}
	return tickLine
}

// repeat draws a chart once per panel: one grid, the axes and a set of series each, under the panel's name.
func (p Plot) repeat(f form, one option, left, right, top int, series func(panel int) []series) option {
	o := option{Over: one.Over}
	if !p.panelled() {
		o.Grid, o.XAxis, o.YAxis = one.Grid, one.XAxis, one.YAxis
		for _, s := range series(0) {
			o.add(s)
		}
		return o
	}
	o.Panels = &panels{Across: p.across(f), Left: left, Right: right, Top: top, Head: panelHead, High: p.panelHeight(), Bottom: p.panelFoot(f)}
	for i, name := range p.Panels {
		head := over("head", "--text")
		head.Name, head.XAxisIndex, head.Label = shorten(name.Label, p.headRoom(f, left, right)), i, &labelStyle{Color: "--text", FontWeight: strong}
		if i%o.Panels.Across == 0 {
			head.Shift = float64(-left) // over the labels of the first column too
		}
		o.add(head)
		o.Grid = append(o.Grid, grid{OuterBoundsMode: "none"})
		for _, x := range one.XAxis {
			x.GridIndex, x.AxisLabel = i, clone(x.AxisLabel)
			o.XAxis = append(o.XAxis, x)
		}
		for _, y := range one.YAxis {
			y.GridIndex, y.AxisLabel = i, clone(y.AxisLabel)
			o.YAxis = append(o.YAxis, y)
		}
		for _, s := range series(i) {
			s.XAxisIndex, s.YAxisIndex = i, i*len(one.YAxis)+s.YAxisIndex
			if s.Stack != "" {
				s.Stack += " " + strconv.Itoa(i) // charts of one name would stand on each other
			}
			o.add(s)
		}
	}
	return o
}

func clone[T any](from *T) *T {
	to := *from
	return &to
}
