package picture

import (
	"bytes"
	"fmt"
	"image"
	"image/draw"
	"image/png"
	"math"
	"sync"
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
	encoder := png.Encoder{CompressionLevel: png.BestSpeed, BufferPool: &buffers}
	if err := encoder.Encode(&out, paletted(picture)); err != nil {
		return nil, fmt.Errorf("write a PNG: %w", err)
	}
	return out.Bytes(), nil
}

// buffers are what an encoder compresses with, a megabyte each, for the next picture.
var buffers bufferPool

type bufferPool struct{ pool sync.Pool }

func (b *bufferPool) Get() *png.EncoderBuffer {
	buffer, _ := b.pool.Get().(*png.EncoderBuffer)
	return buffer
}

func (b *bufferPool) Put(buffer *png.EncoderBuffer) { b.pool.Put(buffer) }
