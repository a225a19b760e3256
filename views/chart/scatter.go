package chart

import (
	"cmp"
	"maps"
	"math"
	"slices"

	"github.com/go-echarts/go-echarts/v2/opts"

	"cafe-rewards/sql/metrics"
	"cafe-rewards/views/format"
)

// Diameters of points in pixels.
const (
	pointSize     = 9
	smallestPoint = 6
	largestPoint  = 34
	pointsBottom  = tickLine + 20 // under them, for the labels of the axis, and its name
)

// scatterOption draws a point per name at its first two values, as large as the third.
func (p Plot) scatterOption(f form) option {
	var o option
	across, up := p.span(0), p.span(1)
	left := tickWidth(up) + 2
	x, y := valueAxis(across), valueAxis(up)
	x.Name, x.NameLocation, x.NameGap = p.Series[0].Column.Label, "middle", 26
	y.Name, y.NameLocation, y.NameGap = p.Series[1].Column.Label, "end", 12
	x.NameTextStyle, y.NameTextStyle = &labelStyle{Color: "--text-muted"}, &labelStyle{Color: "--text-muted", Align: "left", Padding: []int{0, 0, 0, -left}}
	x.AxisLine = &opts.AxisLine{LineStyle: &opts.LineStyle{Color: "--axis-line"}}
	o.XAxis, o.YAxis = []axis{x}, []axis{y}
	labels := p.pointLabels(f, across, up)
	o.Series = []series{p.points(false)}
	if p.compares() {
		o.Series = append(o.Series, p.points(true))
		names := p.selectionNames()
		for i, name := range names {
			o.Series[i].Name = name.Label
		}
		o.Over, _ = legendOf(f, names)
	}
	o.add(p.pointNames(labels))
	o.Grid = []grid{{Left: left, Right: 20, Top: p.pointsTop(f), Bottom: pointsBottom, OuterBoundsMode: "none"}}
	return o
}

// pointsTop is the room over the points, for the name of the axis, and for those of two selections.
func (p Plot) pointsTop(f form) int {
	if !p.compares() {
		return 32
	}
	_, legend := legendOf(f, p.selectionNames())
	return legend + 32
}

// pointsDeep is how high the plane is on which the points stand.
func (p Plot) pointsDeep(f form) int { return p.Height(f.narrow) - p.pointsTop(f) - pointsBottom }

// selectionNames are what two selections are called, in the colours of their points.
func (p Plot) selectionNames() []end {
	var names []end
	for i, selection := range []string{metrics.FirstSelection, metrics.SecondSelection} {
		names = append(names, end{Label: format.Called(p.in, selection, p.selection), Color: token(Name{}, i, 2)})
	}
	return names
}

// compares says whether points of two selections stand in the chart.
func (p Plot) compares() bool {
	return slices.ContainsFunc(p.Names, func(n Name) bool { return n.Second })
}

// points are those of one of two selections.
func (p Plot) points(second bool) series {
	color := "--accent-mark"
	if p.compares() {
		color = token(Name{}, position(second), 2)
	}
	s := newSeries("scatter", p.Category.Label, color)
	s.SingleSeries.ItemStyle.Opacity = opts.Float(0.75)
	for n, name := range p.Names {
		if name.Second != second {
			continue
		}
		cells := p.cells[0][n]
		d := datum{Value: []any{value(cells[0].At), value(cells[1].At)}, SymbolSize: p.pointSize(n)}
		if name.unknown() {
			d.ItemStyle = &opts.ItemStyle{Color: "--neutral"}
		}
		s.Data = append(s.Data, d)
		s.marks = append(s.marks, mark{0, n, 1})
	}
	return s
}

// pointNames are written beside the points. Those of the largest come first: in a smaller drawing another one gives way.
func (p Plot) pointNames(labels map[int]pointLabel) series {
	s := over("beside", "")
	s.Label = &labelStyle{Color: "--text-muted", LineHeight: labelLine, Distance: labelApart}
	for _, n := range slices.SortedStableFunc(maps.Keys(labels), func(a, b int) int { return cmp.Or(cmp.Compare(p.pointSize(b), p.pointSize(a)), a-b) }) {
		at := p.cells[0][n]
		d := datum{Name: labels[n].text, Value: []any{*at[0].At, *at[1].At}, SymbolSize: p.pointSize(n)}
		d.Label = &labelStyle{Position: labels[n].side, Shift: labels[n].shift}
		s.Data = append(s.Data, d)
	}
	return s
}

// pointSize is the diameter of the point of a name.
func (p Plot) pointSize(n int) float64 {
	cells := p.cells[0][n]
	if len(cells) < 3 {
		return pointSize
	}
	most := p.largest()
	if cells[2].At == nil || most <= 0 {
		return smallestPoint
	}
	return math.Round(smallestPoint + (largestPoint-smallestPoint)*math.Sqrt(max(0, *cells[2].At)/most))
}

// position is that of a selection among the two, whose colours are the same in all charts.
func position(second bool) int {
	if second {
		return 1
	}
	return 0
}

// span is the scale of one of the values; it need not begin at zero, for points stand where they are, and have no length.
func (p Plot) span(series int) Scale {
	low, high := math.Inf(1), math.Inf(-1)
	p.every(func(_, _, i int, c Cell) {
		if i == series && c.At != nil {
			low, high = min(low, *c.At), max(high, *c.At)
		}
	})
	if low > high {
		low, high = 0, 1
	}
	return p.newScale(low, high, p.Series[series].Column.Unit)
}

// largest is the greatest third value.
func (p Plot) largest() float64 {
	most := 0.0
	p.every(func(_, _, i int, c Cell) {
		if i == 2 && c.At != nil {
			most = max(most, *c.At)
		}
	})
	return most
}
