package picture

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"math"

	"golang.org/x/image/vector"
)

// PNG draws the sheet with so many points to a pixel.
func (s Sheet) PNG(t Theme, scale float64) ([]byte, error) {
	back, err := t.color("surface")
	if err != nil {
		return nil, err
	}
	picture := image.NewRGBA(image.Rect(0, 0, int(math.Round(s.Width*scale)), int(math.Round(s.Height*scale))))
	draw.Draw(picture, picture.Bounds(), image.NewUniform(back), image.Point{}, draw.Src)
	r := raster{theme: t, picture: picture, whole: scaled(scale).after(s.placed)}
	for _, shape := range s.shapes {
		r.draw(shape)
	}
	if r.err != nil {
		return nil, r.err
	}
	var out bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.BestSpeed}
	if err := encoder.Encode(&out, paletted(picture)); err != nil {
		return nil, fmt.Errorf("write a PNG: %w", err)
	}
	return out.Bytes(), nil
}

type raster struct {
	theme   Theme
	picture *image.RGBA
	whole   transform // from the sheet to the picture
	filler  vector.Rasterizer
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
	r.filler.Draw(r.picture, reach, image.NewUniform(color.Color(c)), image.Point{})
}
