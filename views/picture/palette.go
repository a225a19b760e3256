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
	bands := bandsOf(p.Rect.Dy())
	found := make([]colored, len(bands))
	sideBySide(bands, func(i int, b band) { found[i] = counted(p.Pix[b.from*p.Stride : b.to*p.Stride]) })
	kept, places := chosen(together(found, int(float64(len(p.Pix)/4)*certainPart)))

	out := &image.Paletted{Pix: palettes.get(p.Rect.Dx() * p.Rect.Dy()), Stride: p.Rect.Dx(), Rect: p.Rect, Palette: make(color.Palette, len(kept))}
	for i, c := range kept {
		out.Palette[i] = color.RGBA{uint8(c >> 16), uint8(c >> 8), uint8(c), 255}
	}
	sideBySide(bands, func(i int, b band) { found[i].fill(out.Pix[b.from*out.Stride:b.to*out.Stride], places) })
	return out
}

// chosen are the colours of the palette: those that many points have, most of them first, and then, again and again, the one that is
// missed most. Of each of the colours it tells the place of the one that is nearest to it.
func chosen(colors []counter) (kept []uint32, places map[uint32]uint8) {
	slices.SortFunc(colors, func(a, b counter) int { return cmp.Or(b.n-a.n, int(a.color)-int(b.color)) })
	missed := 0
	for len(kept) < min(mostColors, len(colors)) {
		next := len(kept)
		if len(colors[next].shades) > 0 {
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
	places = make(map[uint32]uint8, len(colors))
	for _, c := range colors {
		places[c.color] = c.place
		for _, shade := range c.shades {
			places[shade] = c.place
		}
	}
	return kept, places
}

// counter is a colour and how many points have it. It stands for its shades, which hardly differ; a colour that is in the palette for certain
// has none.
type counter struct {
	color  uint32
	n      int
	off    int // how far it is from the nearest colour of the palette
	place  uint8
	shades []uint32
}

// colored are the colours of a part of a picture, and its points as runs of them.
type colored struct {
	colors []counter
	runs   []run
}

// run are points of one colour, of which the number is given, one behind the other.
type run struct{ n, color int32 }

// counted looks through some points. Colours that came lately are found without the map.
func counted(pix []byte) (found colored) {
	numbers := map[uint32]int32{}
	var lately [1 << 12]struct {
		color  uint32
		number int32
		known  bool
	}
	for rest := pix; len(rest) > 0; {
		n, c := alike(rest), rgb(rest)
		rest = rest[4*n:]
		late := &lately[c*0x9e3779b1>>20]
		if !late.known || late.color != c {
			number, ok := numbers[c]
			if !ok {
				number = int32(len(found.colors))
				numbers[c], found.colors = number, append(found.colors, counter{color: c})
			}
			late.color, late.number, late.known = c, number, true
		}
		found.colors[late.number].n += n
		found.runs = append(found.runs, run{int32(n), late.number})
	}
	return found
}

// shade is what colours have in common that hardly differ.
const shade = 0xfcfcfc

// together are the colours of all parts. Those of fewer points than are certain are one with others of their shade: choosing among thousands takes
// longer than all else.
func together(parts []colored, certain int) []counter {
	var kept []counter
	shades := make(map[uint32]int)
	for _, c := range summed(parts) {
		if c.n >= certain {
			kept = append(kept, c)
			continue
		}
		place, ok := shades[c.color&shade]
		if !ok {
			place = len(kept)
			shades[c.color&shade], kept = place, append(kept, counter{color: c.color})
		}
		kept[place].n += c.n
		kept[place].shades = append(kept[place].shades, c.color)
	}
	return kept
}

// summed are the colours of all parts, in the order in which they come in the picture.
func summed(parts []colored) []counter {
	numbers := make(map[uint32]int)
	var all []counter
	for _, part := range parts {
		for _, c := range part.colors {
			number, ok := numbers[c.color]
			if !ok {
				number = len(all)
				numbers[c.color], all = number, append(all, counter{color: c.color})
			}
			all[number].n += c.n
		}
	}
	return all
}

// fill sets the points to the places that their colours have in the palette.
func (c colored) fill(pix []uint8, places map[uint32]uint8) {
	mine := make([]uint8, len(c.colors))
	for i := range mine {
		mine[i] = places[c.colors[i].color]
	}
	for _, r := range c.runs {
		place := mine[r.color]
		for i := range pix[:r.n] {
			pix[i] = place
		}
		pix = pix[r.n:]
	}
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
