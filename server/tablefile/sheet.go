package tablefile

import (
	"io"
	"strconv"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"cafe-rewards/sql/metrics"
)

const (
	sheetRows  = excelize.TotalRows // that a sheet of Excel can have, its header among them
	sheetBytes = 3 << 30            // of XML: a part of 4 GiB and more is a zip that Excel does not read
	sheetFlush = 64 << 10
	looked     = 100 // rows whose texts decide how wide the columns are

	narrowest, widest = 9, 60 // characters
)

// sheet writes the XML of one sheet while its rows come: a header that stays in sight and filters, and the rows.
//
// excelize has a writer for that too, but it keeps the rows in a file of their own first (1.6 GB for a million rows of 21 columns),
// and what leaves it at the end in memory.
type sheet struct {
	out     io.Writer
	xml     []byte // not yet written
	columns []metrics.Column
	letters []string // of the columns: A, B, …
	styles  []string // of the columns' cells
	row     int      // the last that was written
	bytes   int64    // written
	cell    []byte   // scratch for a reference
}

const sheetBegin = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews><sheetView workbookViewId="0">` +
	`<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/><selection pane="bottomLeft" activeCell="A2" sqref="A2"/>` +
	`</sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/>`

// sheetEnd is how a sheet is printed: as wide as the paper and as long as it is, with its name and the page at the foot.
const sheetEnd = `<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/><pageSetup orientation="landscape" fitToHeight="0"/>` +
	`<headerFooter><oddFooter>&amp;L&amp;A&amp;R&amp;P / &amp;N</oddFooter></headerFooter></worksheet>`

// beginSheet writes everything up to the first row. The first rows say how wide the columns are.
func beginSheet(out io.Writer, columns []metrics.Column, styles styles, first [][]any) (*sheet, error) {
	s := &sheet{out: out, columns: columns, xml: []byte(sheetBegin)}
	for i, c := range columns {
		letters, err := excelize.ColumnNumberToName(i + 1)
		if err != nil {
			return nil, err // more than Excel's 16,384 columns
		}
		s.letters = append(s.letters, letters)
		s.styles = append(s.styles, strconv.Itoa(styles.of[numberFormat(c)]))
	}
	if len(columns) > 0 {
		s.xml = append(s.xml, `<cols>`...)
		for i := range columns {
			n := strconv.Itoa(i + 1)
			s.xml = append(s.xml, `<col min="`+n+`" max="`+n+`" width="`+strconv.Itoa(width(columns[i], first, i))+`" customWidth="1"/>`...)
		}
		s.xml = append(s.xml, `</cols>`...)
	}
	s.xml = append(s.xml, `<sheetData>`...)
	header := make([]any, len(columns))
	for i, c := range columns {
		header[i] = title(c)
	}
	return s, s.append(header, func(i int) string { return strconv.Itoa(styles.heading(columns[i])) })
}

// title is what stands above a column.
func title(c metrics.Column) string {
	if c.Label != "" {
		return c.Label
	}
	return c.Name
}

func width(c metrics.Column, rows [][]any, column int) int {
	w := utf8.RuneCountInString(title(c)) + 4 // the filter's button
	for _, row := range rows {
		switch cell := row[column].(type) {
		case string:
			w = max(w, utf8.RuneCountInString(cell)+2)
		case int64:
			w = max(w, len(number(cell, c.Unit))*4/3+3) // commas and a unit
		}
	}
	if c.Type == Date || c.Type == Timestamp {
		w = max(w, len(numberFormat(c))+2)
	}
	return min(max(w, narrowest), widest)
}

// full tells that the next row goes to another sheet.
func (s *sheet) full(most int) bool { return s.row >= most || s.bytes > sheetBytes }

func (s *sheet) write(row []any) error {
	return s.append(row, func(i int) string { return s.styles[i] })
}

func (s *sheet) append(row []any, style func(int) string) (err error) {
	s.row++
	s.xml = append(s.xml, `<row r="`...)
	s.xml = strconv.AppendInt(s.xml, int64(s.row), 10)
	s.xml = append(s.xml, `">`...)
	for i, cell := range row {
		s.cell = append(s.cell[:0], s.letters[i]...)
		s.cell = strconv.AppendInt(s.cell, int64(s.row), 10)
		if s.xml, err = appendCell(s.xml, s.cell, style(i), cell, s.columns[i]); err != nil {
			return &cellError{s.columns[i].Name, string(s.cell), err}
		}
	}
	s.xml = append(s.xml, `</row>`...)
	if len(s.xml) < sheetFlush {
		return nil
	}
	return s.flush()
}

func (s *sheet) flush() error {
	n, err := s.out.Write(s.xml)
	s.bytes += int64(n)
	s.xml = s.xml[:0]
	return err
}

// end writes what comes after the rows.
func (s *sheet) end() error {
	s.xml = append(s.xml, `</sheetData>`...)
	if len(s.columns) > 0 {
		s.xml = append(s.xml, `<autoFilter ref="`+s.area()+`"/>`...)
	}
	s.xml = append(s.xml, sheetEnd...)
	return s.flush()
}

// area is the header and all rows.
func (s *sheet) area() string {
	return "A1:" + s.letters[len(s.letters)-1] + strconv.Itoa(max(s.row, 1))
}

type cellError struct {
	column, reference string
	err               error
}

func (e *cellError) Error() string {
	return "cell " + e.reference + " of column " + e.column + ": " + e.err.Error()
}
func (e *cellError) Unwrap() error { return e.err }
