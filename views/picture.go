package views

import (
	"context"
	"strings"

	"cafe-rewards/sql/metrics"
	"cafe-rewards/views/chart"
	"cafe-rewards/views/format"
	"cafe-rewards/views/language"
	"cafe-rewards/views/picture"
)

// maxPictureRows is how many rows a table has in a picture: more cannot be read in a mail.
const maxPictureRows = 15

// picturePlot is the card's chart as a picture of that width shows it.
func (c Card) picturePlot(l language.Locale, width int) chart.Plot {
	return chart.New(l, c.Visual, c.Table).Within(width - 2*picture.Margin)
}

// Picture is what the card shows as a picture: with the chips of its selection, and the brand and freshness of its page.
func (c Card) Picture(ctx context.Context, d chart.Drawer, width int, chips []Chip, brand Brand, fresh Freshness) (picture.Picture, error) {
	l := language.Of(ctx)
	p := picture.Picture{Title: c.Visual.Title, Subtitle: format.Prose(c.Visual.Subtitle), Text: strings.Join(c.says(), " "), Width: width, Foot: fresh.foot(l, brand)}
	for _, chip := range chips {
		text := chip.text(l)
		if chip.Compare {
			text = l.Text("compared with") + " " + text
		}
		p.Chips = append(p.Chips, picture.Chip{Text: text, Compare: chip.Compare})
	}
	for _, s := range c.Silent {
		p.Notes = append(p.Notes, s.text(l))
	}
	switch kind := c.Visual.Chart.Kind; {
	case c.silent():
		p.Message, p.Notes = strings.Join(p.Notes, " "), nil
	case c.empty() || c.valueless():
		p.Message = c.emptyText(l)
	case kind == metrics.KPI:
		p.Figures = c.pictureFigures(l)
	case kind == metrics.Pivot:
		p.Table = c.picturePivot(l)
	case kind == metrics.TableOnly:
		p.Table = c.pictureTable(l)
	default:
		plot := c.picturePlot(l, width)
		drawn, err := chart.DrawOnce(ctx, d, plot)
		if err != nil {
			return p, err
		}
		p.Chart, p.ChartWidth, p.ChartHeight = drawn.SVG, drawn.Width, drawn.Height
		p.Text = strings.TrimSpace(plot.Alt() + " " + p.Text)
		p.Notes = append(p.Notes, plot.Notes()...)
	}
	return p, nil
}

func (c Card) pictureFigures(l language.Locale) []picture.Figure {
	var all []picture.Figure
	for _, f := range c.Figures(l) {
		figure := picture.Figure{Label: f.Label, Value: f.short(l)}
		if f.interval(l) != "" {
			figure.Details = append(figure.Details, f.interval(l))
		}
		if f.N > 0 {
			figure.Details = append(figure.Details, "n = "+format.Count(l, f.N))
		}
		if f.Detail != "" {
			figure.Details = append(figure.Details, f.Detail)
		}
		all = append(all, figure)
	}
	return all
}

// pictureTable is the card's table, sorted and searched as its address says.
func (c Card) pictureTable(in language.Locale) *picture.Table {
	l := c.excerpt(in, 0)
	rows := c.arranged(in)
	t := &picture.Table{Heads: [][]picture.Head{nil}, Beside: moreColumns(in), More: moreRows(in, len(rows)-maxPictureRows)}
	for _, column := range l.columns {
		t.Heads[0] = append(t.Heads[0], picture.Head{Text: column.Label, Right: numeric(column.Column)})
	}
	add := func(row []any, strong bool, text func(listedColumn, []any) string) {
		shown := picture.Row{Strong: strong}
		for _, column := range l.columns {
			shown.Cells = append(shown.Cells, picture.Cell{Text: text(column, row), Right: numeric(column.Column)})
		}
		t.Rows = append(t.Rows, shown)
	}
	for _, row := range rows[:min(len(rows), maxPictureRows)] {
		add(row, false, listedColumn.text)
	}
	if c.Arranged.Find == "" {
		for _, row := range l.foot {
			add(row, true, l.footText)
		}
	}
	return t
}

func (c Card) picturePivot(l language.Locale) *picture.Table {
	t := &picture.Table{Beside: moreColumns(l)}
	for i, heads := range c.Pivot.Heads {
		var row []picture.Head
		if i == 0 {
			row = append(row, picture.Head{Text: c.Pivot.Corner})
		}
		for _, head := range heads {
			row = append(row, picture.Head{Text: head.Text, Span: head.Span, Right: head.Span <= 1})
		}
		t.Heads = append(t.Heads, row)
	}
	var rows []PivotRow
	for _, group := range c.Pivot.Groups {
		rows = append(rows, c.openRows(group)...)
	}
	t.More = moreRows(l, max(len(rows), c.Pivot.Rows)-maxPictureRows)
	rows = rows[:min(len(rows), maxPictureRows)]
	if c.Pivot.All != nil {
		rows = append(rows, *c.Pivot.All)
	}
	for _, row := range rows {
		shown := picture.Row{Strong: row.Totals, Depth: row.Depth, Cells: []picture.Cell{{Text: row.Label}}}
		for _, cell := range row.Cells {
			one := picture.Cell{Text: cell.Text, Right: true}
			if c.Arranged.Shaded {
				one.Shade = cell.Shade
			}
			shown.Cells = append(shown.Cells, one)
		}
		t.Rows = append(t.Rows, shown)
	}
	return t
}

// moreRows says what is left out of a table.
func moreRows(l language.Locale, n int) string {
	switch {
	case n <= 0:
		return ""
	case n == 1:
		return l.Text("And 1 row more.")
	}
	return l.Text("And %s rows more.", format.Count(l, int64(n)))
}

// moreColumns says the same of the columns of a table.
func moreColumns(l language.Locale) func(int) string {
	return func(n int) string {
		if n == 1 {
			return l.Text("And 1 column more.")
		}
		return l.Text("And %s columns more.", format.Count(l, int64(n)))
	}
}

// foot says whose figures they are, and which.
func (f Freshness) foot(l language.Locale, brand Brand) string {
	parts := []string{brand.Name}
	if f.Version > 0 {
		parts = append(parts, l.Text("Data version %d", f.Version), format.Moment(l, f.PublishedAt))
	}
	if f.Sample {
		parts = append(parts, l.Text("Sample data"))
	}
	if f.Stale != "" {
		parts = append(parts, l.Text("Not the newest data"))
	}
	return strings.Join(parts, " · ")
}
