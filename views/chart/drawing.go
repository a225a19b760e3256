package chart

import (
	"bytes"
	"context"
	"fmt"
)

// most is by how much a drawing may grow with its card: words that are much larger than those around them look wrong.
const most = 1.25

// Drawer draws an ECharts option in JSON as SVG: a draw.Drawer.
type Drawer interface {
	SVG(ctx context.Context, option []byte, width, height int) ([]byte, error)
}

// Drawing is a Plot as SVG for the width of its place, and for a phone; empty where nothing was drawn. It is markup for a page, made
// by a Drawer.
type Drawing struct {
	Wide, Narrow []byte
	Slim         bool // the place is so small that Wide has the narrow form as well
}

// Draw draws a plot.
func Draw(ctx context.Context, d Drawer, p Plot) (Drawing, error) {
	drawing := Drawing{Slim: p.width <= Narrow}
	if !p.Drawn() {
		return Drawing{}, nil
	}
	for _, form := range []struct {
		narrow bool
		width  int
		svg    *[]byte
	}{{drawing.Slim, p.width, &drawing.Wide}, {true, narrowWidth, &drawing.Narrow}} {
		option, err := p.Option(form.narrow)
		if err != nil {
			return Drawing{}, err
		}
		height := p.Height(form.narrow)
		svg, err := d.SVG(ctx, option, form.width, height)
		if err != nil {
			return Drawing{}, err
		}
		size := func(times float64) []byte {
			return fmt.Appendf(nil, ` width="%v" height="%v"`, float64(form.width)*times, float64(height)*times)
		}
		*form.svg = bytes.Replace(svg, size(1), size(most), 1)
	}
	return drawing, nil
}

// Once is a plot drawn in one form alone.
type Once struct {
	SVG           []byte
	Width, Height int
}

// DrawOnce draws a plot for the width of its place, in the form that fits; nothing where there is nothing to draw.
func DrawOnce(ctx context.Context, d Drawer, p Plot) (Once, error) {
	if !p.Drawn() {
		return Once{}, nil
	}
	narrow := p.width <= Narrow
	option, err := p.Option(narrow)
	if err != nil {
		return Once{}, err
	}
	once := Once{Width: p.width, Height: p.Height(narrow)}
	if narrow {
		once.Width = max(p.width, narrowWidth)
	}
	once.SVG, err = d.SVG(ctx, option, once.Width, once.Height)
	return once, err
}
