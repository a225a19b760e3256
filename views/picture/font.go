package picture

import (
	"fmt"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"

	"cafe-rewards/static"
)

// weight is one of the two weights of the letters.
type weight int

const (
	regular weight = 400
	bold    weight = 600
)

// face is a font of one weight. Its letters are read once, when they are first needed.
type face struct {
	font   *sfnt.Font
	units  float64 // per em
	weight weight
	middle float64 // how far the middle of a line lies above the line that letters stand on, in em

	mu      sync.Mutex
	buffer  sfnt.Buffer
	glyphs  map[rune]*glyph
	kerning map[[2]sfnt.GlyphIndex]float64
}

// glyph is the outline of a letter, in units of the font; y runs down.
type glyph struct {
	index   sfnt.GlyphIndex
	advance float64
	path    path
	letter  rune
	missing bool // the font does not have it, and the path is a sign in its place
}

var faces = map[weight]func() *face{
	regular: sync.OnceValue(func() *face { return mustFace(regular) }),
	bold:    sync.OnceValue(func() *face { return mustFace(bold) }),
}

// mustFace panics when the program's own font does not fit: tests meet that before anybody else.
func mustFace(w weight) *face {
	parsed, err := sfnt.Parse(static.Outlines(int(w)))
	if err != nil {
		panic(fmt.Sprintf("read the font in weight %d: %v", w, err))
	}
	f := &face{font: parsed, weight: w, units: float64(parsed.UnitsPerEm()), glyphs: map[rune]*glyph{}, kerning: map[[2]sfnt.GlyphIndex]float64{}}
	m, err := parsed.Metrics(&f.buffer, sized(f), font.HintingNone)
	if err != nil {
		panic(fmt.Sprintf("measure the font in weight %d: %v", w, err))
	}
	f.middle = float64(m.Ascent-m.Descent) / 2 / f.units
	return f
}

// glyph is the outline of a letter.
func (f *face) glyph(letter rune) *glyph {
	f.mu.Lock()
	defer f.mu.Unlock()
	if g, ok := f.glyphs[letter]; ok {
		return g
	}
	g := f.read(letter)
	if len(f.glyphs) < 4000 { // texts may have any letter; the font has half as many
		f.glyphs[letter] = g
	}
	return g
}

func (f *face) read(letter rune) *glyph {
	index, err := f.font.GlyphIndex(&f.buffer, letter)
	if err != nil || index == 0 {
		return f.sign(letter)
	}
	g := &glyph{index: index, letter: letter}
	if advance, err := f.font.GlyphAdvance(&f.buffer, index, sized(f), font.HintingNone); err == nil {
		g.advance = float64(advance)
	}
	segments, err := f.font.LoadGlyph(&f.buffer, index, sized(f), nil)
	if err != nil {
		return g
	}
	at := func(i int, s sfnt.Segment) point { return point{float64(s.Args[i].X), float64(s.Args[i].Y)} }
	var now point
	for _, s := range segments {
		switch s.Op {
		case sfnt.SegmentOpMoveTo:
			if len(g.path) > 0 {
				g.path = g.path.close()
			}
			now = at(0, s)
			g.path = g.path.move(now)
		case sfnt.SegmentOpLineTo:
			now = at(0, s)
			g.path = g.path.line(now)
		case sfnt.SegmentOpQuadTo:
			g.path = g.path.bow(now, at(0, s), at(1, s))
			now = at(1, s)
		case sfnt.SegmentOpCubeTo:
			g.path = g.path.curve(at(0, s), at(1, s), at(2, s))
			now = at(2, s)
		}
	}
	if len(g.path) > 0 {
		g.path = g.path.close()
	}
	return g
}

// kern is by how much a letter stands nearer to the one before it, in units of the font.
func (f *face) kern(before, g *glyph) float64 {
	f.mu.Lock()
	defer f.mu.Unlock()
	pair := [2]sfnt.GlyphIndex{before.index, g.index}
	if k, ok := f.kerning[pair]; ok {
		return k
	}
	k, err := f.font.Kern(&f.buffer, before.index, g.index, sized(f), font.HintingNone)
	if err != nil {
		k = 0 // most pairs have none
	}
	if len(f.kerning) < 20000 {
		f.kerning[pair] = float64(k)
	}
	return float64(k)
}
