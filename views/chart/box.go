package chart

import "github.com/go-echarts/go-echarts/v2/opts"

// boxOption draws per name a box from the lower to the upper quartile, with the median in it and whiskers to the least and the
// greatest value.
func (p Plot) boxOption(f form) option {
	var o option
	left := p.nameWidth(f) + nameGap
	figures, right := p.figureAxis(f)
	o.XAxis, o.YAxis = []axis{lyingAxis(p.scale(), f.width-left-right)}, []axis{nameAxis(p.names(left-nameGap, 2)), figures}
	o.Grid = []grid{{Left: left, Right: right, Bottom: tickLine, OuterBoundsMode: "none"}}
	s := newSeries("boxplot", p.Series[2].Label, "--box")
	s.SingleSeries.ItemStyle = &opts.ItemStyle{Color: "--box", BorderColor: "--accent-mark", BorderWidth: 1.5}
	s.BoxWidth = []int{barWide, barWide}
	for n := range p.Names {
		five := make([]any, 5)
		for i := range five {
			five[i] = value(p.cells[0][n][i].At)
		}
		d := datum{Value: five}
		if p.cells[0][n][2].Small {
			d.ItemStyle = &opts.ItemStyle{Color: "--box", BorderColor: "--accent-mark", BorderWidth: 1.5, Opacity: opts.Float(fadedOpacity)}
		}
		s.Data = append(s.Data, d)
		s.marks = append(s.marks, mark{0, n, 2})
	}
	o.Series = []series{s}
	return o
}
