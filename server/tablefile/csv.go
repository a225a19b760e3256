package tablefile

import (
	"encoding/csv"
	"io"
	"strconv"
	"strings"
	"time"

	"cafe-rewards/sql/metrics"
)

// ByteOrderMark goes before a CSV that Excel is to open: without one, Excel takes UTF-8 for something else.
const ByteOrderMark = "\uFEFF"

// writeCSV writes for spreadsheets: numbers exact and without grouping, text that a spreadsheet would run as a formula made
// harmless.
func writeCSV(out io.Writer, columns []metrics.Column, rows Rows) error {
	w := csv.NewWriter(out)
	record := make([]string, len(columns))
	for i, c := range columns {
		record[i] = c.Name
	}
	if err := w.Write(record); err != nil {
		return err
	}
	for row, err := range rows {
		if err != nil {
			return err
		}
		for i, cell := range row {
			record[i] = csvCell(cell, columns[i])
		}
		if err := w.Write(record); err != nil {
			return err
		}
	}
	w.Flush()
	return w.Error()
}

func csvCell(cell any, column metrics.Column) string {
	switch cell := cell.(type) {
	case nil:
		return ""
	case string:
		return Guarded(cell)
	case bool:
		return strconv.FormatBool(cell)
	case time.Time:
		return moment(cell, column.Type)
	}
	return number(cell, column.Unit)
}

// formulaStarts are the first characters by which spreadsheets take a cell for a formula, whatever its quotes.
const formulaStarts = "=+-@\t\r\n"

// Guarded puts an apostrophe before text that a spreadsheet would run when it reads it from a CSV.
func Guarded(text string) string {
	if text != "" && strings.IndexByte(formulaStarts, text[0]) >= 0 {
		return "'" + text
	}
	return text
}
