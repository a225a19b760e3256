package picture

// Figure is a number in large type.
type Figure struct {
	Label, Value string
	Details      []string // each a line
}

const (
	tileWide  = 190 // at least
	valueHigh = 34
	lineHigh  = 17
)

// figures are tiles beside each other.
func (s *Sheet) figures(all []Figure, y, width float64) float64 {
	across := max(1, min(len(all), int(width/tileWide)))
	wide := width / float64(across)
	for len(all) > 0 {
		row := all[:min(across, len(all))]
		all = all[len(row):]
		lines := 0
		for i, f := range row {
			x, room := Margin+float64(i)*wide, wide-12
			value := style{26, bold, "text"}
			for value.size > 14 && value.width(f.Value) > room {
				value.size--
			}
			s.write(mutedLook.shortened(f.Label, room), x, y+lineHigh/2, start, mutedLook)
			s.write(f.Value, x, y+lineHigh+valueHigh/2, start, value)
			at := y + lineHigh + valueHigh
			n := 0
			for _, detail := range f.Details {
				for _, line := range mutedLook.wrapped(detail, room, 3) {
					s.write(line, x, at+lineHigh/2, start, mutedLook)
					at += lineHigh
					n++
				}
			}
			lines = max(lines, n)
		}
		y += lineHigh + valueHigh + float64(lines)*lineHigh + 14
	}
	return y - 14
}
