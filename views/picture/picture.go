package picture

import (
	"math"
	"slices"
)

// Picture is what is to be seen, in words; what is empty is left out.
type Picture struct {
	Title    string
	Subtitle string
	Text     string // what it says to those who do not see it
	Chips    []Chip // what is selected
	Width    int    // in pixels

	Chart       []byte // as package draw wrote it
	ChartWidth  int
	ChartHeight int
	Figures     []Figure
	Table       *Table
	Message     string // why there is nothing to be seen

	Notes []string // that belong to what is seen
	Signs string   // the note for a picture in which signs stand in place of letters
	Foot  string   // whose data it is, and which
}

// Chip is a condition of the selection.
type Chip struct {
	Text    string
	Compare bool // it is what the rest is compared with
}

// Margin is the room at each side.
const Margin = 16

var (
	titleLook  = style{16, bold, "text"}
	plainLook  = style{12, regular, "text"}
	mutedLook  = style{12, regular, "text-muted"}
	strongLook = style{12, bold, "text"}
)

// Draw lays the picture out.
func (p Picture) Draw() (Sheet, error) {
	s := Sheet{Title: p.Title, Text: p.Text, Width: float64(p.Width), placed: identity}
	inner, y := s.Width-2*Margin, float64(Margin)
	y = s.paragraph(p.Title, y, inner, 2, 22, titleLook)
	if p.Subtitle != "" {
		y = s.paragraph(p.Subtitle, y+2, inner, 3, 17, mutedLook)
	}
	if len(p.Chips) > 0 {
		y = s.chips(p.Chips, y+8, inner)
	}
	y += 14
	switch {
	case p.Message != "":
		y = s.paragraph(p.Message, y+12, inner, 4, 18, mutedLook) + 12
	case p.Figures != nil:
		y = s.figures(p.Figures, y, inner)
	case p.Table != nil:
		y = s.table(*p.Table, y, inner)
	case p.ChartWidth > 0:
		k := inner / float64(p.ChartWidth)
		if err := s.draw(p.Chart, moved(Margin, y).after(scaled(k))); err != nil {
			return s, err
		}
		y += float64(p.ChartHeight) * k
	}
	notes := p.Notes
	if p.Signs != "" && s.lacksLetters() {
		notes = append(slices.Clip(notes), p.Signs)
	}
	for i, note := range notes {
		if i == 0 {
			y += 8
		}
		y = s.paragraph(note, y, inner, 3, 17, mutedLook)
	}
	if p.Foot != "" {
		y += 12
		s.line(Margin, math.Round(y)+0.5, s.Width-Margin, math.Round(y)+0.5, "border")
		y = s.paragraph(p.Foot, y+6, inner, 2, 16, style{11, regular, "text-muted"})
	}
	s.Height = math.Ceil(y + 10)
	return s, nil
}

// paragraph writes text from y down, and returns where it ends.
func (s *Sheet) paragraph(text string, y, width float64, lines int, height float64, look style) float64 {
	for _, line := range look.wrapped(text, width, lines) {
		s.write(line, Margin, y+height/2, start, look)
		y += height
	}
	return y
}

// chips stand beside each other, in as many rows as they need.
func (s *Sheet) chips(all []Chip, y, width float64) float64 {
	const high, padding, gap = 22, 8, 6
	x := float64(Margin)
	for _, chip := range all {
		text := plainLook.shortened(chip.Text, width-2*padding)
		wide := plainLook.width(text) + 2*padding
		if x > Margin && x+wide > Margin+width {
			x, y = Margin, y+high+gap
		}
		back := "info-surface"
		if chip.Compare {
			back = "surface-sunken"
		}
		s.fill(rounded(x, y, wide, high, high/2), back, 1)
		s.write(text, x+padding, y+high/2, start, plainLook)
		x += wide + gap
	}
	return y + high
}
