package chart

import (
	"math"
	"strconv"

	"github.com/go-echarts/go-echarts/v2/opts"

	"cafe-rewards/sql/metrics"
	"cafe-rewards/views/format"
)

// shades is how many a heat map has, --shade-1 to --shade-7; darkFrom is the first one on which figures stand in the other colour.
const (
	shades    = 7
	darkFrom  = 5
	heatHead  = 26 // for the scale of the shades
	heatRight = 2  // beside the cells; small heat maps stand panelGap apart
)

// heatOption draws a cell per name (across) and series (down), shaded by the first value.
func (p Plot) heatOption(f form) option {
	var o option
	low, high := p.extent()
	left := p.seriesWidth(f) + nameGap
	right := p.heatRight()
	room := p.room(f, left, right)
	down := make([]string, len(p.Series))
	for i, s := range p.Series {
		down[i] = wrap(s.Label, left-nameGap, 1)
	}
	x, lines := p.columnAxis(f, left, right)
	y := nameAxis(down)
	x.AxisLine.Show, x.SplitLine, y.SplitLine = no, &opts.SplitLine{Show: no}, &opts.SplitLine{Show: no}
	o.XAxis, o.YAxis = []axis{x}, []axis{y}
	o.Grid = []grid{{Left: left, Right: right, Top: heatHead, Bottom: lines*14 + 10, OuterBoundsMode: "none"}}
	labelled := len(p.Names) <= 12 && p.shortWidth()+6 <= room/len(p.Names)
	return p.repeat(f, o, left, right, heatHead, func(panel int) []series {
		all := []series{p.cellsOf(panel, low, high, labelled)}
		if low < high && (panel == p.across(f)-1 || !p.panelled()) {
			all = append(all, p.ramp(low, high))
		}
		return all
	})
}

// cellsOf are the cells of a panel.
func (p Plot) cellsOf(panel int, low, high float64, labelled bool) series {
	s := over("cell", "--shade-1")
	for i := range p.Series {
		for n := range p.Names {
			c := p.cells[panel][n][i]
			if c.At == nil {
				continue
			}
			shade := shadeOf(*c.At, low, high)
			d := datum{Value: []any{n, i}, ItemStyle: &opts.ItemStyle{Color: "--shade-" + strconv.Itoa(shade)}}
			if c.Small {
				d.ItemStyle.Opacity = opts.Float(fadedOpacity)
			}
			if labelled {
				d.Name = p.short(c)
				d.Label = &labelStyle{Color: "--text"}
				if shade >= darkFrom && !c.Small {
					d.Label.Color = "--on-shade"
				}
			}
			s.Data = append(s.Data, d)
			s.marks = append(s.marks, mark{panel, n, i})
		}
	}
	return s
}

// ramp is the scale of the shades.
func (p Plot) ramp(low, high float64) series {
	ramp := over("ramp", "--shade-1")
	ramp.Label = &labelStyle{Color: "--text-muted"}
	for i := 1; i <= shades; i++ {
		ramp.Ends = append(ramp.Ends, end{Color: "--shade-" + strconv.Itoa(i)})
	}
	ramp.Ends[0].Label, ramp.Ends[shades-1].Label = p.written(low, p.Series[0].Column), p.written(high, p.Series[0].Column)
	return ramp
}

func shadeOf(at, low, high float64) int {
	if high <= low {
		return shades / 2
	}
	return 1 + min(shades-1, int(math.Floor((at-low)/(high-low)*shades)))
}

// extent is the least and the greatest value.
func (p Plot) extent() (low, high float64) {
	low, high = math.Inf(1), math.Inf(-1)
	p.every(func(_, _, _ int, c Cell) {
		if c.At != nil {
			low, high = min(low, *c.At), max(high, *c.At)
		}
	})
	if low > high {
		return 0, 0
	}
	return low, high
}

func (p Plot) heatRight() int {
	if p.panelled() {
		return panelGap
	}
	return heatRight
}

func (p Plot) seriesWidth(f form) int {
	texts := make([]string, len(p.Series))
	for i, s := range p.Series {
		texts[i] = s.Label
	}
	most := 160
	if f.narrow {
		most = 96
	}
	return min(most, widest(regular, texts...))
}

// short writes a value so that it fits into a cell.
func (p Plot) short(c Cell) string {
	if p.Series[0].Column.Unit == metrics.Percent {
		return format.Share(p.in, *c.At/100)
	}
	return c.Label
}

func (p Plot) shortWidth() int {
	most := 0
	p.every(func(_, _, _ int, c Cell) {
		if c.At != nil {
			most = max(most, textWidth(p.short(c), regular))
		}
	})
	return most
}

// nameLines is the room for the names under a heat map.
func (p Plot) nameLines(f form) int {
	return p.under(p.room(f, p.seriesWidth(f)+nameGap, p.heatRight())).lines*14 + 10
}
