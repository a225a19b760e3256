package server

import "cafe-rewards/sql/metrics"

// reader finds the cells of a table by the names of their columns.
type reader struct {
	metrics.Table
	at map[string]int
}

func newReader(t metrics.Table) reader {
	at := make(map[string]int, len(t.Columns))
	for i, c := range t.Columns {
		at[c.Name] = i
	}
	return reader{t, at}
}

func (r reader) cell(row int, name string) any {
	column, ok := r.at[name]
	if !ok || row >= len(r.Rows) {
		return nil
	}
	return r.Rows[row][column]
}

// count is a cell of a column of integers; 0 where there is nothing.
func (r reader) count(row int, name string) int64 {
	n, _ := r.cell(row, name).(int64)
	return n
}

func (r reader) number(row int, name string) (float64, bool) {
	x, ok := r.cell(row, name).(float64)
	return x, ok
}

func (r reader) text(row int, name string) string {
	s, _ := r.cell(row, name).(string)
	return s
}

// greatest is the greatest cell of a column of integers.
func (r reader) greatest(name string) int64 {
	most := int64(0)
	for i := range r.Rows {
		most = max(most, r.count(i, name))
	}
	return most
}
