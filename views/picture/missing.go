package picture

import (
	"fmt"
	"strings"

	"cafe-rewards/static"
)

// sign is what stands in place of a letter that the font lacks: a box with a question mark, as wide as everybody measures the letter.
func (f *face) sign(letter rune) *glyph {
	width, _ := static.Advance(int(f.weight), letter)
	g := &glyph{advance: width * f.units / 1000, letter: letter, missing: true}
	if width == 0 {
		return g // a mark on the letter before it, or nothing to be seen
	}
	const (
		gap, line  = 0.06, 0.05 // in em
		top, under = -0.78, 0.1
	)
	box := func(inset float64) (x, y, w, h float64) {
		inset *= f.units
		return inset, top*f.units + inset - gap*f.units, g.advance - 2*inset, (under-top)*f.units - 2*(inset-gap*f.units)
	}
	g.path = append(rectangle(box(gap)), backwards(rectangle(box(gap+line)))...)
	question := f.read('?')
	const small = 0.65
	middle := point{(g.advance - small*question.advance) / 2, (top + under + small*0.73) / 2 * f.units}
	g.path = append(g.path, question.path.transformed(transform{a: small, d: small, e: middle.x, f: middle.y})...)
	return g
}

// backwards is a closed outline of straight lines in the other direction: within another one it is a hole.
func backwards(p path) path {
	var out path
	for i := len(p) - 1; i >= 0; i-- {
		switch {
		case p[i].kind == 'Z':
		case len(out) == 0:
			out = out.move(p[i].to[2])
		default:
			out = out.line(p[i].to[2])
		}
	}
	return out.close()
}

// lacksLetters says whether signs stand in place of letters.
func (s Sheet) lacksLetters() bool {
	for _, shape := range s.shapes {
		for _, letter := range shape.letters {
			if letter.missing && letter.advance > 0 {
				return true
			}
		}
	}
	return false
}

// missingUntil is the end of the letters from there on that the font lacks. The spaces between them belong to them, so that a script that
// runs to the left or joins its letters stays in one piece.
func (s shape) missingUntil(from int) int {
	end := from
	for i := from; i < len(s.letters); i++ {
		switch {
		case s.letters[i].missing:
			end = i + 1
		case s.letters[i].letter != ' ':
			return end
		}
	}
	return end
}

// text writes letters that the font lacks as they are, in the room that was measured for them.
func (w *svgWriter) text(s shape, from, to int) {
	var letters strings.Builder
	for _, g := range s.letters[from:to] {
		letters.WriteRune(g.letter)
	}
	last := s.letters[to-1]
	width := s.at[to-1] + last.advance - s.at[from]
	if width <= 0 {
		return
	}
	units := faces[s.face]().units
	fmt.Fprintf(&w.body, `<text x="%s" font-size="%s" font-weight="%d" font-family="system-ui, sans-serif" textLength="%s" lengthAdjust="spacingAndGlyphs">%s</text>`,
		short(s.at[from], 0), short(units, 0), s.face, short(width, 0), escaped(letters.String()))
}
