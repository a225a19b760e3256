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
	colors, runs := counted(p)
	kept := chosen(colors, int(float64(len(p.Pix)/4)*certainPart))
	out := image.NewPaletted(p.Bounds(), make(color.Palette, len(kept)))
	for i, c := range kept {
		out.Palette[i] = color.RGBA{uint8(c >> 16), uint8(c >> 8), uint8(c), 255}
	}
	places := make([]uint8, len(colors))
	for _, c := range colors {
		places[c.number] = c.place
	}
	rest := out.Pix
	for _, r := range runs {
		place := places[r.color]
		for i := range rest[:r.n] {
			rest[i] = place
		}
		rest = rest[r.n:]
	}
	return out
}

// chosen are the colours of the palette: those that many points have, most of them first, and then, again and again, the one that is
// missed most. Each of the colours is told the place of the one that is nearest to it.
func chosen(colors []counter, certain int) []uint32 {
	slices.SortFunc(colors, func(a, b counter) int { return cmp.Or(b.n-a.n, int(a.color)-int(b.color)) })
	var kept []uint32
	missed := 0
	for len(kept) < min(mostColors, len(colors)) {
		next := len(kept)
		if colors[next].n < certain {
			next = missed
		}
		add, most := colors[next].color, -1
		for i := range colors {
			c := &colors[i]
			if off := distance(add, c.color); off < c.off || len(kept) == 0 {
				c.off, c.place = off, uint8(len(kept))
			}
			if c.n*c.off > most {
				most, missed = c.n*c.off, i
			}
		}
		kept = append(kept, add)
	}
	return kept
}

// counter is a colour and how many points have it.
type counter struct {
	color  uint32
	number int // in the order in which colours come in the picture
	n      int
	off    int // how far it is from the nearest colour of the palette
	place  uint8
}

// run are points of one colour, of which the number is given, one behind the other.
type run struct{ n, color int32 }

// counted are the colours of a picture, and its points as runs. Colours that came lately are found without the map.
func counted(p *image.RGBA) (all []counter, runs []run) {
	numbers := map[uint32]int32{}
	var lately [1 << 12]struct {
		color  uint32
		number int32
		known  bool
	}
	for rest := p.Pix; len(rest) > 0; {
		n, c := alike(rest), rgb(rest)
		rest = rest[4*n:]
		late := &lately[c*0x9e3779b1>>20]
		if !late.known || late.color != c {
			number, ok := numbers[c]
			if !ok {
				number = int32(len(all))
				numbers[c], all = number, append(all, counter{color: c, number: int(number)})
			}
			late.color, late.number, late.known = c, number, true
		}
		all[late.number].n += n
		runs = append(runs, run{int32(n), late.number})
	}
	return all, runs
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
