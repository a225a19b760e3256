package picture

// Sheet is a picture laid out: shapes in the order in which they lie on each other.
type Sheet struct {
	Title, Text   string // what it is, and what it says to those who do not see it
	Width, Height float64
	shapes        []shape
	placed        transform // of the shapes, on the sheet
}

// shape is an outline or a line of text, and how it is painted. A name of a colour that is empty leaves it out.
type shape struct {
	path    path
	letters []*glyph // instead of a path, each with its place
	at      []float64
	face    weight
	on      transform // from the shape's own units to pixels

	fill          string
	fillOpacity   float64
	stroke        string
	strokeOpacity float64
	width         float64 // of the stroke, in the shape's own units
	cap, join     string
	miter         float64
	dashes        []float64
}

func (s *Sheet) fill(p path, color string, opacity float64) {
	s.shapes = append(s.shapes, shape{path: p, on: identity, fill: color, fillOpacity: opacity})
}

func (s *Sheet) line(x1, y1, x2, y2 float64, color string) {
	s.shapes = append(s.shapes, shape{path: path{}.move(point{x1, y1}).line(point{x2, y2}), on: identity, stroke: color, strokeOpacity: 1, width: 1, miter: 4})
}

// Where a text stands at its place.
const (
	start  = 0
	center = 0.5
	end    = 1
)

// write puts a line of text down; y is the middle of the line.
func (s *Sheet) write(text string, x, y, anchor float64, look style) {
	s.shapes = append(s.shapes, lettering(text, moved(x, y), anchor, look))
}

// lettering is a text whose place, on the middle of its line, is the origin of the transform.
func lettering(text string, on transform, anchor float64, look style) shape {
	face := look.face()
	glyphs, at, width := face.letters(text)
	k := look.size / face.units
	on = on.after(moved(-anchor*width*k, face.middle*look.size)).after(scaled(k))
	return shape{letters: glyphs, at: at, face: look.weight, on: on, fill: look.color, fillOpacity: 1}
}

// In is the sheet in a picture of that height: as large as fits, in its middle.
func (s Sheet) In(height float64) Sheet {
	k := min(1, height/s.Height)
	s.placed = moved((s.Width-s.Width*k)/2, (height-s.Height*k)/2).after(scaled(k))
	s.Height = height
	return s
}
