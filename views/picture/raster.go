package picture

import (
	"image"
	"image/color"
	"image/draw"
	"math"
	"slices"
)

type raster struct {
	theme  Theme
	canvas *canvas
	whole  transform // from the sheet to the canvas
	err    error
}

func (r *raster) draw(s shape) {
	on := r.whole.after(s.on)
	var lines [][]point
	var closed []bool
	if s.letters == nil {
		lines, closed = s.path.transformed(on).flat()
	}
	for i, letter := range s.letters {
		more, are := letter.path.transformed(on.after(moved(s.at[i], 0))).flat()
		lines, closed = append(lines, more...), append(closed, are...)
	}
	behind := s.letters != nil // the stroke of letters lies behind them
	if !behind {
		r.fill(lines, s.fill, s.fillOpacity)
	}
	if s.stroke != "" {
		r.stroke(s, lines, closed, on.scale())
	}
	if behind {
		r.fill(lines, s.fill, s.fillOpacity)
	}
}

func (r *raster) stroke(s shape, lines [][]point, closed []bool, scale float64) {
	var all [][]point
	for i, line := range lines {
		if len(s.dashes) == 0 {
			all = append(all, stroked(line, closed[i], s.width*scale, s.miter, s.cap, s.join)...)
			continue
		}
		dashes := make([]float64, len(s.dashes))
		for j, dash := range s.dashes {
			dashes[j] = dash * scale
		}
		for _, dash := range dashed(line, closed[i], dashes) {
			all = append(all, stroked(dash, false, s.width*scale, s.miter, s.cap, s.join)...)
		}
	}
	r.fill(all, s.stroke, s.strokeOpacity)
}

// fill paints what the lines wind around. Only the part of the canvas that they reach is touched.
func (r *raster) fill(lines [][]point, name string, opacity float64) {
	if name == "" || len(lines) == 0 || opacity <= 0 {
		return
	}
	c, err := r.theme.color(name)
	if err != nil && r.err == nil {
		r.err = err
	}
	least, most := point{math.Inf(1), math.Inf(1)}, point{math.Inf(-1), math.Inf(-1)}
	for _, line := range lines {
		for _, p := range line {
			least = point{min(least.x, p.x), min(least.y, p.y)}
			most = point{max(most.x, p.x), max(most.y, p.y)}
		}
	}
	reach := image.Rect(int(math.Floor(least.x)), int(math.Floor(least.y)), int(math.Ceil(most.x))+1, int(math.Ceil(most.y))+1).Intersect(r.canvas.bounds())
	if reach.Empty() {
		return
	}
	filler := &r.canvas.filler
	filler.Reset(reach.Dx(), reach.Dy())
	for _, line := range lines {
		for i, p := range line {
			x, y := float32(p.x-float64(reach.Min.X)), float32(p.y-float64(reach.Min.Y))
			if i == 0 {
				filler.MoveTo(x, y)
				continue
			}
			filler.LineTo(x, y)
		}
		filler.ClosePath()
	}
	size := reach.Dx() * reach.Dy()
	r.canvas.mask = slices.Grow(r.canvas.mask[:0], size)[:size]
	mask := &image.Alpha{Pix: r.canvas.mask, Stride: reach.Dx(), Rect: image.Rectangle{Max: reach.Size()}}
	filler.DrawOp = draw.Src
	filler.Draw(mask, mask.Rect, image.Opaque, image.Point{})
	r.canvas.cover(reach, mask.Pix, paint{rgb(c), uint8(math.Round(255 * min(1, opacity)))})
}

// rgb is a colour without its opacity.
func rgb(c color.NRGBA) uint32 { return uint32(c.R)<<16 | uint32(c.G)<<8 | uint32(c.B) }
