package chart

import (
	"strconv"

	"github.com/go-echarts/go-echarts/v2/opts"

	"cafe-rewards/sql/metrics"
	"cafe-rewards/views/format"
)

// barOption draws bars that lie, first name on top: beside each other, or stacked.
func (p Plot) barOption(f form) option {
	var o option
	var top int
	o.Over, top = p.legendFor(f)
	scale := p.scale()
	left, right := p.nameWidth(f)+nameGap, 16
	names := nameAxis(p.names(left-nameGap, 2))
	o.YAxis = []axis{names}
	switch {
	case p.inColumn():
		var figures axis
		figures, right = p.figureAxis(f)
		o.YAxis = append(o.YAxis, figures)
	case !p.stacks():
		right = p.labelWidth() + 14
	}
	o.XAxis = []axis{lyingAxis(scale, p.room(f, left, right))}
	o.Grid = []grid{{Left: left, Right: right, Top: top, Bottom: tickLine, OuterBoundsMode: "none"}}
	return p.repeat(f, o, left, right, top, func(panel int) []series { return p.bars(panel, p.room(f, left, right)) })
}

// inColumn says whether the figures stand in a column on the right, where they can be read one under the other; otherwise each stands
// at the end of its bar.
func (p Plot) inColumn() bool {
	return !p.panelled() && (len(p.Series) == 1 || p.stacks())
}

// writtenShares are the shares on the bars that are long enough for them.
func (p Plot) writtenShares(panel, room int) series {
	s := over("figure", "--surface")
	s.Label = &labelStyle{Color: "--text"}
	for n, cells := range p.cells[panel] {
		start := 0.0
		for _, c := range cells {
			if c.At == nil {
				continue
			}
			label := format.Share(p.in, *c.At/100)
			if float64(textWidth(label, regular)+14) <= *c.At/100*float64(room) {
				s.Data = append(s.Data, datum{Name: label, Value: []any{n, start + *c.At/2}})
			}
			start += *c.At
		}
	}
	return s
}

func (p Plot) labelWidth() int {
	most := 0
	p.every(func(_, _, _ int, c Cell) { most = max(most, textWidth(c.Label, bold)) })
	return most
}

// bars are the series of one small chart, or of the only one. Room is how wide its marks are at least.
func (p Plot) bars(panel, room int) []series {
	var all []series
	for i, of := range p.Series {
		s := newSeries("bar", of.Label, of.Token)
		s.BarWidth, s.BarGap = strconv.Itoa(barWide), percentOf(barApart, barWide)
		if p.panelled() && !p.stacks() && len(p.Series) == 1 {
			s.BarWidth = "14"
		}
		if p.stacks() {
			s.Stack = "all"
		}
		for n := range p.Names {
			c := p.cells[panel][n][i]
			d := datum{Value: value(c.At), ItemStyle: faded(c)}
			if len(p.Series) == 1 && p.Names[n].unknown() {
				d.ItemStyle = &opts.ItemStyle{Color: "--neutral"}
				if c.Small {
					d.ItemStyle.Opacity = opts.Float(fadedOpacity)
				}
			}
			s.Data = append(s.Data, d)
			s.marks = append(s.marks, mark{panel, n, i})
		}
		all = append(all, s)
	}
	if p.Kind == metrics.Share {
		all = append(all, p.writtenShares(panel, room))
	}
	for i := range p.Series {
		shift := (float64(i) - float64(len(p.Series)-1)/2) * (barWide + barApart)
		if s, any := p.whiskers(panel, i, shift, !p.inColumn() && !p.stacks(), false); any {
			all = append(all, s)
		}
	}
	return all
}

// whiskers are the intervals of a series and, where they do not stand elsewhere, its figures at the ends of the bars.
func (p Plot) whiskers(panel, i int, shift float64, labelled, upright bool) (series, bool) {
	s := over("whisker", "--whisker")
	s.Shift, s.Upright = shift, upright
	s.Label = &labelStyle{Color: "--text", FontWeight: strong, Show: opts.Bool(labelled)}
	for n := range p.Names {
		c := p.cells[panel][n][i]
		if c.At == nil || !labelled && c.Low == nil || p.stacks() {
			continue
		}
		d := datum{Value: []any{n, *c.At, "-", "-"}}
		if c.Low != nil {
			d.Value = []any{n, *c.At, *c.Low, *c.High}
		}
		if labelled {
			d.Name = c.Label
		}
		s.Data = append(s.Data, d)
	}
	return s, len(s.Data) > 0
}

// figureAxis is the column on the right: the figure of each row, and on a wide drawing the count behind it. Width is its room.
func (p Plot) figureAxis(f form) (a axis, width int) {
	var figures, counts []string
	for n := range p.Names {
		figure, count, small := p.figure(n)
		figures = append(figures, "{v|"+figure+"}")
		if f.narrow || count == "" {
			count = ""
		} else {
			count = p.in.Text("n %s", count)
		}
		counts = append(counts, count)
		if count != "" {
			style := "n"
			if small {
				style = "s"
			}
			figures[n] += "{" + style + "|" + count + "}"
		}
		width = max(width, textWidth(figure, bold))
	}
	countWidth := widest(regular, counts...)
	if countWidth > 1 {
		countWidth += 12
	} else {
		countWidth = 0
	}
	a = nameAxis(figures)
	a.Position = "right"
	a.AxisLabel.Rich = map[string]labelStyle{
		"v": {Color: "--text", FontWeight: strong, Width: width, Align: "right"},
		"n": {Color: "--text-muted", Width: countWidth, Align: "right"},
		"s": {Color: "--warning", Width: countWidth, Align: "right"},
	}
	return a, width + countWidth + nameGap
}

// figure is what stands beside a row: its value, the total of its stack, or the count of its shares.
func (p Plot) figure(n int) (figure, count string, small bool) {
	cells := p.cells[0][n]
	switch p.Kind {
	case metrics.Stacked:
		return p.total(cells), "", false
	case metrics.Share:
		return "", cells[0].N, false
	case metrics.Box:
		return cells[2].Label, cells[2].N, cells[2].Small
	}
	return cells[0].Label, cells[0].N, cells[0].Small
}

// total writes the sum of the cells of a stack.
func (p Plot) total(cells []Cell) string {
	sum := 0.0
	for _, c := range cells {
		if c.At != nil {
			sum += max(0, *c.At)
		}
	}
	return p.written(sum, p.Series[0].Column)
}

// written writes a figure in display units.
func (p Plot) written(at float64, c metrics.Column) string {
	switch c.Unit {
	case metrics.Percent:
		return format.Percent(p.in, at/100)
	case metrics.USD:
		return format.USD(p.in, at*100)
	case metrics.Count:
		if c.Type == metrics.Integer {
			return format.Count(p.in, int64(at+0.5))
		}
	}
	return format.Value(p.in, at, c.Unit)
}

func percentOf(part, whole int) string { return strconv.Itoa(part*100/whole) + "%" }
