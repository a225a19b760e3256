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
	columns := placed(wide, width)
	if len(columns) == 0 {
		return y
	}
	y = s.heads(t, columns, y)
	y = s.rows(t.Rows, columns, y)
	more := t.More
	if left := len(wide) - len(columns); left > 0 && t.Beside != nil {
		more = strings.TrimSpace(more + " " + t.Beside(left))
	}
	if more != "" {
		y = s.paragraph(more, y+8, width, 2, 17, mutedLook)
	}
	return y
}

// column is where a column of a table is drawn.
type column struct{ left, width float64 }

func (c column) right() float64 { return c.left + c.width }

// placed gives the first columns as many places as there is room for, at least one, and shares among them what is left of the width.
func placed(wide []float64, width float64) []column {
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
	columns := make([]column, shown)
	x := float64(Margin)
	for i := range columns {
		w := wide[i]
		if shown == 1 {
			w = min(w, width)
		} else if left := width - used; left > 0 {
			w += min(left/float64(shown), 60)
		}
		columns[i] = column{x, w}
		x += w + columnGap
	}
	return columns
}

func (s *Sheet) heads(t Table, columns []column, y float64) float64 {
	look := style{12, bold, "text-muted"}
	for r, heads := range t.Heads {
		first := 0
		if r > 0 && t.spans() {
			first = 1 // the corner is in the first row
		}
		for _, head := range heads {
			span := max(1, head.Span)
			if first >= len(columns) {
				break
			}
			left, right := columns[first].left, columns[min(first+span, len(columns))-1].right()
			place, anchor := left, float64(start)
			if head.Right {
				place, anchor = right, end
			}
			s.write(look.shortened(head.Text, right-left), place, y+rowHigh/2, anchor, look)
			if span > 1 {
				s.line(left, y+rowHigh-2.5, right, y+rowHigh-2.5, "border")
			}
			first += span
		}
		y += rowHigh
	}
	s.line(Margin, y+0.5, columns[len(columns)-1].right(), y+0.5, "border-strong")
	return y + 1
}

func (s *Sheet) rows(rows []Row, columns []column, y float64) float64 {
	for _, row := range rows {
		look := plainLook
		if row.Strong {
			look = strongLook
		}
		for i, cell := range row.Cells[:min(len(columns), len(row.Cells))] {
			place, room, anchor := columns[i].left, columns[i].width, float64(start)
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
		s.line(Margin, y-0.5, columns[len(columns)-1].right(), y-0.5, "grid-line")
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
