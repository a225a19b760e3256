package narrative

// Marks are the rows whose figure rests on an n below the set size, in the order of the table: to be hatched or faded, and not
// ranked. Rows without a figure are not marked.
func Marks(s Subject) []int {
	var small []int
	for row := range s.Table.Rows {
		for _, value := range s.Chart.Values {
			at, ok := s.column(value)
			if !ok {
				continue
			}
			_, hasFigure := number(s.Table.Rows[row][at])
			n, hasN := number(s.cell(row, s.Table.Columns[at].N))
			if hasFigure && hasN && n < float64(s.smallN()) {
				small = append(small, row)
				break
			}
		}
	}
	return small
}
