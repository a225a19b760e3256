package tablefile

import (
	"iter"
	"slices"
	"strconv"

	"github.com/xuri/excelize/v2"

	"cafe-rewards/sql/metrics"
)

// bookTable is a sheet with rows, or several where one cannot hold them.
type bookTable struct {
	book    *book
	title   string
	columns []metrics.Column
	first   [][]any // rows that say how wide the columns are
	now     *sheet
	sheets  []string // their names
	rows    int
}

// addTable adds sheets with these rows.
func (b *book) addTable(title string, columns []metrics.Column, rows Rows) (*bookTable, error) {
	t := &bookTable{book: b, title: title, columns: columns}
	next, stop := iter.Pull2(rows)
	defer stop()
	for len(t.first) < looked {
		row, err, more := next()
		if err != nil {
			return nil, err
		}
		if !more {
			break
		}
		t.first = append(t.first, slices.Clone(row))
	}
	if err := t.begin(); err != nil {
		return nil, err
	}
	for _, row := range t.first {
		if err := t.write(row); err != nil {
			return nil, err
		}
	}
	for {
		row, err, more := next()
		if err == nil && more {
			err = t.write(row)
		}
		if err != nil {
			return nil, err
		}
		if !more {
			return t, t.end()
		}
	}
}

// begin begins a sheet.
func (t *bookTable) begin() error {
	name, err := t.book.add(t.title)
	if err != nil {
		return err
	}
	t.sheets = append(t.sheets, name)
	part := "xl/worksheets/sheet" + strconv.Itoa(len(t.book.names)) + ".xml" // as excelize numbers them
	out, err := t.book.zip.Create(part)
	if err != nil {
		return err
	}
	t.book.written[part] = true
	t.now, err = beginSheet(out, t.columns, t.book.styles, t.first)
	return err
}

func (t *bookTable) write(row []any) error {
	if t.now.full(t.book.most) {
		if err := t.end(); err != nil {
			return err
		}
		if err := t.begin(); err != nil {
			return err
		}
	}
	t.rows++
	return t.now.write(row)
}

// end ends a sheet.
func (t *bookTable) end() error {
	if err := t.now.end(); err != nil || len(t.columns) == 0 {
		return err
	}
	name := t.sheets[len(t.sheets)-1]
	if err := t.book.shell.AutoFilter(name, t.now.area(), nil); err != nil { // the name of an area that filters need
		return err
	}
	return t.book.shell.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: "'" + name + "'!$1:$1", Scope: name}) // the header, on every page
}
