package picture

import (
	"encoding/binary"
	"image"
	"image/color"
	"image/draw"
	"math"

	"golang.org/x/image/vector"
)

type raster struct {
	theme   Theme
	picture *image.RGBA
	whole   transform // from the sheet to the picture
	filler  vector.Rasterizer
	mask    []byte // how much of each point of a shape's reach is covered
	err     error
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

// fill paints what the lines wind around. Only the part of the picture that they reach is touched.
func (r *raster) fill(lines [][]point, name string, opacity float64) {
	if name == "" || len(lines) == 0 || opacity <= 0 {
		return
	}
	c, err := r.theme.color(name)
	if err != nil && r.err == nil {
		r.err = err
	}
	c.A = uint8(math.Round(255 * min(1, opacity)))
	least, most := point{math.Inf(1), math.Inf(1)}, point{math.Inf(-1), math.Inf(-1)}
	for _, line := range lines {
		for _, p := range line {
			least = point{min(least.x, p.x), min(least.y, p.y)}
			most = point{max(most.x, p.x), max(most.y, p.y)}
		}
	}
	reach := image.Rect(int(math.Floor(least.x)), int(math.Floor(least.y)), int(math.Ceil(most.x))+1, int(math.Ceil(most.y))+1).Intersect(r.picture.Bounds())
	if reach.Empty() {
		return
	}
	r.filler.Reset(reach.Dx(), reach.Dy())
	for _, line := range lines {
		for i, p := range line {
			x, y := float32(p.x-float64(reach.Min.X)), float32(p.y-float64(reach.Min.Y))
			if i == 0 {
				r.filler.MoveTo(x, y)
				continue
			}
			r.filler.LineTo(x, y)
		}
		r.filler.ClosePath()
	}
	if size := reach.Dx() * reach.Dy(); cap(r.mask) < size {
		r.mask = make([]byte, size)
	}
	mask := &image.Alpha{Pix: r.mask[:reach.Dx()*reach.Dy()], Stride: reach.Dx(), Rect: image.Rectangle{Max: reach.Size()}}
	r.filler.DrawOp = draw.Src
	r.filler.Draw(mask, mask.Rect, image.Opaque, image.Point{})
	r.blend(reach, mask.Pix, c)
}

// blend lays a colour over the points that a mask covers. Of a line across the picture that is hardly one in a hundred, so it looks at
// eight at a time.
func (r *raster) blend(reach image.Rectangle, mask []byte, c color.NRGBA) {
	const whole = 255 * 255
	for y := reach.Min.Y; y < reach.Max.Y; y++ {
		var row []byte
		row, mask = mask[:reach.Dx()], mask[reach.Dx():]
		points := r.picture.Pix[r.picture.PixOffset(reach.Min.X, y):][:4*len(row)]
		for x := 0; x < len(row); x++ {
			if x+8 <= len(row) && binary.NativeEndian.Uint64(row[x:]) == 0 {
				x += 7
				continue
			}
			covered := uint32(row[x]) * uint32(c.A)
			if covered == 0 {
				continue
			}
			to := points[4*x : 4*x+3 : 4*x+3]
			if covered == whole {
				to[0], to[1], to[2] = c.R, c.G, c.B
				continue
			}
			for i, part := range [3]uint8{c.R, c.G, c.B} {
				to[i] = uint8((uint32(to[i])*(whole-covered) + uint32(part)*covered + whole/2) / whole)
			}
		}
	}
}
