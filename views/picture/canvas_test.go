package picture

import (
	"image"
	"math"
	"math/rand/v2"
	"testing"
)

// TestPalette: areas keep their colours to the last bit, however many there are beside them; edges stay near theirs.
func TestPalette(t *testing.T) {
	t.Parallel()
	inks := []uint32{0x16191f, 0x545b64, 0xc27c00, 0x3a93cf, 0x00946c, 0xc0659a}
	at := func(x, y int) uint32 {
		if y < 100 {
			return uint32(200+x/20)<<16 | 100<<8 | 50 // ten areas that differ by one step
		}
		var mixed uint32 // edges: each ink on white, as thinly as 200 shades allow
		for shift := 0; shift <= 16; shift += 8 {
			ink := int(inks[y/4%len(inks)] >> shift & 255)
			mixed |= uint32((ink*x+255*(199-x))/199) << shift
		}
		return mixed
	}
	c := canvasOf(200, 200, at)
	p := c.palette()
	if len(p.colors) > 256 {
		t.Fatalf("the palette has %d colours", len(p.colors))
	}
	for i, number := range c.points {
		x, y := i%200, i/200
		got, want := p.colors[p.places[number]], at(x, y)
		off := 0.0
		for shift := 0; shift <= 16; shift += 8 {
			off = max(off, math.Abs(float64(got>>shift&255)-float64(want>>shift&255)))
		}
		if y < 100 && off > 0 || off > 12 {
			t.Fatalf("at %d, %d the colour is %06x, not %06x", x, y, got, want)
		}
	}
}

// TestManyColors: a canvas on which everything is painted over everything has a number for each colour, hardly another one where there are too many,
// and knows how many points have it.
func TestManyColors(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	c := newCanvas(image.Pt(300, 300), 0xffffff)
	mask := make([]byte, 300*300)
	for range 40 {
		for i := range mask {
			mask[i] = uint8(random.IntN(256))
		}
		c.cover(c.bounds(), mask, paint{random.Uint32N(1 << 24), uint8(random.IntN(256))})
	}
	if len(c.colors) <= 1<<15 || len(c.colors) > 1<<16 {
		t.Fatalf("there are %d colours", len(c.colors))
	}
	counts := make([]int, len(c.colors))
	for _, number := range c.points {
		counts[number]++
	}
	for number, color := range c.colors {
		if counts[number] != color.n {
			t.Fatalf("%d points have the colour %06x, counted are %d", counts[number], color.rgb, color.n)
		}
	}
}

// TestCover: paint is mixed with what is under it by how much of a point it covers and by how opaque it is; where it covers all, only it is seen.
func TestCover(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		mask   uint8
		opaque uint8
		want   uint32
	}{{255, 255, 0x102030}, {0, 255, 0xffffff}, {255, 0, 0xffffff}, {128, 255, 0x889098}, {255, 51, 0xcfd2d6}, {2, 255, 0xffffff}} {
		on := newCanvas(image.Pt(9, 1), 0xffffff)
		on.cover(on.bounds(), []byte{0, 0, 0, 0, 0, 0, 0, 0, c.mask}, paint{0x102030, c.opaque})
		if got := on.colors[on.points[8]].rgb; got != c.want || on.points[0] != 0 {
			t.Errorf("covered by %d, %d opaque, a white point is %06x, want %06x", c.mask, c.opaque, got, c.want)
		}
	}
}
