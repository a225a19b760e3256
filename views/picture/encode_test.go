package picture

import (
	"bytes"
	"hash/adler32"
	"image"
	"image/png"
	"math/rand/v2"
	"testing"
)

// canvasOf is a canvas with a colour at each point.
func canvasOf(width, height int, at func(x, y int) uint32) *canvas {
	c := newCanvas(image.Pt(width, height), at(0, 0))
	for i := range c.points {
		n := c.number(at(i%width, i/width))
		c.colors[c.points[i]].n--
		c.colors[n].n++
		c.points[i] = n
	}
	return c
}

// TestEncoded: whoever reads PNG gets the picture back, be it of one row, of as many colours as there may be, or hardly to be compressed.
func TestEncoded(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 1))
	for _, c := range []struct{ width, height, colors int }{{1, 1, 1}, {3, 1, 2}, {7, 2, 3}, {1600, 901, 7}, {300, 201, 256}} {
		var drawn []uint32
		p := canvasOf(c.width, c.height, func(x, y int) uint32 {
			i := random.IntN(c.colors)
			drawn = append(drawn, uint32(i*91%256<<16|(255-i)<<8|i))
			return drawn[len(drawn)-1]
		})
		drawn = drawn[1:] // the first is what the canvas was made of
		got, err := png.Decode(bytes.NewReader(p.encoded()))
		if err != nil {
			t.Errorf("%+v: %v", c, err)
			continue
		}
		if _, ok := got.(*image.Paletted); !ok || got.Bounds().Size() != p.size {
			t.Errorf("%+v: %T of %v is read", c, got, got.Bounds())
			continue
		}
		for i, want := range drawn {
			if r, g, b, _ := got.At(i%c.width, i/c.width).RGBA(); r>>8<<16|g>>8<<8|b>>8 != want {
				t.Errorf("%+v: point %d is another one", c, i)
				break
			}
		}
	}
}

// TestJoined: the checksum of a text is that of its parts, wherever it is cut.
func TestJoined(t *testing.T) {
	t.Parallel()
	text := bytes.Repeat([]byte{255, 254, 0, 7}, 70_000)
	for _, cut := range []int{0, 1, 65_520, 65_521, 65_522, 131_043, len(text) - 1, len(text)} {
		if got, want := joined(adler32.Checksum(text[:cut]), adler32.Checksum(text[cut:]), len(text)-cut), adler32.Checksum(text); got != want {
			t.Errorf("cut at %d, the checksum is %08x, want %08x", cut, got, want)
		}
	}
}
