package server

import "cafe-rewards/sql/metrics"

// cells finds the cells of a table by the names of their columns.
type cells struct {
	metrics.Table
	at map[string]int
}

func cellsOf(t metrics.Table) cells {
	at := make(map[string]int, len(t.Columns))
	for i, column := range t.Columns {
		at[column.Name] = i
	}
	return cells{t, at}
}

func (c cells) cell(row int, name string) any {
	column, ok := c.at[name]
	if !ok || row >= len(c.Rows) {
		return nil
	}
	return c.Rows[row][column]
}

// count is a cell of a column of integers; 0 where there is nothing.
func (c cells) count(row int, name string) int64 {
	n, _ := c.cell(row, name).(int64)
	return n
}

func (c cells) number(row int, name string) (float64, bool) {
	x, ok := c.cell(row, name).(float64)
	return x, ok
}

func (c cells) text(row int, name string) string {
	s, _ := c.cell(row, name).(string)
	return s
}

// greatest is the greatest cell of a column of integers.
func (c cells) greatest(name string) int64 {
	most := int64(0)
	for i := range c.Rows {
		most = max(most, c.count(i, name))
	}
	return most
}
