package picture

import (
	"bytes"
	"hash/adler32"
	"image"
	"image/color"
	"image/png"
	"math/rand/v2"
	"testing"
)

// TestEncoded: whoever reads PNG gets the picture back, be it of one row, of as many colours as there may be, or hardly to be compressed.
func TestEncoded(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 1))
	for _, c := range []struct{ width, height, colors int }{{1, 1, 1}, {3, 1, 2}, {7, 2, 3}, {1600, 901, 7}, {300, 201, 256}} {
		p := image.NewPaletted(image.Rect(0, 0, c.width, c.height), nil)
		for i := range c.colors {
			p.Palette = append(p.Palette, color.RGBA{uint8(i * 91), uint8(255 - i), uint8(i), 255})
		}
		for i := range p.Pix {
			p.Pix[i] = uint8(random.IntN(c.colors))
		}
		got, err := png.Decode(bytes.NewReader(encoded(p)))
		if err != nil {
			t.Errorf("%+v: %v", c, err)
			continue
		}
		read, ok := got.(*image.Paletted)
		if !ok || read.Rect != p.Rect || !bytes.Equal(read.Pix, p.Pix) || len(read.Palette) != c.colors || read.Palette[c.colors-1] != p.Palette[c.colors-1] {
			t.Errorf("%+v: another picture is read", c)
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
