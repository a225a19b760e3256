// Package pixels compares pictures of pages, for tests: what the server has drawn with what a browser shows in its place.
package pixels

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
)

// The tolerance: of a drawing's pixels, at most Tolerated in a thousand may differ by more than Visible in a channel. Drawings of server and
// browser are not quite the same because the server's are written with one decimal, which moves a slanted line by a twentieth of a pixel at most.
const (
	Tolerated = 3.0
	Visible   = 24
)

// Decode reads a PNG.
func Decode(file []byte) (*image.RGBA, error) {
	decoded, err := png.Decode(bytes.NewReader(file))
	if err != nil {
		return nil, fmt.Errorf("read a picture of %d bytes: %w", len(file), err)
	}
	picture := image.NewRGBA(image.Rectangle{Max: decoded.Bounds().Size()})
	draw.Draw(picture, picture.Rect, decoded, decoded.Bounds().Min, draw.Src)
	return picture, nil
}

// Differing is how many pixels of two pictures differ visibly in an area; all of them where that is not in both.
func Differing(a, b *image.RGBA, area image.Rectangle) (n int) {
	if !area.In(a.Rect) || !area.In(b.Rect) {
		return area.Dx() * area.Dy()
	}
	for y := area.Min.Y; y < area.Max.Y; y++ {
		one, other := row(a, area, y), row(b, area, y)
		if bytes.Equal(one, other) {
			continue
		}
		for i := 0; i < len(one); i += 4 {
			if differ(one[i:i+3], other[i:i+3]) {
				n++
			}
		}
	}
	return n
}

// Unlike is how many pixels of an area differ visibly from a colour.
func Unlike(p *image.RGBA, area image.Rectangle, c color.RGBA) (n int) {
	want := []byte{c.R, c.G, c.B}
	for y := area.Min.Y; y < area.Max.Y; y++ {
		line := row(p, area, y)
		for i := 0; i < len(line); i += 4 {
			if differ(line[i:i+3], want) {
				n++
			}
		}
	}
	return n
}

func row(p *image.RGBA, area image.Rectangle, y int) []byte {
	return p.Pix[p.PixOffset(area.Min.X, y):p.PixOffset(area.Max.X, y)]
}

func differ(a, b []byte) bool {
	for c := range a {
		if d := int(a[c]) - int(b[c]); d > Visible || -d > Visible {
			return true
		}
	}
	return false
}
