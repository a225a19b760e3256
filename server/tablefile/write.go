package tablefile

import (
	"fmt"
	"io"
	"iter"
	"math"
	"time"

	"cafe-rewards/sql/metrics"
	"cafe-rewards/views/language"
)

// Head says what a table is, for the formats that can carry it.
type Head struct {
	Locale      language.Locale // in which an Excel workbook speaks; other formats are for programs
	Visual      string          // the name in addresses
	Title       string
	Subtitle    string
	Definition  string
	DataVersion int
	PublishedAt time.Time
	Sample      bool                // whether the data are invented
	Filters     []string            // a sentence each
	Selection   map[string][]string // the same for programs: parameter and values
	Address     string              // the page that shows these figures, absolute; may be empty
}

// Types of columns that only tables of rows have. Their cells are time.Time; a date is midnight UTC.
const (
	Date      metrics.Type = "date"
	Timestamp metrics.Type = "timestamp"
)

// Rows are the rows of a table, one by one. A row is only looked at until the next one is asked for. After an error there is
// none.
type Rows = iter.Seq2[[]any, error]

// Write writes a table as a file. What a cell holds must be what its column declares.
func Write(w io.Writer, f Format, head Head, t metrics.Table) error {
	return WriteRows(w, f, head, t.Columns, rowsOf(t))
}

// WriteRows writes rows as a file while they come. Its memory does not grow with their number. After an error, what was written
// is no valid Excel or Parquet file, but may be taken for a shorter CSV: whoever sends it must break the connection off.
func WriteRows(w io.Writer, f Format, head Head, columns []metrics.Column, rows Rows) error {
	rows = checked(columns, rows)
	var err error
	switch f {
	case CSV:
		err = writeCSV(w, columns, rows)
	case JSON:
		err = writeJSON(w, head, columns, rows)
	case Excel:
		err = writeExcel(w, head, columns, rows)
	case Parquet:
		err = writeParquet(w, head, columns, rows)
	default:
		err = fmt.Errorf("unknown format")
	}
	if err != nil {
		return fmt.Errorf("write %q as %s: %w", head.Title, f, err)
	}
	return nil
}

func rowsOf(t metrics.Table) Rows {
	return func(yield func([]any, error) bool) {
		for _, row := range t.Rows {
			if !yield(row, nil) {
				return
			}
		}
	}
}

// checked ends rows with an error at the first one that is not as the columns declare.
func checked(columns []metrics.Column, rows Rows) Rows {
	return func(yield func([]any, error) bool) {
		n := 0
		for row, err := range rows {
			n++
			if err == nil {
				err = check(columns, row)
			}
			if err != nil {
				yield(nil, fmt.Errorf("row %d: %w", n, err))
				return
			}
			if !yield(row, nil) {
				return
			}
		}
	}
}

func check(columns []metrics.Column, row []any) error {
	if len(row) != len(columns) {
		return fmt.Errorf("it has %d cells, %d columns are declared", len(row), len(columns))
	}
	for i, cell := range row {
		var declared bool
		switch cell := cell.(type) {
		case nil:
			declared = true
		case string:
			declared = columns[i].Type == metrics.Text
		case int64:
			declared = columns[i].Type == metrics.Integer
		case float64:
			declared = columns[i].Type == metrics.Number
			if math.IsNaN(cell) || math.IsInf(cell, 0) {
				return fmt.Errorf("column %q holds %v, which is not a figure", columns[i].Name, cell)
			}
		case bool:
			declared = columns[i].Type == metrics.Boolean
		case time.Time:
			declared = columns[i].Type == Date || columns[i].Type == Timestamp
		}
		if !declared {
			return fmt.Errorf("column %q holds a %T, declared is %s", columns[i].Name, cell, columns[i].Type)
		}
	}
	return nil
}
