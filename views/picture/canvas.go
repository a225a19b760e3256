package picture

import (
	"encoding/binary"
	"image"
	"slices"
	"sync"

	"golang.org/x/image/vector"
)

// steps is in how many steps a point can be covered. Eyes see no more at the edge of a letter, and with a step for each byte there would be thousands of
// colours, of which a palette has room for few.
const steps = 16

// canvas is what a picture is painted on. Its points are numbers of colours: so each colour is mixed once, and how many points have it is known
// at the end without a look at them.
type canvas struct {
	size    image.Point
	points  []uint16 // row by row
	colors  []tally  // by number
	numbers map[uint32]uint16
	mixes   [1 << 11]mix // the latest, each at a place that follows from what is mixed

	filler vector.Rasterizer // of the shape that is painted
	mask   []byte            // how much of each point in its reach it covers
}

// tally is a colour and how many points have it.
type tally struct {
	rgb uint32
	n   int
}

// paint is a colour and how opaque it is, of 255.
type paint struct {
	rgb    uint32
	opaque uint8
}

// mix is the colour that paint over another one has at a step of cover.
type mix struct {
	known       bool
	paint       paint
	under, over uint16
	step        uint8
}

// Memory of canvases, some megabytes each, for the next ones.
var canvases = sync.Pool{New: func() any { return new(canvas) }}

// newCanvas is one of a size and a colour. Give it back with canvases.Put.
func newCanvas(size image.Point, rgb uint32) *canvas {
	c := canvases.Get().(*canvas)
	n := size.X * size.Y
	c.size, c.points, c.mixes = size, slices.Grow(c.points[:0], n)[:n], [len(c.mixes)]mix{}
	clear(c.points)
	c.colors, c.numbers = append(c.colors[:0], tally{rgb, n}), map[uint32]uint16{rgb: 0}
	return c
}

func (c *canvas) bounds() image.Rectangle { return image.Rectangle{Max: c.size} }

// cover lays paint over the points that a mask covers. Of a line across the picture that is hardly one in a hundred, so it looks at eight at a
// time.
func (c *canvas) cover(reach image.Rectangle, mask []byte, p paint) {
	for y := reach.Min.Y; y < reach.Max.Y; y++ {
		var row []byte
		row, mask = mask[:reach.Dx()], mask[reach.Dx():]
		points := c.points[y*c.size.X+reach.Min.X:][:len(row)]
		for x := 0; x < len(row); x++ {
			if x+8 <= len(row) && binary.NativeEndian.Uint64(row[x:]) == 0 {
				x += 7
				continue
			}
			from, covered, under := x, row[x], points[x]
			for x+1 < len(row) && row[x+1] == covered && points[x+1] == under { // areas
				x++
			}
			if step := uint8((uint32(covered)*steps + 127) / 255); step > 0 {
				over := c.mixed(p, under, step)
				for i := range points[from : x+1] {
					points[from+i] = over
				}
				c.colors[under].n -= x + 1 - from
				c.colors[over].n += x + 1 - from
			}
		}
	}
}

// mixed is the number of the colour that paint over another one has at a step of cover.
func (c *canvas) mixed(p paint, under uint16, step uint8) uint16 {
	m := &c.mixes[(p.rgb^uint32(p.opaque)<<8^uint32(under)<<13^uint32(step)<<24)*0x9e3779b1>>21]
	if !m.known || m.under != under || m.step != step || m.paint != p {
		*m = mix{true, p, under, c.number(blended(c.colors[under].rgb, p, step)), step}
	}
	return m.over
}

// blended is a colour under paint, rounded.
func blended(under uint32, p paint, step uint8) uint32 {
	const whole = 255 * steps
	covered := uint32(p.opaque) * uint32(step)
	var out uint32
	for shift := 0; shift <= 16; shift += 8 {
		out |= ((under>>shift&255*(whole-covered) + p.rgb>>shift&255*covered + whole/2) / whole) << shift
	}
	return out
}

// number is that of a colour. When half of the numbers are given out, which no chart comes near, colours that hardly differ share one.
func (c *canvas) number(rgb uint32) uint16 {
	if len(c.colors) >= 1<<15 {
		rgb = rgb&0xf8f8f8 | 0x040404
	}
	n, ok := c.numbers[rgb]
	if !ok {
		n = uint16(len(c.colors))
		c.numbers[rgb], c.colors = n, append(c.colors, tally{rgb, 0})
	}
	return n
}
