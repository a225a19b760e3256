package picture

import (
	"cmp"
	"image"
	"image/color"
	"slices"
)

// What a palette has room for, and from how large a part of the picture on a colour is in it for certain.
const (
	mostColors  = 256
	certainPart = 1.0 / 4000
)

// paletted gives a picture a palette: it is then written in a third of the time, and is a third as large. Every area keeps its exact
// colour. What lies at the edges of letters and lines, where there are a thousand shades, gets one that is hardly another.
func paletted(p *image.RGBA) *image.Paletted {
	colors := counted(p)
	least := int(float64(len(p.Pix)/4) * certainPart)
	slices.SortFunc(colors, func(a, b counter) int { return cmp.Or(b.n-a.n, int(a.color)-int(b.color)) })
	var kept []uint32
	similar := map[uint32]bool{} // what is about the same has one place
	for _, c := range colors {
		about := c.color >> 3 & 0x1f1f1f
		if len(kept) < mostColors && (c.n >= least || !similar[about]) {
			kept, similar[about] = append(kept, c.color), true
		}
	}
	out := image.NewPaletted(p.Bounds(), make(color.Palette, len(kept)))
	for i, c := range kept {
		out.Palette[i] = color.RGBA{uint8(c >> 16), uint8(c >> 8), uint8(c), 255}
	}
	places := make(map[uint32]uint8, len(colors))
	for _, c := range colors {
		places[c.color] = nearest(kept, c.color)
	}
	last, place := uint32(1<<24), uint8(0) // no colour
	for i := range out.Pix {
		if c := rgb(p.Pix[4*i:]); c != last {
			last, place = c, places[c]
		}
		out.Pix[i] = place
	}
	return out
}

// counter is a colour and how many points have it.
type counter struct {
	color uint32
	n     int
}

func counted(p *image.RGBA) []counter {
	counts := map[uint32]int{}
	last, n := rgb(p.Pix), 0
	for i := 0; i < len(p.Pix); i += 4 {
		c := rgb(p.Pix[i:])
		if c != last {
			counts[last] += n
			last, n = c, 0
		}
		n++
	}
	counts[last] += n
	all := make([]counter, 0, len(counts))
	for c, n := range counts {
		all = append(all, counter{c, n})
	}
	return all
}

func rgb(pix []byte) uint32 {
	_ = pix[2]
	return uint32(pix[0])<<16 | uint32(pix[1])<<8 | uint32(pix[2])
}

func nearest(kept []uint32, c uint32) uint8 {
	best, least := 0, 1<<30
	for i, k := range kept {
		r, g, b := int(k>>16)-int(c>>16), int(k>>8&255)-int(c>>8&255), int(k&255)-int(c&255)
		if d := 2*r*r + 4*g*g + 3*b*b; d < least {
			best, least = i, d
		}
	}
	return uint8(best)
}
