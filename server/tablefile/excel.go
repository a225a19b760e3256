package tablefile

import (
	"fmt"
	"io"
	"strconv"

	"cafe-rewards/sql/metrics"
)

const aboutSheet = "About"

// writeExcel writes a workbook of one table: its sheet, and a sheet that says what it is.
func writeExcel(out io.Writer, head Head, columns []metrics.Column, rows Rows) error {
	b, err := newBook(out)
	if err != nil {
		return err
	}
	t, err := b.addTable(head.Title, columns, rows)
	if err != nil {
		return err
	}
	sheet, err := b.add(aboutSheet)
	if err != nil {
		return err
	}
	a := b.about(sheet)
	a.head(head)
	a.line(a.styles.name, "Rows", t.rows)
	for i, name := range t.sheets {
		label := "Sheet"
		if len(t.sheets) > 1 {
			label = "Sheet " + strconv.Itoa(i+1) + " of " + strconv.Itoa(len(t.sheets))
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
	first, err := b.add(aboutSheet)
	if err != nil {
		return err
	}
	a := b.about(first)
	a.head(head)
	a.row++
	a.line(a.styles.header, "Sheets")
	for _, s := range sheets {
		t, err := b.addTable(s.Title, s.Table.Columns, checked(s.Table.Columns, rowsOf(s.Table)))
		if err != nil {
			return fmt.Errorf("sheet %q: %w", s.Title, err)
		}
		a.row++
		for _, name := range t.sheets {
			a.fact(name, s.Title)
			a.link("A", linkTo(name), "Location")
		}
		a.fact("Subtitle", s.Subtitle)
		a.fact("Definition", s.Definition)
		a.line(a.styles.name, "Rows", t.rows)
		a.address("Address", s.Address)
	}
	if err := a.end(); err != nil {
		return err
	}
	return b.close()
}
