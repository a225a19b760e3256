package picture

import (
	"cmp"
	"slices"
)

// What a palette has room for, and from how large a part of the picture on a colour is in it for certain.
const (
	mostColors  = 256
	certainPart = 1.0 / 1000
)

// palette is the colours that a picture is left with: it is then written in a third of the time, and is a third as large. Every area keeps its exact
// colour. What lies at the edges of letters and lines, where there may be a thousand shades, gets one that is hardly another.
type palette struct {
	colors []uint32
	places []uint8 // of the canvas's colours, by number
}

// palette chooses from the colours of the canvas: those that many points have, most of them first, and then, again and again, the one that is
// missed most. The others get the one that is nearest to them.
func (c *canvas) palette() palette {
	all := c.counted()
	slices.SortFunc(all, func(a, b counter) int { return cmp.Or(b.n-a.n, int(a.color)-int(b.color)) })
	out := palette{places: make([]uint8, len(c.colors))}
	missed := 0
	for len(out.colors) < min(mostColors, len(all)) {
		next := len(out.colors)
		if all[next].rare {
			next = missed
		}
		add, most := all[next].color, -1
		for i := range all {
			c := &all[i]
			if off := distance(add, c.color); off < c.off || len(out.colors) == 0 {
				c.off, c.place = off, uint8(len(out.colors))
			}
			if c.n*c.off > most {
				most, missed = c.n*c.off, i
			}
		}
		out.colors = append(out.colors, add)
	}
	for _, c := range all {
		for _, number := range c.numbers {
			out.places[number] = c.place
		}
	}
	return out
}

// counter is a colour and how many points have it.
type counter struct {
	color   uint32
	n       int
	rare    bool     // it is not in the palette for certain, and stands for colours that hardly differ
	numbers []uint16 // of these on the canvas
	off     int      // how far it is from the nearest colour of the palette
	place   uint8
}

// shade is what colours have in common that hardly differ.
const shade = 0xfcfcfc

// counted are the colours that any points have. Those of fewer points than are certain are one with others of their shade: choosing among thousands
// takes longer than all else.
func (c *canvas) counted() []counter {
	certain := int(float64(len(c.points)) * certainPart)
	var all []counter
	shades := make(map[uint32]int)
	for number, color := range c.colors {
		switch place, ok := shades[color.rgb&shade]; {
		case color.n == 0:
		case color.n >= certain:
			all = append(all, counter{color: color.rgb, n: color.n, numbers: []uint16{uint16(number)}})
		case ok:
			all[place].n += color.n
			all[place].numbers = append(all[place].numbers, uint16(number))
		default:
			shades[color.rgb&shade] = len(all)
			all = append(all, counter{color: color.rgb, n: color.n, rare: true, numbers: []uint16{uint16(number)}})
		}
	}
	return all
}

// distance is how different two colours look, about; green counts most.
func distance(a, b uint32) int {
	red, green, blue := int(a>>16)-int(b>>16), int(a>>8&255)-int(b>>8&255), int(a&255)-int(b&255)
	return 2*red*red + 4*green*green + 3*blue*blue
}
