package picture

import (
	"cmp"
	"encoding/binary"
	"image"
	"image/color"
	"slices"
)

// What a palette has room for, and from how large a part of the picture on a colour is in it for certain.
const (
	mostColors  = 256
	certainPart = 1.0 / 1000
)

// paletted gives a picture a palette: it is then written in a third of the time, and is a third as large. Every area keeps its exact
// colour. What lies at the edges of letters and lines, where there are a thousand shades, gets one that is hardly another.
func paletted(p *image.RGBA) *image.Paletted {
	colors := counted(p)
	kept := chosen(colors, int(float64(len(p.Pix)/4)*certainPart))
	out := image.NewPaletted(p.Bounds(), make(color.Palette, len(kept)))
	for i, c := range kept {
		out.Palette[i] = color.RGBA{uint8(c >> 16), uint8(c >> 8), uint8(c), 255}
	}
	places := make(map[uint32]uint8, len(colors))
	for _, c := range colors {
		places[c.color] = c.place
	}
	for at := 0; at < len(out.Pix); {
		n, place := alike(p.Pix[4*at:]), places[rgb(p.Pix[4*at:])]
		for i := range out.Pix[at : at+n] {
			out.Pix[at+i] = place
		}
		at += n
	}
	return out
}

// chosen are the colours of the palette: those that many points have, most of them first, and then, again and again, the one that is
// missed most. Each of the colours is told the place of the one that is nearest to it.
func chosen(colors []counter, certain int) []uint32 {
	slices.SortFunc(colors, func(a, b counter) int { return cmp.Or(b.n-a.n, int(a.color)-int(b.color)) })
	var kept []uint32
	for len(kept) < min(mostColors, len(colors)) {
		next := len(kept)
		if colors[next].n < certain {
			next = 0
			for i, c := range colors {
				if c.n*c.off > colors[next].n*colors[next].off {
					next = i
				}
			}
		}
		add := colors[next].color
		for i := range colors {
			if off := distance(add, colors[i].color); off < colors[i].off || len(kept) == 0 {
				colors[i].off, colors[i].place = off, uint8(len(kept))
			}
		}
		kept = append(kept, add)
	}
	return kept
}

// counter is a colour and how many points have it.
type counter struct {
	color uint32
	n     int
	off   int // how far it is from the nearest colour of the palette
	place uint8
}

func counted(p *image.RGBA) []counter {
	counts := map[uint32]int{}
	for rest := p.Pix; len(rest) > 0; {
		n := alike(rest)
		counts[rgb(rest)] += n
		rest = rest[4*n:]
	}
	all := make([]counter, 0, len(counts))
	for c, n := range counts {
		all = append(all, counter{color: c, n: n})
	}
	return all
}

// alike is how many points have the first one's colour before another one comes. Most of a picture are areas: it looks at two at a time.
func alike(pix []byte) int {
	first := binary.NativeEndian.Uint32(pix)
	two := uint64(first)<<32 | uint64(first)
	n := 1
	for 4*n+8 <= len(pix) && binary.NativeEndian.Uint64(pix[4*n:]) == two {
		n += 2
	}
	if 4*n+4 <= len(pix) && binary.NativeEndian.Uint32(pix[4*n:]) == first {
		n++
	}
	return n
}

// rgb is the colour of a point, all of which are opaque.
func rgb(pix []byte) uint32 { return binary.BigEndian.Uint32(pix) >> 8 }

// distance is how different two colours look, about; green counts most.
func distance(a, b uint32) int {
	red, green, blue := int(a>>16)-int(b>>16), int(a>>8&255)-int(b>>8&255), int(a&255)-int(b&255)
	return 2*red*red + 4*green*green + 3*blue*blue
}
