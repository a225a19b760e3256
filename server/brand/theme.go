package brand

// What WCAG 2.2 asks for at level AA.
const (
	textContrast = 4.5 // 1.4.3 Contrast (Minimum)
	markContrast = 3.0 // 1.4.11 Non-text Contrast
)

// darkestShade is how much of --accent-mark static/css/pivot.css puts behind the figures of the largest cells.
const darkestShade = 0.40

// theme is what a brand's colours meet on the pages. The colours are those of static/css/tokens.css; a test compares them.
type theme struct {
	card     Color   // --surface
	surfaces []Color // what text, marks and focus rings stand on
	text     Color   // --text
	onAccent Color   // --accent-text: what buttons say
	away     Color   // where colours go to stand out more
	back     Color   // where they go to stand out less
	boxShare float64 // how much of --accent-mark is in --box
}

var (
	light = theme{
		card:     Color{0xff, 0xff, 0xff},
		surfaces: []Color{{0xf5, 0xf6, 0xf8}, {0xff, 0xff, 0xff}, {0xf1, 0xf3, 0xf6}, {0xed, 0xf2, 0xf7}, {0xfd, 0xf1, 0xf0}, {0xff, 0xf7, 0xe5}, {0xee, 0xf6, 0xfc}},
		text:     Color{0x16, 0x19, 0x1f}, onAccent: white, away: black, back: white, boxShare: 0.2,
	}
	dark = theme{
		card:     Color{0x1a, 0x1f, 0x27},
		surfaces: []Color{{0x12, 0x16, 0x1c}, {0x1a, 0x1f, 0x27}, {0x23, 0x2a, 0x34}, {0x15, 0x1a, 0x21}, {0x26, 0x2e, 0x39}, {0x2c, 0x1d, 0x20}, {0x2a, 0x24, 0x15}, {0x16, 0x24, 0x2f}},
		text:     Color{0xe8, 0xeb, 0xef}, onAccent: Color{0x0d, 0x11, 0x17}, away: white, back: black, boxShare: 0.3,
	}
)

// accent is the brand's colour, moved until it can be read on everything, and what buttons say can be read on it.
func (t theme) accent(brand Color) Color {
	return brand.until(t.away, func(c Color) bool {
		return contrast(c, t.onAccent) >= textContrast && t.standsOut(c, textContrast)
	})
}

// mark is the brand's colour, moved until the marks of charts stand out, from the box of a box plot too; and then back, in the dark
// alone, as far as the figures on the strongest shade of a pivot table need it.
func (t theme) mark(brand Color) Color {
	visible := brand.until(t.away, func(c Color) bool {
		return contrast(c, t.box(c)) >= markContrast && t.standsOut(c, markContrast)
	})
	return visible.until(t.back, func(c Color) bool {
		for _, surface := range t.surfaces {
			if contrast(t.text, surface.toward(c, darkestShade)) < textContrast {
				return false
			}
		}
		return true
	})
}

// box is the fill of a box plot whose lines have the colour of a mark.
func (t theme) box(mark Color) Color { return t.card.toward(mark, t.boxShare) }

func (t theme) standsOut(c Color, least float64) bool {
	for _, surface := range t.surfaces {
		if contrast(c, surface) < least {
			return false
		}
	}
	return true
}

// until moves a colour step by step to another one, and stops as soon as the condition holds.
func (c Color) until(end Color, holds func(Color) bool) Color {
	const steps = 255
	for step := range steps {
		if moved := c.toward(end, float64(step)/steps); holds(moved) {
			return moved
		}
	}
	return end
}
