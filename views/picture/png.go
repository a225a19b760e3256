package picture

import (
	"image"
	"image/draw"
	"math"
	"sync"
)

// PNG draws the sheet with so many points to a pixel.
func (s Sheet) PNG(t Theme, scale float64) ([]byte, error) {
	back, err := t.color("surface")
	if err != nil {
		return nil, err
	}
	size := image.Rect(0, 0, int(math.Round(s.Width*scale)), int(math.Round(s.Height*scale)))
	picture := &image.RGBA{Pix: canvases.get(4 * size.Dx() * size.Dy()), Stride: 4 * size.Dx(), Rect: size}
	defer canvases.put(picture.Pix)
	draw.Draw(picture, picture.Bounds(), image.NewUniform(back), image.Point{}, draw.Src)
	r := raster{theme: t, picture: picture, whole: scaled(scale).after(s.placed)}
	for _, shape := range s.shapes {
		r.draw(shape)
	}
	if r.err != nil {
		return nil, r.err
	}
	few := paletted(picture)
	defer palettes.put(few.Pix)
	return encoded(few), nil
}

// Memory of pictures that are written, some megabytes each, for the next ones: four bytes for a point, and one where there is a palette. It is
// given out as it was left.
var canvases, palettes memory

type memory struct{ pool sync.Pool }

func (m *memory) get(n int) []uint8 {
	if old, ok := m.pool.Get().(*[]uint8); ok && cap(*old) >= n {
		return (*old)[:n]
	}
	return make([]uint8, n)
}

func (m *memory) put(pix []uint8) { m.pool.Put(&pix) }
