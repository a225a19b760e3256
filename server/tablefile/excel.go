package tablefile

import (
	"fmt"
	"io"
	"slices"

	"cafe-rewards/sql/metrics"
	"cafe-rewards/views/language"
)

// writeExcel writes a workbook of one table: its sheet, and a sheet that says what it is.
func writeExcel(out io.Writer, head Head, columns []metrics.Column, rows Rows) error {
	b, err := newBook(out)
	if err != nil {
		return err
	}
	l := head.Locale
	t, err := b.addTable(head.Title, columns, worded(l, rows))
	if err != nil {
		return err
	}
	sheet, err := b.add(head.Locale.Text("About"))
	if err != nil {
		return err
	}
	a := b.about(l, sheet)
	a.head(head)
	a.line(a.styles.name, l.Text("Rows"), t.rows)
	for i, name := range t.sheets {
		label := l.Text("Sheet")
		if len(t.sheets) > 1 {
			label = l.Text("Sheet %d of %d", i+1, len(t.sheets))
		}
		a.fact(label, name)
		a.link("B", linkTo(name), "Location")
	}
	a.columns(columns)
	if err := a.end(); err != nil {
		return err
	}
	return b.close()
}

// worded are rows with their texts in a language, as a page has them.
func worded(l language.Locale, rows Rows) Rows {
	if l == language.English {
		return rows
	}
	return func(yield func([]any, error) bool) {
		for row, err := range rows {
			row = slices.Clone(row)
			for i, cell := range row {
				if text, ok := cell.(string); ok {
					row[i] = l.Known(text)
				}
			}
			if !yield(row, err) {
				return
			}
		}
	}
}

// Sheet is a table of a workbook.
type Sheet struct {
	Title      string
	Subtitle   string
	Definition string
	Address    string // the page that shows the table, absolute; may be empty
	Table      metrics.Table
}

// WriteWorkbook writes the tables of a dashboard as one Excel file. Its first sheet says what it is and leads to the others.
func WriteWorkbook(w io.Writer, head Head, sheets []Sheet) error {
	if err := writeWorkbook(w, head, sheets); err != nil {
		return fmt.Errorf("write the workbook %q: %w", head.Title, err)
	}
	return nil
}

func writeWorkbook(w io.Writer, head Head, sheets []Sheet) error {
	b, err := newBook(w)
	if err != nil {
		return err
	}
	first, err := b.add(head.Locale.Text("About"))
	if err != nil {
		return err
	}
	a := b.about(head.Locale, first)
	a.head(head)
	a.row++
	l := head.Locale
	a.line(a.styles.header, l.Text("Sheets"))
	for _, s := range sheets {
		t, err := b.addTable(s.Title, s.Table.Columns, worded(l, checked(s.Table.Columns, rowsOf(s.Table))))
		if err != nil {
			return fmt.Errorf("sheet %q: %w", s.Title, err)
		}
		a.row++
		for _, name := range t.sheets {
			a.fact(name, s.Title)
			a.link("A", linkTo(name), "Location")
		}
		a.fact(l.Text("Subtitle"), s.Subtitle)
		a.fact(l.Text("Definition"), s.Definition)
		a.line(a.styles.name, l.Text("Rows"), t.rows)
		a.address(l.Text("Address"), s.Address)
	}
	if err := a.end(); err != nil {
		return err
	}
	return b.close()
}
