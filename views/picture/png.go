package picture

import (
	"image"
	"math"
)

// PNG draws the sheet with so many points to a pixel.
func (s Sheet) PNG(t Theme, scale float64) ([]byte, error) {
	back, err := t.color("surface")
	if err != nil {
		return nil, err
	}
	on := newCanvas(image.Pt(int(math.Round(s.Width*scale)), int(math.Round(s.Height*scale))), rgb(back))
	defer canvases.Put(on)
	r := raster{theme: t, canvas: on, whole: scaled(scale).after(s.placed)}
	for _, shape := range s.shapes {
		r.draw(shape)
	}
	if r.err != nil {
		return nil, r.err
	}
	return on.encoded(), nil
}
