package chart

import (
	"strconv"

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
	list := &legend{BackgroundColor: "transparent"}
	list.Orient, list.Left, list.Top, list.Icon, list.ItemWidth, list.ItemHeight, list.SelectedMode = "vertical", "240", "middle", "roundRect", 12, 12, "false"
	list.ItemGap = 6
	if f.narrow {
		list.Left, list.Top = "0", strconv.Itoa(donutHigh+8)
	}
	list.TextStyle = &labelStyle{Color: "--text", Rich: map[string]labelStyle{
		"n": {Color: "--text", Width: widest(regular, names...) + 16, LineHeight: 16},
		"v": {Color: "--text", FontWeight: strong, Width: widest(bold, figures...), Align: "right", LineHeight: 16},
		"s": {Color: "--text-muted", Width: widest(regular, shares...) + 12, Align: "right", LineHeight: 16},
	}}
	var entries []string
	for n, name := range p.Names {
		entry := "{n|" + names[n] + "}{v|" + figures[n] + "}{s|" + shares[n] + "}"
		entries = append(entries, entry)
		c := p.cells[0][n][0]
		at := c.At
		if at != nil && *at < 0 {
			at = nil // a part of a whole is not negative
		}
		s.Data = append(s.Data, datum{Name: entry, Value: value(at), ItemStyle: &opts.ItemStyle{Color: token(name, n, len(p.Names)+1)}})
		s.marks = append(s.marks, mark{0, n, 0})
	}
	list.Data = entries
	o.Legend = list
	o.Title = []title{p.whole(f, p.written(sum, p.Series[0].Column))}
	o.Series = []series{s}
	return o
}

// whole is the sum of all, in the middle of the donut.
func (p Plot) whole(f form, sum string) title {
	t := title{BackgroundColor: "transparent"}
	t.Title.Title, t.Subtitle = sum, shorten(p.Series[0].Label, 110)
	t.Left, t.Top, t.TextAlign = "110", strconv.Itoa(donutHigh/2-18), "center"
	if f.narrow {
		t.Left = "50%"
	}
	t.TitleStyle = &opts.TextStyle{Color: "--text", FontSize: 16, FontWeight: "600", LineHeight: 20}
	t.SubtitleStyle = &opts.TextStyle{Color: "--text-muted", FontSize: fontSize, LineHeight: 16}
	return t
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
