package picture

import "strings"

// Table is a table as its reader sees it.
type Table struct {
	Heads [][]Head // rows of heads
	Rows  []Row
	More  string // what is left out of the rows, as a sentence; empty where they are all there

	Beside func(columns int) string // says the same of columns for which there is no room
}

// Head is the head of one or more columns.
type Head struct {
	Text  string
	Span  int // 0 is 1
	Right bool
}

// Row is a row of a table.
type Row struct {
	Cells  []Cell
	Strong bool // it sums up others
	Depth  int  // how far its first cell is moved in
}

// Cell is what a row says in a column.
type Cell struct {
	Text  string
	Right bool
	Shade int // 1 to 5; 0 for none
}

const (
	rowHigh    = 26
	columnGap  = 20
	depthWide  = 16
	columnMost = 260 // of a column of words
)

// shadeOf is how much of the colour of marks lies behind a cell of each shade, as on the pages.
var shadeOf = []float64{0, 0.05, 0.13, 0.21, 0.30, 0.40}

// table draws as many columns as there is room for, and says how many there are beside them.
func (s *Sheet) table(t Table, y, width float64) float64 {
	wide := t.widths()
	shown, used := 0, 0.0
	for i, w := range wide {
		if i > 0 && used+columnGap+w > width {
			break
		}
		if i > 0 {
			used += columnGap
		}
		used += w
		shown++
	}
	if shown == 0 {
		return y
	}
	if shown == 1 {
		wide[0] = min(wide[0], width)
	} else if left := width - used; left > 0 { // what is left goes to all of them
		for i := range shown {
			wide[i] += min(left/float64(shown), 60)
		}
	}
	places := make([]float64, shown) // where each column begins
	x := float64(Margin)
	for i := range shown {
		places[i] = x
		x += wide[i] + columnGap
	}
	right := x - columnGap
	for r, heads := range t.Heads {
		column := 0
		if r > 0 && t.spans() {
			column = 1 // the corner is in the first row
		}
		for _, head := range heads {
			span := max(1, head.Span)
			if column >= shown {
				break
			}
			last := min(column+span, shown) - 1
			room := places[last] + wide[last] - places[column]
			text := style{12, bold, "text-muted"}.shortened(head.Text, room)
			place, anchor := places[column], float64(start)
			if head.Right {
				place, anchor = place+room, end
			}
			s.write(text, place, y+rowHigh/2, anchor, style{12, bold, "text-muted"})
			if span > 1 {
				s.line(places[column], y+rowHigh-2.5, places[column]+room, y+rowHigh-2.5, "border")
			}
			column += span
		}
		y += rowHigh
	}
	s.line(Margin, y+0.5, right, y+0.5, "border-strong")
	y++
	for _, row := range t.Rows {
		look := plainLook
		if row.Strong {
			look = strongLook
		}
		for i, cell := range row.Cells[:min(shown, len(row.Cells))] {
			place, room, anchor := places[i], wide[i], float64(start)
			if cell.Shade > 0 {
				s.fill(rectangle(place-columnGap/2, y, room+columnGap, rowHigh), "accent-mark", shadeOf[min(cell.Shade, len(shadeOf)-1)])
			}
			if i == 0 {
				place, room = place+float64(row.Depth)*depthWide, room-float64(row.Depth)*depthWide
			}
			if cell.Right {
				place, anchor = place+room, end
			}
			s.write(look.shortened(cell.Text, room), place, y+rowHigh/2, anchor, look)
		}
		y += rowHigh
		s.line(Margin, y-0.5, right, y-0.5, "grid-line")
	}
	more := t.More
	if left := len(wide) - shown; left > 0 && t.Beside != nil {
		more = strings.TrimSpace(more + " " + t.Beside(left))
	}
	if more != "" {
		y = s.paragraph(more, y+8, width, 2, 17, mutedLook)
	}
	return y
}

// spans says whether heads reach over several columns, or one beside several rows of them.
func (t Table) spans() bool { return len(t.Heads) > 1 }

// widths are how wide the columns want to be.
func (t Table) widths() []float64 {
	var wide []float64
	want := func(column int, w float64, right bool) {
		for len(wide) <= column {
			wide = append(wide, 0)
		}
		if !right {
			w = min(w, columnMost)
		}
		wide[column] = max(wide[column], w)
	}
	for r, heads := range t.Heads {
		column := 0
		if r > 0 && t.spans() {
			column = 1
		}
		for _, head := range heads {
			if head.Span <= 1 {
				want(column, min(style{12, bold, ""}.width(head.Text), 150), head.Right)
			}
			column += max(1, head.Span)
		}
	}
	for _, row := range t.Rows {
		look := plainLook
		if row.Strong {
			look = strongLook
		}
		for i, cell := range row.Cells {
			w := look.width(cell.Text) + 1
			if i == 0 {
				w += float64(row.Depth) * depthWide
			}
			want(i, w, cell.Right)
		}
	}
	return wide
}
