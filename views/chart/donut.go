package chart

import (
	"github.com/go-echarts/go-echarts/v2/opts"

	"cafe-rewards/views/format"
)

// donutOption draws the shares of a whole, the whole in the middle, and beside or under them a list with the figures.
func (p Plot) donutOption(f form) option {
	var o option
	sum := p.sum()
	s := newSeries("pie", p.Series[0].Label, "")
	s.Radius, s.Center = []int{66, 98}, []any{110, donutHigh / 2}
	if f.narrow {
		s.Center = []any{"50%", donutHigh / 2}
	}
	s.SingleSeries.ItemStyle = &opts.ItemStyle{BorderColor: "--surface", BorderWidth: 2}
	s.Label = &labelStyle{Show: no}
	var names, figures, shares []string
	for n, name := range p.Names {
		c := p.cells[0][n][0]
		share := "–"
		if c.At != nil && sum > 0 {
			share = format.Share(p.in, max(0, *c.At)/sum)
		}
		names, figures, shares = append(names, unmarked(shorten(name.Label, f.width/2-20))), append(figures, c.Label), append(shares, share)
	}
	list := over("list", "")
	list.Place = []int{240, (p.Height(false) - len(p.Names)*listStep) / 2}
	if f.narrow {
		list.Place = []int{0, donutHigh + 5}
	}
	list.Label = &labelStyle{Rich: map[string]labelStyle{
		"n": {Color: "--text", Width: widest(regular, names...) + 16},
		"v": {Color: "--text", FontWeight: strong, Width: widest(bold, figures...), Align: "right"},
		"s": {Color: "--text-muted", Width: widest(regular, shares...) + 12, Align: "right"},
	}}
	for n, name := range p.Names {
		color := token(name, n, len(p.Names)+1)
		list.Ends = append(list.Ends, end{Label: "{n|" + names[n] + "}{v|" + figures[n] + "}{s|" + shares[n] + "}", Color: color})
		c := p.cells[0][n][0]
		at := c.At
		if at != nil && *at < 0 {
			at = nil // a part of a whole is not negative
		}
		s.Data = append(s.Data, datum{Value: value(at), ItemStyle: &opts.ItemStyle{Color: color}})
		s.marks = append(s.marks, mark{0, n, 0})
	}
	o.Series = []series{s}
	o.Over = []series{list, p.whole(s, p.written(sum, p.Series[0].Column))}
	return o
}

// whole is the sum of all and its name, in the middle of the donut.
func (p Plot) whole(donut series, sum string) series {
	s := over("whole", "")
	s.Name, s.Center = shorten(p.Series[0].Label, 110), donut.Center
	s.Ends, s.Label = []end{{Label: sum, Color: "--text"}}, &labelStyle{Color: "--text-muted"}
	return s
}

func (p Plot) sum() float64 {
	sum := 0.0
	p.every(func(_, _, series int, c Cell) {
		if series == 0 && c.At != nil {
			sum += max(0, *c.At)
		}
	})
	return sum
}
